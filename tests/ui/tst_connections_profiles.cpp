#include "app/Configuration.h"
#include "app/gui/ProfileStore.h"
#include "ui/support/UiTestMain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hrcache;

namespace {

ConnectionProfile example()
{
    ConnectionProfile profile;
    profile.name = QStringLiteral("Production, main");
    profile.redisHost = QStringLiteral("redis.example.ch");
    profile.redisPort = 6380;
    profile.redisDatabase = 3;
    profile.redisUser = QStringLiteral("app");
    profile.redisTls = true;
    profile.databaseUrl = QStringLiteral("postgresql://hr@db.example.ch/hr?sslmode=require");
    profile.replicaUrl = QStringLiteral("postgresql://hr@replica.example.ch/hr");
    profile.ttl.employees = std::chrono::seconds(0);
    profile.ttl.references = std::chrono::seconds(120);
    profile.user = QStringLiteral("user-1");
    return profile;
}

QStringList fieldsOf(const std::vector<FieldError> &errors)
{
    QStringList fields;
    for (const FieldError &error : errors)
        fields << error.field;
    return fields;
}

} // namespace

class ConnectionProfilesTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void whatIsWrittenIsReadAgain();
    void bothProgramsReadTheFile();
    void renamingLeavesNoOldFile();
    void theEnvironmentWinsAndIsNotWritten();
    void aPasswordInAnAddressIsNeverShown();
    void wrongFieldsAreNamed();
    void theWordKeychainIsAllThatIsKept();
    void aFolderThatCannotBeWrittenIsSaid();

private:
    QTemporaryDir m_folder;
};

void ConnectionProfilesTest::whatIsWrittenIsReadAgain()
{
    const ProfileStore store(m_folder.filePath(QStringLiteral("a")), {});
    QVERIFY(store.names().isEmpty());
    QVERIFY(store.write({}, example()).has_value());
    QCOMPARE(store.names(), QStringList{example().name});
    const auto read = store.read(example().name);
    QVERIFY(read.has_value());
    QCOMPARE(*read, example());
    QVERIFY(store.remove(example().name).has_value());
    QVERIFY(store.names().isEmpty());
    QCOMPARE(store.read(example().name).error().code, ErrorCode::NotFound);
}

void ConnectionProfilesTest::bothProgramsReadTheFile()
{
    const QString folder = m_folder.filePath(QStringLiteral("b"));
    const ProfileStore store(folder, {});
    QVERIFY(store.write({}, example()).has_value());
    ConfigurationRequest request;
    request.profile = example().name;
    request.profileFolder = folder;
    const auto configuration = Configuration::load(request);
    QVERIFY2(configuration.has_value(), configuration ? "" : qPrintable(configuration.error().message));
    QCOMPARE(configuration->redis->host, example().redisHost);
    QCOMPARE(int(configuration->redis->port), example().redisPort);
    QVERIFY(configuration->redis->tls);
    QCOMPARE(configuration->ttl, example().ttl);
    QCOMPARE(configuration->user.toString(), example().user);
    QVERIFY(configuration->database.has_value());
}

void ConnectionProfilesTest::renamingLeavesNoOldFile()
{
    const ProfileStore store(m_folder.filePath(QStringLiteral("c")), {});
    ConnectionProfile profile = example();
    QVERIFY(store.write({}, profile).has_value());
    const QString oldName = std::exchange(profile.name, QStringLiteral("Other"));
    QVERIFY(store.write(oldName, profile).has_value());
    QCOMPARE(store.names(), QStringList{QStringLiteral("Other")});
}

void ConnectionProfilesTest::theEnvironmentWinsAndIsNotWritten()
{
    const QString folder = m_folder.filePath(QStringLiteral("d"));
    QVERIFY(ProfileStore(folder, {}).write({}, example()).has_value());
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("outside"));
    environment.insert(QStringLiteral("NEON_DATABASE_URL"),
                       QStringLiteral("postgresql://x:secret@outside/hr"));
    const ProfileStore store(folder, environment);
    auto shown = store.read(example().name);
    QVERIFY(shown.has_value());
    QCOMPARE(shown->redisHost, QStringLiteral("outside"));
    const auto variables = store.environmentVariables();
    QCOMPARE(variables.value(QLatin1String(connectionfield::redisHost)),
             QStringLiteral("LISTENERS_REDIS_HOST"));
    QCOMPARE(variables.value(QLatin1String(connectionfield::databasePassword)),
             QStringLiteral("NEON_DATABASE_URL"));
    shown->redisPort = 7000;
    QVERIFY(store.write(example().name, *shown).has_value());
    const auto kept = ProfileStore(folder, {}).read(example().name);
    QCOMPARE(kept->redisHost, example().redisHost);
    QCOMPARE(kept->databaseUrl, example().databaseUrl);
    QCOMPARE(kept->redisPort, 7000);
}

void ConnectionProfilesTest::aPasswordInAnAddressIsNeverShown()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("NEON_DATABASE_URL"),
                       QStringLiteral("postgresql://x:secret@outside/hr"));
    const auto shown = ProfileStore(m_folder.path(), environment).read({});
    QVERIFY(shown.has_value());
    QCOMPARE(shown->databaseUrl, QStringLiteral("postgresql://x@outside/hr"));
}

void ConnectionProfilesTest::wrongFieldsAreNamed()
{
    const ProfileStore store(m_folder.filePath(QStringLiteral("e")), {});
    QVERIFY(store.judge(example()).empty());
    ConnectionProfile wrong = example();
    wrong.name = QStringLiteral("a/b");
    wrong.redisHost.clear();
    wrong.redisCaFile = QStringLiteral("/does/not/exist.pem");
    wrong.databaseUrl = QStringLiteral("postgresql://x:secret@h/d");
    wrong.replicaUrl = QStringLiteral("ftp://h");
    wrong.user = QStringLiteral("a:b");
    const auto errors = store.judge(wrong);
    for (const char *field :
         {connectionfield::name, connectionfield::redisHost, connectionfield::redisCaFile,
          connectionfield::databaseUrl, connectionfield::replicaUrl, connectionfield::user})
        QVERIFY2(fieldsOf(errors).contains(QLatin1String(field)), field);
    for (const FieldError &error : errors)
        QVERIFY(!error.message.contains(u"secret"));
}

void ConnectionProfilesTest::theWordKeychainIsAllThatIsKept()
{
    const ProfileStore store(m_folder.filePath(QStringLiteral("f")), {});
    const QString name = example().name;
    QVERIFY(store.write({}, example()).has_value());
    QVERIFY(!store.isInKeychain(name, ProfileStore::Server::Cache));
    QVERIFY(store.setInKeychain(name, ProfileStore::Server::Cache, true).has_value());
    QVERIFY(store.isInKeychain(name, ProfileStore::Server::Cache));
    QVERIFY(!store.isInKeychain(name, ProfileStore::Server::Database));
    QFile file(m_folder.filePath(QStringLiteral("f/%1.ini").arg(name)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("password=keychain"));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void ConnectionProfilesTest::aFolderThatCannotBeWrittenIsSaid()
{
    QFile inTheWay(m_folder.filePath(QStringLiteral("g")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const auto written = ProfileStore(inTheWay.fileName() + QStringLiteral("/h"), {}).write({}, example());
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Storage);
}

QTEST_MAIN(ConnectionProfilesTest)
#include "tst_connections_profiles.moc"
