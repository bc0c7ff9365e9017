#include "hr/CanonicalJson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hrcache;

class TestCanonicalJson : public QObject
{
    Q_OBJECT

private slots:
    void writesStringsThatAParserReadsBack_data();
    void writesStringsThatAParserReadsBack();
    void writesNumbersAsTheContractDoes_data();
    void writesNumbersAsTheContractDoes();
    void turnsTimestampsIntoUtc_data();
    void turnsTimestampsIntoUtc();
    void writesLocalTimesAsIso_data();
    void writesLocalTimesAsIso();
};

void TestCanonicalJson::writesStringsThatAParserReadsBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("quotes and backslash") << QStringLiteral("EMP-\"3\"\\");
    QTest::newRow("controls") << QStringLiteral("a\nb\tc\rd\be\ff\x01\x1f");
    QTest::newRow("outside the BMP") << QString::fromUtf8("李 𝄞 Äbischer");
}

void TestCanonicalJson::writesStringsThatAParserReadsBack()
{
    QFETCH(QString, text);
    const QByteArray utf8 = text.toUtf8();
    QByteArray json("[");
    appendJsonString(json, {utf8.constData(), static_cast<size_t>(utf8.size())});
    json.append(']');
    QCOMPARE(QJsonDocument::fromJson(json).array().at(0).toString(), text);
}

void TestCanonicalJson::writesNumbersAsTheContractDoes_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("whole") << QByteArray("6500.00") << QByteArray("6500.0");
    QTest::newRow("fraction") << QByteArray("28.55") << QByteArray("28.55");
    QTest::newRow("rate") << QByteArray("0.8000") << QByteArray("0.8");
    QTest::newRow("zero") << QByteArray("0") << QByteArray("0.0");
    QTest::newRow("negative") << QByteArray("-12.50") << QByteArray("-12.5");
    QTest::newRow("large") << QByteArray("9999999999.99") << QByteArray("9999999999.99");
    QTest::newRow("tiny") << QByteArray("0.00001") << QByteArray("1e-05");
    QTest::newRow("huge") << QByteArray("10000000000000000") << QByteArray("1e+16");
    QTest::newRow("not a number") << QByteArray("NaN") << QByteArray("null");
    QTest::newRow("infinite") << QByteArray("Infinity") << QByteArray("null");
}

void TestCanonicalJson::writesNumbersAsTheContractDoes()
{
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, json);
    JsonOutput out;
    appendJsonValue(out, JsonType::Number, {sql.constData(), static_cast<size_t>(sql.size())});
    QCOMPARE(out.take(0), json);
}

void TestCanonicalJson::turnsTimestampsIntoUtc_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("iso");
    QTest::newRow("utc") << QByteArray("2026-01-16 10:30:00+00") << QByteArray("2026-01-16T10:30:00+00:00");
    QTest::newRow("offset") << QByteArray("2026-01-16 12:30:00.000001+02")
                            << QByteArray("2026-01-16T10:30:00.000001+00:00");
    QTest::newRow("half hour") << QByteArray("2026-01-01 01:00:00.5+05:30")
                               << QByteArray("2025-12-31T19:30:00.500000+00:00");
    QTest::newRow("west over midnight")
        << QByteArray("2024-02-28 23:30:00-03") << QByteArray("2024-02-29T02:30:00+00:00");
    QTest::newRow("seconds in the offset")
        << QByteArray("1890-01-01 00:00:00+00:34:08") << QByteArray("1889-12-31T23:25:52+00:00");
    QTest::newRow("already canonical")
        << QByteArray("2026-01-16T10:30:00.123456+00:00") << QByteArray("2026-01-16T10:30:00.123456+00:00");
    QTest::newRow("infinity stays") << QByteArray("infinity") << QByteArray("infinity");
}

void TestCanonicalJson::turnsTimestampsIntoUtc()
{
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, iso);
    QCOMPARE(toUtcIso({sql.constData(), static_cast<size_t>(sql.size())}), iso);
}

void TestCanonicalJson::writesLocalTimesAsIso_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("seconds") << QByteArray("2026-01-02 03:04:05") << QByteArray("\"2026-01-02T03:04:05\"");
    QTest::newRow("fraction") << QByteArray("2026-01-02 03:04:05.5")
                              << QByteArray("\"2026-01-02T03:04:05.500000\"");
    QTest::newRow("microseconds") << QByteArray("2026-01-02 03:04:05.000001")
                                  << QByteArray("\"2026-01-02T03:04:05.000001\"");
    for (const char *same : {"infinity", "-infinity", "2024-01-01 00:00:00 BC", "2024-01-01 00:00:00.5 BC",
                             "10000-01-01 00:00:00", "2026-01-02"}) {
        QTest::newRow(same) << QByteArray(same) << '"' + QByteArray(same) + '"';
    }
}

void TestCanonicalJson::writesLocalTimesAsIso()
{
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, json);
    JsonOutput out;
    appendJsonValue(out, JsonType::LocalTimestamp, {sql.constData(), static_cast<size_t>(sql.size())});
    QCOMPARE(out.take(0), json);
}

QTEST_GUILESS_MAIN(TestCanonicalJson)
#include "tst_canonicaljson.moc"
