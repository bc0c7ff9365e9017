#include "CliTesting.h"

#include "sqlite/SampleData.h"

using namespace hrcache;

namespace {

const QString sampleCompany = QStringLiteral("5a3b1e00-0000-4000-8000-000000000025");
const QString emptyCompany = QStringLiteral("5a3b1e00-0000-4000-8000-000000000000");

} // namespace

/// hrcachectl with nothing configured: the built-in sample.
class TestCliEmbedded : public QObject
{
    Q_OBJECT

private slots:
    void theVersionNeedsNothing();
    void everyCommandHasHelpWithAnExample_data();
    void everyCommandHasHelpWithAnExample();
    void wrongUsageIsRefusedWithStatus2_data();
    void wrongUsageIsRefusedWithStatus2();
    void malformedConfigurationIsNamed_data();
    void malformedConfigurationIsNamed();
    void employeesAreATableWithASourceLine();
    void employeesOfAnEmptyCompanyAreNone();
    void jsonOfEmployeesHasRowsAndSource();
    void contractsAreFoundByIdentifierAndById();
    void referencesComeInTheLanguageAskedFor();
    void clustersAreLimitedToACountry();
    void checkIsGood();
    void statsAndKeysSayWhyTheyAreEmpty();
    void warmLoadsIntoTheCache();
    void initDbWantsAPostgres();
    void anAnswerThatCannotBeWrittenIsAFailure();
    void anUnknownCompanyIsSaid();
    void anUnknownEmployeeIsSaid();
    void callsAreMadeForTheConfiguredUser();
    void aCallPrintsOneLine();
    void aRefusedCallPrintsItsResultAndFails();
    void aWriteSurvivesTheProgram();
    void embeddedWinsOverTheEnvironment();
    void theLogFileHidesPeople();
};

void TestCliEmbedded::theVersionNeedsNothing()
{
    const CliResult result = Cli().run({QStringLiteral("--version")});
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.startsWith("hrcachectl "));
    QProcess window;
    window.setProcessEnvironment(QProcessEnvironment());
    window.start(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"), {QStringLiteral("--version")});
    QVERIFY(window.waitForFinished());
    QCOMPARE(window.exitCode(), 0);
    QVERIFY(window.readAllStandardOutput().startsWith("hr-cache-monitor "));
}

void TestCliEmbedded::everyCommandHasHelpWithAnExample_data()
{
    QTest::addColumn<QString>("command");
    for (const char *name : {"employees", "contracts", "references", "clusters", "rpc", "stats", "keys",
                             "get", "invalidate", "warm", "check", "init-db"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestCliEmbedded::everyCommandHasHelpWithAnExample()
{
    QFETCH(QString, command);
    const Cli cli;
    const CliResult help = cli.run({command, QStringLiteral("--help")});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.startsWith("Usage: hrcachectl " + command.toUtf8() + " [options]"));
    QVERIFY(help.out.contains("Examples:\n  "));
    QVERIFY(cli.run({QStringLiteral("--help")}).out.contains("\n  " + command.toUtf8() + ' '));
}

void TestCliEmbedded::wrongUsageIsRefusedWithStatus2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *arguments, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(words);
    };
    row("nothing", "", "Which command?");
    row("unknown command", "frobnicate", "no command \"frobnicate\"");
    row("unknown option", "employees --frobnicate", "frobnicate");
    row("unknown option before", "--frobnicate employees", "frobnicate");
    row("unexpected argument", "employees x", "\"x\" is not expected");
    row("missing employee", "contracts", "Whose contracts?");
    row("two employees", "contracts a b", "One employee");
    row("bad country", "clusters --country C1", "--country");
    row("bad language", "references --lang f", "--lang");
    row("bad company", "employees --company x:y", "--company");
    row("bad user", "employees --user a:b", "--user");
    row("empty user", "employees --user=", "--user needs a value");
    row("empty company", "employees --company=", "--company needs a value");
    row("missing method", "rpc", "Which method?");
    row("unknown method", "rpc HR.frobnicate", "Unknown method");
    row("missing parameter", "rpc HR.list_employees", "company_id");
    row("no JSON", "rpc HR.list_employees {", "not valid JSON");
    row("no object", "rpc HR.list_employees []", "must be a JSON object");
    row("too many", "rpc HR.list_employees {} {}", "not expected");
    row("no key", "get", "Give one key");
    row("not our key", "invalidate foo", "no key of the HR cache");
    row("unknown type", "invalidate --type foo", "no type \"foo\"");
    row("keys and type", "invalidate --type employees cache:u:c:hr:employees", "either keys");
    row("both users", "stats --user a --all-users", "exclude each other");
    row("both scans", "stats --scan --no-scan", "exclude each other");
    row("profile and embedded", "employees --embedded --profile x", "exclude each other");
    row("privacy", "employees --log-privacy some", "--log-privacy");
    row("bad warm language", "warm --lang fr,1", "--lang");
}

void TestCliEmbedded::wrongUsageIsRefusedWithStatus2()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    const CliResult result = Cli().run(arguments);
    QCOMPARE(result.status, 2);
    QCOMPARE(result.out, QByteArray());
    QVERIFY(result.err.startsWith("hrcachectl: "));
    QVERIFY2(QString::fromUtf8(result.err).contains(words), result.err.constData());
}

void TestCliEmbedded::malformedConfigurationIsNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const char *value) {
        QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(value);
    };
    row("LISTENERS_REDIS_PORT", "http");
    row("LISTENERS_REDIS_PORT", "70000");
    row("LISTENERS_REDIS_TLS", "maybe");
    row("LISTENERS_REDIS_DB", "-1");
    row("USE_LOCAL_REDIS", "local");
    row("NEON_DATABASE_URL", "database.example");
    row("HRCACHE_TTL_EMPLOYEES", "1h");
    row("HRCACHE_COMPANY", "not:a-uuid");
    row("HRCACHE_USER", "a:b");
}

void TestCliEmbedded::malformedConfigurationIsNamed()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    Cli cli;
    cli.set(name.toLatin1().constData(), value);
    const CliResult result = cli.run({QStringLiteral("employees")});
    QCOMPARE(result.status, 2);
    QVERIFY2(result.err.contains(name.toLatin1()), result.err.constData());
    QCOMPARE(result.out, QByteArray());
}

void TestCliEmbedded::employeesAreATableWithASourceLine()
{
    const CliResult result = Cli().run({QStringLiteral("employees")});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.err, QByteArray());
    const QList<QByteArray> lines = result.out.split('\n');
    QVERIFY(lines.first().startsWith("Identifier  Name "));
    QVERIFY(lines.size() > 20);
    QCOMPARE(lines[lines.size() - 2], QByteArray("database · MISS"));
    QVERIFY(lines[lines.size() - 3].endsWith("active employees"));
    // Cells begin in the same column however many bytes the names take.
    const auto column = QString::fromUtf8(lines[0]).indexOf(QStringLiteral("Born"));
    for (qsizetype i = 2; i < lines.size() - 4; ++i) {
        const QString born = QString::fromUtf8(lines[i]).mid(column, 10);
        QVERIFY2(QDate::fromString(born, Qt::ISODate).isValid(), lines[i].constData());
    }
}

void TestCliEmbedded::employeesOfAnEmptyCompanyAreNone()
{
    const CliResult result =
        Cli().run({QStringLiteral("--company"), emptyCompany, QStringLiteral("employees")});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, QByteArray("No active employees in this company.\ndatabase · MISS\n"));
}

void TestCliEmbedded::jsonOfEmployeesHasRowsAndSource()
{
    const CliResult result = Cli().run({QStringLiteral("employees"), QStringLiteral("--json")});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out.count('\n'), 1);
    const QJsonObject json = result.object();
    QVERIFY(json[u"employees"].toArray().size() > 15);
    QCOMPARE(json[u"source"].toString(), QStringLiteral("database"));
    QCOMPARE(json[u"reason"].toString(), QStringLiteral("MISS"));
    QCOMPARE(json[u"server"].toString(), QStringLiteral("SQLite"));
    QVERIFY(json[u"elapsed_us"].toInteger() > 0);
}

void TestCliEmbedded::contractsAreFoundByIdentifierAndById()
{
    const Cli cli;
    const QJsonObject first =
        cli.run({QStringLiteral("employees"), QStringLiteral("--json")}).object()[u"employees"][0].toObject();
    const QJsonObject byIdentifier =
        cli.run({QStringLiteral("contracts"), first[u"identifier"].toString(), QStringLiteral("--json")})
            .object();
    const QJsonObject byId =
        cli.run({QStringLiteral("contracts"), first[u"id"].toString(), QStringLiteral("--json")}).object();
    QVERIFY(!byId[u"contracts"].toArray().isEmpty());
    QCOMPARE(byIdentifier[u"contracts"], byId[u"contracts"]);
    const CliResult none = cli.run({QStringLiteral("contracts"), QStringLiteral("nobody")});
    QCOMPARE(none.status, 1);
    QVERIFY(none.err.contains("identifier \"nobody\""));
}

void TestCliEmbedded::referencesComeInTheLanguageAskedFor()
{
    const Cli cli;
    QVERIFY(cli.run({QStringLiteral("references")}).out.contains("Contrat à durée"));
    const CliResult english =
        cli.run({QStringLiteral("references"), QStringLiteral("--lang"), QStringLiteral("en")});
    QVERIFY(english.out.contains("Married"));
    QVERIFY(!english.out.contains("Marié"));
    const CliResult unknown =
        cli.run({QStringLiteral("references"), QStringLiteral("--country"), QStringLiteral("XX")});
    QCOMPARE(unknown.status, 0);
    QVERIFY(unknown.out.startsWith("No references for XX."));
}

void TestCliEmbedded::clustersAreLimitedToACountry()
{
    const Cli cli;
    const auto all = cli.run({QStringLiteral("clusters"), QStringLiteral("--json")}).object();
    const auto french = cli.run({QStringLiteral("clusters"), QStringLiteral("--country"),
                                 QStringLiteral("FR"), QStringLiteral("--json")})
                            .object();
    QVERIFY(!french[u"clusters"].toArray().isEmpty());
    QVERIFY(french[u"clusters"].toArray().size() < all[u"clusters"].toArray().size());
    for (const QJsonValue &cluster : french[u"clusters"].toArray())
        QCOMPARE(cluster[u"country_code"].toString(), QStringLiteral("FR"));
}

void TestCliEmbedded::checkIsGood()
{
    const Cli cli;
    const CliResult text = cli.run({QStringLiteral("check")});
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.contains("SQLite"));
    QVERIFY(!text.out.contains("✗"));
    const QJsonObject json = cli.run({QStringLiteral("check"), QStringLiteral("--json")}).object();
    QVERIFY(json[u"ok"].toBool());
    QCOMPARE(json[u"database"][u"product"].toString(), QStringLiteral("SQLite"));
}

void TestCliEmbedded::statsAndKeysSayWhyTheyAreEmpty()
{
    const Cli cli;
    for (const QString &command : {QStringLiteral("stats"), QStringLiteral("keys")}) {
        const CliResult result = cli.run({command});
        QCOMPARE(result.status, 0);
        QVERIFY2(result.out.contains("No entries."), result.out.constData());
        QVERIFY(result.out.contains("The built-in cache"));
    }
    const CliResult get = cli.run({QStringLiteral("get"), QStringLiteral("cache:u:c:hr:employees")});
    QCOMPARE(get.status, 1);
    QVERIFY(get.err.contains("There is no key"));
    const CliResult gone = cli.run({QStringLiteral("invalidate"), QStringLiteral("--yes")});
    QCOMPARE(gone.status, 0);
    QVERIFY(gone.out.contains("nothing to delete"));
}

void TestCliEmbedded::warmLoadsIntoTheCache()
{
    const CliResult result =
        Cli().run({QStringLiteral("warm"), QStringLiteral("--details"), QStringLiteral("--json")});
    QCOMPARE(result.status, 0);
    qint64 employees = 0;
    for (const QJsonValue &tally : result.array()) {
        QCOMPARE(tally[u"there_already"].toInteger(), 0);
        QCOMPARE(tally[u"not_stored"].toInteger(), 0);
        if (tally[u"data"].toString() == u"employee")
            employees = tally[u"loaded"].toInteger();
    }
    QVERIFY(employees > 15);
}

void TestCliEmbedded::initDbWantsAPostgres()
{
    const CliResult result = Cli().run({QStringLiteral("init-db")});
    QCOMPARE(result.status, 2);
    QVERIFY(result.err.contains("NEON_DATABASE_URL"));
}

void TestCliEmbedded::anAnswerThatCannotBeWrittenIsAFailure()
{
    const Cli cli;
    for (const char *command : {"employees", "check", "--help", "rpc HR.check_connection"}) {
        const auto process = cli.start(QString::fromLatin1(command).split(u' '), QStringLiteral("/dev/full"));
        const CliResult result = Cli::finish(*process);
        QVERIFY2(result.status == 1, command);
        QVERIFY2(result.err.contains("cannot be written"), result.err.constData());
    }
}

void TestCliEmbedded::anUnknownCompanyIsSaid()
{
    const Cli cli;
    const CliResult result = cli.run({QStringLiteral("employees"), QStringLiteral("--company"),
                                      QStringLiteral("99999999-1111-4111-8111-111111111111")});
    QCOMPARE(result.status, 0);
    QVERIFY2(result.err.contains("has no access"), result.err.constData());
    QCOMPARE(cli.run({QStringLiteral("employees")}).err, QByteArray());
}

void TestCliEmbedded::anUnknownEmployeeIsSaid()
{
    const CliResult result =
        Cli().run({QStringLiteral("contracts"), QStringLiteral("99999999-1111-4111-8111-111111111111")});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("no employee with the id"), result.err.constData());
}

void TestCliEmbedded::callsAreMadeForTheConfiguredUser()
{
    Cli cli;
    cli.set("HRCACHE_USER", QString::fromLatin1(sample::viewerUser));
    cli.set("HRCACHE_COMPANY", QString::fromLatin1(sample::smallCompany));
    QCOMPARE(cli.run({QStringLiteral("rpc"), QStringLiteral("HR.list_employees")}).status, 0);
    const QStringList write{QStringLiteral("rpc"), QStringLiteral("HR.delete_employee"),
                            QStringLiteral(R"({"employee_id": "0caadc03-f41d-4b09-b887-faf8954c5971"})")};
    const CliResult refused = cli.run(write);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("Nothing was written."), refused.err.constData());
    // Whoever says that there is nobody means it.
    const CliResult nobody = cli.run({QStringLiteral("rpc"), QStringLiteral("HR.list_employees"),
                                      QStringLiteral(R"({"firebase_user_id": null})"), QStringLiteral("-v")});
    QVERIFY2(nobody.err.contains("no user"), nobody.err.constData());
}

void TestCliEmbedded::aCallPrintsOneLine()
{
    const Cli cli;
    const CliResult result = cli.run({QStringLiteral("rpc"), QStringLiteral("HR.check_connection")});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out.count('\n'), 1);
    QCOMPARE(result.object()[u"status"].toString(), QStringLiteral("connected"));
    const CliResult completed = cli.run({QStringLiteral("rpc"), QStringLiteral("--company"), sampleCompany,
                                         QStringLiteral("HR.list_employees")});
    QCOMPARE(completed.status, 0);
    QVERIFY(!completed.object()[u"employees"].toArray().isEmpty());
}

void TestCliEmbedded::aRefusedCallPrintsItsResultAndFails()
{
    const CliResult result =
        Cli().run({QStringLiteral("rpc"), QStringLiteral("HR.create_employee"),
                   QStringLiteral("{\"company_id\": \"%1\", \"firebase_user_id\": \"demo-admin\"}")
                       .arg(sampleCompany)});
    QCOMPARE(result.status, 1);
    const QJsonObject json = result.object();
    QVERIFY(json[u"employee_id"].isNull());
    QCOMPARE(json[u"error_code"].toString(), QStringLiteral("validation_failed"));
    for (const char *field :
         {"identifier", "first_name", "last_name", "birth_date", "cluster_code", "hire_date"})
        QVERIFY2(json[u"fields"].toObject().contains(QLatin1String(field)), field);
    QVERIFY(result.err.contains("Nothing was written"));
}

void TestCliEmbedded::aWriteSurvivesTheProgram()
{
    const Cli cli;
    const QString employee = cli.run({QStringLiteral("employees"), QStringLiteral("--json")})
                                 .object()[u"employees"][0][u"id"]
                                 .toString();
    const QJsonObject ids{{QStringLiteral("company_id"), sampleCompany},
                          {QStringLiteral("employee_id"), employee},
                          {QStringLiteral("firebase_user_id"), QStringLiteral("demo-admin")}};
    QJsonObject update = ids;
    update[QStringLiteral("city")] = QStringLiteral("Zürich 李");
    const auto text = [](const QJsonObject &params) {
        return QString::fromUtf8(QJsonDocument(params).toJson(QJsonDocument::Compact));
    };
    const CliResult written =
        cli.run({QStringLiteral("rpc"), QStringLiteral("HR.update_employee"), text(update)});
    QCOMPARE(written.status, 0);
    QCOMPARE(written.out, QByteArray("{\"success\": true}\n"));
    const CliResult read = cli.run({QStringLiteral("rpc"), QStringLiteral("HR.get_employee"), text(ids)});
    QCOMPARE(read.object()[u"employee"][u"city"].toString(), QStringLiteral("Zürich 李"));
}

void TestCliEmbedded::embeddedWinsOverTheEnvironment()
{
    Cli cli;
    cli.useRedis(1);
    cli.useDatabase(QStringLiteral("postgresql://nobody@127.0.0.1:1/none"));
    cli.set("HRCACHE_USER", QStringLiteral("somebody-else"));
    QCOMPARE(cli.run({QStringLiteral("employees"), QStringLiteral("--embedded")}).status, 0);
    const CliResult without = cli.run({QStringLiteral("employees")});
    QCOMPARE(without.status, 1);
    QCOMPARE(without.out, QByteArray());
}

void TestCliEmbedded::theLogFileHidesPeople()
{
    const Cli cli;
    const QString log = cli.folder() + QStringLiteral("/ctl.log");
    QCOMPARE(cli.run({QStringLiteral("employees"), QStringLiteral("--log-file"), log}).status, 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray lines = file.readAll();
    QVERIFY2(lines.contains("[HR_CACHE] MISS: cache:***:" + sampleCompany.toLatin1() + ":hr:employees"),
             lines.constData());
    QVERIFY(!lines.contains("demo-admin"));
    const CliResult verbose = cli.run({QStringLiteral("employees"), QStringLiteral("-v")});
    QVERIFY(verbose.err.contains("[HR_CACHE] MISS: cache:demo-admin:"));
    const CliResult unwritable = cli.run(
        {QStringLiteral("employees"), QStringLiteral("--log-file"), QStringLiteral("/nowhere/x.log")});
    QCOMPARE(unwritable.status, 1);
    QVERIFY(unwritable.err.contains("/nowhere/x.log"));
}

QTEST_GUILESS_MAIN(TestCliEmbedded)
#include "tst_cli_embedded.moc"
