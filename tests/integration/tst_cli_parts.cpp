#include "app/Configuration.h"
#include "app/LogSink.h"
#include "app/ctl/Decompression.h"
#include "app/ctl/DisplayWidth.h"
#include "app/ctl/JsonText.h"
#include "app/ctl/KeyFacts.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"
#include "postgres/PgSchema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace hrcache;

Q_DECLARE_METATYPE(std::vector<QByteArray>)

/// The parts of the command line program that need no server.
class TestCliParts : public QObject
{
    Q_OBJECT

private slots:
    void widthCountsColumnsOfTheTerminal_data();
    void widthCountsColumnsOfTheTerminal();
    void textIsMadePrintable();
    void textIsCutAtItsWidth();
    void tablesAlignWideText();
    void spansAreRoundedDown_data();
    void spansAreRoundedDown();
    void theSourceLineTellsAgeAndTtl();
    void jsonIsIndentedAsItStands();
    void membersKeepTheirText();
    void elementsKeepTheirText();
    void decompressionNeedsAWholeFrame();
    void statementsAreSplit_data();
    void statementsAreSplit();
    void nothingConfiguredIsEmbedded();
    void theContractsEnvironmentIsRead();
    void localRedisKeepsTheDatabaseNumberOnly();
    void onlyOneServerConfiguredIsAllowed();
    void ttlsAreConfigurable();
    void redactedLinesNameNobody_data();
    void redactedLinesNameNobody();
    void logFilesAreRotated();
    void ageFollowsFromTheTtl();
};

void TestCliParts::widthCountsColumnsOfTheTerminal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    QTest::newRow("empty") << QString() << 0;
    QTest::newRow("ASCII") << QStringLiteral("abc") << 3;
    QTest::newRow("accents") << QStringLiteral("Äbischer") << 8;
    QTest::newRow("combining") << QStringLiteral("e\u0301") << 1;
    QTest::newRow("Chinese") << QStringLiteral("李") << 2;
    QTest::newRow("Hangul") << QStringLiteral("한글") << 4;
    QTest::newRow("fullwidth") << QStringLiteral("Ａ") << 2;
    QTest::newRow("emoji") << QStringLiteral("😀") << 2;
    QTest::newRow("clef, outside of the BMP") << QStringLiteral("𝄞") << 1;
    QTest::newRow("CJK extension B") << QStringLiteral("𠀀") << 2;
    QTest::newRow("zero width space") << QStringLiteral("a\u200bb") << 2;
    QTest::newRow("box") << QStringLiteral("──") << 2;
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << 1;
}

void TestCliParts::widthCountsColumnsOfTheTerminal()
{
    QFETCH(QString, text);
    QFETCH(int, width);
    QCOMPARE(displayWidth(text), width);
}

void TestCliParts::textIsMadePrintable()
{
    QCOMPARE(printable(QStringLiteral("Line 1\nLine 2\t/ 𝄞")), QStringLiteral("Line 1↵Line 2 / 𝄞"));
    QCOMPARE(printable(QStringLiteral("\x1b[31m\u009b1m\u202e")), QStringLiteral("�[31m�1m�"));
}

void TestCliParts::textIsCutAtItsWidth()
{
    QCOMPARE(elided(QStringLiteral("abcdef"), 6), QStringLiteral("abcdef"));
    QCOMPARE(elided(QStringLiteral("abcdef"), 5), QStringLiteral("abcd…"));
    QCOMPARE(elided(QStringLiteral("李李李"), 4), QStringLiteral("李…"));
    QCOMPARE(elided(QStringLiteral("😀😀"), 3), QStringLiteral("😀…"));
}

void TestCliParts::tablesAlignWideText()
{
    TextTable table(
        {{QStringLiteral("Name")}, {QStringLiteral("Pay"), TextTable::Align::Right}, {QStringLiteral("X")}});
    QCOMPARE(table.toText(), QString());
    table.addRow({QStringLiteral("李"), QStringLiteral("1"), QStringLiteral("a")});
    table.addRow({QStringLiteral("Äbischer"), QStringLiteral("1,000"), QString()});
    QCOMPARE(table.toText(), QStringLiteral("Name        Pay  X\n"
                                            "────────  ─────  ─\n"
                                            "李            1  a\n"
                                            "Äbischer  1,000\n"));
}

void TestCliParts::spansAreRoundedDown_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << 0 << QStringLiteral("0 s");
    QTest::newRow("59 s") << 59 << QStringLiteral("59 s");
    QTest::newRow("1 min") << 60 << QStringLiteral("1 min");
    QTest::newRow("almost an hour") << 3599 << QStringLiteral("59 min");
    QTest::newRow("hour") << 3600 << QStringLiteral("1 h");
    QTest::newRow("day") << 86400 << QStringLiteral("24 h");
    QTest::newRow("2 days") << 2 * 86400 << QStringLiteral("2 d");
}

void TestCliParts::spansAreRoundedDown()
{
    QFETCH(int, seconds);
    QFETCH(QString, text);
    QCOMPARE(spanText(std::chrono::seconds(seconds)), text);
}

void TestCliParts::theSourceLineTellsAgeAndTtl()
{
    const ManualClock clock;
    Provenance from;
    from.reason = Reason::Miss;
    QCOMPARE(sourceLine(from, clock.now()), QStringLiteral("database · MISS"));
    from.reason = Reason::CacheUnreachable;
    from.note = QStringLiteral("It is down.");
    QCOMPARE(sourceLine(from, clock.now()), QStringLiteral("database · cache unreachable\nIt is down."));
    from = {};
    from.source = Source::Cache;
    from.reason = Reason::Hit;
    from.cachedAt = clock.now() - std::chrono::minutes(12);
    from.ttlLeft = std::chrono::minutes(47);
    QCOMPARE(sourceLine(from, clock.now()), QStringLiteral("cache · 12 min old · 47 min left"));
    // The writer's clock may be ahead of ours.
    from.cachedAt = clock.now() + std::chrono::minutes(1);
    QCOMPARE(sourceLine(from, clock.now()), QStringLiteral("cache · 0 s old · 47 min left"));
}

void TestCliParts::jsonIsIndentedAsItStands()
{
    const QByteArray json("{\"b\":[1.0,{}, []],\"a\":\"{\\\"x\\\": [1, 2]}\",\"u\":\"Zo\\u00eb "
                          "\\ud834\\udd1e \\u001b \\\\u00eb\"}");
    const QByteArray indented("{\n"
                              "  \"b\": [\n"
                              "    1.0,\n"
                              "    {},\n"
                              "    []\n"
                              "  ],\n"
                              "  \"a\": \"{\\\"x\\\": [1, 2]}\",\n"
                              "  \"u\": \"Zoë 𝄞 \\u001b \\\\u00eb\"\n"
                              "}");
    QCOMPARE(indentedJson(json), indented);
    // Readable escapes are the same JSON.
    const QByteArray text("[\"\\u0041\\ud834 \\udd1e\\u009b\\u00e9\"]");
    QCOMPARE(QJsonDocument::fromJson(indentedJson(text)), QJsonDocument::fromJson(text));
}

void TestCliParts::membersKeepTheirText()
{
    const auto members =
        membersOf(R"( {"data" : [ {"x": 1.0} ], "s": "a:b,c}", "n":null , "o":{"data":2}} )");
    QVERIFY(members);
    const std::vector<std::pair<QByteArray, QByteArray>> expected{
        {"data", "[ {\"x\": 1.0} ]"}, {"s", "\"a:b,c}\""}, {"n", "null"}, {"o", "{\"data\":2}"}};
    QCOMPARE(*members, expected);
    QVERIFY(membersOf("{}") && membersOf("{}")->empty());
    for (const QByteArray &wrong : {QByteArray("[1]"), QByteArray("{\"a\": "), QByteArray(), QByteArray("x")})
        QVERIFY(!membersOf(wrong));
}

void TestCliParts::elementsKeepTheirText()
{
    const QByteArray json = R"( [ {"a": [1, 2]} , 1.0,"],[" ,[], null ] )";
    QByteArrayList texts;
    for (const JsonItem &item : itemsOf(json)) {
        QVERIFY(item.name.isEmpty());
        texts << item.value.toByteArray();
    }
    QCOMPARE(texts, (QByteArrayList{R"({"a": [1, 2]})", "1.0", R"("],[")", "[]", "null"}));
    QVERIFY(itemsOf("[ ]").empty());
}

void TestCliParts::decompressionNeedsAWholeFrame()
{
    QVERIFY(!isCompressed("{\"data\": []}"));
    // "hello" as zstd -c writes it, with the length of its content.
    const QByteArray hello = QByteArray::fromHex("28b52ffd2005290000"
                                                 "68656c6c6f");
    QVERIFY(isCompressed(hello));
    QCOMPARE(decompressed(hello, 5).value(), QByteArray("hello"));
    QCOMPARE(decompressed(hello, 4).error().code, ErrorCode::TooLarge);
    for (qsizetype length = 4; length < hello.size(); ++length)
        QCOMPARE(decompressed(hello.left(length), 100).error().code, ErrorCode::Protocol);
    QCOMPARE(decompressed(hello + hello, 100).value(), QByteArray("hellohello"));
}

void TestCliParts::statementsAreSplit_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<std::vector<QByteArray>>("statements");
    using List = std::vector<QByteArray>;
    QTest::newRow("empty") << QByteArray(" ;; \n-- nothing\n") << List{};
    QTest::newRow("two") << QByteArray("SELECT 1;\nSELECT 2") << List{"SELECT 1", "SELECT 2"};
    QTest::newRow("quotes") << QByteArray("SELECT ';''--', \"a;b\"; SELECT 2;")
                            << List{"SELECT ';''--', \"a;b\"", "SELECT 2"};
    QTest::newRow("backslash without E")
        << QByteArray("SELECT 'a\\'; SELECT 2") << List{"SELECT 'a\\'", "SELECT 2"};
    QTest::newRow("backslash with E")
        << QByteArray("SELECT E'a\\';'; SELECT 2") << List{"SELECT E'a\\';'", "SELECT 2"};
    QTest::newRow("comments") << QByteArray("SELECT 1 -- a;b\n+ 2; /* c;d /* e; */ ; */ SELECT 3")
                              << List{"SELECT 1 \n+ 2", "SELECT 3"};
    QTest::newRow("dollars") << QByteArray("DO $x$ BEGIN; END $y$ ; $x$; SELECT $1; SELECT $$;$$")
                             << List{"DO $x$ BEGIN; END $y$ ; $x$", "SELECT $1", "SELECT $$;$$"};
}

void TestCliParts::statementsAreSplit()
{
    QFETCH(QByteArray, script);
    QFETCH(std::vector<QByteArray>, statements);
    QCOMPARE(splitStatements(script), statements);
}

void TestCliParts::nothingConfiguredIsEmbedded()
{
    ConfigurationRequest request;
    request.environment.insert(QStringLiteral("HRCACHE_DATA_DIR"), QStringLiteral("/data"));
    request.environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QString());
    const auto configuration = Configuration::load(request);
    QVERIFY(configuration);
    QVERIFY(configuration->isEmbedded());
    QVERIFY(!configuration->database);
    QVERIFY(configuration->databaseFile().startsWith(QStringLiteral("/data/")));
    QCOMPARE(configuration->ttl, CacheTtl());
}

void TestCliParts::theContractsEnvironmentIsRead()
{
    ConfigurationRequest request;
    const std::pair<const char *, const char *> variables[] = {
        {"LISTENERS_REDIS_HOST", "redis.example.ch"},
        {"LISTENERS_REDIS_PORT", "6380"},
        {"LISTENERS_REDIS_PASSWORD", "p w:/@"},
        {"LISTENERS_REDIS_TLS", "True"},
        {"LISTENERS_REDIS_DB", "3"},
        {"HRCACHE_REDIS_USERNAME", "app"},
        {"HRCACHE_REDIS_CA_FILE", "/ca.pem"},
        {"HRCACHE_USER", "uid_xyz123"},
        {"HRCACHE_COMPANY", "11111111-1111-4111-8111-AAAAAAAAAAAA"},
        {"NEON_DATABASE_URL", "postgresql://u:p@db.example.ch/hr?sslmode=require&channel_binding=require"}};
    for (const auto &[name, value] : variables)
        request.environment.insert(QLatin1String(name), QLatin1String(value));
    const auto configuration = Configuration::load(request);
    QVERIFY2(configuration, configuration ? "" : qPrintable(configuration.error().message));
    RedisConfig expected;
    expected.host = QStringLiteral("redis.example.ch");
    expected.port = 6380;
    expected.password = QStringLiteral("p w:/@");
    expected.tls = true;
    expected.database = 3;
    expected.username = QStringLiteral("app");
    expected.caFile = QStringLiteral("/ca.pem");
    QVERIFY(*configuration->redis == expected);
    QCOMPARE(configuration->user.toString(), QStringLiteral("uid_xyz123"));
    QCOMPARE(configuration->company.toString(), QStringLiteral("11111111-1111-4111-8111-aaaaaaaaaaaa"));
    QVERIFY(configuration->database);
    QVERIFY(configuration->database->toString().contains(QStringLiteral("u@db.example.ch")));

    request.embedded = true;
    const auto embedded = Configuration::load(request);
    QVERIFY(embedded && embedded->isEmbedded() && embedded->user.isEmpty());
}

void TestCliParts::localRedisKeepsTheDatabaseNumberOnly()
{
    ConfigurationRequest request;
    for (const auto &[name, value] : std::initializer_list<std::pair<const char *, const char *>>{
             {"USE_LOCAL_REDIS", "true"},
             {"LISTENERS_REDIS_HOST", "far.example.ch"},
             {"LISTENERS_REDIS_PORT", "1"},
             {"LISTENERS_REDIS_PASSWORD", "secret"},
             {"LISTENERS_REDIS_TLS", "true"},
             {"LISTENERS_REDIS_DB", "5"}})
        request.environment.insert(QLatin1String(name), QLatin1String(value));
    RedisConfig expected;
    expected.host = QStringLiteral("127.0.0.1");
    expected.database = 5;
    QVERIFY(*Configuration::load(request)->redis == expected);
}

void TestCliParts::onlyOneServerConfiguredIsAllowed()
{
    ConfigurationRequest request;
    request.environment.insert(QStringLiteral("NEON_DATABASE_URL"),
                               QStringLiteral("postgresql://u@127.0.0.1/hr"));
    const auto database = Configuration::load(request);
    QVERIFY(database && database->database);
    QVERIFY(*database->redis == RedisConfig());
    request.environment.clear();
    request.environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QStringLiteral("7000"));
    const auto redis = Configuration::load(request);
    QVERIFY(redis && !redis->isEmbedded() && !redis->database);
}

void TestCliParts::ttlsAreConfigurable()
{
    ConfigurationRequest request;
    request.environment.insert(QStringLiteral("HRCACHE_TTL_CONTRACTS"), QStringLiteral("0"));
    request.environment.insert(QStringLiteral("HRCACHE_TTL_ACTIVE_CONTRACT"), QStringLiteral("60"));
    const auto configuration = Configuration::load(request);
    QVERIFY(configuration);
    QCOMPARE(configuration->ttl.contracts, std::chrono::seconds(0));
    QCOMPARE(configuration->ttl.activeContract, std::chrono::seconds(60));
    QCOMPARE(configuration->ttl.employees, std::chrono::seconds(3600));
}

void TestCliParts::redactedLinesNameNobody_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("redacted");
    const auto row = [](const char *line, const char *expected) {
        QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(expected);
    };
    row("[HR_CACHE] HIT: cache:uid_xyz123:c-1:hr:employees | Items: 3",
        "[HR_CACHE] HIT: cache:***:c-1:hr:employees | Items: 3");
    row("no access for uid_xyz123", "no access for ***");
    row("connected to postgresql://app:pass@db.example.ch:5432/hr",
        "connected to postgresql://***@db.example.ch:5432/hr");
    row("Key (identifier)=(EMP001) exists", "Key (identifier)=(***) exists");
    row("mail to jean.dupont@example.ch failed", "mail to *** failed");
    row("cache:invalidate:c-1", "cache:***:c-1");
}

void TestCliParts::redactedLinesNameNobody()
{
    QFETCH(QString, line);
    QFETCH(QString, redacted);
    const auto sink = LogSink::open({});
    QVERIFY(sink);
    (*sink)->hide(QStringLiteral("uid_xyz123"));
    QCOMPARE((*sink)->redacted(line), redacted);
}

void TestCliParts::logFilesAreRotated()
{
    const QTemporaryDir folder;
    LogSink::Options options;
    options.file = folder.filePath(QStringLiteral("app.log"));
    options.maximumFileBytes = 2'000;
    options.keptFiles = 2;
    {
        const auto sink = LogSink::open(options);
        QVERIFY(sink);
        for (int i = 0; i < 200; ++i)
            qCInfo(logCache).noquote() << "[HR_CACHE] MISS: cache:somebody:c:hr:employee:" << i;
    }
    const QStringList files = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files, QStringList({QStringLiteral("app.log"), QStringLiteral("app.log.1"),
                                 QStringLiteral("app.log.2")}));
    for (const QString &name : files) {
        QFile file(folder.filePath(name));
        QVERIFY(file.size() > 0 && file.size() < 2'200);
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("somebody"));
    }
    QFile last(folder.filePath(QStringLiteral("app.log")));
    QVERIFY(last.open(QIODevice::ReadOnly));
    QVERIFY(last.readAll().trimmed().endsWith("199"));
}

void TestCliParts::ageFollowsFromTheTtl()
{
    const ManualClock clock;
    CacheKeyInfo info;
    info.tail = "}], \"cached_at\": \"2001-01-01T00:00:00.000000\", \"ttl_seconds\": 3600, "
                "\"source\": \"hr.employees\"}";
    info.ttlLeft = std::chrono::seconds(3540);
    // Whatever clock its writer has.
    QCOMPARE(*entryAge(info, clock.now()), std::chrono::milliseconds(60'000));
    info.ttlLeft.reset();
    QVERIFY(*entryAge(info, clock.now()) > std::chrono::hours(24 * 365));
    info.tail = "x";
    QVERIFY(!entryAge(info, clock.now()));
}

QTEST_GUILESS_MAIN(TestCliParts)
#include "tst_cli_parts.moc"
