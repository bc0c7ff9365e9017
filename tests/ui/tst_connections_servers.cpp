#include "ui/MonitorTesting.h"

#include "app/gui/ProfileBook.h"
#include "support/Await.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/connections/ConnectionTestView.h"
#include "ui/support/UiTestMain.h"

#include <QTcpServer>
#include <QUrl>

using namespace hrcache;
using Step = ConnectionTestStep;
using Part = Step::Part;
using State = Step::State;

namespace {

/// What a test of a connection told last of each step.
using Outcome = std::map<std::pair<Step::Server, Part>, Step>;

struct Bench
{
    Bench()
        : book((monitor.open(), monitor.monitor->session()))
    {
    }

    Outcome test(const ConnectionProfile &profile, const ConnectionSecrets &secrets)
    {
        Outcome outcome;
        awaitResult(book.test({}, profile, secrets,
                              [&](const Step &step) {
                                  outcome[{step.server, step.part}] = step;
                              },
                              {}));
        return outcome;
    }

    TestMonitor monitor;
    ProfileBook book;
};

struct Place
{
    ConnectionProfile profile;
    ConnectionSecrets secrets;
};

Place goodPlace(const TestDatabase &database)
{
    Place place;
    place.profile.name = QStringLiteral("Servers");
    place.profile.redisHost = QStringLiteral("127.0.0.1");
    place.profile.redisPort = TestServers::redisPort();
    QUrl url(database.url());
    place.secrets.database = url.password(QUrl::FullyDecoded);
    url.setPassword({});
    place.profile.databaseUrl =
        url.toString(QUrl::FullyEncoded).replace(QStringLiteral(":@"), QStringLiteral("@"));
    return place;
}

} // namespace

class ConnectionServersTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void everyStepOfGoodServersIsGood();
    void tlsIsTold();
    void aWrongPasswordFailsAtTheLogin();
    void missingRightsAreNamed();
    void anEmptyDatabaseFailsAtTheTables();
    void anUnknownNameFailsAtTheName();
    void aClosedPortFailsAtTheConnection();
    void cancellingASilentServerEndsAtOnce();
};

void ConnectionServersTest::everyStepOfGoodServersIsGood()
{
    const TestDatabase database;
    Bench bench;
    const Place place = goodPlace(database);
    QVERIFY(bench.book.judge(place.profile).empty());
    const Outcome outcome = bench.test(place.profile, place.secrets);
    QCOMPARE(outcome.size(), size_t(11)); // five of Redis, six of PostgreSQL
    for (const auto &[key, step] : outcome) {
        QVERIFY2(step.state == State::Good, qPrintable(step.words));
        QVERIFY(!step.words.isEmpty());
        QVERIFY(!step.words.contains(*place.secrets.database));
    }
}

void ConnectionServersTest::tlsIsTold()
{
    const TestDatabase database;
    Bench bench;
    Place place = goodPlace(database);
    place.profile.redisHost = QStringLiteral("localhost");
    place.profile.redisPort = TestServers::redisTlsPort();
    place.profile.redisTls = true;
    place.profile.redisCaFile = TestServers::caFile();
    Outcome outcome = bench.test(place.profile, place.secrets);
    QVERIFY(outcome[std::pair(Step::Server::Cache, Part::Tls)].words.contains(u"TLSv1"));
    place.profile.redisCaFile = TestServers::otherCaFile();
    outcome = bench.test(place.profile, place.secrets);
    QCOMPARE(outcome[std::pair(Step::Server::Cache, Part::Tls)].state, State::Bad);
    QCOMPARE(outcome[std::pair(Step::Server::Cache, Part::Login)].state, State::Skipped);
    QCOMPARE(outcome[std::pair(Step::Server::Database, Part::Schema)].state, State::Good);
}

void ConnectionServersTest::aWrongPasswordFailsAtTheLogin()
{
    const TestDatabase database;
    Bench bench;
    Place place = goodPlace(database);
    place.profile.redisPort = TestServers::redisAuthPort();
    place.secrets.redis = QStringLiteral("wrong-one");
    place.secrets.database = QStringLiteral("wrong-two");
    const Outcome outcome = bench.test(place.profile, place.secrets);
    for (const auto server : {Step::Server::Cache, Step::Server::Database}) {
        const Step &login = outcome.at({server, Part::Login});
        QCOMPARE(login.state, State::Bad);
        QVERIFY(!login.words.contains(u"wrong-"));
        QCOMPARE(outcome.at({server, Part::Tcp}).state, State::Good);
        QCOMPARE(outcome.at({server, Part::Rights}).state, State::Skipped);
    }
}

void ConnectionServersTest::missingRightsAreNamed()
{
    const TestDatabase database;
    Bench bench;
    Place place = goodPlace(database);
    place.profile.redisPort = TestServers::redisAuthPort();
    place.profile.redisUser = QStringLiteral("reader");
    place.secrets.redis = TestServers::redisPassword();
    const Outcome outcome = bench.test(place.profile, place.secrets);
    const Step &rights = outcome.at({Step::Server::Cache, Part::Rights});
    QCOMPARE(rights.state, State::Doubtful);
    QVERIFY(rights.words.contains(u"SET"));
}

void ConnectionServersTest::anEmptyDatabaseFailsAtTheTables()
{
    const TestDatabase database(TestDatabase::Content::Empty);
    Bench bench;
    const Place place = goodPlace(database);
    const Outcome outcome = bench.test(place.profile, place.secrets);
    QCOMPARE(outcome.at({Step::Server::Database, Part::Login}).state, State::Good);
    QCOMPARE(outcome.at({Step::Server::Database, Part::Schema}).state, State::Bad);
    QVERIFY(outcome.at({Step::Server::Database, Part::Schema}).words.contains(u"init-db"));
}

void ConnectionServersTest::anUnknownNameFailsAtTheName()
{
    const TestDatabase database;
    Bench bench;
    Place place = goodPlace(database);
    place.profile.redisHost = QStringLiteral("no-such-host.invalid");
    const Outcome outcome = bench.test(place.profile, place.secrets);
    QCOMPARE(outcome.at({Step::Server::Cache, Part::Name}).state, State::Bad);
    const Step &tcp = outcome.at({Step::Server::Cache, Part::Tcp});
    QCOMPARE(tcp.state, State::Bad);
    QVERIFY(tcp.words.contains(u"no-such-host.invalid") && tcp.words.contains(u"Correct the name"));
    for (const Part part : {Part::Tls, Part::Login, Part::Rights})
        QCOMPARE(outcome.at({Step::Server::Cache, part}).state, State::Skipped);
}

void ConnectionServersTest::aClosedPortFailsAtTheConnection()
{
    const TestDatabase database;
    Bench bench;
    Place place = goodPlace(database);
    place.profile.redisPort = 1;
    const Outcome outcome = bench.test(place.profile, place.secrets);
    const Step &tcp = outcome.at({Step::Server::Cache, Part::Tcp});
    QCOMPARE(tcp.state, State::Bad);
    QVERIFY(tcp.words.contains(u"127.0.0.1:1"));
}

void ConnectionServersTest::cancellingASilentServerEndsAtOnce()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    Bench bench;
    ConnectionProfile profile;
    profile.redisHost = QStringLiteral("127.0.0.1");
    profile.redisPort = silent.serverPort();
    profile.databaseUrl = QStringLiteral("postgresql://a@127.0.0.1:%1/b").arg(silent.serverPort());
    std::stop_source stop;
    bool ended = false;
    int logins = 0;
    const auto report = [&](const Step &step) {
        logins += step.part == Part::Login && step.state == State::Running ? 1 : 0;
    };
    QObject context;
    QCoro::connect(bench.book.test({}, profile, {}, report, stop.get_token()), &context,
                   [&] { ended = true; });
    QTRY_COMPARE(logins, 2);
    QVERIFY(!ended);
    stop.request_stop();
    QTRY_VERIFY_WITH_TIMEOUT(ended, 500);
}

QTEST_MAIN(ConnectionServersTest)
#include "tst_connections_servers.moc"
