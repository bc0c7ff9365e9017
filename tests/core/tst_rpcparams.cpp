#include "hr/RpcParams.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hrcache;

namespace {

const QString companyText = QStringLiteral("11111111-1111-4111-8111-111111111111");

QJsonObject object(const char *json)
{
    QJsonObject params = QJsonDocument::fromJson(json).object();
    params.insert(QStringLiteral("company_id"), companyText);
    return params;
}

QByteArray valueOf(const HrWrite &write, std::string_view column)
{
    for (const FieldValue &field : write.fields) {
        if (field.column == column)
            return field.value.value_or(QByteArray("NULL"));
    }
    return "absent";
}

} // namespace

class TestRpcParams : public QObject
{
    Q_OBJECT

private slots:
    void namesTheMissingParameter();
    void refusesIdsThatCouldReachAPattern_data();
    void refusesIdsThatCouldReachAPattern();
    void treatsTwoSpellingsOfACompanyAsOne();
    void fallsBackToSwitzerlandInFrench();
    void packsProvisions();
    void keepsNullsOnUpdateOnly();
    void refusesUnknownFields();
    void refusesValuesOfTheWrongShape();
    void refusesTextThatADatabaseWouldCutOrChange_data();
    void refusesTextThatADatabaseWouldCutOrChange();
    void takesTextOfAnyScript();
};

void TestRpcParams::namesTheMissingParameter()
{
    const auto query = queryOf(QStringLiteral("HR.get_employee"), object("{}"));
    QVERIFY(!query);
    QCOMPARE(query.error().code, ErrorCode::InvalidArgument);
    QVERIFY(query.error().message.contains(u"employee_id"));
}

void TestRpcParams::refusesIdsThatCouldReachAPattern_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("star") << QStringLiteral("*");
    QTest::newRow("colon") << companyText + u':';
    QTest::newRow("newline") << companyText.left(35) + u'\n';
    QTest::newRow("empty") << QString();
    QTest::newRow("injection") << QStringLiteral("' OR 1=1 --");
}

void TestRpcParams::refusesIdsThatCouldReachAPattern()
{
    QFETCH(QString, id);
    QJsonObject params;
    params.insert(QStringLiteral("company_id"), id);
    const auto query = queryOf(QStringLiteral("HR.list_employees"), params);
    QVERIFY(!query);
    QCOMPARE(query.error().code, ErrorCode::InvalidArgument);
}

void TestRpcParams::treatsTwoSpellingsOfACompanyAsOne()
{
    const QString upper = QStringLiteral("ABCDEF00-1111-4111-8111-111111111111");
    const auto one = queryOf(QStringLiteral("HR.list_employees"), {{QStringLiteral("company_id"), upper}});
    const auto other =
        queryOf(QStringLiteral("HR.list_employees"), {{QStringLiteral("company_id"), upper.toLower()}});
    QVERIFY(one && other);
    QCOMPARE(one->company, other->company);
}

void TestRpcParams::fallsBackToSwitzerlandInFrench()
{
    const auto query = queryOf(QStringLiteral("HR.get_all_references"), {});
    QVERIFY(query);
    QCOMPARE(query->country, QByteArray("CH"));
    QCOMPARE(query->language, QByteArray("fr"));
}

void TestRpcParams::packsProvisions()
{
    const auto write =
        writeOf(QStringLiteral("HR.create_contract"),
                object(R"({"employee_id": "22222222-2222-4222-8222-000000000001", "contract_type": "CDI",
                                          "start_date": "2024-01-01", "base_salary": 6500.5, "thirteenth_month": true,
                                          "bonus_target": 0.1, "work_rate": 1})"));
    QVERIFY2(write, write ? "" : qPrintable(write.error().message));
    QCOMPARE(QJsonDocument::fromJson(valueOf(*write, "provisions")).object(),
             QJsonDocument::fromJson(R"({"thirteenth_month": true, "bonus_target": 0.1})").object());
    QCOMPARE(valueOf(*write, "base_salary"), QByteArray("6500.5"));
    QCOMPARE(valueOf(*write, "work_rate"), QByteArray("1"));
}

void TestRpcParams::keepsNullsOnUpdateOnly()
{
    const auto update =
        writeOf(QStringLiteral("HR.update_employee"),
                object(R"({"employee_id": "22222222-2222-4222-8222-000000000001", "email": null})"));
    QVERIFY(update);
    QCOMPARE(valueOf(*update, "email"), QByteArray("NULL"));
    const auto create = writeOf(QStringLiteral("HR.create_employee"), object(R"({"email": null})"));
    QVERIFY(create);
    QCOMPARE(valueOf(*create, "email"), QByteArray("absent"));
}

void TestRpcParams::refusesUnknownFields()
{
    const auto write =
        writeOf(QStringLiteral("HR.create_employee"), object(R"({"frist_name": "A", "id": "x"})"));
    QVERIFY(!write);
    QVERIFY(write.error().message.contains(u"frist_name"));
    QVERIFY(write.error().message.contains(u"id"));
}

void TestRpcParams::refusesValuesOfTheWrongShape()
{
    QVERIFY(!writeOf(QStringLiteral("HR.create_employee"), object(R"({"first_name": 5})")));
    QVERIFY(!writeOf(QStringLiteral("HR.create_employee"), object(R"({"first_name": ["a"]})")));
    QVERIFY(!queryOf(QStringLiteral("HR.list_clusters"), object(R"({"country_code": "C*"})")));
    QVERIFY(!queryOf(QStringLiteral("HR.list_payroll_results"), object(R"({"year": "2026"})")));
}

void TestRpcParams::refusesTextThatADatabaseWouldCutOrChange_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const char *method, const char *params, const char *named) {
        QTest::newRow(name) << QString::fromLatin1(method) << QByteArray(params)
                            << QString::fromLatin1(named);
    };
    row("NUL", "HR.get_company_id", R"({"mandate_path": "clients/c1\u0000zzz"})", "mandate_path");
    row("tab", "HR.get_company_id", R"({"mandate_path": "clients/c1\t"})", "mandate_path");
    row("C1", "HR.get_company_id", R"({"mandate_path": "clients\u0085"})", "mandate_path");
    row("half a pair", "HR.get_company_id", R"({"mandate_path": "a\ud800b"})", "mandate_path");
    row("country", "HR.list_clusters", R"({"country_code": "C\u0000"})", "country_code");
    row("user", "HR.list_employees", R"({"firebase_user_id": "a\u0000"})", "firebase_user_id");
    row("half a pair in a field", "HR.create_employee", R"({"first_name": "a\udc00"})", "first_name");
    row("half a pair in a number", "HR.create_contract",
        R"({"employee_id": "22222222-2222-4222-8222-000000000001", "base_salary": "\ud800"})", "base_salary");
    row("half a pair in provisions", "HR.update_contract",
        R"({"contract_id": "33333333-3333-4333-8333-000000000001", "provisions": {"a": ["\ud800"]}})",
        "provisions");
    row("half a pair in a bonus", "HR.create_contract",
        R"({"employee_id": "22222222-2222-4222-8222-000000000001", "bonus_type": "\ud800"})", "bonus_type");
}

void TestRpcParams::refusesTextThatADatabaseWouldCutOrChange()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, params);
    QFETCH(QString, named);
    const QJsonObject given = object(params.constData());
    QVERIFY(given.contains(named));
    Error error;
    if (named == u"firebase_user_id")
        error = userParam(given).error();
    else if (method.contains(u"create") || method.contains(u"update"))
        error = writeOf(method, given).error();
    else
        error = queryOf(method, given).error();
    QCOMPARE(error.code, ErrorCode::InvalidArgument);
    QVERIFY2(error.message.contains(named), qPrintable(error.message));
}

void TestRpcParams::takesTextOfAnyScript()
{
    const auto query = queryOf(QStringLiteral("HR.get_company_id"),
                               object(R"({"mandate_path": "clients/Zoë/李/\ud834\udd1e"})"));
    QVERIFY(query);
    QCOMPARE(query->mandatePath.toUtf8(), QByteArray("clients/Zoë/李/𝄞"));
}

QTEST_GUILESS_MAIN(TestRpcParams)
#include "tst_rpcparams.moc"
