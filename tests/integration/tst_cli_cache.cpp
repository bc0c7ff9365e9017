#include "CliOnServers.h"

#include <zstd.h>

#include <csignal>

using namespace hrcache;

namespace {

QByteArray compressed(const QByteArray &text)
{
    QByteArray result(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(text.size()))), '\0');
    const size_t size = ZSTD_compress(result.data(), static_cast<size_t>(result.size()), text.constData(),
                                      static_cast<size_t>(text.size()), 3);
    result.truncate(static_cast<qsizetype>(size));
    return result;
}

} // namespace

/// The commands of hrcachectl that look into the cache and clear it, on a real Redis.
class TestCliCache : public CliOnServers
{
    Q_OBJECT

private slots:
    void init();

    void keysAreListedSoonestToExpireFirst();
    void keysAreWatchedUntilCtrlC();
    void anEntryIsShown();
    void aLeaseIsShownAsALease();
    void aCompressedValueIsDecompressedWithinBounds();
    void foreignValuesAreShownAsSuch();
    void anEntryThatReadersRefuseSaysWhy();
    void aKeyOfAnotherTypeIsNoOutage();
    void aValueOfSeveralLinesIsAnsweredOnOne();
    void invalidateAsksForYes();
    void invalidateDeletesOneUsersEntries();
    void invalidateDeletesATypeOfEveryUser();
    void invalidateDeletesSingleKeys();
    void invalidateDeletesThePagesOfAList();
    void aMissingRightIsNamedAtOnce();
    void invalidateRefusesFillsThatAreUnderWay();
};

void TestCliCache::init()
{
    startServers();
    m_cli->set("HRCACHE_USER", interop::user);
}

void TestCliCache::keysAreListedSoonestToExpireFirst()
{
    QCOMPARE(run("warm").status, 0);
    RedisPeer peer = m_redis->peer();
    peer.command({"EXPIRE", interop::prefix + "references:CH:fr", "100"});
    peer.command({"SET", "cache:other:" + interop::company.toUtf8() + ":hr:employees", "{\"data\": [1]}"});
    peer.command({"SETEX", "something:else", "5", "x"});
    const QJsonArray keys = run("keys --json").array();
    QStringList types;
    for (const QJsonValue &key : keys)
        types << key[u"data_type"].toString();
    QCOMPARE(types, QStringList({QStringLiteral("references"), QStringLiteral("employees"),
                                 QStringLiteral("clusters"), QStringLiteral("clusters")}));
    QVERIFY(keys[0][u"ttl_left_seconds"].toDouble() <= 100);
    QVERIFY(keys[0][u"age_seconds"].toDouble() > 80'000);
    QVERIFY(keys[0][u"bytes"].toInteger() > 500);
    QCOMPARE(run("keys --all-users --json").array().size(), 5);
    const CliResult text = run("keys");
    QVERIFY2(text.out.contains("references     1 min  1,8"), text.out.constData());
    QVERIFY(text.out.contains("\n4 entries, "));
}

void TestCliCache::keysAreWatchedUntilCtrlC()
{
    QCOMPARE(run("employees").status, 0);
    const auto process = m_cli->start(args("keys --watch"));
    QByteArray out;
    const auto blocks = [&] {
        out += process->readAllStandardOutput();
        return out.count("\n1 entry, ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(blocks() >= 2, 20'000);
    QVERIFY(!out.contains('\x1b'));
    QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
    QVERIFY(process->waitForFinished());
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(process->exitCode(), 0);
}

void TestCliCache::anEntryIsShown()
{
    // As the other service writes it.
    const QJsonObject entries = interop::file("cache_entries.json").object();
    const QByteArray key = interop::prefix + "employees";
    m_redis->peer().command(
        {"SETEX", key, "1800", entries[QString::fromUtf8(key)][u"value"].toString().toUtf8()});
    const CliResult text = m_cli->run({QStringLiteral("get"), QString::fromUtf8(key)});
    QCOMPARE(text.status, 0);
    for (const char *words : {"TTL        29 min left of 1 h", "Cached at  2026-11-23T07:00:32.002231",
                              "Source     hr.employees", "Schema     none: written by another program",
                              "    \"last_name\": \"Äbischer\"", "    \"first_name\": \"李\""})
        QVERIFY2(text.out.contains(words), text.out.constData());
    const QJsonObject json =
        m_cli->run({QStringLiteral("get"), QString::fromUtf8(key), QStringLiteral("--json")}).object();
    QCOMPARE(json[u"state"].toString(), QStringLiteral("entry"));
    QCOMPARE(json[u"value"][u"data"].toArray().size(), 3);
    const CliResult none = run("get cache:u:c:hr:employees");
    QCOMPARE(none.status, 1);
    QVERIFY(none.err.contains("There is no key"));
}

void TestCliCache::aLeaseIsShownAsALease()
{
    const QByteArray lease("{\"data\":[],\"cached_at\":\"2026-11-23T07:00:32.002231\",\"ttl_seconds\":0,"
                           "\"source\":\"lease\",\"lease\":\"0123456789abcdef0123456789abcdef\"}");
    m_redis->peer().command({"SETEX", interop::prefix + "employees", "10", lease});
    const QString key = QString::fromUtf8(interop::prefix + "employees");
    const CliResult text = m_cli->run({QStringLiteral("get"), key});
    QVERIFY2(text.out.contains("Lease      somebody is filling this key"), text.out.constData());
    QCOMPARE(m_cli->run({QStringLiteral("get"), key, QStringLiteral("--json")}).object()[u"state"].toString(),
             QStringLiteral("lease"));
    QVERIFY(run("keys").out.contains("No entries."));
}

void TestCliCache::aCompressedValueIsDecompressedWithinBounds()
{
    RedisPeer peer = m_redis->peer();
    peer.command(
        {"SETEX", "small", "60",
         compressed("{\"data\": [{\"name\": \"Zo\\u00eb\"}], \"cached_at\": \"x\", \"ttl_seconds\": 60, "
                    "\"source\": \"hr.x\"}")});
    const CliResult small = run("get small");
    QVERIFY2(small.out.contains("\"name\": \"Zoë\""), small.out.constData());
    QVERIFY(small.out.contains("compressed with zstd"));
    const QByteArray bomb = compressed(QByteArray(200 * 1024 * 1024, ' '));
    QVERIFY(bomb.size() < 100'000);
    peer.command({"SETEX", "bomb", "60", bomb});
    const CliResult large = run("get bomb");
    QCOMPARE(large.status, 0);
    QVERIFY2(large.out.contains("over 64 MiB"), large.out.constData());
    peer.command({"SETEX", "cut", "60", bomb.left(20)});
    QVERIFY(run("get cut").out.contains("damaged"));
}

void TestCliCache::foreignValuesAreShownAsSuch()
{
    RedisPeer peer = m_redis->peer();
    peer.command({"SET", "text", "hello \x1b[31mworld"});
    const CliResult text = run("get text");
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.contains("no entry of the HR cache"));
    QVERIFY(text.out.contains("TTL        none: it never expires"));
    // What stands in a cache must not steer a terminal.
    QVERIFY(!text.out.contains('\x1b'));
    QCOMPARE(run("get text --json").object()[u"text"].toString(), QStringLiteral("hello \x1b[31mworld"));
    peer.command({"LPUSH", "list", "x"});
    const CliResult list = run("get list");
    QCOMPARE(list.status, 1);
    QVERIFY(!list.err.isEmpty());
}

void TestCliCache::anEntryThatReadersRefuseSaysWhy()
{
    RedisPeer peer = m_redis->peer();
    const QByteArray key = interop::prefix + "clusters";
    const auto shown = [&](const QByteArray &value) {
        peer.command({"SET", key, value});
        return m_cli->run({QStringLiteral("get"), QString::fromUtf8(key)}).out;
    };
    QVERIFY(shown(R"({"data": [], "cached_at": "x"})").contains("it holds no rows"));
    QVERIFY(shown(R"({"data": [{"code": "a", "name": "b", "country_code": "CH"}], "schema_version": 99})")
                .contains("schema"));
    QVERIFY(shown(R"({"data": [{"code": "a"}]})").contains("lacks a member"));
    QVERIFY(shown("{\"data\": [{\"code\": \"\x1b[31m\"}]}").contains("no entry"));
    QVERIFY(!shown("{\"data\": [{\"code\": \"\x1b[31m\"}]}").contains('\x1b'));
    QVERIFY(!shown(R"({"data": [{"code": "\u202e"}]})").contains("\u202e"));
    QCOMPARE(run("warm").status, 0);
    QVERIFY(!m_cli->run({QStringLiteral("get"), QString::fromUtf8(key)}).out.contains("Readers"));
}

void TestCliCache::aKeyOfAnotherTypeIsNoOutage()
{
    m_redis->peer().command({"LPUSH", interop::prefix + "employees", "x"});
    const CliResult read = run("employees --json");
    QCOMPARE(read.status, 0);
    QCOMPARE(read.object()[u"reason"].toString(), QStringLiteral("unusable entry"));
    QVERIFY(read.object()[u"note"].toString().contains(QStringLiteral("hr:employees")));
    QCOMPARE(run("warm").status, 1);
    QCOMPARE(run("invalidate --yes").status, 0);
    QCOMPARE(run("warm").status, 0);
}

void TestCliCache::aValueOfSeveralLinesIsAnsweredOnOne()
{
    QCOMPARE(run("warm").status, 0);
    RedisPeer peer = m_redis->peer();
    const QByteArray key = interop::prefix + "clusters";
    const QByteArray value = peer.text({"GET", key});
    peer.command({"SET", key, QJsonDocument::fromJson(value).toJson(QJsonDocument::Indented)});
    const CliResult call = m_cli->run({QStringLiteral("rpc"), QStringLiteral("HR.list_clusters"),
                                       QStringLiteral("{\"company_id\": \"%1\"}").arg(interop::company)});
    QCOMPARE(call.status, 0);
    QCOMPARE(call.out.count('\n'), 1);
    QCOMPARE(call.object()[u"source"].toString(), QStringLiteral("cache"));
}

void TestCliCache::invalidateAsksForYes()
{
    QCOMPARE(run("warm").status, 0);
    const CliResult refused = run("invalidate");
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("Will delete 4 entries of the user uid_xyz123 in Müller & Fils SA:"),
             refused.err.constData());
    QVERIFY(refused.err.contains("  " + interop::prefix + "references:CH:fr\n"));
    QVERIFY(refused.err.contains("--yes"));
    QCOMPARE(keysInRedis().size(), 4);
}

void TestCliCache::invalidateDeletesOneUsersEntries()
{
    QCOMPARE(run("warm --details").status, 0);
    const QByteArray other = "cache:other:" + interop::company.toUtf8() + ":hr:employees";
    // Of a row that no longer exists: only the scan finds it.
    const QByteArray orphan = interop::prefix + "employee:00000000-0000-4000-8000-000000000000";
    RedisPeer peer = m_redis->peer();
    peer.command({"SETEX", other, "60", "{}"});
    peer.command({"SETEX", orphan, "60", "{}"});
    const CliResult partly = run("invalidate --yes --no-scan");
    QCOMPARE(partly.status, 0);
    QCOMPARE(keysInRedis(), QByteArrayList({other, orphan}));
    const CliResult done = run("invalidate --yes --json");
    QCOMPARE(done.status, 0);
    QCOMPARE(done.object()[u"deleted"].toInt(), 1);
    QCOMPARE(keysInRedis(), QByteArrayList({other}));
}

void TestCliCache::invalidateDeletesATypeOfEveryUser()
{
    QCOMPARE(run("warm").status, 0);
    const QByteArray other = "cache:other:" + interop::company.toUtf8() + ":hr:employees";
    const QByteArray elsewhere = "cache:other:99999999-9999-4999-8999-999999999999:hr:employees";
    RedisPeer peer = m_redis->peer();
    peer.command({"SETEX", other, "60", "{}"});
    peer.command({"SETEX", elsewhere, "60", "{}"});
    const CliResult result = run("invalidate --all-users --type employees --yes");
    QCOMPARE(result.status, 0);
    QVERIFY2(result.err.contains("Will delete 2 entries of every user of Müller & Fils SA"),
             result.err.constData());
    QVERIFY(result.err.contains("     1  other"));
    QVERIFY(result.out.contains("Deleted 2 entries."));
    const auto left = keysInRedis();
    QCOMPARE(left.size(), 4);
    QVERIFY(left.contains(elsewhere));
    QVERIFY(!left.contains(other));
}

void TestCliCache::invalidateDeletesSingleKeys()
{
    QCOMPARE(run("warm").status, 0);
    const CliResult result = m_cli->run({QStringLiteral("invalidate"), QStringLiteral("--yes"),
                                         QString::fromUtf8(interop::prefix + "clusters"),
                                         QString::fromUtf8(interop::prefix + "contracts:x")});
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.contains("Deleted 1 entry."));
    QCOMPARE(keysInRedis().size(), 3);
}

void TestCliCache::invalidateDeletesThePagesOfAList()
{
    RedisPeer peer = m_redis->peer();
    for (const char *end : {"employees", "employees:page:0", "employees:page:7"})
        peer.command({"SET", interop::prefix + end, "{\"data\": [1]}"});
    QCOMPARE(m_cli
                 ->run({QStringLiteral("invalidate"), QStringLiteral("--yes"),
                        QString::fromUtf8(interop::prefix + "employees")})
                 .status,
             0);
    QCOMPARE(keysInRedis(), QByteArrayList());
}

void TestCliCache::aMissingRightIsNamedAtOnce()
{
    QCOMPARE(run("warm").status, 0);
    RedisPeer peer = m_redis->peer();
    peer.command(
        {"ACL", "SETUSER", "reader", "on", ">secret", "~*", "&*", "+@read", "+@connection", "+info"});
    m_cli->set("HRCACHE_REDIS_USERNAME", QStringLiteral("reader"));
    m_cli->set("LISTENERS_REDIS_PASSWORD", QStringLiteral("secret"));
    const CliResult result = run("invalidate --yes");
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("+del"), result.err.constData());
    QVERIFY(result.err.contains(interop::prefix + "employees\n"));
    // Keys that do not exist are nobody's old copies.
    QVERIFY(!result.err.contains("page:"));
    QVERIFY(!result.err.contains("contracts:"));
    const CliResult check = run("check --json");
    QCOMPARE(check.status, 1);
    QCOMPARE(check.object()[u"ok"].toBool(), false);
}

void TestCliCache::invalidateRefusesFillsThatAreUnderWay()
{
    const QByteArray lease("{\"data\":[],\"cached_at\":\"2026-11-23T07:00:32.002231\",\"ttl_seconds\":0,"
                           "\"source\":\"lease\",\"lease\":\"0123456789abcdef0123456789abcdef\"}");
    m_redis->peer().command({"SETEX", interop::prefix + "employees", "10", lease});
    QCOMPARE(run("invalidate --yes").status, 0);
    QCOMPARE(keysInRedis(), QByteArrayList());
}

QTEST_GUILESS_MAIN(TestCliCache)
#include "tst_cli_cache.moc"
