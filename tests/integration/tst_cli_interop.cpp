#include "CliOnServers.h"

using namespace hrcache;

namespace {

/// Calls whose result depends on the server that runs it.
bool isComparable(const QString &method)
{
    return method != u"HR.check_connection";
}

CliResult call(const Cli &cli, const QJsonObject &recorded)
{
    const QByteArray params = QJsonDocument(recorded[u"params"].toObject()).toJson(QJsonDocument::Compact);
    return cli.run({QStringLiteral("rpc"), recorded[u"method"].toString(), QString::fromUtf8(params)});
}

/// The envelope without what differs from run to run.
QJsonObject comparable(const QByteArray &value)
{
    QJsonObject envelope = QJsonDocument::fromJson(value).object();
    envelope.remove(QStringLiteral("cached_at"));
    envelope.remove(QStringLiteral("schema_version"));
    return envelope;
}

} // namespace

/// The recordings of the existing service, through the program.
class TestCliInterop : public CliOnServers
{
    Q_OBJECT

private slots:

    void init() { startServers(); }

    void everyRecordedEntryIsAHit();
    void theRecordedCallsAreReproducedFromAColdCache();
    void afterTheCallsRedisHoldsWhatTheOtherServiceWouldHold();
    void statsHaveTheRecordedMembers();
};

void TestCliInterop::everyRecordedEntryIsAHit()
{
    RedisPeer peer = m_redis->peer();
    const QJsonObject entries = interop::file("cache_entries.json").object();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        peer.command({"SETEX", entry.key().toUtf8(), QByteArray::number(entry.value()[u"ttl"].toInt()),
                      entry.value()[u"value"].toString().toUtf8()});
    }
    // The database would answer otherwise, so that nothing can look like a HIT that is none.
    m_database->exec(QStringLiteral("DELETE FROM hr.payroll_results; DELETE FROM hr.contracts; "
                                    "DELETE FROM hr.employees; DELETE FROM hr.country_clusters; "
                                    "UPDATE hr.clusters SET name = 'x'; DELETE FROM hr.ref_permit_types"));
    int hits = 0;
    const QJsonArray calls = interop::file("rpc_results.json").array();
    for (const QJsonValue &recorded : calls) {
        if (recorded[u"result"][u"source"].toString() != u"cache")
            continue;
        const CliResult result = call(*m_cli, recorded.toObject());
        QCOMPARE(result.status, 0);
        QCOMPARE(result.object(), recorded[u"result"].toObject());
        ++hits;
    }
    QCOMPARE(hits, entries.size());
}

void TestCliInterop::theRecordedCallsAreReproducedFromAColdCache()
{
    const QJsonArray calls = interop::file("rpc_results.json").array();
    QVERIFY(calls.size() > 20);
    for (const QJsonValue &recorded : calls) {
        const QString method = recorded[u"method"].toString();
        const CliResult result = call(*m_cli, recorded.toObject());
        QCOMPARE(result.status, 0);
        if (isComparable(method)) {
            QCOMPARE(result.object(), recorded[u"result"].toObject());
        } else {
            for (const QString &member : {QStringLiteral("status"), QStringLiteral("database")})
                QCOMPARE(result.object()[member], recorded[u"result"][member]);
        }
    }
}

void TestCliInterop::afterTheCallsRedisHoldsWhatTheOtherServiceWouldHold()
{
    for (const QJsonValue &recorded : interop::file("rpc_results.json").array())
        QCOMPARE(call(*m_cli, recorded.toObject()).status, 0);
    RedisPeer peer = m_redis->peer();
    const QJsonObject entries = interop::file("cache_entries.json").object();
    QStringList keys;
    for (const QVariant &key : peer.command({"KEYS", "*"}).toList())
        keys << QString::fromUtf8(key.toByteArray());
    keys.sort();
    QCOMPARE(keys, entries.keys());
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const QByteArray key = entry.key().toUtf8();
        QCOMPARE(comparable(peer.text({"GET", key})),
                 comparable(entry.value()[u"value"].toString().toUtf8()));
        const auto ttl = peer.number({"TTL", key});
        const int recorded = entry.value()[u"ttl"].toInt();
        QVERIFY2(ttl <= recorded && ttl > recorded - 120, key.constData());
        // Local time without a zone, microseconds.
        const auto envelope = QJsonDocument::fromJson(peer.text({"GET", key})).object();
        QCOMPARE(envelope[u"cached_at"].toString().size(),
                 QStringLiteral("2026-01-16T11:30:00.123456").size());
    }
}

void TestCliInterop::statsHaveTheRecordedMembers()
{
    for (const QJsonValue &recorded : interop::file("rpc_results.json").array())
        QCOMPARE(call(*m_cli, recorded.toObject()).status, 0);
    m_cli->set("HRCACHE_USER", interop::user);
    const QJsonObject recorded = interop::file("cache_stats.json").object();
    for (const QString &policy : {QStringLiteral("--scan"), QStringLiteral("--no-scan")}) {
        const QJsonObject stats =
            m_cli->run({QStringLiteral("stats"), QStringLiteral("--json"), policy}).object();
        for (const QString &member : recorded.keys())
            QVERIFY2(stats.contains(member), qPrintable(member));
        QCOMPARE(stats[u"total_keys"], recorded[u"total_keys"]);
        QCOMPARE(stats[u"data_types"], recorded[u"data_types"]);
        QVERIFY(stats[u"total_size_bytes"].toInteger() > 5'000);
        QVERIFY(stats[u"oldest_entry"].toString() < stats[u"newest_entry"].toString());
        QCOMPARE(stats[u"keys_from_rows"].toInteger(), recorded[u"total_keys"].toInteger());
        QCOMPARE(stats[u"complete"].toBool(), policy == u"--scan");
    }
}

QTEST_GUILESS_MAIN(TestCliInterop)
#include "tst_cli_interop.moc"
