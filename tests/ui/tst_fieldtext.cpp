#include "ui/forms/FieldText.h"
#include "ui/forms/Provisions.h"

#include <QJsonDocument>
#include <QLocale>
#include <QTest>

using namespace hrcache;
using namespace hrcache::fieldtext;

class TestFieldText : public QObject
{
    Q_OBJECT

private slots:

    void cleanup() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void decimalsAreReadTheLocalesWay_data();
    void decimalsAreReadTheLocalesWay();
    void decimalsMoveTheirPoint();
    void decimalsAreShownWithTheirDigits();
    void datesAreReadTheLocalesWay_data();
    void datesAreReadTheLocalesWay();
    void aDateIsReadAsItIsShown_data();
    void aDateIsReadAsItIsShown();
    void yearsOfTwoDigitsAreNearThisOne();
    void provisionsKeepWhatIsNotEdited();
    void provisionsThatAreNoObjectAreLeftAlone();
};

void TestFieldText::decimalsAreReadTheLocalesWay_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("read"); // "-": no number
    const char *const rows[][3] = {
        {"en_GB", "6500.5", "6500.5"},
        {"en_GB", "6,500.50", "6500.5"},
        {"en_GB", "6,5", "-"},
        {"en_GB", "06500.00", "6500"},
        {"en_GB", ".5", "0.5"},
        {"en_GB", "-1.20", "-1.2"},
        {"en_GB", "1.2.3", "-"},
        {"en_GB", "6.5e3", "-"},
        {"en_GB", "abc", "-"},
        {"en_GB", ".", "-"},
        {"en_GB", "-0", "0"},
        {"de_DE", "6500,5", "6500.5"},
        {"de_DE", "6.500,50", "6500.5"},
        {"de_DE", "6.500", "6500"},
        {"de_DE", "6500.5", "6500.5"},
        {"de_DE", "28.55", "28.55"},
        {"de_CH", "6’500.50", "6500.5"},
        {"de_CH", "6'500.50", "6500.5"},
        {"fr_CH", "6 500,50", "6500.5"},
        {"fr_FR", "6500.5", "6500.5"},
        {"fr_FR", "1,5,5", "-"},
    };
    for (const auto &[locale, typed, read] : rows) {
        QTest::addRow("%s %s", locale, typed)
            << QString::fromUtf8(locale) << QString::fromUtf8(typed) << QString::fromUtf8(read);
    }
}

void TestFieldText::decimalsAreReadTheLocalesWay()
{
    QFETCH(const QString, locale);
    QFETCH(const QString, typed);
    QFETCH(const QString, read);
    QLocale::setDefault(QLocale(locale));
    const auto decimal = decimalFrom(typed);
    QCOMPARE(decimal ? QString::fromLatin1(*decimal) : QStringLiteral("-"), read);
    if (decimal)
        QCOMPARE(decimalFrom(decimalText(*decimal, 2)), decimal);
}

void TestFieldText::decimalsMoveTheirPoint()
{
    QCOMPARE(shifted("0.8", 2), QByteArray("80"));
    QCOMPARE(shifted("1", 2), QByteArray("100"));
    QCOMPARE(shifted("80", -2), QByteArray("0.8"));
    QCOMPARE(shifted("12.34", -2), QByteArray("0.1234"));
    QCOMPARE(shifted("0.1234", 2), QByteArray("12.34"));
    QCOMPARE(shifted("5", -2), QByteArray("0.05"));
    QCOMPARE(shifted("-5", -2), QByteArray("-0.05"));
    QCOMPARE(shifted("0", -2), QByteArray("0"));
}

void TestFieldText::decimalsAreShownWithTheirDigits()
{
    QLocale::setDefault(QLocale(QStringLiteral("en_GB")));
    QCOMPARE(decimalText("6500", 2), QStringLiteral("6,500.00"));
    QCOMPARE(decimalText("28.555", 2), QStringLiteral("28.555"));
    QCOMPARE(decimalOf(6500.0), QByteArray("6500"));
    QCOMPARE(decimalOf(0.1), QByteArray("0.1"));
    QCOMPARE(decimalOf(9999999999.99), QByteArray("9999999999.99"));
}

void TestFieldText::datesAreReadTheLocalesWay_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QDate>("read");
    const auto add = [](const char *locale, const char *typed, QDate read) {
        QTest::addRow("%s %s", locale, typed)
            << QString::fromLatin1(locale) << QString::fromLatin1(typed) << read;
    };
    const QDate date(2026, 1, 31);
    add("en_GB", "31/01/2026", date);
    add("en_GB", "31.1.2026", date);
    add("en_GB", "2026-01-31", date);
    add("en_US", "1/31/2026", date);
    add("en_US", "31/01/2026", {});
    add("de_CH", "31.01.26", date);
    add("fr_CH", " 31.01.2026 ", date);
    add("sv_SE", "2026-01-31", date);
    add("C", "31 Jan 2026", date);
    add("C", "31 January 2026", date);
    add("C", "31.01.2026", date);
    add("C", "31 Feb 2026", {});
    add("en_GB", "31/02/2026", {});
    add("en_GB", "31/01", {});
    add("en_GB", "31/01/202", {});
    add("en_GB", "yesterday", {});
    add("en_GB", "2026-01-31T00:00", {});
}

void TestFieldText::datesAreReadTheLocalesWay()
{
    QFETCH(const QString, locale);
    QFETCH(const QString, typed);
    QFETCH(const QDate, read);
    QLocale::setDefault(QLocale(locale));
    QCOMPARE(dateFrom(typed).value_or(QDate()), read);
}

void TestFieldText::aDateIsReadAsItIsShown_data()
{
    QTest::addColumn<QString>("locale");
    for (const char *locale : {"C", "en_GB", "en_US", "de_CH", "fr_CH", "it_CH", "bg_BG", "hu_HU", "lv_LV",
                               "hr_HR", "sv_SE", "ko_KR", "ja_JP", "fa_IR", "ar_EG", "th_TH"})
        QTest::addRow("%s", locale) << QString::fromLatin1(locale);
}

void TestFieldText::aDateIsReadAsItIsShown()
{
    QFETCH(const QString, locale);
    QLocale::setDefault(QLocale(locale));
    const QDate date(2026, 1, 5);
    const QString shown = QLocale().toString(date, datePattern());
    QVERIFY2(dateFrom(shown) == date, qPrintable(shown));
}

void TestFieldText::yearsOfTwoDigitsAreNearThisOne()
{
    QLocale::setDefault(QLocale(QStringLiteral("de_CH")));
    const int year = QDate::currentDate().year();
    const auto read = [](int twoDigits) {
        return dateFrom(QStringLiteral("01.02.%1").arg(twoDigits % 100, 2, 10, QLatin1Char('0')))->year();
    };
    QCOMPARE(read(year), year);
    QCOMPARE(read(year + 10), year + 10);
    QCOMPARE(read(year + 11), year + 11 - 100);
}

void TestFieldText::provisionsKeepWhatIsNotEdited()
{
    const Provisions provisions(QStringLiteral(
        R"({"thirteenth_month": true, "bonus_target": 0.1, "car": {"class": "B", "km": 9007199254740993}})"));
    QVERIFY(provisions.isEditable());
    QCOMPARE(provisions.values().value("thirteenth_month").value(), QByteArray("true"));
    QCOMPARE(provisions.values().value("bonus_target").value(), QByteArray("0.1"));
    QVERIFY(!provisions.values().value("bonus_type"));

    const auto changed =
        provisions.with({{"bonus_target", std::nullopt}, {"bonus_type", QByteArray("TEAM")}});
    const QJsonObject object = QJsonDocument::fromJson(*changed).object();
    QCOMPARE(object.value(u"thirteenth_month"), QJsonValue(true));
    QVERIFY(!object.contains(u"bonus_target"));
    QCOMPARE(object.value(u"bonus_type").toString(), QStringLiteral("TEAM"));
    QCOMPARE(object.value(u"car").toObject().value(u"km").toInteger(), 9007199254740993LL);
    QCOMPARE(Provisions(QString()).with({}), std::nullopt);
}

void TestFieldText::provisionsThatAreNoObjectAreLeftAlone()
{
    QVERIFY(!Provisions(QStringLiteral("[1, 2]")).isEditable());
    QVERIFY(!Provisions(QStringLiteral("not json")).isEditable());
    QVERIFY(Provisions(QStringLiteral("null")).isEditable());
}

QTEST_GUILESS_MAIN(TestFieldText)
#include "tst_fieldtext.moc"
