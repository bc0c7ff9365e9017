#include "app/SecretStore.h"
#include "app/gui/ProfileBook.h"
#include "app/gui/ProfileStore.h"
#include "support/Await.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/KeychainTesting.h"
#include "ui/ServerProfile.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QDirIterator>

using namespace hrcache;
using Server = ConnectionTestStep::Server;
using State = LinkHealth::State;

namespace {

KeychainBus *bus = nullptr;

const QString name = QStringLiteral("Production, main");
const ConnectionChoice choice{ConnectionChoice::Kind::Profile, name};

/// A profile of servers that both ask for a password, and the passwords.
struct Place
{
    Place()
    {
        profile.name = name;
        profile.redisHost = QStringLiteral("127.0.0.1");
        profile.redisPort = TestServers::redisAuthPort();
        profile.redisUser = QStringLiteral("app");
        secrets.redis = TestServers::redisPassword();
        QUrl url(database.url());
        secrets.database = url.password(QUrl::FullyDecoded);
        url.setPassword({});
        profile.databaseUrl =
            url.toString(QUrl::FullyEncoded).replace(QStringLiteral(":@"), QStringLiteral("@"));
        profile.user = someUserOf(database);
    }

    const TestDatabase database;
    ConnectionProfile profile;
    ConnectionSecrets secrets;
};

/// Whether a file below the folder holds the text.
bool holds(const QString &folder, const QString &text)
{
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        if (file.readAll().contains(text.toUtf8()))
            return true;
    }
    return false;
}

} // namespace

/// Its functions stand in this order: first there is no keychain, then there is one, then it goes away.
class KeychainTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void withoutAKeychainNothingIsKeptAndAnErrorSaysSo();
    void withoutAKeychainThePasswordLastsForTheSessionInWords();
    void aSecretIsReadAgainReplacedAndForgotten();
    void aProfileFindsItsPasswordsAtTheNextStart();
    void aRenamedProfileTakesItsPasswordsAlong();
    void aRemovedProfileLeavesNoPassword();
    void aKeychainThatIsGoneIsSaidInWords();

private:
    /// Saves and opens the profile, and comes back when both servers answer.
    void openSaved(TestMonitor &test, const Place &place)
    {
        BackendSession &session = test.open().session();
        ProfileBook book(session);
        const auto saved = awaitResult(book.save({}, place.profile, place.secrets));
        QVERIFY(saved.has_value());
        QCOMPARE(saved->words, QString());
        QCOMPARE(book.secretPlace(choice, Server::Cache), SecretPlace::Keychain);
        QVERIFY(session.sessionSecrets().isEmpty());
        QVERIFY(awaitResult(session.use(choice)).has_value());
        QTRY_COMPARE(session.databaseHealth().state, State::Good);
        QTRY_COMPARE(session.cacheHealth().state, State::Good);
    }
};

void KeychainTest::withoutAKeychainNothingIsKeptAndAnErrorSaysSo()
{
    SecretStore store;
    const auto written = awaitResult(store.write(QStringLiteral("a/redis"), QStringLiteral("sesame")));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Storage);
    QVERIFY2(written.error().message.contains(QStringLiteral("keychain")),
             qPrintable(written.error().message));
    const auto read = awaitResult(store.read(QStringLiteral("a/redis")));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Storage);
}

void KeychainTest::withoutAKeychainThePasswordLastsForTheSessionInWords()
{
    const Place place;
    TestMonitor test;
    BackendSession &session = test.open().session();
    ProfileBook book(session);
    const auto saved = awaitResult(book.save({}, place.profile, place.secrets));
    QVERIFY(saved.has_value());
    QVERIFY2(saved->words.contains(QStringLiteral("until the program ends")), qPrintable(saved->words));
    QCOMPARE(book.secretPlace(choice, Server::Cache), SecretPlace::Session);
    QCOMPARE(book.secretPlace(choice, Server::Database), SecretPlace::Session);
    QVERIFY(awaitResult(session.use(choice)).has_value());
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    QTRY_COMPARE(session.databaseHealth().state, State::Good);
    test.quit();
    QVERIFY(!holds(test.folder.path(), *place.secrets.redis));
    QVERIFY(!holds(test.folder.path(), *place.secrets.database));
}

void KeychainTest::aSecretIsReadAgainReplacedAndForgotten()
{
    bus->startKeychain();
    SecretStore store;
    const QString key = QStringLiteral("Büro: 1/redis");
    const QString other = QStringLiteral("Büro: 1/postgresql");
    QCOMPARE(awaitResult(store.read(key)).error().code, ErrorCode::NotFound);
    QVERIFY(awaitResult(store.write(key, QStringLiteral("sésame, \"ouvre-toi\"\n"))).has_value());
    QVERIFY(awaitResult(store.write(other, QStringLiteral("other"))).has_value());
    QCOMPARE(awaitResult(SecretStore().read(key)).value(), QStringLiteral("sésame, \"ouvre-toi\"\n"));
    QVERIFY(awaitResult(store.write(key, QStringLiteral("newer"))).has_value());
    QCOMPARE(awaitResult(store.read(key)).value(), QStringLiteral("newer"));
    QVERIFY(awaitResult(store.remove(key)).has_value());
    QCOMPARE(awaitResult(store.read(key)).error().code, ErrorCode::NotFound);
    QVERIFY(awaitResult(store.remove(key)).has_value());
    QCOMPARE(awaitResult(store.read(other)).value(), QStringLiteral("other"));
}

void KeychainTest::aProfileFindsItsPasswordsAtTheNextStart()
{
    const Place place;
    TestMonitor test;
    openSaved(test, place);
    test.quit();
    QVERIFY(!holds(test.folder.path(), *place.secrets.redis));
    QVERIFY(!holds(test.folder.path(), *place.secrets.database));
    BackendSession &session = test.open().session();
    QCOMPARE(session.profileName(), name);
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    QTRY_COMPARE(session.databaseHealth().state, State::Good);
    QTRY_VERIFY(!session.company().id.isEmpty());
}

void KeychainTest::aRenamedProfileTakesItsPasswordsAlong()
{
    Place place;
    TestMonitor test;
    openSaved(test, place);
    ProfileBook book(test.monitor->session());
    place.profile.name = QStringLiteral("Renamed");
    QVERIFY(awaitResult(book.save(name, place.profile, {})).has_value());
    SecretStore store;
    QCOMPARE(awaitResult(store.read(name + QStringLiteral("/redis"))).error().code, ErrorCode::NotFound);
    QCOMPARE(awaitResult(store.read(QStringLiteral("Renamed/redis"))).value(), *place.secrets.redis);
    QCOMPARE(awaitResult(store.read(QStringLiteral("Renamed/postgresql"))).value(), *place.secrets.database);
}

void KeychainTest::aRemovedProfileLeavesNoPassword()
{
    const Place place;
    TestMonitor test;
    openSaved(test, place);
    ProfileBook book(test.monitor->session());
    QVERIFY(awaitResult(book.remove(name)).has_value());
    SecretStore store;
    QCOMPARE(awaitResult(store.read(name + QStringLiteral("/redis"))).error().code, ErrorCode::NotFound);
    QCOMPARE(awaitResult(store.read(name + QStringLiteral("/postgresql"))).error().code, ErrorCode::NotFound);
}

void KeychainTest::aKeychainThatIsGoneIsSaidInWords()
{
    const Place place;
    TestMonitor test;
    openSaved(test, place);
    test.quit();
    bus->endKeychain();
    BackendSession &session = test.open().session();
    QTRY_COMPARE(session.cacheHealth().state, State::Lost);
    QVERIFY2(session.cacheHealth().words.contains(QStringLiteral("keychain")),
             qPrintable(session.cacheHealth().words));
    QCOMPARE(session.databaseHealth().state, State::Lost);
}

int main(int argc, char **argv)
{
    KeychainBus own;
    bus = &own;
    QApplication application(argc, argv);
    KeychainTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychain.moc"
