#include "ui/cache/KeyListLoader.h"

#include "base/ThreadPool.h"
#include "cache/HrCacheManager.h"
#include "cache/KeyChangeFeed.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds gatherEvents{100};
/// A full look may take one part in so many of the time.
constexpr int restfulness = 50;

} // namespace

KeyListLoader::KeyListLoader(Session &session, std::function<std::vector<QByteArray>()> keysInView,
                             QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_keysInView(std::move(keysInView))
    , m_collect(new Request(this))
    , m_describe(new Request(this))
{
    m_pollTimer.setInterval(pollInterval);
    connect(&m_pollTimer, &QTimer::timeout, this, &KeyListLoader::poll);
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(gatherEvents);
    connect(&m_askTimer, &QTimer::timeout, this, &KeyListLoader::askPending);
}

void KeyListLoader::collect(ScanPolicy policy)
{
    start(policy, true);
}

void KeyListLoader::collectQuietly()
{
    if (!m_collect->isRunning())
        start(ScanPolicy::WhenSmall, false);
}

void KeyListLoader::start(ScanPolicy policy, bool loud)
{
    const UserId user = m_session.user();
    const CompanyId company = m_session.companyId();
    if (user.isEmpty() || company.isEmpty())
        return;
    m_policy = policy;
    m_touchedMeanwhile.clear();
    if (loud)
        m_walkedOnRequest = false;
    const SteadyTime since = m_session.clock().steady();
    const QPointer<KeyListLoader> self(this);
    setLoading(loud);
    m_collect->run(
        [this, self, user, company, policy](std::stop_token stop) {
            auto tell = [self, stop](qsizetype found) {
                if (self && !stop.stop_requested())
                    emit self->progress(found);
            };
            KeyScope scope{{user}, company};
            return m_session.inventory().collect(std::move(scope), policy, std::move(tell), stop);
        },
        [this, since](Result<KeyInventory> result) { land(std::move(result), since); });
}

void KeyListLoader::land(Result<KeyInventory> result, SteadyTime since)
{
    const bool loud = m_loading;
    setLoading(false);
    const SteadyTime now = m_session.clock().steady();
    m_nextFull = now + std::max<SteadyTime::duration>(fullInterval, (now - since) * restfulness);
    if (!result) {
        m_failing = true;
        emit failed(result.error());
        return;
    }
    m_failing = false;
    if (loud)
        m_walkedOnRequest = m_policy == ScanPolicy::Always && result->scanned;
    auto inventory = std::make_shared<const KeyInventory>(std::move(*result));
    if (!loud && m_walkedOnRequest && !inventory->scanned)
        emit described(inventory->entries);
    else
        emit collected(inventory);
    freeOnPool(workerPool(), std::move(inventory));
    // What happened during the look may be older or newer than what it saw.
    m_pending += std::exchange(m_touchedMeanwhile, {});
    if (!m_pending.isEmpty())
        m_askTimer.start();
}

void KeyListLoader::ask(const std::vector<QByteArray> &keys)
{
    for (const QByteArray &key : keys)
        m_pending.insert(key);
    askPending();
}

void KeyListLoader::askPending()
{
    if (m_pending.isEmpty() || m_describe->isRunning())
        return;
    // Looking at everything is done in parts, and tells the same where a walk found nothing that it does not.
    if (m_pending.size() > mostAskedFor && !m_walkedOnRequest) {
        m_pending.clear();
        collectQuietly();
        return;
    }
    const QSet<QByteArray> asked = std::exchange(m_pending, {});
    std::vector<QByteArray> keys(asked.begin(), asked.end());
    m_describe->run(
        [this, &keys](std::stop_token) { return m_session.cacheStore().describe(std::move(keys)); },
        [this](std::vector<Result<CacheKeyInfo>> results) {
            std::vector<CacheKeyInfo> infos;
            for (Result<CacheKeyInfo> &result : results) {
                if (!result) {
                    m_failing = true;
                    emit failed(result.error());
                    return;
                }
                infos.push_back(std::move(*result));
            }
            m_failing = false;
            emit described(infos);
            if (!m_pending.isEmpty())
                m_askTimer.start();
        });
}

void KeyListLoader::poll()
{
    if (m_collect->isRunning())
        return;
    if (m_failing || m_session.clock().steady() >= m_nextFull)
        collectQuietly();
    else
        ask(m_keysInView());
}

void KeyListLoader::cancel()
{
    m_collect->cancel();
    m_describe->cancel();
    m_pending.clear();
    setLoading(false);
}

void KeyListLoader::setActive(bool active)
{
    m_active = active;
    if (active)
        m_pollTimer.start();
    else
        m_pollTimer.stop();
    listen();
}

void KeyListLoader::placeChanged()
{
    cancel();
    m_failing = false;
    m_walkedOnRequest = false;
    m_prefix = "cache:" + m_session.user().bytes() + ':' + m_session.companyId().bytes() + ":hr:";
    listen();
}

void KeyListLoader::servicesLeaving()
{
    cancel();
    for (const auto &connection : {m_feed, m_announcedKeys, m_announcedAll})
        disconnect(connection);
}

void KeyListLoader::listen()
{
    for (const auto &connection : {m_feed, m_announcedKeys, m_announcedAll})
        disconnect(connection);
    if (!m_active)
        return;
    m_feed = connect(&m_session.cache().events(), &CacheEventFeed::happened, this, &KeyListLoader::happened);
    KeyChangeFeed *const changes = m_session.cacheStore().changes();
    if (!changes)
        return;
    m_announcedKeys =
        connect(changes, &KeyChangeFeed::keysChanged, this, [this](const std::vector<QByteArray> &keys) {
            for (const QByteArray &key : keys)
                touched(key);
        });
    m_announcedAll = connect(changes, &KeyChangeFeed::allMayHaveChanged, this, [this] {
        ask(m_keysInView());
        m_nextFull = {};
    });
}

bool KeyListLoader::isOurs(const QByteArray &key) const
{
    return !m_session.user().isEmpty() && key.startsWith(m_prefix);
}

void KeyListLoader::happened(const CacheEvent &event)
{
    using Type = CacheEvent::Type;
    const bool changes =
        event.type == Type::Store || event.type == Type::Refused || event.type == Type::Invalidate;
    if (changes)
        touched(event.key);
}

void KeyListLoader::touched(const QByteArray &key)
{
    if (!isOurs(key))
        return;
    m_pending.insert(key);
    if (m_collect->isRunning())
        m_touchedMeanwhile.insert(key);
    if (!m_askTimer.isActive())
        m_askTimer.start();
}

void KeyListLoader::setLoading(bool loading)
{
    if (std::exchange(m_loading, loading) != loading)
        emit loadingChanged();
}

} // namespace hrcache
