#include "cache/CacheEnvelope.h"
#include "ui/base/Theme.h"
#include "ui/cache/CacheActions.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/cache/TtlDelegate.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const QByteArray head = "cache:uid_a:11111111-1111-4111-8111-111111111111:hr:";

} // namespace

class TestCacheModels : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void rowsTellWhatTheTailSays();
    void ageComesFromTheTtlWhateverZoneTheWriterHas();
    void anEntryWithoutTtlSaysNoEnd();
    void timeLeftCountsDownFromTheDeadline();
    void aQuarterLeftIsLow();
    void refreshKeepsRowsAndAnnouncesOnlyWhatChanged();
    void anUnchangedRefreshAnnouncesNothing();
    void updateTouchesOnlyTheKeysItIsAbout();
    void leasesAreNoRows();
    void sortsByWhatStandsBehindTheCells();
    void whatIsLeftIsShownInOrder();
    void filtersByWordsAndType();
    void theDelegatePaintsTheBarAndTheSign();
    void screenReadersHearTheTimeInWords();
    void exportsAreSafeForSpreadsheets();

private:
    /// As the cache describes an entry of `ttl` that has `left` to go.
    CacheKeyInfo info(const char *type, std::chrono::milliseconds left, std::chrono::seconds ttl = 3600s,
                      int rows = 1) const
    {
        CacheKeyInfo info;
        info.key = head + type;
        info.exists = true;
        const QByteArray data = '[' + QByteArray("{},").repeated(rows - 1) + "{}]";
        const QByteArray value =
            CacheEnvelope::compose(data, m_clock.now() - (ttl - left), ttl, QByteArray("hr.") + type);
        info.bytes = value.size();
        info.tail = value.right(512);
        info.ttlLeft = left;
        return info;
    }

    static QString cell(const QAbstractItemModel &model, int row, int column, int role = Qt::DisplayRole)
    {
        return model.index(row, column).data(role).toString();
    }

    ManualClock m_clock;
};

void TestCacheModels::rowsTellWhatTheTailSays()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll({info("employees", 1800s), info("active_contract:22", 60s)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(model, 0, KeyTableModel::Type), QStringLiteral("Employees"));
    QCOMPARE(cell(model, 1, KeyTableModel::Type), QStringLiteral("Active contract"));
    QCOMPARE(cell(model, 0, KeyTableModel::Key), QString::fromLatin1(head + "employees"));
    QCOMPARE(cell(model, 0, KeyTableModel::Ttl), QStringLiteral("30:00"));
    QCOMPARE(cell(model, 0, KeyTableModel::Age), QStringLiteral("30 min"));
    QCOMPARE(model.index(0, KeyTableModel::Ttl).data(KeyTableModel::PartRole).toDouble(), 0.5);
    QCOMPARE(model.index(0, KeyTableModel::Ttl).data(KeyTableModel::RawRole).toLongLong(), 1800);
    QCOMPARE(model.totalBytes(), model.at(0).bytes + model.at(1).bytes);
}

void TestCacheModels::ageComesFromTheTtlWhateverZoneTheWriterHas()
{
    KeyTableModel model(m_clock);
    CacheKeyInfo other = info("employees", 3000s);
    other.tail =
        R"("cached_at": "2001-01-01T00:00:00.000000", "ttl_seconds": 3600, "source": "hr.employees"})";
    CacheKeyInfo silent = info("clusters", 86400s - 120s);
    silent.tail = "\x01\x02 compressed";
    model.setAll({other, silent});
    QCOMPARE(cell(model, 0, KeyTableModel::Age), QStringLiteral("10 min"));
    QCOMPARE(cell(model, 1, KeyTableModel::Age), QStringLiteral("unknown"));
    QVERIFY(model.index(1, KeyTableModel::Ttl).data(KeyTableModel::PartRole).toDouble() > 0.99);
}

void TestCacheModels::anEntryWithoutTtlSaysNoEnd()
{
    KeyTableModel model(m_clock);
    CacheKeyInfo endless = info("employees", 3600s);
    endless.ttlLeft.reset();
    model.setAll({endless});
    QCOMPARE(cell(model, 0, KeyTableModel::Ttl), QStringLiteral("no end"));
    QVERIFY(!model.index(0, KeyTableModel::Ttl).data(KeyTableModel::PartRole).isValid());
    QVERIFY(!model.index(0, KeyTableModel::Ttl).data(KeyTableModel::LowRole).toBool());
    m_clock.advance(std::chrono::hours(100));
    QVERIFY(model.expired().empty());
}

void TestCacheModels::timeLeftCountsDownFromTheDeadline()
{
    KeyTableModel model(m_clock);
    model.setAll({info("employees", 3600s), info("clusters", 90s)});
    QCOMPARE(cell(model, 0, KeyTableModel::Ttl), QStringLiteral("1:00:00"));
    m_clock.advance(1s);
    QCOMPARE(cell(model, 0, KeyTableModel::Ttl), QStringLiteral("59:59"));
    QCOMPARE(cell(model, 1, KeyTableModel::Ttl), QStringLiteral("1:29"));
    m_clock.advance(88500ms);
    QCOMPARE(cell(model, 1, KeyTableModel::Ttl), QStringLiteral("0:01"));
    QVERIFY(model.expired().empty());
    m_clock.advance(500ms);
    QCOMPARE(cell(model, 1, KeyTableModel::Ttl), QStringLiteral("expired"));
    QCOMPARE(model.expired(), std::vector<QByteArray>{head + "clusters"});
    QCOMPARE(cell(model, 0, KeyTableModel::Age), QStringLiteral("1 min"));
}

void TestCacheModels::aQuarterLeftIsLow()
{
    KeyTableModel model(m_clock);
    model.setAll({info("employees", 901s)});
    const QModelIndex ttl = model.index(0, KeyTableModel::Ttl);
    QVERIFY(!ttl.data(KeyTableModel::LowRole).toBool());
    m_clock.advance(1s);
    QVERIFY(ttl.data(KeyTableModel::LowRole).toBool());
    m_clock.advance(std::chrono::hours(1));
    QVERIFY(ttl.data(KeyTableModel::LowRole).toBool());
}

void TestCacheModels::refreshKeepsRowsAndAnnouncesOnlyWhatChanged()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll(
        {info("clusters", 60s), info("employee:1", 70s), info("employee:2", 80s), info("employees", 90s)});
    const QPersistentModelIndex kept(model.index(3, 0));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    m_clock.advance(10s);
    model.setAll({info("clusters", 50s), info("contracts:9", 3000s), info("employees", 3600s, 3600s, 9)});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(inserted.count(), 1);
    QList<int> columns;
    for (const QList<QVariant> &signal : changed) {
        QCOMPARE(signal[0].toModelIndex().data(KeyTableModel::KeyRole).toByteArray(), head + "employees");
        columns << signal[0].toModelIndex().column();
    }
    QCOMPARE(columns, QList<int>({KeyTableModel::Ttl, KeyTableModel::Bytes, KeyTableModel::Age}));
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(KeyTableModel::KeyRole).toByteArray(), head + "employees");
    QCOMPARE(model.rowOf(head + "contracts:9"), 2);
    QCOMPARE(model.rowOf(head + "employee:1"), -1);
}

void TestCacheModels::anUnchangedRefreshAnnouncesNothing()
{
    KeyTableModel model(m_clock);
    model.setAll({info("clusters", 60s), info("employees", 90s)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    m_clock.advance(7s);
    // A deadline is measured by round trips, so it wavers.
    model.setAll({info("clusters", 53s + 300ms), info("employees", 83s - 200ms)});
    QCOMPARE(changed.count(), 0);
}

void TestCacheModels::updateTouchesOnlyTheKeysItIsAbout()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll({info("clusters", 60s), info("employee:1", 70s), info("employees", 90s)});
    CacheKeyInfo gone;
    gone.key = head + "employee:1";
    CacheKeyInfo unknown;
    unknown.key = head + "employee:77";
    model.update({gone, unknown, info("employee:2", 3600s)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowOf(head + "employee:1"), -1);
    QCOMPARE(model.rowOf(head + "employees"), 1);
    QCOMPARE(model.rowOf(head + "employee:2"), 2);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestCacheModels::leasesAreNoRows()
{
    KeyTableModel model(m_clock);
    model.setAll({info("employees", 90s)});
    CacheKeyInfo lease;
    lease.key = head + "employees";
    lease.exists = true;
    lease.tail = CacheEnvelope::composeLease(m_clock.now());
    lease.bytes = lease.tail.size();
    lease.ttlLeft = 10s;
    model.update({lease});
    QCOMPARE(model.rowCount(), 0);
}

void TestCacheModels::sortsByWhatStandsBehindTheCells()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    CacheKeyInfo endless = info("references:CH:fr", 3600s);
    endless.ttlLeft.reset();
    model.setAll({endless, info("employees", 3600s, 3600s, 500), info("clusters", 100s, 86400s),
                  info("contracts:1", 900s, 3600s, 20)});
    const auto order = [&] {
        QStringList types;
        for (int i = 0; i < model.rowCount(); ++i)
            types << cell(model, i, KeyTableModel::Type);
        return types.join(u' ');
    };
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    QCOMPARE(order(), QStringLiteral("Clusters Contracts Employees References"));
    model.sort(KeyTableModel::Bytes, Qt::DescendingOrder);
    QVERIFY(order().startsWith(u"Employees Contracts"));
    model.sort(KeyTableModel::Age, Qt::AscendingOrder);
    QCOMPARE(order(), QStringLiteral("Employees References Contracts Clusters"));
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    model.update({info("employees", 50s)});
    QVERIFY(order().startsWith(u"Employees Clusters"));
}

void TestCacheModels::whatIsLeftIsShownInOrder()
{
    KeyTableModel model(m_clock);
    // Stored together, so their deadlines differ by parts of a second, in another order than the keys.
    std::vector<CacheKeyInfo> infos;
    for (int number = 0; number < 20; ++number) {
        infos.push_back(info("contracts:" + QByteArray::number(100 + number), 3597s));
        infos.back().ttlLeft = 3597s + std::chrono::milliseconds(number * 730 % 1000);
    }
    model.setAll(infos);
    for (const auto direction : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        model.sort(KeyTableModel::Ttl, direction);
        // Whenever somebody looks.
        for (int tenth = 0; tenth < 10; ++tenth) {
            QStringList shown;
            for (int row = 0; row < model.rowCount(); ++row)
                shown << cell(model, row, KeyTableModel::Ttl);
            QVERIFY2(direction == Qt::AscendingOrder
                         ? std::is_sorted(shown.begin(), shown.end())
                         : std::is_sorted(shown.begin(), shown.end(), std::greater<>()),
                     qPrintable(shown.join(u' ')));
            m_clock.advance(100ms);
        }
    }
}

void TestCacheModels::filtersByWordsAndType()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll({info("employees", 90s), info("employee:abc", 90s), info("contracts:abc", 90s)});
    model.setFilter(QStringLiteral("ABC"), {});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.totalCount(), 3);
    QVERIFY(model.isFiltering());
    model.setFilter(QStringLiteral("  abc contr "), {});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(head + "contracts:abc"), 0);
    // In the name of its type, and in the key.
    model.setFilter(QStringLiteral("Employee abc"), {});
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({}, "employee");
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({}, {});
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.isFiltering());
}

void TestCacheModels::theDelegatePaintsTheBarAndTheSign()
{
    KeyTableModel model(m_clock);
    model.setAll({info("employees", 3600s), info("clusters", 100s, 3600s)});
    const TtlDelegate delegate;
    const auto painted = [&](int row) {
        QImage image(220, 26, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.palette = Theme::lightPalette();
        delegate.paint(&painter, option, model.index(row, KeyTableModel::Ttl));
        return image;
    };
    const QImage full = painted(0);
    const QImage low = painted(1);
    const QColor highlight = Theme::lightPalette().color(QPalette::Highlight);
    QCOMPARE(full.pixelColor(200, 13), highlight);
    QVERIFY(low.pixelColor(200, 13) != highlight);
    // The sign stands at the left of a row that ends soon, and of no other.
    const auto inked = [](const QImage &image) {
        for (int x = 0; x < 20; ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixelColor(x, y).lightness() < 150)
                    return true;
            }
        }
        return false;
    };
    QVERIFY(inked(low));
    QVERIFY(!inked(full));
    QStyleOptionViewItem option;
    QVERIFY(delegate.sizeHint(option, model.index(0, KeyTableModel::Ttl)).width() > 120);
}

void TestCacheModels::screenReadersHearTheTimeInWords()
{
    KeyTableModel model(m_clock);
    model.setAll({info("employees", 2700s), info("clusters", 65s, 3600s)});
    QCOMPARE(cell(model, 0, KeyTableModel::Ttl, Qt::AccessibleTextRole),
             QStringLiteral("45 minutes left of 1 hour"));
    QCOMPARE(cell(model, 1, KeyTableModel::Ttl, Qt::AccessibleTextRole),
             QStringLiteral("1 minute left of 1 hour, ends soon"));
    QCOMPARE(cell(model, 0, KeyTableModel::Age, Qt::AccessibleTextRole), QStringLiteral("stored 15 min ago"));
    for (int column = 0; column < KeyTableModel::ColumnCount; ++column)
        QVERIFY(!cell(model, 0, column, Qt::AccessibleTextRole).isEmpty());
}

void TestCacheModels::exportsAreSafeForSpreadsheets()
{
    KeyRow row = KeyRow::of(info("employees", 1800s), {}, m_clock);
    row.parts.dataType = "=cmd";
    row.key = "a,\"b\"";
    using Format = CacheActions::Format;
    const auto text = [&](Format format) {
        return CacheActions::text({row}, format, m_clock.steady(), m_clock.now());
    };
    QCOMPARE(text(Format::Csv),
             QByteArray("type,key,ttl_seconds_left,bytes,age_seconds\r\n'=cmd,\"a,\"\"b\"\"\"") + ",1800," +
                 QByteArray::number(row.bytes) + ",1800\r\n");
    QCOMPARE(text(Format::Tsv),
             QByteArray("'=cmd\ta,\"b\"\t1800\t") + QByteArray::number(row.bytes) + "\t1800\n");
    QVERIFY(text(Format::TsvWithHeaders).startsWith("type\tkey\t"));
    const QJsonObject json = QJsonDocument::fromJson(text(Format::Json)).array().at(0).toObject();
    QCOMPARE(json.value(QLatin1String("type")).toString(), QStringLiteral("=cmd"));
    QCOMPARE(json.value(QLatin1String("bytes")).toInteger(), row.bytes);
    row.deadline.reset();
    row.storedAt.reset();
    const QJsonObject endless = QJsonDocument::fromJson(text(Format::Json)).array().at(0).toObject();
    QVERIFY(endless.value(QLatin1String("ttl_seconds_left")).isNull());
}

QTEST_MAIN(TestCacheModels)
#include "tst_cachepage_models.moc"
