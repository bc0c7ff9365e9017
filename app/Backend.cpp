#include "app/Backend.h"

#include "app/MissingHrStore.h"
#include "app/Pause.h"
#include "app/servers/ServerClients.h"
#include "base/Completion.h"
#include "base/Logging.h"
#include "cache/MemoryCacheStore.h"
#include "sqlite/SqliteHrStore.h"

#include <QPointer>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds retryPause{250};

Task<> finishAfter(Task<> work, std::shared_ptr<Completer<Result<bool>>> completer)
{
    co_await work;
    completer->finish(true);
}

/// True if `work` ended within `bound`; it goes on otherwise.
Task<bool> endsWithin(Task<> work, std::chrono::milliseconds bound)
{
    auto completer = std::make_shared<Completer<Result<bool>>>();
    auto completion = completer->completion();
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [completer] { completer->finish(false); });
    timer.start(bound);
    finishAfter(std::move(work), completer);
    const Result<bool> ended = co_await std::move(completion);
    co_return ended.value_or(false);
}

/// Configuration::load() has asked for them already.
const ServerClients &clients()
{
    return *ServerClients::get().value();
}

std::unique_ptr<HrStore> makeHrStore(const Configuration &configuration)
{
    if (configuration.isEmbedded())
        return std::make_unique<SqliteHrStore>(SqliteHrStore::Options{.path = configuration.databaseFile()});
    if (configuration.database)
        return clients().hrStore(*configuration.database);
    return std::make_unique<MissingHrStore>();
}

std::unique_ptr<CacheStore> makeCacheStore(const Configuration &configuration)
{
    if (configuration.redis)
        return clients().cacheStore(*configuration.redis);
    return std::make_unique<MemoryCacheStore>(Clock::system());
}

template<typename Store, typename Wrap>
std::unique_ptr<Store> wrapped(std::unique_ptr<Store> store, const Wrap &wrap)
{
    return wrap ? wrap(std::move(store)) : std::move(store);
}

CacheSettings withTtl(CacheSettings settings, const Configuration &configuration)
{
    settings.ttl = configuration.ttl;
    // Nobody else has this cache.
    if (configuration.isEmbedded())
        settings.secondDelete = std::chrono::milliseconds(0);
    return settings;
}

} // namespace

Backend::Backend(Configuration configuration, CacheSettings settings, const Wrapping &wrapping)
    : m_configuration(std::move(configuration))
    , m_cacheStore(wrapped(makeCacheStore(m_configuration), wrapping.cacheStore))
    , m_hrStore(wrapped(makeHrStore(m_configuration), wrapping.hrStore))
    , m_journal(std::make_unique<MemoryInvalidationJournal>())
    , m_cache(std::make_unique<HrCacheManager>(*m_cacheStore, *m_journal, Clock::system(),
                                               withTtl(settings, m_configuration)))
    , m_service(std::make_unique<HrService>(*m_hrStore, *m_cache, Clock::system()))
    , m_inventory(std::make_unique<CacheInventory>(*m_cacheStore, hasDatabase() ? m_hrStore.get() : nullptr))
{
}

Backend::~Backend()
{
    m_cache->close();
}

void Backend::prepare(Servers servers)
{
    if (servers != Servers::Database)
        m_cacheStore->prepare();
    if (servers != Servers::Cache)
        m_hrStore->prepare();
}

std::unique_ptr<HrStore> Backend::anotherHrStore() const
{
    return makeHrStore(m_configuration);
}

Task<bool> Backend::drain(std::chrono::milliseconds bound)
{
    m_cache->hasten();
    return endsWithin(workEnded(), bound);
}

Task<> Backend::finish(std::chrono::milliseconds bound)
{
    const QPointer<HrService> here(m_service.get()); // it goes with this object
    const SteadyTime end = Clock::system().steady() + bound;
    auto draining = drain(bound);
    co_await draining;
    if (!here)
        co_return;
    const auto left = std::chrono::floor<std::chrono::milliseconds>(end - Clock::system().steady());
    auto settling = settleInvalidations(std::max(std::chrono::milliseconds(0), left));
    const auto pending = co_await settling;
    size_t keys = 0;
    for (const PendingInvalidation &one : pending)
        keys += one.keys.size();
    if (keys > 0)
        qCWarning(logCache, "%zu keys that were to be deleted may stay in the cache", keys);
}

Task<> Backend::leave(std::chrono::milliseconds bound)
{
    const QPointer<HrService> here(m_service.get()); // it goes with this object
    auto ending = finish(bound);
    co_await ending;
    if (!here)
        co_return;
    auto closing = m_hrStore->close();
    co_await closing;
}

Task<> Backend::workEnded()
{
    // They go with this object.
    const QPointer<HrService> service(m_service.get());
    co_await m_service->writesEnded();
    if (!service)
        co_return;
    auto filling = m_cache->idle();
    co_await filling;
}

Task<std::vector<PendingInvalidation>> Backend::settleInvalidations(std::chrono::milliseconds bound)
{
    const QPointer<HrCacheManager> self(m_cache.get()); // it goes with this object
    const SteadyTime end = Clock::system().steady() + bound;
    while (!m_journal->entries().empty() && Clock::system().steady() < end) {
        const bool settled = co_await m_cache->retry().retryNow();
        const bool denied = self && m_cache->retry().isDenied();
        if (self && !settled && !denied)
            co_await pauseFor(retryPause);
        if (!self)
            co_return std::vector<PendingInvalidation>();
        // Nobody grants a right within seconds.
        if (denied)
            break;
    }
    co_return m_journal->entries();
}

} // namespace hrcache
