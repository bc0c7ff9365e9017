#include "CliOnServers.h"

#include "support/DelayProxy.h"

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>

using namespace hrcache;

/// `hrcachectl rpc -` while something fails, stops or is ended.
class TestCliRpcFaults : public CliOnServers
{
    Q_OBJECT

private slots:

    void init() { startServers(); }

    void redisMayDieInTheMiddle();
    void aWriteWithoutRedisIsRefusedUnlessTold();
    void theCommandForWhatIsLeftReachesUsersWhoAreNotListed_data();
    void theCommandForWhatIsLeftReachesUsersWhoAreNotListed();
    void anUnconfirmedInvalidationIsRetried();
    void aReaderWhoPausesHoldsNothingUp();
    void anInterruptEndsItAfterTheLastAnswer();
};

void TestCliRpcFaults::redisMayDieInTheMiddle()
{
    const auto process = m_cli->start({QStringLiteral("rpc"), QStringLiteral("-")});
    QByteArray out;
    const auto answered = [&] {
        out += process->readAllStandardOutput();
        return out.count('\n');
    };
    constexpr int count = 3'000;
    int sent = 0;
    bool killed = false;
    // A window of requests is always under way, so that some are when Redis dies.
    while (answered() < count) {
        for (; sent < count && sent < answered() + 100; ++sent) {
            const bool list = sent % 3 == 0;
            process->write(list ? request(sent, "HR.list_employees", interop::ids())
                                : request(sent, "HR.get_employee", interop::ids(interop::employee)));
        }
        if (!killed && answered() > count / 3) {
            m_redis->kill();
            killed = true;
        }
        if (killed && !m_redis->isRunning() && answered() > 2 * count / 3)
            m_redis->restart();
        QVERIFY2(answered() >= count || process->waitForReadyRead(30'000),
                 qPrintable(QStringLiteral("%1 answers of %2").arg(answered()).arg(sent)));
    }
    CliResult result = Cli::finish(*process);
    QCOMPARE(result.status, 0);
    result.out = out;
    const auto answers = result.answers();
    QCOMPARE(answers.size(), count);
    int unreachable = 0;
    for (int i = 0; i < count; ++i) {
        QCOMPARE(answers[i][u"id"].toInt(), i);
        const QJsonObject read = answers[i][u"result"].toObject();
        QVERIFY2(!read.contains(u"error"), qPrintable(read[u"error"].toString()));
        QVERIFY(i % 3 == 0 ? read[u"employees"].toArray().size() == 3 : read[u"employee"].isObject());
        unreachable += answers[i][u"reason"].toString() == u"cache unreachable" ? 1 : 0;
    }
    QVERIFY(unreachable > 0);
    QCOMPARE(answers.first()[u"reason"].toString(), QStringLiteral("MISS"));
}

void TestCliRpcFaults::aWriteWithoutRedisIsRefusedUnlessTold()
{
    m_redis->kill();
    QJsonObject update = interop::ids(interop::employee);
    update[QStringLiteral("city")] = QStringLiteral("Nyon");
    const CliResult refused = stream(request(1, "HR.update_employee", update));
    QCOMPARE(refused.status, 0);
    QCOMPARE(refused.answers()[0][u"result"][u"error_code"].toString(), QStringLiteral("cannot_invalidate"));
    const QString city =
        QStringLiteral("SELECT city FROM hr.employees WHERE id = '%1'").arg(interop::employee);
    QCOMPARE(m_database->value(city), QStringLiteral("Genève"));

    const CliResult told =
        m_cli->run({QStringLiteral("rpc"), QStringLiteral("--write-anyway"), QStringLiteral("-")},
                   request(1, "HR.update_employee", update));
    QCOMPARE(told.status, 3);
    QCOMPARE(told.answers()[0][u"result"][u"success"].toBool(), true);
    QVERIFY(!told.answers()[0][u"result"][u"warning"].toString().isEmpty());
    QCOMPARE(m_database->value(city), QStringLiteral("Nyon"));
    QVERIFY2(told.err.contains("\n  " + interop::prefix + "employees\n"), told.err.constData());
    QVERIFY2(told.err.contains("\n  hrcachectl invalidate --yes "), told.err.constData());
}

void TestCliRpcFaults::theCommandForWhatIsLeftReachesUsersWhoAreNotListed_data()
{
    QTest::addColumn<int>("employees");
    QTest::addColumn<bool>("hasListed");
    QTest::addRow("one write") << 1 << true;
    QTest::addRow("one write, and nobody is listed") << 1 << false;
    QTest::addRow("more writes than a line holds") << 30 << true;
}

void TestCliRpcFaults::theCommandForWhatIsLeftReachesUsersWhoAreNotListed()
{
    QFETCH(int, employees);
    QFETCH(bool, hasListed);
    const QString unlisted = QStringLiteral("not 'listed' $HOME");
    const QString other = QStringLiteral("22222222-2222-4222-8222-000000000002");
    QStringList written{interop::employee};
    for (int i = 1; i < employees; ++i) {
        written << QStringLiteral("22222222-2222-4222-8222-%1").arg(i + 1'000, 12, 10, QChar(u'0'));
        m_database->exec(QStringLiteral("INSERT INTO hr.employees (id, company_id, identifier, first_name, "
                                        "last_name, birth_date, cluster_code, hire_date) VALUES ('%1', '%2', "
                                        "'X%3', 'Anna', 'M', '1990-01-01', 'CH-GE', '2020-01-01')")
                             .arg(written.back(), interop::company)
                             .arg(i));
    }
    if (!hasListed)
        m_database->exec(QStringLiteral("DELETE FROM core.account_access"));
    if (!hasListed)
        m_database->exec(QStringLiteral("UPDATE core.accounts SET firebase_uid = ''"));
    const auto idsOf = [&](const QString &employee) {
        QJsonObject ids = interop::ids(employee);
        ids[QStringLiteral("firebase_user_id")] = unlisted;
        return ids;
    };
    QCOMPARE(stream(request(1, "HR.list_employees", idsOf({})) +
                    request(2, "HR.get_employee", idsOf(interop::employee)) +
                    request(3, "HR.get_employee", idsOf(other)) + request(4, "HR.list_clusters", idsOf({})))
                 .status,
             0);
    const QByteArray prefix = "cache:" + unlisted.toUtf8() + ':' + interop::company.toUtf8() + ":hr:";
    RedisPeer peer = m_redis->peer();
    const auto exists = [&](const QByteArray &end) { return peer.number({"EXISTS", prefix + end}); };
    for (const QByteArray &end : {QByteArray("employees"), "employee:" + interop::employee.toUtf8(),
                                  "employee:" + other.toUtf8(), QByteArray("clusters")})
        QVERIFY2(exists(end) == 1, end.constData());

    DelayProxy proxy(QStringLiteral("127.0.0.1"), m_redis->port(), std::chrono::milliseconds(0));
    m_cli->useRedis(proxy.port());
    proxy.setListening(false);
    QByteArray updates;
    for (qsizetype i = 0; i < written.size(); ++i) {
        QJsonObject update = interop::ids(written[i]);
        if (!hasListed)
            update[QStringLiteral("firebase_user_id")] = QJsonValue::Null;
        update[QStringLiteral("city")] = QStringLiteral("Nyon");
        updates += request(static_cast<int>(i), "HR.update_employee", update);
    }
    const CliResult told =
        m_cli->run({QStringLiteral("rpc"), QStringLiteral("--write-anyway"), QStringLiteral("-")}, updates);
    QCOMPARE(told.status, 3);
    QVERIFY2(told.err.contains("not listed in core.account_access"), told.err.constData());
    QCOMPARE(told.err.contains("did not confirm"), hasListed);
    proxy.setListening(true);
    const auto at = told.err.indexOf("\n  hrcachectl invalidate --yes ");
    QVERIFY2(at > 0, told.err.constData());
    const CliResult cleared = m_cli->runPasted(QString::fromUtf8(told.err.mid(at + 1)).trimmed());
    QVERIFY2(cleared.status == 0, (cleared.err + told.err).constData());
    QCOMPARE(exists("employees"), 0);
    QCOMPARE(exists("employee:" + interop::employee.toUtf8()), 0);
    QCOMPARE(exists("clusters"), 1);
    // With too many to name, their type goes.
    QCOMPARE(exists("employee:" + other.toUtf8()), employees == 1 ? 1 : 0);
}

void TestCliRpcFaults::anUnconfirmedInvalidationIsRetried()
{
    QCOMPARE(stream(request(1, "HR.get_employee", interop::ids(interop::employee))).status, 0);
    const auto port = m_redis->port();
    DelayProxy proxy(QStringLiteral("127.0.0.1"), port, std::chrono::milliseconds(0));
    m_cli->useRedis(proxy.port());
    proxy.setListening(false);
    QJsonObject update = interop::ids(interop::employee);
    update[QStringLiteral("city")] = QStringLiteral("Nyon");
    const auto process =
        m_cli->start({QStringLiteral("rpc"), QStringLiteral("--write-anyway"), QStringLiteral("-")});
    process->write(request(1, "HR.update_employee", update));
    QVERIFY(process->waitForReadyRead());
    proxy.setListening(true);
    const CliResult result = Cli::finish(*process);
    QVERIFY2(result.err.isEmpty(), result.err.constData());
    QCOMPARE(result.status, 0);
    RedisPeer peer = m_redis->peer();
    QCOMPARE(peer.number({"EXISTS", interop::prefix + "employee:" + interop::employee.toUtf8()}), 0);
}

void TestCliRpcFaults::aReaderWhoPausesHoldsNothingUp()
{
    // 1 MB of answers goes into a pipe that holds 64 KiB and that nobody reads yet.
    constexpr int count = 1'500;
    QByteArray input;
    for (int i = 0; i < count; ++i)
        input += request(i, "HR.list_employees", interop::ids());
    input += request(count, "HR.get_employee", interop::ids(interop::employee));
    const QTemporaryDir folder;
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    // Opening it for writing waits for a reader.
    const int readEnd = ::open(QFile::encodeName(pipe).constData(), O_RDONLY | O_NONBLOCK);
    QVERIFY(readEnd >= 0);
    const auto process = m_cli->start({QStringLiteral("rpc"), QStringLiteral("-")}, pipe);
    process->write(input);
    process->closeWriteChannel();
    // The last call is carried out all the same.
    RedisPeer peer = m_redis->peer();
    QTRY_COMPARE(peer.number({"EXISTS", interop::prefix + "employee:" + interop::employee.toUtf8()}), 1);

    QCOMPARE(::fcntl(readEnd, F_SETFL, 0), 0);
    QFile reader;
    QVERIFY(reader.open(readEnd, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
    CliResult result;
    result.out = reader.readAll();
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitCode(), 0);
    QVERIFY(result.out.size() > 500'000);
    const auto answers = result.answers();
    QCOMPARE(answers.size(), count + 1);
    for (const QJsonObject &answer : answers)
        QVERIFY(answer[u"reason"].toString() != u"cache unreachable");
}

void TestCliRpcFaults::anInterruptEndsItAfterTheLastAnswer()
{
    for (const int signal : {SIGINT, SIGTERM}) {
        const auto process = m_cli->start({QStringLiteral("rpc"), QStringLiteral("-")});
        process->write(request(1, "HR.list_employees", interop::ids()));
        QVERIFY(process->waitForReadyRead());
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), signal), 0);
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        QCOMPARE(process->readAllStandardOutput().count('\n'), 1);
    }
}

QTEST_GUILESS_MAIN(TestCliRpcFaults)
#include "tst_cli_rpcfaults.moc"
