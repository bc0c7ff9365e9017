// What the tests with the stale-read checker share: servers, relays whose delay changes all the time,
// clients.
#pragma once

#include "support/Await.h"
#include "support/DelayProxy.h"
#include "support/RedisProcess.h"
#include "support/StaleReadChecker.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"

#include <QRandomGenerator>
#include <QTest>
#include <QThread>
#include <QUrl>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hrcache {

/// A relay whose delay each way changes every few milliseconds, so that nothing keeps step.
class JitteringProxy
{
public:
    JitteringProxy(std::uint16_t target, int shortestMs, int longestMs)
        : m_proxy(QStringLiteral("127.0.0.1"), target, std::chrono::milliseconds(shortestMs))
        , m_thread([this, shortestMs, longestMs] {
            QRandomGenerator random(4711);
            std::unique_lock lock(m_mutex);
            while (!m_wake.wait_for(lock, std::chrono::milliseconds(7), [this] { return m_end; }))
                m_proxy.setDelay(std::chrono::milliseconds(random.bounded(shortestMs, longestMs + 1)));
        })
    {
    }

    ~JitteringProxy()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_end = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    Q_DISABLE_COPY_MOVE(JitteringProxy)

    [[nodiscard]] std::uint16_t port() const { return m_proxy.port(); }

    [[nodiscard]] DelayProxy &proxy() { return m_proxy; }

private:
    DelayProxy m_proxy;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_end = false;
    std::thread m_thread;
};

/// The servers of one run. Readers stand behind relays, writers beside the servers, as an office does that
/// reads over a line what the head office writes.
struct ConsistencyArena
{
    static constexpr int readers = 4;

    explicit ConsistencyArena(const QString &serverUrl = {})
        : database(TestDatabase::Content::Sample,
                   serverUrl.isEmpty() ? TestServers::postgresUrl() : serverUrl)
        , readersToRedis(redis.port(), 0, 2)
        , readersToDatabase(portOf(database.url()), 1, 4)
    {
        StaleReadChecker::prepare(
            database, {QStringLiteral("reader-a"), QStringLiteral("reader-b"), QStringLiteral("reader-c")});
    }

    static std::uint16_t portOf(const QString &url) { return static_cast<std::uint16_t>(QUrl(url).port()); }

    /// Two readers share a user, two have one each.
    static UserId userOf(int reader)
    {
        static const char *const names[] = {"reader-a", "reader-a", "reader-b", "reader-c"};
        return userId(QString::fromLatin1(names[reader]));
    }

    /// One writes as the owner of the company, one as nobody.
    static UserId writingUser(int writer)
    {
        return writer == 0 ? userId(QStringLiteral("uid_xyz123")) : UserId();
    }

    static QString nameOf(int writer) { return QStringLiteral("writer-%1").arg(writer); }

    std::unique_ptr<HrStack> reader(const CacheSettings &settings = {})
    {
        return std::make_unique<HrStack>(HrStack::redisAt(readersToRedis.port()),
                                         HrStack::urlThrough(database.url(), readersToDatabase.port()),
                                         settings);
    }

    std::unique_ptr<HrStack> writer(int number, const CacheSettings &settings = {})
    {
        return std::make_unique<HrStack>(
            HrStack::redisAt(redis.port()),
            HrStack::urlThrough(database.url(), portOf(database.url()), nameOf(number)), settings);
    }

    /// What the database says by a client that is not behind a relay.
    RestingState atRest()
    {
        PgHrStore store(PgConfig::parse(database.url()).value());
        return compareAtRest(redis.peer(), store);
    }

    RedisProcess redis;
    TestDatabase database;
    JitteringProxy readersToRedis;
    JitteringProxy readersToDatabase;
};

inline void report(const char *what, const StaleReadChecker::Figures &figures, const HrStack::Counts &readers)
{
    qInfo("%s: %lld reads (%lld HIT, %lld not), %lld fills stored, %lld refused, %lld writes acknowledged, "
          "%lld not; %lld reads failed; %lld stale = %.0f per million",
          what, figures.reads, figures.hits, figures.reads - figures.hits, readers.stored, readers.refused,
          figures.writes, figures.unacknowledged, figures.failed, figures.stale, figures.stalePerMillion());
}

inline HrStack::Counts operator+(HrStack::Counts a, const HrStack::Counts &b)
{
    a.hits += b.hits;
    a.misses += b.misses;
    a.stored += b.stored;
    a.refused += b.refused;
    a.errors += b.errors;
    return a;
}

} // namespace hrcache
