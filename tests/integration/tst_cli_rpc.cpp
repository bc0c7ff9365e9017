#include "CliOnServers.h"

#include "support/DelayProxy.h"

#include <QElapsedTimer>
#include <QUrl>

using namespace hrcache;

namespace {

/// The same database through a proxy.
QString through(const DelayProxy &proxy, const QString &url)
{
    QUrl changed(url);
    changed.setHost(QStringLiteral("127.0.0.1"));
    changed.setPort(proxy.port());
    return changed.toString(QUrl::FullyEncoded);
}

} // namespace

/// `hrcachectl rpc -`: JSON-RPC on standard input.
class TestCliRpc : public CliOnServers
{
    Q_OBJECT

private slots:

    void init() { startServers(); }

    void wrongInputIsAnErrorOfJsonRpc_data();
    void wrongInputIsAnErrorOfJsonRpc();
    void anIdComesBackAsItWasSent_data();
    void anIdComesBackAsItWasSent();
    void nullIsAnIdAndNoneIsANotification();
    void anEndlessLineIsSkipped();
    void notificationsAreCarriedOutAndNotAnswered();
    void aBatchIsAnsweredInOneLine();
    void answersComeInOrderWhileCallsRunConcurrently();
    void aReadBehindAWriteSeesIt();
    void aRefreshedReadReplacesTheEntry();
    void aFailedCallIsAResultWithAnError();
};

void TestCliRpc::wrongInputIsAnErrorOfJsonRpc_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QJsonValue>("id");
    const QJsonValue none(QJsonValue::Null);
    QTest::newRow("cut off") << QByteArray("{\"jsonrpc\"") << -32700 << none;
    QTest::newRow("no UTF-8") << QByteArray("{\"jsonrpc\": \"\xff\"}") << -32700 << none;
    QTest::newRow("nothing of JSON") << QByteArray("GET / HTTP/1.1") << -32700 << none;
    QTest::newRow("deep") << QByteArray(100'000, '[') << -32700 << none;
    QTest::newRow("null byte") << QByteArray("{\"a\": \0 1}", 9) << -32700 << none;
    QTest::newRow("a number") << QByteArray("17") << -32600 << none;
    QTest::newRow("a string") << QByteArray("\"HR.list_employees\"") << -32600 << none;
    QTest::newRow("empty batch") << QByteArray("[]") << -32600 << none;
    QTest::newRow("large batch") << '[' + QByteArray("1,").repeated(1'000) + "1]" << -32600 << none;
    QTest::newRow("old version") << QByteArray(R"({"jsonrpc": "1.0", "id": 1, "method": "HR.x"})") << -32600
                                 << QJsonValue(1);
    QTest::newRow("no method") << QByteArray(R"({"jsonrpc": "2.0", "id": "a"})") << -32600
                               << QJsonValue(QStringLiteral("a"));
    QTest::newRow("method is a number")
        << QByteArray(R"({"jsonrpc": "2.0", "id": 1, "method": 1})") << -32600 << QJsonValue(1);
    QTest::newRow("id is an object") << QByteArray(R"({"jsonrpc": "2.0", "id": {}, "method": "HR.x"})")
                                     << -32600 << none;
    QTest::newRow("params are text") << QByteArray(
                                            R"({"jsonrpc": "2.0", "id": 1, "method": "HR.x", "params": "x"})")
                                     << -32600 << QJsonValue(1);
    QTest::newRow("unknown method") << QByteArray(R"({"jsonrpc": "2.0", "id": 2.5, "method": "HR.x"})")
                                    << -32601 << QJsonValue(2.5);
    QTest::newRow("params by position")
        << QByteArray(R"({"jsonrpc": "2.0", "id": 1, "method": "HR.list_employees", "params": ["x"]})")
        << -32602 << QJsonValue(1);
    QTest::newRow("missing parameter")
        << QByteArray(R"({"jsonrpc": "2.0", "id": 1, "method": "HR.list_employees"})") << -32602
        << QJsonValue(1);
    QTest::newRow("parameter of a wrong type")
        << QByteArray(
               R"({"jsonrpc": "2.0", "id": 1, "method": "HR.list_employees", "params": {"company_id": 1}})")
        << -32602 << QJsonValue(1);
    QTest::newRow("id with a colon") << QByteArray(
                                            R"({"jsonrpc": "2.0", "id": 1, "method": "HR.list_employees", )"
                                            R"("params": {"company_id": "a:b"}})")
                                     << -32602 << QJsonValue(1);
}

void TestCliRpc::wrongInputIsAnErrorOfJsonRpc()
{
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    QFETCH(QJsonValue, id);
    // What comes behind it is answered as if nothing had happened; blank lines and CR LF are nothing.
    const CliResult result =
        stream(line + "\n\r\n  \n" + request(7, "HR.list_employees", interop::ids()).trimmed() + "\r\n");
    QCOMPARE(result.status, 0);
    QCOMPARE(result.err, QByteArray());
    const auto answers = result.answers();
    QCOMPARE(answers.size(), 2);
    QCOMPARE(answers[0][u"error"][u"code"].toInt(), code);
    QVERIFY(!answers[0][u"error"][u"message"].toString().isEmpty());
    QVERIFY(answers[0].contains(u"id"));
    QCOMPARE(answers[0][u"id"], id);
    QVERIFY(!answers[0].contains(u"result"));
    QCOMPARE(answers[1][u"id"].toInt(), 7);
    QCOMPARE(answers[1][u"result"][u"employees"].toArray().size(), 3);
}

void TestCliRpc::anIdComesBackAsItWasSent_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id :
         {"7", "-0", "9007199254740993", "18446744073709551615", "-123456789012345678901234567890", "1.0",
          "1.10", "1e2", "1E+30", "2.5e-7", "0.1000000000000000055511151231257827", R"("")", R"("a b")",
          R"("\u00e9\ud83d\ude00\/\n\"\\")", R"("é😀")", R"("\ud800")", R"("},[{\"id\": 1")"})
        QTest::addRow("%s", id) << QByteArray(id);
}

void TestCliRpc::anIdComesBackAsItWasSent()
{
    QFETCH(QByteArray, id);
    const QByteArray good =
        R"({"params": {"id": 1, "x": [{"id": 2}]}, "method": "HR.check_connection", "id" :)" + id +
        R"( , "jsonrpc": "2.0"})";
    const QByteArray unknown = R"({"\u0069d": )" + id + R"(, "jsonrpc": "2.0", "method": "HR.x"})";
    const QByteArray refused = R"({"id": 3, "jsonrpc": "2.0", "method": 1, "id":)" + id + '}';
    const CliResult result = stream(good + '\n' + unknown + '\n' + refused + "\n[" + good + ',' + refused +
                                    R"(, 5, {"id": 4, "jsonrpc": "2.0", "method": "HR.x"}])" + '\n');
    const auto lines = result.out.split('\n');
    QCOMPARE(lines.size(), 5);
    const QByteArray start = R"({"jsonrpc": "2.0", "id": )" + id + ", ";
    QVERIFY2(lines[0].startsWith(start + R"("result")"), lines[0].constData());
    QVERIFY2(lines[1].startsWith(start + R"("error": {"code": -32601)"), lines[1].constData());
    QVERIFY2(lines[2].startsWith(start + R"("error": {"code": -32600)"), lines[2].constData());
    QVERIFY2(lines[3].startsWith('[' + start + R"("result")"), lines[3].constData());
    QVERIFY2(lines[3].contains("}, " + start + R"("error": {"code": -32600)"), lines[3].constData());
    QVERIFY2(lines[3].contains(R"(}, {"jsonrpc": "2.0", "id": null, )"), lines[3].constData());
    QVERIFY2(lines[3].contains(R"(}, {"jsonrpc": "2.0", "id": 4, )"), lines[3].constData());
}

void TestCliRpc::nullIsAnIdAndNoneIsANotification()
{
    const CliResult result =
        stream(R"({"jsonrpc": "2.0", "method": "HR.check_connection", "params": {"id": 5}}
{"jsonrpc": "2.0", "method": "HR.check_connection", "id": null}
)");
    const auto lines = result.out.split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith(R"({"jsonrpc": "2.0", "id": null, "result")"), lines[0].constData());
}

void TestCliRpc::anEndlessLineIsSkipped()
{
    const CliResult result =
        stream(QByteArray(17 * 1024 * 1024, 'x') + '\n' + request(1, "HR.check_connection"));
    const auto answers = result.answers();
    QCOMPARE(answers.size(), 2);
    QCOMPARE(answers[0][u"error"][u"code"].toInt(), -32600);
    QCOMPARE(answers[1][u"result"][u"status"].toString(), QStringLiteral("connected"));
}

void TestCliRpc::notificationsAreCarriedOutAndNotAnswered()
{
    QJsonObject update = interop::ids(interop::employee);
    update[QStringLiteral("city")] = QStringLiteral("Nyon");
    const CliResult result = stream(request(-1, "HR.update_employee", update) + request(-1, "HR.frobnicate") +
                                    request(-1, "HR.list_employees") +
                                    request(1, "HR.get_employee", interop::ids(interop::employee)));
    const auto answers = result.answers();
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers[0][u"result"][u"employee"][u"city"].toString(), QStringLiteral("Nyon"));
}

void TestCliRpc::aBatchIsAnsweredInOneLine()
{
    const QByteArray batch = '[' + request(1, "HR.list_clusters").trimmed() + ',' +
                             request(-1, "HR.list_clusters").trimmed() + ",5," +
                             request(2, "HR.frobnicate").trimmed() + "]\n";
    const CliResult result = stream(batch + '[' + request(-1, "HR.list_clusters").trimmed() + "]\n" +
                                    request(3, "HR.check_connection"));
    const QList<QByteArray> lines = result.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonArray answers = QJsonDocument::fromJson(lines[0]).array();
    QCOMPARE(answers.size(), 3);
    QCOMPARE(answers[0][u"result"][u"clusters"].toArray().size(), 5);
    QCOMPARE(answers[1][u"error"][u"code"].toInt(), -32600);
    QCOMPARE(answers[2][u"error"][u"code"].toInt(), -32601);
    QCOMPARE(QJsonDocument::fromJson(lines[1]).object()[u"id"].toInt(), 3);
}

void TestCliRpc::answersComeInOrderWhileCallsRunConcurrently()
{
    const DelayProxy proxy(QStringLiteral("127.0.0.1"),
                           static_cast<std::uint16_t>(QUrl(m_database->url()).port()),
                           std::chrono::milliseconds(50));
    m_cli->useDatabase(through(proxy, m_database->url()));
    constexpr int count = 80;
    QByteArray input;
    for (int i = 0; i < count; ++i) {
        // Every other one is answered at once.
        input += i % 2 ? request(i, "HR.frobnicate")
                       : request(i, "HR.list_payroll_results",
                                 {{QStringLiteral("company_id"), interop::company},
                                  {QStringLiteral("year"), 1950 + i}});
    }
    QElapsedTimer timer;
    timer.start();
    const auto answers = stream(input).answers();
    const qint64 elapsed = timer.elapsed();
    QCOMPARE(answers.size(), count);
    qint64 sum = 0;
    for (int i = 0; i < count; ++i) {
        QCOMPARE(answers[i][u"id"].toInt(), i);
        QCOMPARE(answers[i].contains(u"result"), i % 2 == 0);
        if (i % 2 == 0)
            QVERIFY(answers[i][u"elapsed_us"].toInteger() >= 100'000);
        sum += answers[i][u"elapsed_us"].toInteger() / 1000;
    }
    // One after the other they would have taken as long as the sum of them, or longer.
    QVERIFY2(elapsed < sum / 2, qPrintable(QStringLiteral("%1 ms of %2 ms").arg(elapsed).arg(sum)));
}

void TestCliRpc::aReadBehindAWriteSeesIt()
{
    QByteArray input;
    constexpr int rounds = 40;
    for (int i = 0; i < rounds; ++i) {
        QJsonObject update = interop::ids(interop::employee);
        update[QStringLiteral("city")] = QStringLiteral("City %1").arg(i);
        input += request(3 * i, "HR.get_employee", interop::ids(interop::employee));
        input += request(3 * i + 1, "HR.update_employee", update);
        input += request(3 * i + 2, "HR.get_employee", interop::ids(interop::employee));
    }
    const CliResult result = stream(input);
    QCOMPARE(result.status, 0);
    const auto answers = result.answers();
    QCOMPARE(answers.size(), 3 * rounds);
    for (int i = 0; i < rounds; ++i) {
        const QString before = i == 0 ? QStringLiteral("Genève") : QStringLiteral("City %1").arg(i - 1);
        QCOMPARE(answers[3 * i][u"result"][u"employee"][u"city"].toString(), before);
        QCOMPARE(answers[3 * i + 1][u"result"][u"success"].toBool(), true);
        QCOMPARE(answers[3 * i + 2][u"result"][u"employee"][u"city"].toString(),
                 QStringLiteral("City %1").arg(i));
    }
}

void TestCliRpc::aRefreshedReadReplacesTheEntry()
{
    QCOMPARE(stream(request(1, "HR.list_clusters", interop::ids())).answers()[0][u"reason"].toString(),
             QStringLiteral("MISS"));
    m_database->exec(QStringLiteral("UPDATE hr.clusters SET name = 'Genf' WHERE code = 'CH-GE'"));
    QVERIFY(!stream(request(1, "HR.list_clusters", interop::ids())).out.contains("Genf"));
    const CliResult forced =
        m_cli->run({QStringLiteral("rpc"), QStringLiteral("--refresh"), QStringLiteral("-")},
                   request(1, "HR.list_clusters", interop::ids()));
    QCOMPARE(forced.answers()[0][u"reason"].toString(), QStringLiteral("forced"));
    const QJsonObject after = stream(request(1, "HR.list_clusters", interop::ids())).answers()[0];
    QCOMPARE(after[u"reason"].toString(), QStringLiteral("HIT"));
    QCOMPARE(after[u"result"][u"source"].toString(), QStringLiteral("cache"));
    QVERIFY(QJsonDocument(after).toJson().contains("Genf"));
}

void TestCliRpc::aFailedCallIsAResultWithAnError()
{
    m_cli->useDatabase(QStringLiteral("postgresql://postgres@127.0.0.1:1/none"));
    const auto answers =
        stream(request(1, "HR.list_employees", interop::ids()) + request(2, "HR.check_connection")).answers();
    QCOMPARE(answers[0][u"result"][u"employees"], QJsonValue(QJsonArray()));
    QVERIFY(!answers[0][u"result"][u"error"].toString().isEmpty());
    QCOMPARE(answers[1][u"result"][u"status"].toString(), QStringLiteral("error"));
}

QTEST_GUILESS_MAIN(TestCliRpc)
#include "tst_cli_rpc.moc"
