#include "ui/cache/KeyTableModel.h"

#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "metrics/KeyGroup.h"
#include "ui/base/Format.h"
#include "ui/cache/KeyText.h"

#include <QElapsedTimer>

#include <algorithm>

namespace hrcache {

namespace {

constexpr qint64 millisecondsPerTurn = 4;
constexpr size_t rowsPerInsertion = 500;

/// The clock as it stood, for another thread.
class Moment final : public Clock
{
public:
    explicit Moment(const Clock &clock)
        : m_now(clock.now())
        , m_steady(clock.steady())
    {
    }

    [[nodiscard]] WallTime now() const override { return m_now; }

    [[nodiscard]] SteadyTime steady() const override { return m_steady; }

private:
    WallTime m_now;
    SteadyTime m_steady;
};

std::vector<KeyRow> rowsOf(const std::vector<CacheKeyInfo> &infos, const CacheTtl &ttls, const Clock &clock)
{
    std::vector<KeyRow> rows;
    rows.reserve(infos.size());
    for (const CacheKeyInfo &info : infos)
        rows.push_back(KeyRow::of(info, ttls, clock));
    return rows;
}

} // namespace

KeyTableModel::KeyTableModel(const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, &KeyTableModel::takeSome);
}

void KeyTableModel::setAll(Infos infos, Order order)
{
    stopFilling();
    m_filling = true;
    if (infos->size() <= atOnce) {
        m_coming = rowsOf(*infos, m_ttls, m_clock);
        while (m_filling)
            takeSome();
        return;
    }
    auto work = [all = std::move(infos), order = std::move(order), ttls = m_ttls, moment = Moment(m_clock)] {
        std::vector<KeyRow> rows = rowsOf(*all, ttls, moment);
        if (order)
            std::sort(rows.begin(), rows.end(), order);
        return rows;
    };
    auto making = runOnPool(workerPool(), std::move(work));
    QCoro::connect(std::move(making), this,
                   [this, generation = m_generation](Result<std::vector<KeyRow>> rows) {
                       if (generation != m_generation || !rows)
                           return;
                       m_coming = std::move(*rows);
                       m_rows.reserve(m_coming.size());
                       m_seen.reserve(m_coming.size());
                       m_index.reserve(static_cast<qsizetype>(m_coming.size()));
                       m_timer.start(0);
                   });
}

void KeyTableModel::takeSome()
{
    if (m_taken == m_coming.size()) {
        // In a turn of its own: whoever waits for all does more then.
        finish();
        return;
    }
    QElapsedTimer time;
    time.start();
    std::vector<KeyRow> fresh;
    while (m_taken < m_coming.size() && time.elapsed() < millisecondsPerTurn) {
        KeyRow &row = m_coming[m_taken++];
        if (m_newer.contains(row.key))
            continue;
        if (const int at = rowOf(row.key); at >= 0) {
            m_seen[static_cast<size_t>(at)] = m_generation;
            replace(at, std::move(row));
        } else {
            fresh.push_back(std::move(row));
        }
        if (fresh.size() == rowsPerInsertion)
            append(std::exchange(fresh, {}));
    }
    append(std::move(fresh));
}

void KeyTableModel::finish()
{
    std::vector<bool> gone(m_rows.size(), false);
    for (size_t i = 0; i < m_rows.size(); ++i)
        gone[i] = m_seen[i] != m_generation;
    stopFilling();
    removeWhere(gone);
    emit allSet();
}

void KeyTableModel::stopFilling()
{
    ++m_generation;
    m_filling = false;
    m_timer.stop();
    if (m_coming.size() > atOnce)
        freeOnPool(workerPool(), std::move(m_coming));
    m_coming = {};
    m_taken = 0;
    m_newer.clear();
}

void KeyTableModel::update(const std::vector<CacheKeyInfo> &infos)
{
    std::vector<bool> gone(m_rows.size(), false);
    std::vector<KeyRow> fresh;
    for (const CacheKeyInfo &info : infos) {
        if (m_filling)
            m_newer.insert(info.key);
        const int at = rowOf(info.key);
        const bool isEntry = info.exists && !CacheEnvelope::isLease(info.tail);
        if (!isEntry) {
            if (at >= 0)
                gone[static_cast<size_t>(at)] = true;
            continue;
        }
        KeyRow row = KeyRow::of(info, m_ttls, m_clock);
        if (at >= 0) {
            m_seen[static_cast<size_t>(at)] = m_generation;
            replace(at, std::move(row));
        } else
            fresh.push_back(std::move(row));
    }
    removeWhere(gone);
    append(std::move(fresh));
}

void KeyTableModel::clear()
{
    stopFilling();
    beginResetModel();
    m_rows.clear();
    m_seen.clear();
    m_index.clear();
    endResetModel();
}

void KeyTableModel::replace(int row, KeyRow fresh)
{
    KeyRow &old = m_rows[static_cast<size_t>(row)];
    if (old.looksLike(fresh))
        return;
    int first = ColumnCount;
    int last = 0;
    const auto touch = [&](bool changed, int column) {
        if (changed) {
            first = std::min(first, column);
            last = std::max(last, column);
        }
    };
    touch(old.deadline != fresh.deadline || old.ttl != fresh.ttl, Ttl);
    touch(old.bytes != fresh.bytes, Bytes);
    touch(old.storedAt != fresh.storedAt, Age);
    old = std::move(fresh);
    emit dataChanged(index(row, first), index(row, last));
}

void KeyTableModel::removeWhere(const std::vector<bool> &gone)
{
    bool any = false;
    for (auto end = static_cast<int>(gone.size()); end > 0;) {
        if (!gone[static_cast<size_t>(end - 1)]) {
            --end;
            continue;
        }
        int begin = end - 1;
        while (begin > 0 && gone[static_cast<size_t>(begin - 1)])
            --begin;
        emit aboutToForget(begin, end - 1);
        beginRemoveRows({}, begin, end - 1);
        m_rows.erase(m_rows.begin() + begin, m_rows.begin() + end);
        m_seen.erase(m_seen.begin() + begin, m_seen.begin() + end);
        endRemoveRows();
        any = true;
        end = begin;
    }
    if (any)
        reindex();
}

void KeyTableModel::append(std::vector<KeyRow> rows)
{
    if (rows.empty())
        return;
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (KeyRow &row : rows) {
        m_index.insert(row.key, static_cast<int>(m_rows.size()));
        m_rows.push_back(std::move(row));
        m_seen.push_back(m_generation);
    }
    endInsertRows();
}

void KeyTableModel::reindex()
{
    m_index.clear();
    m_index.reserve(static_cast<qsizetype>(m_rows.size()));
    for (size_t i = 0; i < m_rows.size(); ++i)
        m_index.insert(m_rows[i].key, static_cast<int>(i));
}

qint64 KeyTableModel::totalBytes() const
{
    qint64 sum = 0;
    for (const KeyRow &row : m_rows)
        sum += row.bytes;
    return sum;
}

std::vector<QByteArray> KeyTableModel::expired() const
{
    const SteadyTime now = m_clock.steady();
    std::vector<QByteArray> keys;
    for (const KeyRow &row : m_rows) {
        if (row.deadline && *row.deadline <= now)
            keys.push_back(row.key);
    }
    return keys;
}

int KeyTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int KeyTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KeyTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const KeyRow &row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case RawRole:
        return raw(row, index.column());
    case Qt::AccessibleTextRole:
        return spoken(row, index.column());
    case KeyRole:
        return row.key;
    case LeftRole:
        if (const auto left = row.left(m_clock.steady()))
            return QVariant::fromValue(static_cast<qint64>(left->count()));
        return {};
    case PartRole:
        if (const auto part = row.partLeft(m_clock.steady()))
            return *part;
        return {};
    case LowRole:
        return row.isLow(m_clock.steady());
    case Qt::ToolTipRole:
        if (index.column() == Age && row.storedAt)
            return format::dateTime(*row.storedAt);
        return index.column() == Ttl ? spoken(row, Ttl) : QVariant(QString::fromUtf8(row.key));
    case Qt::TextAlignmentRole:
        if (index.column() >= Bytes)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        return {};
    default:
        return {};
    }
}

QVariant KeyTableModel::text(const KeyRow &row, int column) const
{
    switch (column) {
    case Type:
        return keyGroupName(row.parts.dataType);
    case Key:
        return QString::fromUtf8(row.key);
    case Ttl:
        return keytext::timeLeft(row.left(m_clock.steady()));
    case Bytes:
        return format::bytes(row.bytes);
    case Age:
        if (const auto age = row.age(m_clock.now()))
            return format::span(*age);
        return tr("unknown");
    default:
        return {};
    }
}

QVariant KeyTableModel::raw(const KeyRow &row, int column) const
{
    switch (column) {
    case Type:
        return QString::fromUtf8(row.parts.dataType);
    case Key:
        return QString::fromUtf8(row.key);
    case Ttl:
        if (const auto left = row.left(m_clock.steady()))
            return static_cast<qint64>(std::chrono::ceil<std::chrono::seconds>(*left).count());
        return {};
    case Bytes:
        return row.bytes;
    case Age:
        if (const auto age = row.age(m_clock.now()))
            return static_cast<qint64>(age->count());
        return {};
    default:
        return {};
    }
}

QVariant KeyTableModel::spoken(const KeyRow &row, int column) const
{
    if (column == Ttl)
        return keytext::spokenTimeLeft(row, m_clock.steady());
    if (column == Age && row.storedAt)
        return tr("stored %1").arg(format::age(*row.age(m_clock.now())));
    return text(row, column);
}

QVariant KeyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole && section >= Bytes)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Ttl:
            return tr("What is left of the time to live. Amber with a sign: a quarter or less.");
        case Bytes:
            return tr("Size of the value as it stands in the cache");
        case Age:
            return tr("Since it was stored");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Type"), tr("Key"), tr("TTL"), tr("Size"), tr("Age")};
    return names[section];
}

} // namespace hrcache
