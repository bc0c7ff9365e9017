#include "ui/cache/KeyTableModel.h"

#include "base/FreedMemory.h"
#include "base/ThreadPool.h"
#include "metrics/KeyGroup.h"
#include "ui/base/Format.h"
#include "ui/cache/KeyText.h"

#include <algorithm>

namespace hrcache {

namespace {

/// Frees many rows where nobody waits for it, and gives back what reading them took.
void dropOnPool(KeyRows rows, std::shared_ptr<const KeyList> list)
{
    const size_t listed = list ? list->infos->size() : 0;
    if (std::max(rows.slotCount(), listed) <= KeyTableModel::atOnce)
        return;
    auto held = std::make_shared<std::pair<KeyRows, std::shared_ptr<const KeyList>>>(std::move(rows),
                                                                                     std::move(list));
    workerPool()->start([held = std::move(held)]() mutable {
        yieldToTheWindow();
        const bool wasRead = held->second != nullptr;
        held.reset();
        if (wasRead)
            giveBackFreedMemory();
    });
}

} // namespace

KeyTableModel::KeyTableModel(const Clock &clock, QObject *parent)
    : ArrangedModel(parent)
    , m_clock(clock)
{
}

KeyTableModel::~KeyTableModel()
{
    dropOnPool(std::move(m_rows), std::move(m_list));
}

void KeyTableModel::setAll(Infos infos)
{
    m_filling = true;
    // What was told before is older than this list, but newer than one that is still being taken in.
    m_newerThanList = m_newer.size();
    take(KeyList{std::move(infos), true, m_clock.now(), m_clock.steady(), m_ttls});
}

void KeyTableModel::update(const std::vector<CacheKeyInfo> &infos)
{
    if (infos.size() > atOnce && !m_list) {
        take(KeyList{std::make_shared<const std::vector<CacheKeyInfo>>(infos), false, m_clock.now(),
                     m_clock.steady(), m_ttls});
        return;
    }
    std::vector<News> news;
    news.reserve(infos.size());
    for (const CacheKeyInfo &info : infos) {
        news.push_back({info.key, {}});
        if (KeyRow::isEntry(info))
            news.back().row = KeyRow::of(info, m_ttls, m_clock);
    }
    if (apply(std::move(news)))
        arrangeAnew();
}

void KeyTableModel::take(KeyList list)
{
    dropOnPool({}, std::exchange(m_list, std::make_shared<const KeyList>(std::move(list))));
    arrangeAnew();
}

bool KeyTableModel::apply(std::vector<News> news)
{
    KeyRows::Changes changes;
    bool differs = false;
    for (const News &one : news) {
        if (!one.row) {
            differs = m_rows.remove(one.key) || differs;
        } else if (const auto change = m_rows.put(*one.row); change.columns != 0) {
            changes.push_back(change);
            differs = true;
        }
    }
    if (m_list)
        std::move(news.begin(), news.end(), std::back_inserter(m_newer));
    setGlowNext(false);
    announce(changes);
    return differs;
}

void KeyTableModel::clear()
{
    removeAll();
    dropOnPool(std::exchange(m_rows, {}), std::exchange(m_list, {}));
    m_shown.reset();
    m_newer.clear();
    m_newerThanList = 0;
    m_filling = false;
}

void KeyTableModel::setFilter(const QString &text, const QByteArray &type)
{
    KeyFilter filter{text.split(QLatin1Char(' '), Qt::SkipEmptyParts), type};
    if (m_filter == filter)
        return;
    m_filter = std::move(filter);
    arrangeAnew();
}

void KeyTableModel::sort(int column, Qt::SortOrder order)
{
    const KeySort wanted{column < ColumnCount ? column : -1, order};
    if (m_sort == wanted)
        return;
    m_sort = wanted;
    arrangeAnew();
}

KeyTableModel::Work KeyTableModel::work()
{
    const size_t listed = m_list ? m_list->infos->size() : 0;
    const bool isLong = std::max(m_rows.slotCount(), listed) > atOnce;
    auto orders = std::make_shared<KeyOrders>(KeyOrders{m_rows.snapshot(), m_list, m_sort, m_filter});
    return {[this, orders, shown = m_shown]() -> Showing {
                auto next = std::make_shared<KeyTransition>(arrangeKeys(std::move(*orders), shown));
                return [this, next] { show(*next); };
            },
            isLong};
}

void KeyTableModel::show(KeyTransition &transition)
{
    const bool hasList = transition.list != nullptr;
    if (!transition.allStay)
        emit aboutToForget(hasList ? transition.rows : m_rows);
    setGlowNext(false);
    become(transition, transition.next->visible, transition.rows.slotCount(), [&] {
        // Without a list these rows are those that were told of meanwhile as well.
        if (hasList)
            std::swap(m_rows, transition.rows);
        m_shown = transition.next;
    });
    const bool differs = hasList && takeNewer(transition.list);
    // Nobody else may hold the list by then, or this thread would have to free it.
    dropOnPool(std::move(transition.rows), std::move(transition.list));
    if (differs) {
        arrangeOnceMore();
    } else if (!m_list && std::exchange(m_filling, false)) {
        emit allSet();
    }
}

bool KeyTableModel::takeNewer(const std::shared_ptr<const KeyList> &list)
{
    std::vector<News> newer = std::exchange(m_newer, {});
    if (m_list == list) {
        m_list.reset();
        const size_t older = std::exchange(m_newerThanList, 0);
        newer.erase(newer.begin(), newer.begin() + static_cast<std::ptrdiff_t>(older));
    }
    return apply(std::move(newer));
}

std::string_view KeyTableModel::idOf(uint32_t slot) const
{
    const QByteArray &key = m_rows.at(slot).key;
    return {key.constData(), static_cast<size_t>(key.size())};
}

int KeyTableModel::rowOf(const QByteArray &key) const
{
    const uint32_t slot = m_rows.slotOf(key);
    return slot == KeyRows::noSlot ? -1 : rowOfSlot(slot);
}

std::vector<QByteArray> KeyTableModel::expired(size_t most) const
{
    const SteadyTime now = m_clock.steady();
    std::vector<QByteArray> keys;
    if (m_expiryRevision == m_rows.revision() && now < m_nextExpiry)
        return keys;
    m_expiryRevision = m_rows.revision();
    m_nextExpiry = SteadyTime::max();
    for (uint32_t slot = 0; slot < m_rows.slotCount() && keys.size() < most; ++slot) {
        const KeyRow &row = m_rows.at(slot);
        if (!row.deadline || !m_rows.isThere(slot))
            continue;
        m_nextExpiry = std::min(m_nextExpiry, *row.deadline);
        if (*row.deadline <= now)
            keys.push_back(row.key);
    }
    return keys;
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
