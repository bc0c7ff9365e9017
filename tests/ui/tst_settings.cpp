#include "ui/base/Settings.h"
#include "ui/support/UiTestMain.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hrcache;

class SettingsTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void whatIsSetIsWrittenSoonAfterButNotAtOnce();
    void whatIsSetIsReadAtOnce();
    void whatIsSyncedIsWrittenAtOnce();
    void whatIsSetAtTheEndIsWritten();
    void aProfileHasItsOwn();

private:
    [[nodiscard]] QByteArray written() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    QString m_file = m_folder.filePath(QStringLiteral("window.ini"));
};

void SettingsTest::whatIsSetIsWrittenSoonAfterButNotAtOnce()
{
    Settings settings(m_file);
    settings.set(setting::page, QStringLiteral("first"));
    QCoreApplication::processEvents();
    QVERIFY(!written().contains("first"));
    QTRY_VERIFY(written().contains("first"));
    settings.setViewState(QStringLiteral("employees"), QStringLiteral("columns"), QStringLiteral("second"));
    QTRY_VERIFY(written().contains("second"));
}

void SettingsTest::whatIsSetIsReadAtOnce()
{
    Settings settings(m_file);
    settings.set(setting::page, QStringLiteral("third"));
    QCOMPARE(settings.get(setting::page), QStringLiteral("third"));
    Settings other(m_file);
    QCOMPARE(other.get(setting::page), QStringLiteral("third"));
}

void SettingsTest::whatIsSyncedIsWrittenAtOnce()
{
    Settings settings(m_file);
    settings.set(setting::page, QStringLiteral("fourth"));
    settings.sync();
    QVERIFY(written().contains("fourth"));
}

void SettingsTest::whatIsSetAtTheEndIsWritten()
{
    {
        Settings settings(m_file);
        settings.set(setting::page, QStringLiteral("fifth"));
    }
    QVERIFY(written().contains("fifth"));
}

void SettingsTest::aProfileHasItsOwn()
{
    Settings settings(m_file);
    settings.set(setting::company, QStringLiteral("one"));
    settings.setProfile(QStringLiteral("Servers"));
    QCOMPARE(settings.get(setting::company), QString());
    settings.set(setting::company, QStringLiteral("two"));
    settings.setProfile({});
    QCOMPARE(settings.get(setting::company), QStringLiteral("one"));
}

QTEST_MAIN(SettingsTest)
#include "tst_settings.moc"
