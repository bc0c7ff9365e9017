#include "hr/WriteRules.h"

#include <QTest>

using namespace hrcache;

namespace {

HrWrite goodEmployee()
{
    HrWrite write;
    write.kind = HrWrite::Kind::CreateEmployee;
    write.fields = {{"identifier", "E1"},         {"first_name", "A"},       {"last_name", "B"},
                    {"birth_date", "1990-01-15"}, {"cluster_code", "CH-GE"}, {"hire_date", "2024-01-01"}};
    return write;
}

HrWrite goodContract()
{
    HrWrite write;
    write.kind = HrWrite::Kind::CreateContract;
    write.fields = {{"contract_type", "CDI"}, {"start_date", "2024-01-01"}, {"base_salary", "6500.5"}};
    return write;
}

WriteFacts facts()
{
    WriteFacts known;
    known.companyExists = true;
    known.targetExists = true;
    known.callerProfile = "admin";
    known.companyCountry = "CH";
    known.referenceCodes = {{"contract_types", "CH", "CDI"},
                            {"remuneration_types", "CH", "MONTHLY"},
                            {"tax_status", "CH", "A0"},
                            {"permit_types", "CH", "B"}};
    return known;
}

QStringList fieldsOf(const std::vector<FieldError> &errors)
{
    QStringList names;
    for (const FieldError &error : errors)
        names << error.field;
    names.sort();
    return names;
}

void put(HrWrite &write, std::string_view column, std::optional<QByteArray> value)
{
    std::erase_if(write.fields, [column](const FieldValue &field) { return field.column == column; });
    write.fields.push_back({column, std::move(value)});
}

} // namespace

class TestWriteRules : public QObject
{
    Q_OBJECT

private slots:
    void acceptsGoodWrites();
    void namesEveryMissingField();
    void namesEveryOffendingFieldAtOnce();
    void refusesOneValue_data();
    void refusesOneValue();
    void namesEveryNumberThatIsNone();
    void saysWhichRangeALargeNumberMisses();
    void refusesControlCharacters_data();
    void refusesControlCharacters();
    void takesTabsAndLines();
    void trimsNames();
    void comparesWithTheRowOnUpdate();
    void takesAnyCodeOfACountryWithoutAList();
    void refusesViewersAndStrangersOnlyIfThereIsAUser();
    void refusesTargetsThatDoNotExist();
    void refusesAnUpdateOfNothing();
    void addsTheDefaultsOfTheContract();
    void everyWritableColumnHasARule();
};

void TestWriteRules::acceptsGoodWrites()
{
    QVERIFY(validateFields(goodEmployee(), facts()).empty());
    QVERIFY(validateFields(goodContract(), facts()).empty());
    HrWrite full = goodContract();
    put(full, "end_date", QByteArray("2024-01-01"));
    put(full, "work_rate", QByteArray("0"));
    put(full, "provisions", QByteArray("{\"thirteenth_month\": true}"));
    QVERIFY(validateFields(full, facts()).empty());
}

void TestWriteRules::namesEveryMissingField()
{
    HrWrite write;
    write.kind = HrWrite::Kind::CreateEmployee;
    QCOMPARE(fieldsOf(validateFields(write, facts())),
             QStringList({QStringLiteral("birth_date"), QStringLiteral("cluster_code"),
                          QStringLiteral("first_name"), QStringLiteral("hire_date"),
                          QStringLiteral("identifier"), QStringLiteral("last_name")}));
}

void TestWriteRules::namesEveryOffendingFieldAtOnce()
{
    HrWrite write = goodContract();
    put(write, "contract_type", QByteArray("NOPE"));
    put(write, "end_date", QByteArray("2023-12-31"));
    put(write, "base_salary", QByteArray("-1"));
    put(write, "work_rate", QByteArray("1.5"));
    put(write, "currency", QByteArray("chf"));
    QCOMPARE(
        fieldsOf(validateFields(write, facts())),
        QStringList({QStringLiteral("base_salary"), QStringLiteral("contract_type"),
                     QStringLiteral("currency"), QStringLiteral("end_date"), QStringLiteral("work_rate")}));
}

void TestWriteRules::refusesOneValue_data()
{
    QTest::addColumn<bool>("ofContract");
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QByteArray>("value");
    const auto employee = [](const char *column, const char *value) {
        QTest::addRow("%s = '%s'", column, value) << false << QByteArray(column) << QByteArray(value);
    };
    const auto contract = [](const char *column, const char *value) {
        QTest::addRow("%s = '%s'", column, value) << true << QByteArray(column) << QByteArray(value);
    };
    employee("first_name", "");
    employee("first_name", "   ");
    employee("birth_date", "15.01.1990");
    employee("birth_date", "2026-02-30");
    employee("birth_date", "2190-01-01");
    employee("hire_date", "1980-01-01");
    employee("termination_date", "2023-01-01");
    employee("dependents", "-1");
    employee("dependents", "1.5");
    employee("dependents", "many");
    employee("country_code", "Switzerland");
    employee("nationality", "ch");
    employee("email", "nobody");
    employee("tax_status", "Z9");
    employee("permit_type", "Q");
    contract("base_salary", "12,5");
    contract("base_salary", "1e3");
    contract("base_salary", "10000000000");
    contract("base_salary", "NaN");
    contract("base_salary", "nan");
    contract("base_salary", "inf");
    contract("base_salary", "-inf");
    contract("base_salary", "1e24");
    contract("base_salary", "1e400");
    contract("base_salary", "0x10");
    contract("work_rate", "nan");
    contract("work_rate", "infinity");
    contract("annual_leave_days", "nan");
    contract("annual_leave_days", "1e24");
    contract("annual_leave_days", "999999999999999999999999");
    employee("dependents", "inf");
    contract("work_rate", "-0.1");
    contract("weekly_hours", "200");
    contract("annual_leave_days", "20.5");
    contract("provisions", "[1]");
    contract("provisions", "{");
    contract("remuneration_type", "WEEKLY");
    contract("end_date", "soon");
}

void TestWriteRules::refusesOneValue()
{
    QFETCH(bool, ofContract);
    QFETCH(QByteArray, column);
    QFETCH(QByteArray, value);
    HrWrite write = ofContract ? goodContract() : goodEmployee();
    put(write, std::string_view(column.constData(), static_cast<size_t>(column.size())), value);
    if (!ofContract)
        write.kind = HrWrite::Kind::UpdateEmployee;
    const auto errors = validateFields(write, facts());
    QCOMPARE(fieldsOf(errors), QStringList{QString::fromLatin1(column)});
    QVERIFY(!errors.front().message.isEmpty());
}

void TestWriteRules::namesEveryNumberThatIsNone()
{
    HrWrite write = goodContract();
    put(write, "base_salary", QByteArray("NaN"));
    put(write, "work_rate", QByteArray("nan"));
    put(write, "weekly_hours", QByteArray("inf"));
    put(write, "annual_leave_days", QByteArray("-inf"));
    QCOMPARE(fieldsOf(validateFields(write, facts())),
             QStringList({QStringLiteral("annual_leave_days"), QStringLiteral("base_salary"),
                          QStringLiteral("weekly_hours"), QStringLiteral("work_rate")}));
}

void TestWriteRules::saysWhichRangeALargeNumberMisses()
{
    for (const char *value : {"1e+24", "999999999999999999999999"}) {
        const QString problem =
            checkField(*ruleOf(HrWrite::Kind::CreateContract, "annual_leave_days"), QByteArray(value));
        QVERIFY2(problem.contains(QLatin1String("366")), qPrintable(problem));
    }
}

void TestWriteRules::refusesControlCharacters_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("bell") << QByteArray("a\ab");
    QTest::newRow("escape") << QByteArray("\x1b[31m");
    QTest::newRow("delete") << QByteArray("a\x7f");
    QTest::newRow("C1") << QByteArray("a\xc2\x85");
}

void TestWriteRules::refusesControlCharacters()
{
    QFETCH(QByteArray, text);
    HrWrite employee = goodEmployee();
    for (const char *column : {"first_name", "identifier", "address", "email", "tax_status", "nationality"})
        put(employee, column, text + "@x");
    QCOMPARE(fieldsOf(validateFields(employee, facts())),
             QStringList({QStringLiteral("address"), QStringLiteral("email"), QStringLiteral("first_name"),
                          QStringLiteral("identifier"), QStringLiteral("nationality"),
                          QStringLiteral("tax_status")}));
    HrWrite contract = goodContract();
    put(contract, "provisions", QByteArray(R"({"bonus_type": ["a", {"b": "x\u0000"}]})"));
    put(contract, "job_title", text);
    put(contract, "work_rate", text);
    QCOMPARE(fieldsOf(validateFields(contract, facts())),
             QStringList(
                 {QStringLiteral("job_title"), QStringLiteral("provisions"), QStringLiteral("work_rate")}));
    put(contract, "provisions", QByteArray(R"({"a\u0000": 1})"));
    QCOMPARE(validateFields(contract, facts()).size(), size_t(3));
}

void TestWriteRules::takesTabsAndLines()
{
    HrWrite write = goodEmployee();
    put(write, "address", QByteArray("Rue du Lac 1\n\tc/o M\xc3\xbcller\r\n1200 Gen\xc3\xa8ve"));
    QVERIFY(validateFields(write, facts()).empty());
}

void TestWriteRules::trimsNames()
{
    HrWrite write = goodEmployee();
    put(write, "identifier", QByteArray(" E1\t"));
    put(write, "first_name", QByteArray("Zo\xc3\xab\t"));
    put(write, "last_name", QByteArray("\xc2\xa0 de la Croix\n"));
    put(write, "email", QByteArray(" a@b.ch\t"));
    put(write, "address", QByteArray(" as it is \n"));
    put(write, "phone", std::nullopt);
    trimNames(write);
    const auto value = [&](std::string_view column) {
        for (const FieldValue &field : write.fields) {
            if (field.column == column)
                return field.value.value_or("NULL");
        }
        return QByteArray("absent");
    };
    QCOMPARE(value("identifier"), QByteArray("E1"));
    QCOMPARE(value("first_name"), QByteArray("Zo\xc3\xab"));
    QCOMPARE(value("last_name"), QByteArray("de la Croix"));
    QCOMPARE(value("email"), QByteArray("a@b.ch"));
    QCOMPARE(value("address"), QByteArray(" as it is \n"));
    QCOMPARE(value("phone"), QByteArray("NULL"));
    put(write, "first_name", QByteArray(" \t"));
    trimNames(write);
    QCOMPARE(fieldsOf(validateFields(write, facts())), QStringList{QStringLiteral("first_name")});
}

void TestWriteRules::comparesWithTheRowOnUpdate()
{
    WriteFacts known = facts();
    known.contractStartDate = "2024-06-01";
    known.hireDate = "2024-01-01";
    known.birthDate = "1990-01-01";
    HrWrite contract;
    contract.kind = HrWrite::Kind::UpdateContract;
    contract.fields = {{"end_date", "2024-05-31"}};
    QCOMPARE(fieldsOf(validateFields(contract, known)), QStringList{QStringLiteral("end_date")});
    HrWrite employee;
    employee.kind = HrWrite::Kind::UpdateEmployee;
    employee.fields = {{"termination_date", "2023-12-31"}};
    QCOMPARE(fieldsOf(validateFields(employee, known)), QStringList{QStringLiteral("termination_date")});
    employee.fields = {{"city", "Bern"}};
    QVERIFY(validateFields(employee, known).empty());
}

void TestWriteRules::takesAnyCodeOfACountryWithoutAList()
{
    HrWrite write = goodContract();
    put(write, "country_code", QByteArray("ZZ"));
    QCOMPARE(validateFields(write, facts()).front().field, QStringLiteral("country_code"));
    put(write, "country_code", QByteArray("FR"));
    put(write, "contract_type", QByteArray("INTERIM"));
    QVERIFY(validateFields(write, facts()).empty());
}

void TestWriteRules::refusesViewersAndStrangersOnlyIfThereIsAUser()
{
    WriteFacts known = facts();
    known.callerProfile = "viewer";
    QCOMPARE(judgeWrite(goodEmployee(), known, true).error().code, ErrorCode::PermissionDenied);
    known.callerProfile.reset();
    QCOMPARE(judgeWrite(goodEmployee(), known, true).error().code, ErrorCode::PermissionDenied);
    QVERIFY(judgeWrite(goodEmployee(), known, false));
}

void TestWriteRules::refusesTargetsThatDoNotExist()
{
    WriteFacts known = facts();
    known.targetExists = false;
    HrWrite write;
    write.kind = HrWrite::Kind::DeleteEmployee;
    QCOMPARE(judgeWrite(write, known, true).error().code, ErrorCode::NotFound);
    known.companyExists = false;
    QCOMPARE(judgeWrite(goodEmployee(), known, true).error().code, ErrorCode::NotFound);
}

void TestWriteRules::refusesAnUpdateOfNothing()
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateContract;
    QCOMPARE(judgeWrite(write, facts(), true).error().code, ErrorCode::InvalidArgument);
}

void TestWriteRules::addsTheDefaultsOfTheContract()
{
    WriteFacts known = facts();
    known.employeeCountry = "FR";
    HrWrite write = goodContract();
    put(write, "weekly_hours", QByteArray("35"));
    addDefaults(write, known);
    const auto value = [&](std::string_view column) {
        for (const FieldValue &field : write.fields) {
            if (field.column == column)
                return field.value.value_or(QByteArray());
        }
        return QByteArray("absent");
    };
    QCOMPARE(value("currency"), QByteArray("CHF"));
    QCOMPARE(value("work_rate"), QByteArray("1.0"));
    QCOMPARE(value("weekly_hours"), QByteArray("35"));
    QCOMPARE(value("remuneration_type"), QByteArray("MONTHLY"));
    QCOMPARE(value("annual_leave_days"), QByteArray("25"));
    QCOMPARE(value("country_code"), QByteArray("FR"));
}

void TestWriteRules::everyWritableColumnHasARule()
{
    for (const auto kind : {HrWrite::Kind::CreateEmployee, HrWrite::Kind::UpdateEmployee,
                            HrWrite::Kind::CreateContract, HrWrite::Kind::UpdateContract}) {
        for (const auto column : writableColumns(kind))
            QVERIFY2(ruleOf(kind, column), std::string(column).c_str());
    }
}

QTEST_GUILESS_MAIN(TestWriteRules)
#include "tst_writerules.moc"
