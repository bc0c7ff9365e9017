#include "CliTesting.h"

#include "sqlite/SampleData.h"

using namespace hrcache;

/// What hrcachectl says beside its answers, and of answers that nobody got.
class TestCliAnswers : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerThatCannotBeWrittenIsAFailure();
    void anUnknownCompanyIsSaid();
    void anUnknownEmployeeIsSaid();
    void callsAreMadeForTheConfiguredUser();
};

void TestCliAnswers::anAnswerThatCannotBeWrittenIsAFailure()
{
    const Cli cli;
    for (const char *command : {"employees", "check", "--help", "rpc HR.check_connection"}) {
        const auto process = cli.start(QString::fromLatin1(command).split(u' '), QStringLiteral("/dev/full"));
        const CliResult result = Cli::finish(*process);
        QVERIFY2(result.status == 1, command);
        QVERIFY2(result.err.contains("cannot be written"), result.err.constData());
    }
}

void TestCliAnswers::anUnknownCompanyIsSaid()
{
    const Cli cli;
    const CliResult result = cli.run({QStringLiteral("employees"), QStringLiteral("--company"),
                                      QStringLiteral("99999999-1111-4111-8111-111111111111")});
    QCOMPARE(result.status, 0);
    QVERIFY2(result.err.contains("has no access"), result.err.constData());
    QCOMPARE(cli.run({QStringLiteral("employees")}).err, QByteArray());
}

void TestCliAnswers::anUnknownEmployeeIsSaid()
{
    const CliResult result =
        Cli().run({QStringLiteral("contracts"), QStringLiteral("99999999-1111-4111-8111-111111111111")});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("no employee with the id"), result.err.constData());
}

void TestCliAnswers::callsAreMadeForTheConfiguredUser()
{
    Cli cli;
    cli.set("HRCACHE_USER", QString::fromLatin1(sample::viewerUser));
    cli.set("HRCACHE_COMPANY", QString::fromLatin1(sample::smallCompany));
    QCOMPARE(cli.run({QStringLiteral("rpc"), QStringLiteral("HR.list_employees")}).status, 0);
    const QStringList write{QStringLiteral("rpc"), QStringLiteral("HR.delete_employee"),
                            QStringLiteral(R"({"employee_id": "0caadc03-f41d-4b09-b887-faf8954c5971"})")};
    const CliResult refused = cli.run(write);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.count("Nothing was written.") == 1, refused.err.constData());
    // Whoever says that there is nobody means it.
    const CliResult nobody = cli.run({QStringLiteral("rpc"), QStringLiteral("HR.list_employees"),
                                      QStringLiteral(R"({"firebase_user_id": null})"), QStringLiteral("-v")});
    QVERIFY2(nobody.err.contains("no user"), nobody.err.constData());
}

QTEST_GUILESS_MAIN(TestCliAnswers)
#include "tst_cli_answers.moc"
