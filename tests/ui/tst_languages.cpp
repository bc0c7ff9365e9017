#include "ui/MonitorTesting.h"

#include "app/gui/Languages.h"
#include "ui/support/UiTestMain.h"

#include <QComboBox>
#include <QDirIterator>
#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace hrcache;

namespace {

struct Counted
{
    QByteArray context;
    QByteArray source;
};

/// The messages of the English file, which holds the plural forms.
std::vector<Counted> messagesOfEnglish()
{
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/resources/translations/hr-cache-monitor_en.ts"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing.", qPrintable(file.fileName()));
    std::vector<Counted> messages;
    QByteArray context;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == u"name")
            context = xml.readElementText().toUtf8();
        else if (xml.name() == u"source")
            messages.push_back({context, xml.readElementText().toUtf8()});
    }
    return messages;
}

/// Every text with "%n" in a source file, its literals joined.
QList<QByteArray> countedTexts(const QString &path)
{
    static const QRegularExpression literals(
        QStringLiteral("(?:\\btr|translate)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s,]*)+)"));
    static const QRegularExpression seam(QStringLiteral("\"\\s*\""));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read.", qPrintable(path));
    QList<QByteArray> texts;
    auto match = literals.globalMatch(QString::fromUtf8(file.readAll()));
    while (match.hasNext()) {
        QString text = match.next().captured(1).trimmed();
        if (!text.contains(u"%n"))
            continue;
        text = text.section(QStringLiteral("\","), 0, 0).replace(seam, QString()).remove(u'"');
        texts << text.toUtf8();
    }
    return texts;
}

} // namespace

class LanguagesTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void englishHasAWordForOneAndOneForMany();
    void everyCountedTextOfTheWindowHasItsPlural();
    void onlyLanguagesThatExistAreOffered();
};

void LanguagesTest::englishHasAWordForOneAndOneForMany()
{
    Languages languages;
    languages.install(QStringLiteral("en"));
    const std::vector<Counted> messages = messagesOfEnglish();
    QVERIFY(messages.size() > 10);
    for (const Counted &message : messages) {
        const auto say = [&](int n) {
            return QCoreApplication::translate(message.context, message.source, nullptr, n);
        };
        QVERIFY2(!say(1).contains(u"s)") && !say(2).contains(u"s)"), qPrintable(say(2)));
        QVERIFY2(say(1).replace(u'1', u'2') != say(2), qPrintable(say(2)));
    }
    QCOMPARE(QCoreApplication::translate("hrcache::EmployeesPage", "%n employee(s)", nullptr, 1),
             QStringLiteral("1 employee"));
    QCOMPARE(QCoreApplication::translate("hrcache::EmployeesPage", "%n employee(s)", nullptr, 0),
             QStringLiteral("0 employees"));
}

void LanguagesTest::everyCountedTextOfTheWindowHasItsPlural()
{
    QSet<QByteArray> known;
    const std::vector<Counted> messages = messagesOfEnglish();
    for (const Counted &message : messages)
        known << message.source;
    int found = 0;
    for (const char *folder : {"/ui", "/core", "/app"}) {
        QDirIterator files(QStringLiteral(HRCACHE_SOURCE_DIR "%1").arg(QLatin1String(folder)),
                           {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            const QList<QByteArray> texts = countedTexts(path);
            for (const QByteArray &text : texts) {
                ++found;
                QVERIFY2(known.contains(text),
                         qPrintable(QStringLiteral("%1: %2").arg(path, QString::fromUtf8(text))));
            }
        }
    }
    QVERIFY(found > 10);
}

void LanguagesTest::onlyLanguagesThatExistAreOffered()
{
    TestMonitor test;
    Monitor &monitor = test.open();
    monitor.window().showPage(QStringLiteral("connections"));
    const auto *chooser = monitor.window().findChild<QComboBox *>(QStringLiteral("language"));
    QVERIFY(chooser);
    QStringList offered;
    for (int i = 0; i < chooser->count(); ++i)
        offered << chooser->itemData(i).toString();
    QCOMPARE(offered, Languages::available());
}

QTEST_MAIN(LanguagesTest)
#include "tst_languages.moc"
