#include "ui/cache/CacheActions.h"

#include "base/NextTurn.h"
#include "base/ThreadPool.h"
#include "cache/HrCacheManager.h"
#include "hr/EmployeeListReader.h"
#include "hr/HrService.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/cache/InvalidateDialog.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/cache/KeyText.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace hrcache {

namespace {

/// More are copied while the window goes on.
constexpr size_t fewRows = 1'000;
constexpr size_t rowsPerTurn = 1'000;
const QStringList columnNames{QStringLiteral("type"), QStringLiteral("key"),
                              QStringLiteral("ttl_seconds_left"), QStringLiteral("bytes"),
                              QStringLiteral("age_seconds")};

/// The rows of those that are still there. The window gets its turn meanwhile.
Task<std::vector<KeyRow>> rowsOf(QPointer<const KeyTableModel> model, std::vector<QByteArray> keys,
                                 std::stop_token stop)
{
    std::vector<KeyRow> rows;
    rows.reserve(keys.size());
    const bool isLong = keys.size() > fewRows;
    for (size_t i = 0; i < keys.size(); ++i) {
        // Also before the first: to know which keys they are has taken its time.
        if (isLong && i % rowsPerTurn == 0)
            co_await nextTurn();
        if (!model || stop.stop_requested())
            break;
        if (const KeyRow *row = model->find(keys[i]))
            rows.push_back(*row);
    }
    freeOnPool(workerPool(), std::move(keys));
    co_return rows;
}

/// Gathers the rows, and hands them to `work` on the thread pool.
template<typename Work, typename Value = std::invoke_result_t<Work, const std::vector<KeyRow> &>>
Task<Result<Value>> withRows(QPointer<const KeyTableModel> model, std::vector<QByteArray> keys, Work work,
                             std::stop_token stop)
{
    auto gathering = rowsOf(model, std::move(keys), stop);
    auto rows = co_await gathering;
    if (!model || stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});
    auto working =
        runOnPool(workerPool(), [rows = std::move(rows), work = std::move(work)] { return work(rows); });
    auto value = co_await working;
    co_return value;
}

/// A spreadsheet must not take a text for a formula.
QByteArray safeField(QByteArray field)
{
    if (!field.isEmpty() && QByteArray("=+-@\t\r").contains(field[0]))
        field.prepend('\'');
    return field;
}

QByteArray csvField(const QByteArray &field)
{
    QByteArray text = safeField(field);
    if (text.contains('"') || text.contains(',') || text.contains('\n') || text.contains('\r'))
        text = '"' + text.replace('"', "\"\"") + '"';
    return text;
}

QByteArray tsvField(const QByteArray &field)
{
    return safeField(field).replace('\t', ' ').replace('\n', ' ');
}

Result<void> writeFile(const QString &name, const QByteArray &bytes)
{
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::Storage, file.errorString());
    return {};
}

/// What was read for the cache: where it came from, and in how many keys it is there.
struct Warmed
{
    Provenance from;
    int keys = 1;
};

/// What the window reads: a long list in pages, and the rest. Keeps the reader as long as its read is under
/// way.
Task<std::vector<Result<Warmed>>> readForWarming(std::shared_ptr<EmployeeListReader> reader,
                                                 HrService &service, UserId user, CompanyId company,
                                                 std::vector<HrQuery> queries, ReadOptions options)
{
    // Both are under way at once.
    auto readingList = reader->read(user, std::move(company), options);
    auto readingRest = service.readAll(std::move(user), std::move(queries), std::move(options));
    const auto list = co_await readingList;
    const auto rest = co_await readingRest;
    std::vector<Result<Warmed>> all;
    all.push_back(list.map([](const Sourced<EmployeePages> &data) {
        return Warmed{data.from, data.data.pageEntries + 1};
    }));
    for (const DocumentResult &answer : rest)
        all.push_back(answer.map([](const auto &data) { return Warmed{data.from}; }));
    co_return all;
}

} // namespace

CacheActions::CacheActions(UiContext context, const KeyTableModel &keys, QWidget *parent)
    : QObject(parent)
    , m_context(context)
    , m_keys(keys)
    , m_parent(parent)
    , m_invalidation(new Request(this))
    , m_warming(new Request(this))
    , m_copy(new Request(this))
    , m_export(new Request(this))
{
    connect(m_warming, &Request::runningChanged, this, &CacheActions::warmingChanged);
}

void CacheActions::cancel()
{
    m_warming->cancel();
    m_export->cancel();
    const bool copying = m_copy->isRunning();
    endCopy();
    if (copying)
        emit finished(tr("Copying was cancelled."));
}

bool CacheActions::isWarming() const
{
    return m_warming->isRunning();
}

void CacheActions::invalidate(std::vector<QByteArray> keys)
{
    if (keys.size() <= 1) {
        remove(std::move(keys));
        return;
    }
    auto *dialog = new InvalidateDialog(m_context, std::move(keys), m_parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { remove(dialog->keys()); });
    connect(&m_context.session, &Session::companyChanged, dialog, &QDialog::reject);
    connect(&m_context.session, &Session::aboutToBeReplaced, dialog, &QDialog::reject);
    dialog->open();
}

void CacheActions::invalidateAll()
{
    auto *dialog = new InvalidateDialog(m_context, m_parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { remove(dialog->keys()); });
    connect(&m_context.session, &Session::companyChanged, dialog, &QDialog::reject);
    connect(&m_context.session, &Session::aboutToBeReplaced, dialog, &QDialog::reject);
    dialog->open();
}

void CacheActions::remove(std::vector<QByteArray> keys)
{
    if (keys.empty())
        return;
    m_invalidation->run(
        [this, &keys](std::stop_token) {
            auto all = std::make_shared<const std::vector<QByteArray>>(std::move(keys));
            Session &session = m_context.session;
            return session.cache().invalidateInParts(session.companyId(), std::move(all));
        },
        [this](const InvalidationReceipt &receipt) {
            if (!receipt.acknowledged) {
                emit finished(
                    tr("Not deleted yet, it is tried again in the background: %1").arg(receipt.problem));
            } else if (receipt.deleted == 0) {
                emit finished(tr("Nothing to invalidate: the key was gone already"));
            } else {
                emit finished(tr("Invalidated %1").arg(keytext::keys(receipt.deleted)));
            }
        });
}

void CacheActions::warm()
{
    if (m_warming->isRunning())
        return;
    Session &session = m_context.session;
    const CompanyId company = session.companyId();
    if (session.user().isEmpty() || company.isEmpty())
        return;
    std::vector<HrQuery> queries{HrQuery::clusters(company), HrQuery::clusters(company, session.country()),
                                 HrQuery::references(company, session.country(), session.language())};
    m_warming->run(
        [&session, company, queries](std::stop_token stop) {
            auto reader = std::make_shared<EmployeeListReader>(session.service().store(), session.cache(),
                                                               session.clock());
            reader->endWith(&session.service());
            return readForWarming(reader, session.service(), session.user(), company, queries,
                                  {ReadMode::CacheFirst, std::move(stop)});
        },
        [this](std::vector<Result<Warmed>> answers) {
            int loaded = 0;
            int there = 0;
            for (const Result<Warmed> &answer : answers) {
                if (!answer) {
                    emit finished(tr("Not warmed: %1").arg(answer.error().message));
                    return;
                }
                if (answer->from.reason == Reason::CacheUnreachable) {
                    emit finished(tr("Not warmed: %1").arg(answer->from.note));
                    return;
                }
                loaded += answer->from.willStore ? answer->keys : 0;
                there += answer->from.fromCache() ? answer->keys : 0;
            }
            emit finished(
                loaded == 0
                    ? tr("Everything was in the cache already (%1)").arg(keytext::keys(there))
                    : tr("Warmed: %1 loaded, %2 there already").arg(keytext::keys(loaded)).arg(there));
        });
}

QByteArray CacheActions::text(const std::vector<KeyRow> &rows, Format format, SteadyTime now,
                              WallTime wallNow)
{
    using std::chrono::ceil;
    if (format == Format::Json) {
        QJsonArray array;
        for (const KeyRow &row : rows) {
            QJsonObject object{{columnNames[0], QString::fromUtf8(row.parts.dataType)},
                               {columnNames[1], QString::fromUtf8(row.key)},
                               {columnNames[3], row.bytes}};
            const auto left = row.left(now);
            const auto age = row.age(wallNow);
            object.insert(columnNames[2], left ? QJsonValue(qint64(ceil<std::chrono::seconds>(*left).count()))
                                               : QJsonValue());
            object.insert(columnNames[4], age ? QJsonValue(qint64(age->count())) : QJsonValue());
            array.append(object);
        }
        return QJsonDocument(array).toJson();
    }
    const bool csv = format == Format::Csv;
    QByteArray text;
    const auto addLine = [&](const QByteArrayList &fields) {
        for (qsizetype i = 0; i < fields.size(); ++i) {
            if (i > 0)
                text += csv ? ',' : '\t';
            text += csv ? csvField(fields[i]) : tsvField(fields[i]);
        }
        text += csv ? "\r\n" : "\n";
    };
    if (format != Format::Tsv) {
        QByteArrayList names;
        for (const QString &name : columnNames)
            names << name.toUtf8();
        addLine(names);
    }
    for (const KeyRow &row : rows) {
        const auto left = row.left(now);
        const auto age = row.age(wallNow);
        addLine({row.parts.dataType, row.key,
                 left ? QByteArray::number(qint64(ceil<std::chrono::seconds>(*left).count())) : QByteArray(),
                 QByteArray::number(row.bytes),
                 age ? QByteArray::number(qint64(age->count())) : QByteArray()});
    }
    return text;
}

void CacheActions::copy(std::vector<QByteArray> keys, Format format)
{
    endCopy();
    if (keys.empty())
        return;
    if (keys.size() > fewRows) {
        copyMany(std::move(keys), format);
        return;
    }
    std::vector<KeyRow> rows;
    for (const QByteArray &key : keys) {
        if (const KeyRow *row = m_keys.find(key))
            rows.push_back(*row);
    }
    const Clock &clock = m_context.session.clock();
    copyText(QString::fromUtf8(text(rows, format, clock.steady(), clock.now())));
}

void CacheActions::copyMany(std::vector<QByteArray> keys, Format format)
{
    const auto count = static_cast<qint64>(keys.size());
    // What was copied last is what a person wants to paste.
    m_otherCopy = connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, [this] {
        endCopy();
        emit finished(tr("Something else was copied meanwhile; the keys are not in the clipboard."));
    });
    emit finished(tr("Copying %1…").arg(keytext::keys(count)));
    const Clock &clock = m_context.session.clock();
    auto work = [format, now = clock.steady(), wallNow = clock.now()](const std::vector<KeyRow> &rows) {
        return std::pair(QString::fromUtf8(text(rows, format, now, wallNow)),
                         static_cast<qint64>(rows.size()));
    };
    m_copy->run(
        [this, &keys, &work](std::stop_token stop) {
            return withRows(&m_keys, std::move(keys), std::move(work), std::move(stop));
        },
        [this](const Result<std::pair<QString, qint64>> &copied) {
            endCopy();
            if (!copied)
                return;
            copyText(copied->first);
            emit finished(tr("Copied %1").arg(keytext::keys(copied->second)));
        });
}

void CacheActions::endCopy()
{
    disconnect(m_otherCopy);
    m_copy->cancel();
}

void CacheActions::copyText(const QString &text)
{
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void CacheActions::exportKeys(std::vector<QByteArray> keys)
{
    auto *dialog = new QFileDialog(m_parent, tr("Export keys"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(u".json") ? QStringLiteral("json") : QStringLiteral("csv"));
    });
    dialog->selectFile(QStringLiteral("cache-keys.csv"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, keys = std::move(keys)](const QString &file) { exportTo(file, keys); });
    dialog->open();
}

void CacheActions::exportTo(const QString &file, std::vector<QByteArray> keys)
{
    const Clock &clock = m_context.session.clock();
    const auto format =
        file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? Format::Json : Format::Csv;
    using Written = std::pair<Result<void>, qint64>;
    auto work = [file, format, now = clock.steady(), wallNow = clock.now()](const std::vector<KeyRow> &rows) {
        // The list may have become another while the file was being chosen, which may exist.
        if (rows.empty()) {
            return Written(failure(ErrorCode::NotFound, tr("These keys are not in the list any more.")), 0);
        }
        return Written(writeFile(file, text(rows, format, now, wallNow)), static_cast<qint64>(rows.size()));
    };
    m_export->run(
        [this, &keys, &work](std::stop_token stop) {
            return withRows(&m_keys, std::move(keys), std::move(work), std::move(stop));
        },
        [this, file](const Result<Written> &written) {
            if (written && written->first)
                emit finished(tr("Exported %1 to %2").arg(keytext::keys(written->second), file));
            else if (written)
                emit finished(tr("Not exported: %1").arg(written->first.error().message));
        });
}

} // namespace hrcache
