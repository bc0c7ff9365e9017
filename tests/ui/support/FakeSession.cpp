#include "ui/support/FakeSession.h"

#include "sqlite/SampleData.h"
#include "support/Await.h"

#include <QFile>
#include <QTest>

namespace hrcache {

namespace {

/// The sample's file, made at first use and removed with the program.
QString sampleFile()
{
    static QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("sample.db"));
    if (!QFile::exists(file)) {
        SqliteHrStore store({file, SqliteContents::Sample});
        const auto status = awaitResult(store.check());
        if (!status)
            qFatal("The sample cannot be made: %s", qPrintable(status.error().message));
    }
    return file;
}

} // namespace

FakeSession::FakeSession(QObject *parent)
    : Session(parent)
    , m_settings(std::make_unique<Settings>(m_folder.filePath(QStringLiteral("settings.ini"))))
{
    const QString file = m_folder.filePath(QStringLiteral("hr.db"));
    if (!QFile::copy(sampleFile(), file))
        qFatal("The sample cannot be copied");
    buildServices();
    std::vector<SessionUser> users;
    for (const auto &[id, name] :
         {std::pair(sample::adminUser, "Demo Admin"), std::pair(sample::viewerUser, "Demo Viewer")})
        users.push_back({*UserId::parse(QString::fromLatin1(id), {}), QString::fromLatin1(name)});
    setUsers(std::move(users));
    sayCache(LinkHealth::State::Local);
    sayDatabase(LinkHealth::State::Local);
}

FakeSession::~FakeSession()
{
    dropServices();
}

void FakeSession::buildServices()
{
    m_sqlite = std::make_unique<SqliteHrStore>(
        SqliteHrStore::Options{m_folder.filePath(QStringLiteral("hr.db")), SqliteContents::Sample});
    m_gatedStore = std::make_unique<GatedHrStore>(*m_sqlite);
    m_memory = std::make_unique<MemoryCacheStore>(Clock::system());
    m_gatedCache = std::make_unique<GatedCacheStore>(*m_memory);
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    m_cache = std::make_unique<HrCacheManager>(*m_gatedCache, *m_journal, Clock::system());
    m_service = std::make_unique<HrService>(*m_gatedStore, *m_cache, Clock::system());
    m_inventory = std::make_unique<CacheInventory>(*m_gatedCache, m_gatedStore.get());
}

void FakeSession::dropServices()
{
    m_gatedStore->reads.open();
    m_gatedStore->writes.open();
    m_cache->close();
    m_service.reset();
    m_inventory.reset();
    m_cache.reset();
    m_journal.reset();
    m_sqlite.reset();
    m_gatedStore.reset();
    m_gatedCache.reset();
    m_memory.reset();
}

void FakeSession::exchangeServices()
{
    announceReplacing();
    dropServices();
    buildServices();
    announceReplaced();
}

void FakeSession::enter(const char *userName, const char *companyId)
{
    const QString wanted = QString::fromLatin1(companyId);
    setCompany(wanted);
    setUser(*UserId::parse(QString::fromLatin1(userName), {}));
    if (!QTest::qWaitFor([&] { return !isLoadingCompanies(); }, 10'000) || company().id != wanted)
        qFatal("The user %s has no access to %s", userName, companyId);
}

void FakeSession::writeBehindTheBack(const HrWrite &write)
{
    const auto outcome = awaitResult(m_sqlite->write(write));
    if (!outcome)
        qFatal("The write failed: %s", qPrintable(outcome.error().message));
}

} // namespace hrcache
