#include "HrTesting.h"

#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"
#include "cache/KeyChangeFeed.h"
#include "cache/KeyWatch.h"
#include "hr/EmployeeListReader.h"
#include "support/RedisProcess.h"

#include <QSignalSpy>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int added = 2'497; // employees beside the three of the sample

using Answer = Result<Sourced<EmployeePages>>;

} // namespace

/// What is noticed of the keys that a list on screen stands in, on a real Redis: where it announces changes,
/// and where it refuses to.
class TestListWatch final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void aPageThatSomebodyDeletesIsNoticed_data() { feeds(); }

    void aPageThatSomebodyDeletesIsNoticed();

    void aPageIsNoticedAfterAReadOfTheDatabase_data() { feeds(); }

    void aPageIsNoticedAfterAReadOfTheDatabase();

    void anEndThatIsTakenAwayIsNoticed_data() { feeds(); }

    void anEndThatIsTakenAwayIsNoticed();

    void whatAnotherProgramFillsIsNoticed_data() { feeds(); }

    void whatAnotherProgramFillsIsNoticed();
    void ourOwnReplacementIsNoChange();

private:
    static void feeds()
    {
        QTest::addColumn<bool>("announced");
        QTest::newRow("changes are announced") << true;
        QTest::newRow("changes are not announced") << false;
    }

    Answer read(ReadMode mode = ReadMode::CacheFirst)
    {
        EmployeeListReader reader(m_stack->database(), m_stack->cache(), Clock::system());
        auto answer = awaitResult(reader.read(owner(), sampleCompany(), {mode, {}}));
        if (answer && m_watch)
            m_watch->watch(answer->from);
        return answer;
    }

    void start(bool announced);

    [[nodiscard]] bool hasChanged(KeyChange change) const
    {
        return m_changed && m_changed->size() == 1 && m_changed->front()[0].toByteArray() == listKey() &&
               m_changed->front()[1].value<KeyChange>() == change;
    }

    [[nodiscard]] static QByteArray listKey() { return CacheKey::of(owner(), listQuery()); }

    [[nodiscard]] static QByteArray pageKey(int page)
    {
        return CacheKey::of(owner(), HrQuery::employeesPage(sampleCompany(), page));
    }

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<HrStack> m_stack;
    std::unique_ptr<KeyWatch> m_watch;
    std::unique_ptr<QSignalSpy> m_changed;
};

void TestListWatch::initTestCase()
{
    m_redis = std::make_unique<RedisProcess>();
    m_redis->peer().command(
        {"ACL", "SETUSER", "deaf", "on", ">secret", "~*", "&*", "+@all", "-client|tracking"});
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample);
    m_database->exec(
        QStringLiteral("INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, "
                       "cluster_code, hire_date) SELECT '%1', 'X' || n, 'Anna', 'Mm' || n % 40, "
                       "'1990-01-01', 'CH-GE', '2020-01-01' FROM generate_series(1, %2) n")
            .arg(sampleCompany().toString())
            .arg(added));
}

void TestListWatch::init()
{
    m_changed.reset();
    m_watch.reset();
    m_stack.reset();
    m_redis->peer().command({"FLUSHALL"});
}

void TestListWatch::start(bool announced)
{
    RedisConfig config = HrStack::redisAt(m_redis->port());
    if (!announced) {
        config.username = QStringLiteral("deaf");
        config.password = QStringLiteral("secret");
    }
    m_stack = std::make_unique<HrStack>(config, m_database->url());
    // What is announced is not found by asking again, in this test.
    m_watch =
        std::make_unique<KeyWatch>(m_stack->redis(), m_stack->cache().events(), KeyWatch::Pace{100ms, 1h});
    m_watch->setActive(true);
    m_changed = std::make_unique<QSignalSpy>(m_watch.get(), &KeyWatch::changed);
    const KeyChangeFeed *feed = m_stack->redis().changes();
    QVERIFY(feed);
    QTRY_COMPARE(feed->state(), announced ? KeyChangeFeed::State::Live : KeyChangeFeed::State::Refused);
}

void TestListWatch::aPageThatSomebodyDeletesIsNoticed()
{
    QFETCH(bool, announced);
    start(announced);
    QVERIFY(read());
    m_stack->settle();
    const Answer answer = read();
    QVERIFY(answer && answer->from.fromCache());
    QCOMPARE(answer->data.pages.size(), size_t(3));
    QCOMPARE(m_redis->peer().number({"DEL", pageKey(1)}), 1);
    QTRY_VERIFY(hasChanged(KeyChange::Deleted));
}

void TestListWatch::aPageIsNoticedAfterAReadOfTheDatabase()
{
    QFETCH(bool, announced);
    start(announced);
    const Answer answer = read();
    QVERIFY(answer && !answer->from.fromCache());
    m_stack->settle();
    QCOMPARE(m_changed->size(), 0);
    QCOMPARE(m_redis->peer().number({"DEL", pageKey(2)}), 1);
    QTRY_VERIFY(hasChanged(KeyChange::Deleted));
}

void TestListWatch::anEndThatIsTakenAwayIsNoticed()
{
    QFETCH(bool, announced);
    start(announced);
    QVERIFY(read());
    m_stack->settle();
    QSignalSpy told(m_watch.get(), &KeyWatch::ttlChanged);
    QVERIFY(read()->from.fromCache());
    QCOMPARE(m_redis->peer().number({"PERSIST", listKey()}), 1);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.front()[0].toByteArray(), listKey());
    QVERIFY(!told.front()[1].value<std::optional<std::chrono::milliseconds>>());
    QCOMPARE(m_redis->peer().number({"EXPIRE", listKey(), "50"}), 1);
    QTRY_COMPARE(told.size(), 2);
    QVERIFY(told.back()[1].value<std::optional<std::chrono::milliseconds>>() <= 50s);
    QCOMPARE(m_changed->size(), 0);
}

void TestListWatch::whatAnotherProgramFillsIsNoticed()
{
    QFETCH(bool, announced);
    start(announced);
    RedisPeer other = m_redis->peer();
    const QByteArray lease = CacheEnvelope::composeLease(Clock::system().now());
    QCOMPARE(other.text({"SET", listKey(), lease, "PX", "10000"}), QByteArray("OK"));
    const Answer answer = read();
    QVERIFY(answer);
    QCOMPARE(answer->from.reason, Reason::BeingFilled);
    m_stack->settle();
    QCOMPARE(m_changed->size(), 0);
    // It has filled it: read again, it is a HIT.
    HrStack near(HrStack::redisAt(m_redis->port()), m_database->url());
    EmployeeListReader reader(near.database(), near.cache(), Clock::system());
    QVERIFY(awaitResult(reader.read(owner(), sampleCompany(), {ReadMode::Forced, {}})));
    near.settle();
    QTRY_VERIFY(hasChanged(KeyChange::Renewed));
    QVERIFY(read()->from.fromCache());
    m_changed->clear();
    QCOMPARE(other.number({"DEL", listKey()}), 1);
    QTRY_VERIFY(hasChanged(KeyChange::Deleted));
}

void TestListWatch::ourOwnReplacementIsNoChange()
{
    start(true);
    for (int round = 0; round < 3; ++round) {
        QVERIFY(read(ReadMode::Forced));
        m_stack->settle();
        QVERIFY(read()->from.fromCache());
        // Whatever was announced has been looked at once this has.
        QSignalSpy told(m_watch.get(), &KeyWatch::ttlChanged);
        QCOMPARE(m_redis->peer().number({"EXPIRE", listKey(), "90"}), 1);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(m_changed->size(), 0);
    }
}

QTEST_GUILESS_MAIN(TestListWatch)
#include "tst_listwatch.moc"
