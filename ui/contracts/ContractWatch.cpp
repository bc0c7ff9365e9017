#include "ui/contracts/ContractWatch.h"

#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "ui/base/Session.h"

#include <algorithm>

namespace hrcache {

ContractWatch::ContractWatch(UiContext context, QObject *parent)
    : QObject(parent)
    , m_context(context)
{
}

ContractWatch::~ContractWatch() = default;

void ContractWatch::beginReading(const UserId &user, const CompanyId &company)
{
    if (!m_keys) {
        Session &session = m_context.session;
        // Told before the watch, so that it still knows which keys are the watch's to tell of.
        m_feed =
            connect(&session.cache().events(), &CacheEventFeed::happened, this, &ContractWatch::happened);
        m_keys = std::make_unique<KeyWatch>(session.cacheStore(), session.cache().events());
        connect(m_keys.get(), &KeyWatch::changed, this, &ContractWatch::changed);
        connect(m_keys.get(), &KeyWatch::ttlChanged, this, &ContractWatch::tellTtl);
        m_keys->setActive(m_active);
    }
    m_prefix = CacheKey::withEnd(user, company, "contracts:");
    m_list = CacheKey::of(user, HrQuery::employees(company));
    m_seen.clear();
    m_reading = true;
}

QByteArray ContractWatch::keyOf(uint32_t person) const
{
    const std::string_view id = m_contracts->people[person].idUtf8();
    return m_prefix + QByteArray(id.data(), static_cast<qsizetype>(id.size()));
}

void ContractWatch::watch(std::shared_ptr<const CompanyContracts> contracts)
{
    if (!m_keys)
        return;
    m_reading = false;
    m_contracts = std::move(contracts);
    m_watched.clear();
    m_keys->stop();
    watchList();
    const auto people = static_cast<uint32_t>(m_contracts->people.size());
    for (uint32_t person = 0; people <= mostKeys && person < people; ++person)
        add(person);
    const auto seen = std::exchange(m_seen, {});
    for (auto it = seen.cbegin(); it != seen.cend(); ++it) {
        if (it->stored < 0)
            emit changed(it.key(), it->change);
    }
}

void ContractWatch::watchList()
{
    Provenance list = m_contracts->employeesFrom;
    // It was stored while the contracts were being read.
    if (const auto seen = m_seen.constFind(list.key); seen != m_seen.cend() && list.willStore) {
        if (seen->stored < 0)
            return; // told with the others
        list.source = Source::Cache;
        list.entryBytes = seen->stored;
        list.ttlLeft.reset();
    }
    // The list that another page is reading is the same: that it comes to be there is nothing new.
    if (list.fromCache() || list.willStore)
        m_keys->watch(list);
    else if (list.reason == Reason::BeingFilled)
        m_keys->watchStored(list.key);
}

void ContractWatch::setInView(const QSet<uint32_t> &people)
{
    if (!m_keys || !m_contracts || m_contracts->people.size() <= mostKeys)
        return;
    const QSet<uint32_t> before = m_watched;
    for (const uint32_t person : before) {
        if (!people.contains(person)) {
            m_keys->forget(keyOf(person));
            m_watched.remove(person);
        }
    }
    for (const uint32_t person : people) {
        if (m_watched.size() < static_cast<qsizetype>(mostKeys))
            add(person);
    }
}

void ContractWatch::add(uint32_t person)
{
    const ContractOrigin &origin = m_contracts->origins[person];
    if (origin.state == ContractOrigin::State::Unread || m_watched.contains(person))
        return;
    const QByteArray key = keyOf(person);
    Provenance from;
    from.key = key;
    from.entryBytes = origin.bytes;
    if (origin.state == ContractOrigin::State::Cache) {
        from.source = Source::Cache;
    } else if (!origin.willStore && !origin.isBeingFilled) {
        return;
    } else if (const auto seen = m_seen.constFind(key); seen != m_seen.constEnd()) {
        if (seen->stored < 0)
            return;
        from.source = Source::Cache;
        from.entryBytes = seen->stored;
    } else if (!origin.willStore && m_contracts->people.size() <= mostReadAgain) {
        from.reason = Reason::BeingFilled;
    } else if (m_contracts->people.size() > mostKeys) {
        // It was, or will be, stored while nobody noted how large it is; that somebody else stores what he
        // read when we did makes nothing stale.
        m_watched.insert(person);
        m_keys->watchStored(key);
        return;
    } else {
        from.willStore = true;
    }
    m_watched.insert(person);
    m_keys->watch(from);
}

void ContractWatch::happened(const CacheEvent &event)
{
    const bool isList = event.key == m_list;
    if (!isList && !event.key.startsWith(m_prefix))
        return;
    std::optional<KeyChange> change;
    if (event.type == CacheEvent::Type::Invalidate)
        change = KeyChange::Deleted;
    else if (event.type == CacheEvent::Type::Refused)
        change = KeyChange::Refused;
    if (m_reading) {
        const auto seen = m_seen.constFind(event.key);
        // Beyond that many the list is too long for each key to be watched.
        if (seen == m_seen.cend() && !isList && m_seen.size() > 2 * static_cast<qsizetype>(mostKeys))
            return;
        if (change)
            m_seen.insert(event.key, {-1, *change});
        else if (event.type == CacheEvent::Type::Store && (seen == m_seen.cend() || seen->stored >= 0))
            m_seen.insert(event.key, {event.bytes, {}});
    } else if (change && m_contracts && !m_keys->isWatching(event.key)) {
        emit changed(event.key, *change);
    }
}

void ContractWatch::tellTtl(const QByteArray &key, std::optional<std::chrono::milliseconds> left)
{
    const auto person = std::find_if(m_watched.cbegin(), m_watched.cend(),
                                     [&](uint32_t watched) { return keyOf(watched) == key; });
    if (person != m_watched.cend())
        emit ttlChanged(*person, left);
}

void ContractWatch::setActive(bool active)
{
    m_active = active;
    if (m_keys)
        m_keys->setActive(active);
}

void ContractWatch::stop()
{
    disconnect(m_feed);
    m_keys.reset();
    m_contracts.reset();
    m_watched.clear();
    m_seen.clear();
    m_reading = false;
}

} // namespace hrcache
