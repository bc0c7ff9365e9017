#include "sqlite/JsonbText.h"
#include "sqlite/SqliteValue.h"

#include <QTest>

using namespace hrcache;

/// What a column makes of a text.
class SqliteValueTest : public QObject
{
    Q_OBJECT

private slots:
    void aValueTakesTheFormOfItsColumn_data();
    void aValueTakesTheFormOfItsColumn();
    void aWrongValueNamesItsColumn_data();
    void aWrongValueNamesItsColumn();
    void nullIsRefusedOnlyWhereItMustNotBe();
    void timesAreOrderedAsText();
    void wrongJsonIsRefused_data();
    void wrongJsonIsRefused();
};

void SqliteValueTest::aValueTakesTheFormOfItsColumn_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QVariant>("stored");
    const auto row = [](const char *type, const char *written, const QVariant &stored) {
        QTest::addRow("%s %s", type, written) << QString::fromLatin1(type) << QByteArray(written) << stored;
    };
    row("text", "Zoë", QStringLiteral("Zoë"));
    row("text", "", QLatin1String(""));
    row("char(2)", "CH", QStringLiteral("CH"));
    row("char(2)", "CH   ", QStringLiteral("CH"));
    row("char(2)", "éà", QStringLiteral("éà"));
    row("boolean", "true", 1);
    row("boolean", "F", 0);
    row("integer", "-2147483648", -2147483647 - 1);
    row("numeric(12, 2)", "6500", 6500.0);
    row("numeric(12, 2)", "0.005", 0.01);
    row("numeric(12, 2)", "-0.005", -0.01);
    row("numeric(12, 2)", "0.0049999", 0.0);
    row("numeric(12, 2)", "1.005", 1.01);
    row("numeric(12, 2)", "9999999999.99", 9999999999.99);
    row("numeric(12, 2)", "99.995", 100.0);
    row("numeric(12, 2)", "1.2345e3", 1234.5);
    row("numeric(12, 2)", "12e-1", 1.2);
    row("numeric(12, 2)", "1e-9", 0.0);
    row("numeric(12, 2)", "+.5", 0.5);
    row("numeric(12, 2)", "5.", 5.0);
    row("numeric(5, 4)", "0.33335", 0.3334);
    row("date text", "2024-02-29", QStringLiteral("2024-02-29"));
    row("timestamptz text", "2026-01-16 12:30:00.000001+02", QStringLiteral("2026-01-16 10:30:00.000001+00"));
    row("timestamptz text", "2026-01-16T10:30:00+00:00", QStringLiteral("2026-01-16 10:30:00.000000+00"));
    row("uuid text", "22222222-2222-4222-8222-00000000000A",
        QStringLiteral("22222222-2222-4222-8222-00000000000a"));
    row("jsonb text", "{\"bb\":1,\"a\":[ ]}", QStringLiteral("{\"a\": [], \"bb\": 1}"));
}

void SqliteValueTest::aValueTakesTheFormOfItsColumn()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, written);
    QFETCH(QVariant, stored);
    const auto value = toStored(SqliteColumnType::of(type, true), "column", written);
    QVERIFY(value);
    QCOMPARE(*value, stored);
    QVERIFY(!value->isNull());
}

void SqliteValueTest::aWrongValueNamesItsColumn_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *type, const QByteArray &written) {
        QTest::addRow("%s %s", type, written.constData()) << QString::fromLatin1(type) << written;
    };
    row("text", "Gen\xe8ve");
    row("text", QByteArray("a\0b", 3));
    row("char(2)", "CHE");
    row("boolean", "maybe");
    row("integer", "2147483648");
    row("integer", "1.5");
    row("integer", "");
    row("numeric(12, 2)", "");
    row("numeric(12, 2)", ".");
    row("numeric(12, 2)", "1'000");
    row("numeric(12, 2)", "NaN");
    row("numeric(12, 2)", "9999999999.995");
    row("numeric(12, 2)", "1e11");
    row("numeric(12, 2)", "1e9999");
    row("date text", "2025-02-29");
    row("date text", "29.02.2024");
    row("date text", "2024-02-29 ");
    row("timestamptz text", "yesterday");
    row("uuid text", "22222222");
    row("jsonb text", "{'a': 1}");
}

void SqliteValueTest::aWrongValueNamesItsColumn()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, written);
    const auto value = toStored(SqliteColumnType::of(type, false), "salary", written);
    QVERIFY(!value);
    QCOMPARE(value.error().code, ErrorCode::ValidationFailed);
    QCOMPARE(value.error().fields.size(), size_t(1));
    QCOMPARE(value.error().fields.front().field, QStringLiteral("salary"));
    QVERIFY(!value.error().fields.front().message.isEmpty());
}

void SqliteValueTest::nullIsRefusedOnlyWhereItMustNotBe()
{
    const auto optional = toStored(SqliteColumnType::of(QStringLiteral("text"), false), "city", std::nullopt);
    QVERIFY(optional);
    QVERIFY(optional->isNull());
    const auto required = toStored(SqliteColumnType::of(QStringLiteral("text"), true), "city", std::nullopt);
    QVERIFY(!required);
    QCOMPARE(required.error().fields.front().field, QStringLiteral("city"));
}

void SqliteValueTest::timesAreOrderedAsText()
{
    const QByteArray times[] = {"2025-12-31 23:59:59.999999+00", "2026-01-01 00:00:00+00",
                                "2026-01-01 01:00:00.000001+01", "2026-01-01 00:00:00.5+00"};
    QByteArray before;
    for (const QByteArray &time : times) {
        const auto stored = toStoredTimestamp(time);
        QVERIFY(stored);
        QVERIFY2(before < *stored, stored->constData());
        before = *stored;
    }
}

void SqliteValueTest::wrongJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {"",       " ",     "{",       "}",           "[1,]",        "{\"a\"}",     "{\"a\":1,}",
          "{a:1}",  "[1 2]", "01",      "1.",          ".5",          "-",           "1e",
          "+1",     "\"a",   "\"\\x\"", "\"\\u00g0\"", "\"\\ud834\"", "\"\\udd1e\"", "\"\\u0000\"",
          "\"\n\"", "tru",   "nul",     "true false",  "1e100000",    "\xff",        "\"\xc3\""})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("deep") << QByteArray(100'000, '[');
}

void SqliteValueTest::wrongJsonIsRefused()
{
    QFETCH(QByteArray, json);
    QVERIFY(!toJsonbText({json.constData(), static_cast<size_t>(json.size())}));
}

QTEST_GUILESS_MAIN(SqliteValueTest)
#include "tst_sqlitevalue.moc"
