#pragma once

#include "cache/CacheInventory.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "hr/HrService.h"
#include "sqlite/SqliteHrStore.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/UiContext.h"
#include "ui/support/GatedCacheStore.h"
#include "ui/support/GatedHrStore.h"

#include <QTemporaryDir>

#include <memory>

namespace hrcache {

/// A session on the sample data (SQLite) and a cache in memory, as the embedded default has it, with gates
/// in front of both. The sample is made once for each test program and copied.
class FakeSession final : public Session
{
    Q_OBJECT

public:
    explicit FakeSession(QObject *parent = nullptr);
    ~FakeSession() override;

    [[nodiscard]] HrService &service() override { return *m_service; }

    [[nodiscard]] HrCacheManager &cache() override { return *m_cache; }

    [[nodiscard]] CacheStore &cacheStore() override { return *m_gatedCache; }

    [[nodiscard]] CacheInventory &inventory() override { return *m_inventory; }

    [[nodiscard]] const Clock &clock() const override { return Clock::system(); }

    [[nodiscard]] QString profileName() const override { return QStringLiteral("Sample data"); }

    [[nodiscard]] bool isEmbedded() const override { return m_embedded; }

    void setEmbedded(bool embedded) { m_embedded = embedded; }

    /// Settings in a file that is gone with the session.
    [[nodiscard]] Settings &settings() { return *m_settings; }

    [[nodiscard]] UiContext context() { return {*this, *m_settings}; }

    /// Gates: hold, fail.
    [[nodiscard]] GatedHrStore &database() { return *m_gatedStore; }

    [[nodiscard]] GatedCacheStore &cacheGate() { return *m_gatedCache; }

    /// The cache as another program sees it: what is done here is known to nobody.
    [[nodiscard]] CacheStore &foreignCache() { return *m_memory; }

    /// Chooses the user and waits until one of his companies is chosen.
    void enter(const char *user, const char *company);

    /// Writes as another program does that invalidates nothing.
    void writeBehindTheBack(const HrWrite &write);

    void sayCache(LinkHealth::State state) { setCacheHealth({state, QStringLiteral("memory"), {}, {}, {}}); }

    void sayDatabase(LinkHealth::State state, const QString &words = {})
    {
        setDatabaseHealth({state, QStringLiteral("SQLite"), {}, words, {}});
    }

    /// Takes all services down and builds new ones, as a change of profile does.
    void exchangeServices();

private:
    void buildServices();
    void dropServices();

    QTemporaryDir m_folder;
    bool m_embedded = true;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<SqliteHrStore> m_sqlite;
    std::unique_ptr<GatedHrStore> m_gatedStore;
    std::unique_ptr<MemoryCacheStore> m_memory;
    std::unique_ptr<GatedCacheStore> m_gatedCache;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_cache;
    std::unique_ptr<HrService> m_service;
    std::unique_ptr<CacheInventory> m_inventory;
};

} // namespace hrcache
