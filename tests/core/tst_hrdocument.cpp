#include "hr/Contract.h"
#include "hr/Employee.h"
#include "hr/HrDocument.h"
#include "hr/HrRows.h"
#include "hr/References.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hrcache;

namespace {

/// A result made of text, with its column names and types.
class TextResult final : public SqlResult
{
public:
    std::vector<std::string> names;
    std::vector<JsonType> types;
    std::vector<std::vector<std::optional<std::string>>> rows;

    int rowCount() const override { return static_cast<int>(rows.size()); }

    int columnCount() const override { return static_cast<int>(names.size()); }

    std::string_view columnName(int column) const override { return names[static_cast<size_t>(column)]; }

    JsonType columnType(int column) const override { return types[static_cast<size_t>(column)]; }

    bool isNull(int row, int column) const override { return !cell(row, column).has_value(); }

    std::string_view text(int row, int column) const override { return *cell(row, column); }

private:
    const std::optional<std::string> &cell(int row, int column) const
    {
        return rows[static_cast<size_t>(row)][static_cast<size_t>(column)];
    }
};

constexpr char oneEmployee[] =
    "[{\"id\": \"i1\", \"identifier\": \"E1\", \"first_name\": \"Jos\\u00e9\", \"last_name\": \"O\\\"Neil\","
    " \"birth_date\": \"1990-01-15\", \"cluster_code\": \"CH-GE\", \"hire_date\": \"2024-01-01\","
    " \"is_active\": true, \"created_at\": \"x\", \"extra\": {\"a\": [1, \"}\"]}}]";

} // namespace

class TestHrDocument : public QObject
{
    Q_OBJECT

private slots:
    void readsEscapedAndPlainTextAlike();
    void takesNothingButADateForADate_data();
    void takesNothingButADateForADate();
    void carriesUnknownMembersAlong();
    void takesMembersInAnyOrder();
    void refusesARowThatLacksANeededMember();
    void refusesAMemberOfAnotherType();
    void refusesBrokenJson_data();
    void refusesBrokenJson();
    void knowsNothingFromSomething();
    void decodesTheRecordedEmployee();
    void labelsReferencesInTheLanguageElseFrenchElseCode();
    void namesTheColumnThatTheDatabaseLacks();
    void makesAListThatItsOwnDecoderReads();
};

void TestHrDocument::readsEscapedAndPlainTextAlike()
{
    const auto document = HrDocument::fromRows(HrQuery::Kind::Employees, oneEmployee);
    QVERIFY(document);
    const EmployeeList list(*document);
    QCOMPARE(list.size(), size_t(1));
    QCOMPARE(list.at(0).firstName(), QString::fromUtf8("José"));
    QCOMPARE(list.at(0).lastName(), QStringLiteral("O\"Neil"));
    QCOMPARE(list.at(0).identifier(), QStringLiteral("E1"));
    QCOMPARE(list.at(0).birthDate(), QDate(1990, 1, 15));
    QVERIFY(list.at(0).isActive());
}

void TestHrDocument::takesNothingButADateForADate_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QDate>("date");
    const QDate day(2024, 1, 1);
    QTest::newRow("date") << QByteArray("2024-01-01") << day;
    QTest::newRow("time") << QByteArray("2024-01-01T10:00:00+00:00") << day;
    QTest::newRow("time of the server") << QByteArray("2024-01-01 10:00:00") << day;
    for (const char *none : {"2024-01-01 BC", "2024-01-01 10:00:00 BC", "2024-01-01T10:00:00+00 BC",
                             "10000-01-01", "infinity", "2024-01-011", "2024-01-01T", "2024-02-30", ""}) {
        QTest::newRow(none) << QByteArray(none) << QDate();
    }
}

void TestHrDocument::takesNothingButADateForADate()
{
    QFETCH(QByteArray, text);
    QFETCH(QDate, date);
    const auto document =
        HrDocument::fromRows(HrQuery::Kind::Employees, QByteArray(oneEmployee).replace("1990-01-15", text));
    QVERIFY(document);
    QCOMPARE(EmployeeList(*document).at(0).birthDate(), date);
}

void TestHrDocument::carriesUnknownMembersAlong()
{
    const auto document = HrDocument::fromRows(HrQuery::Kind::Employees, oneEmployee);
    QVERIFY(document);
    QCOMPARE(document->jsonBytes(), QByteArray(oneEmployee));
}

void TestHrDocument::takesMembersInAnyOrder()
{
    const auto document = HrDocument::fromRows(
        HrQuery::Kind::EmployeeIds, R"([{"x": 1, "id": "a"}, {"id": "b", "x": [[{"id": "no"}]]}])");
    QVERIFY(document);
    QCOMPARE(document->table().row(0).text(0), QStringLiteral("a"));
    QCOMPARE(document->table().row(1).text(0), QStringLiteral("b"));
}

void TestHrDocument::refusesARowThatLacksANeededMember()
{
    QByteArray json(oneEmployee);
    json.replace("\"hire_date\"", "\"hired\"");
    const auto document = HrDocument::fromRows(HrQuery::Kind::Employees, json);
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::SchemaMismatch);
    QVERIFY2(document.error().message.contains(u"hire_date"), qPrintable(document.error().message));
}

void TestHrDocument::refusesAMemberOfAnotherType()
{
    QByteArray json(oneEmployee);
    json.replace("\"E1\"", "1");
    const auto document = HrDocument::fromRows(HrQuery::Kind::Employees, json);
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::SchemaMismatch);
}

void TestHrDocument::refusesBrokenJson_data()
{
    QTest::addColumn<QByteArray>("json");
    const QByteArray whole(oneEmployee);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("hello");
    QTest::newRow("cut") << whole.left(whole.size() - 1);
    QTest::newRow("cut in a string") << whole.left(60);
    QTest::newRow("rest behind it") << whole + "]";
    QTest::newRow("second value") << whole + " []";
    QTest::newRow("not UTF-8") << QByteArray(whole).replace("E1", "\xff\xfe");
    QTest::newRow("bare NaN") << QByteArray("[NaN]");
}

void TestHrDocument::refusesBrokenJson()
{
    QFETCH(QByteArray, json);
    QVERIFY(!HrDocument::fromRows(HrQuery::Kind::Employees, json));
}

void TestHrDocument::knowsNothingFromSomething()
{
    for (const char *json : {"[]", " [ ] ", "null"}) {
        const auto document = HrDocument::fromRows(HrQuery::Kind::Employees, json);
        QVERIFY2(document, json);
        QVERIFY(document->isEmpty());
    }
    const auto object = HrDocument::fromRows(HrQuery::Kind::Employee, "{}");
    QVERIFY(object && object->isEmpty());
    QVERIFY(HrDocument().isEmpty());
    QVERIFY(!Employee::from(*object));
}

void TestHrDocument::decodesTheRecordedEmployee()
{
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/rpc_results.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    bool seen = false;
    for (const QJsonValue &call : QJsonDocument::fromJson(file.readAll()).array()) {
        const QJsonObject row = call[u"result"][u"employee"].toObject();
        if (row[u"identifier"] != QStringLiteral("EMP-\"3\"\\"))
            continue;
        seen = true;
        const auto document = HrDocument::fromRows(HrQuery::Kind::Employee, QJsonDocument(row).toJson());
        QVERIFY(document);
        const auto employee = Employee::from(*document);
        QVERIFY(employee);
        QCOMPARE(employee->firstName, QString::fromUtf8("李"));
        QCOMPARE(employee->address, QString::fromUtf8("Line 1\nLine 2\t/ 𝄞"));
        QCOMPARE(employee->terminationDate, QDate(2026, 12, 31));
        QVERIFY(employee->email.isNull() || employee->email.isEmpty());
        QCOMPARE(employee->updatedAt, QStringLiteral("2026-01-16T10:30:00+00:00"));
    }
    QVERIFY(seen);
}

void TestHrDocument::labelsReferencesInTheLanguageElseFrenchElseCode()
{
    TextResult full;
    full.names = {"code", "label_fr", "label_de", "sort_order"};
    full.types = {JsonType::Text, JsonType::Text, JsonType::Text, JsonType::Integer};
    full.rows = {{"A", "Un", "Eins", "1"}, {"B", "Deux", std::nullopt, "2"}, {"C", std::nullopt, "", "3"}};
    TextResult frenchOnly;
    frenchOnly.names = {"code", "label_fr"};
    frenchOnly.types = {JsonType::Text, JsonType::Text};
    frenchOnly.rows = {{"X", "Icks"}};
    const SqlResult *results[] = {&full, &frenchOnly, &frenchOnly, &frenchOnly, &frenchOnly};
    const auto rows = makeRows(HrQuery::references({}, "CH", "de"), results);
    QVERIFY(rows);
    QCOMPARE(rows->count, qsizetype(7));
    const auto document = HrDocument::fromRows(HrQuery::Kind::References, rows->json);
    QVERIFY(document);
    const auto references = References::from(*document);
    QCOMPARE(references.label("contract_types", QStringLiteral("A")), QStringLiteral("Eins"));
    QCOMPARE(references.label("contract_types", QStringLiteral("B")), QStringLiteral("Deux"));
    QCOMPARE(references.label("contract_types", QStringLiteral("C")), QStringLiteral("C"));
    QCOMPARE(references.label("permit_types", QStringLiteral("X")), QStringLiteral("Icks"));
}

void TestHrDocument::namesTheColumnThatTheDatabaseLacks()
{
    TextResult result;
    result.names = {"id", "identifier"};
    result.types = {JsonType::Text, JsonType::Text};
    const SqlResult *results[] = {&result};
    const auto rows = makeRows(HrQuery::employees({}), results);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::SchemaMismatch);
    QVERIFY(rows.error().message.contains(u"first_name"));
}

void TestHrDocument::makesAListThatItsOwnDecoderReads()
{
    TextResult result;
    result.names = {"id", "weird \"name\""};
    result.types = {JsonType::Text, JsonType::Text};
    for (int i = 0; i < 1000; ++i)
        result.rows.push_back({std::to_string(i), std::nullopt});
    const SqlResult *results[] = {&result};
    const auto rows = makeRows(HrQuery::employeeIds({}), results);
    QVERIFY(rows);
    const auto document = HrDocument::fromRows(HrQuery::Kind::EmployeeIds, rows->json);
    QVERIFY(document);
    QCOMPARE(document->itemCount(), size_t(1000));
    QCOMPARE(document->table().row(999).text(0), QStringLiteral("999"));
    QCOMPARE(QJsonDocument::fromJson(rows->json).array().at(5)[u"weird \"name\""], QJsonValue());
}

QTEST_GUILESS_MAIN(TestHrDocument)
#include "tst_hrdocument.moc"
