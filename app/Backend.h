#pragma once

#include "app/Configuration.h"
#include "cache/CacheInventory.h"
#include "cache/HrCacheManager.h"
#include "cache/InvalidationJournal.h"
#include "hr/HrService.h"

#include <functional>
#include <memory>

namespace hrcache {

/// Builds the core on a configuration, and takes it down again: the one place that names backends. Lives on
/// the thread with the event loop.
class Backend
{
public:
    /// Puts something in front of a store, to watch it; empty: nothing.
    struct Wrapping
    {
        std::function<std::unique_ptr<CacheStore>(std::unique_ptr<CacheStore>)> cacheStore;
        std::function<std::unique_ptr<HrStore>(std::unique_ptr<HrStore>)> hrStore;
    };

    explicit Backend(Configuration configuration, CacheSettings settings = {}, const Wrapping &wrapping = {});
    /// Drops what drain() did not wait for: the cache manager is closed first, so that nothing new reaches
    /// the stores; then go service, manager and journal; the stores, which fail what is left, go last.
    ~Backend();
    Q_DISABLE_COPY_MOVE(Backend)

    enum class Servers { Both, Cache, Database };

    /// Starts connecting, to both servers at the same time.
    void prepare(Servers servers = Servers::Both);

    /// Waits until every write has ended, every fill that was handed over is stored or refused, and the keys
    /// are deleted of which somebody asked it, at most `bound`. False: it took longer. Several may wait.
    Task<bool> drain(std::chrono::milliseconds bound);

    /// Drains, and repeats what was not acknowledged, at most for `bound` (longer only while one answer is
    /// awaited). A warning says how many keys are left then.
    Task<> finish(std::chrono::milliseconds bound);

    /// Finishes, then has the database closed without holding up this thread: afterwards this object can go
    /// at once, and is good for nothing else.
    Task<> leave(std::chrono::milliseconds bound);

    /// The database once more, on connections of its own. Only where servers are configured.
    [[nodiscard]] std::unique_ptr<HrStore> anotherHrStore() const;

    /// Repeats invalidations that were not acknowledged, at most for `bound`. Those that are left.
    Task<std::vector<PendingInvalidation>> settleInvalidations(std::chrono::milliseconds bound);

    [[nodiscard]] const Configuration &configuration() const { return m_configuration; }

    [[nodiscard]] bool hasDatabase() const
    {
        return m_configuration.isEmbedded() || m_configuration.database;
    }

    [[nodiscard]] CacheStore &cacheStore() { return *m_cacheStore; }

    [[nodiscard]] HrStore &hrStore() { return *m_hrStore; }

    [[nodiscard]] HrCacheManager &cache() { return *m_cache; }

    [[nodiscard]] HrService &service() { return *m_service; }

    [[nodiscard]] CacheInventory &inventory() { return *m_inventory; }

private:
    Task<> workEnded();

    Configuration m_configuration;
    std::unique_ptr<CacheStore> m_cacheStore;
    std::unique_ptr<HrStore> m_hrStore;
    std::unique_ptr<InvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_cache;
    std::unique_ptr<HrService> m_service;
    std::unique_ptr<CacheInventory> m_inventory;
};

} // namespace hrcache
