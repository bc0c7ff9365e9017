#include "ui/cache/KeyArrangement.h"

#include "metrics/KeyGroup.h"

#include <algorithm>
#include <limits>

namespace hrcache {

namespace {

/// The clock as it stood.
class Moment final : public Clock
{
public:
    explicit Moment(const KeyList &list)
        : m_now(list.now)
        , m_steady(list.steady)
    {
    }

    [[nodiscard]] WallTime now() const override { return m_now; }

    [[nodiscard]] SteadyTime steady() const override { return m_steady; }

private:
    WallTime m_now;
    SteadyTime m_steady;
};

/// A value of each data type, looked up once for all rows of it.
template<typename Value>
class OfType
{
public:
    template<typename Make>
    const Value &get(const QByteArray &type, Make make)
    {
        // Keys of a type mostly follow each other.
        if (m_last == nullptr || type != m_lastType) {
            auto found = m_values.find(type);
            if (found == m_values.end())
                found = m_values.insert(type, std::make_shared<const Value>(make(type)));
            m_lastType = type;
            m_last = found->get();
        }
        return *m_last;
    }

private:
    QHash<QByteArray, std::shared_ptr<const Value>> m_values;
    QByteArray m_lastType;
    const Value *m_last = nullptr;
};

/// A row where it is to be sorted: most are told apart by `first`.
struct Place
{
    qint64 first;
    uint32_t slot;
};

std::vector<qint64> typeRanks(const KeyRows &rows)
{
    std::vector<QByteArray> types;
    OfType<size_t> numbers;
    std::vector<size_t> numberOf(rows.slotCount());
    for (uint32_t slot = 0; slot < rows.slotCount(); ++slot) {
        numberOf[slot] = numbers.get(rows.at(slot).parts.dataType, [&](const QByteArray &type) {
            types.push_back(type);
            return types.size() - 1;
        });
    }
    std::vector<QByteArray> sorted = types;
    std::sort(sorted.begin(), sorted.end());
    std::vector<qint64> ranks(rows.slotCount());
    for (size_t slot = 0; slot < ranks.size(); ++slot)
        ranks[slot] = std::lower_bound(sorted.begin(), sorted.end(), types[numberOf[slot]]) - sorted.begin();
    return ranks;
}

qint64 valueOf(const KeyRow &row, int column)
{
    using Limits = std::numeric_limits<qint64>;
    switch (column) {
    case KeyRow::Ttl:
        // To the moment: each cell counts down at its own part of a second.
        return row.deadline ? row.deadline->time_since_epoch().count() : Limits::max();
    case KeyRow::Bytes:
        return row.bytes;
    case KeyRow::Age:
        // The younger was stored later.
        return row.storedAt ? -row.storedAt->time_since_epoch().count() : Limits::min();
    default:
        return 0;
    }
}

std::vector<uint32_t> sorted(const KeyRows &rows, const KeySort &sort)
{
    const std::vector<qint64> ranks = sort.column == KeyRow::Type ? typeRanks(rows) : std::vector<qint64>();
    std::vector<Place> places;
    places.reserve(rows.count());
    for (uint32_t slot = 0; slot < rows.slotCount(); ++slot) {
        if (rows.isThere(slot))
            places.push_back({ranks.empty() ? valueOf(rows.at(slot), sort.column) : ranks[slot], slot});
    }
    if (sort.column >= 0) {
        std::sort(places.begin(), places.end(), [&](const Place &a, const Place &b) {
            return a.first != b.first ? a.first < b.first : rows.at(a.slot).key < rows.at(b.slot).key;
        });
    }
    if (sort.column >= 0 && sort.order == Qt::DescendingOrder)
        std::reverse(places.begin(), places.end());
    std::vector<uint32_t> order;
    order.reserve(places.size());
    for (const Place &place : places)
        order.push_back(place.slot);
    return order;
}

std::vector<uint32_t> filtered(const KeyRows &rows, const std::vector<uint32_t> &order,
                               const KeyFilter &filter)
{
    // What the name of the type does not have the key must.
    OfType<QStringList> left;
    const auto wordsLeft = [&](const QByteArray &type) {
        const QString name = keyGroupName(type);
        QStringList words;
        for (const QString &word : filter.words) {
            if (!name.contains(word, Qt::CaseInsensitive))
                words << word;
        }
        return words;
    };
    std::vector<uint32_t> visible;
    visible.reserve(order.size());
    for (const uint32_t slot : order) {
        if (!rows.isThere(slot))
            continue;
        const KeyRow &row = rows.at(slot);
        if (!filter.type.isEmpty() && row.parts.dataType != filter.type)
            continue;
        if (!filter.words.isEmpty()) {
            const QStringList &words = left.get(row.parts.dataType, wordsLeft);
            const QString key = words.isEmpty() ? QString() : QString::fromUtf8(row.key);
            if (!std::all_of(words.begin(), words.end(),
                             [&](const QString &word) { return key.contains(word, Qt::CaseInsensitive); }))
                continue;
        }
        visible.push_back(slot);
    }
    return visible;
}

} // namespace

KeyTransition arrangeKeys(KeyOrders orders, const std::shared_ptr<const KeyArrangement> &previous)
{
    KeyRows &rows = orders.rows;
    KeyRows::Changes changes;
    std::vector<uint32_t> map;
    if (orders.list) {
        const KeyList &list = *orders.list;
        const Moment moment(list);
        changes = list.isWhole ? rows.setAll(*list.infos, list.ttls, moment)
                               : rows.update(*list.infos, list.ttls, moment);
        if (rows.isSparse()) {
            map = rows.compact();
            for (RowTransition::Change &change : changes)
                change.slot = map[change.slot];
        }
    }
    auto next = std::make_shared<KeyArrangement>();
    next->sort = orders.sort;
    next->revision = rows.revision();
    if (previous && previous->revision == next->revision && previous->sort == next->sort)
        next->order = previous->order;
    else
        next->order = sorted(rows, orders.sort);
    next->visible = filtered(rows, next->order, orders.filter);

    KeyTransition transition;
    if (previous) {
        static_cast<RowTransition &>(transition) = RowTransition::between(
            previous->visible, next->visible, rows.slotCount(), map, [](uint32_t, uint32_t) { return 0U; });
    } else {
        transition.added = next->visible;
    }
    transition.changes = std::move(changes);
    transition.rows = std::move(rows);
    transition.list = std::move(orders.list);
    transition.next = std::move(next);
    return transition;
}

} // namespace hrcache
