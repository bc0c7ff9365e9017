#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"
#include "hr/Employee.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace hrcache;
using State = CacheEnvelope::State;

namespace {

QJsonObject recordedEntries()
{
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/cache_entries.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

HrQuery::Kind kindOf(const QByteArray &type)
{
    const QHash<QByteArray, HrQuery::Kind> kinds{
        {"employees", HrQuery::Kind::Employees}, {"employee", HrQuery::Kind::Employee},
        {"contracts", HrQuery::Kind::Contracts}, {"active_contract", HrQuery::Kind::ActiveContract},
        {"clusters", HrQuery::Kind::Clusters},   {"references", HrQuery::Kind::References}};
    return kinds.value(type, HrQuery::Kind::PayrollResult);
}

State stateOf(const QByteArray &bytes)
{
    return CacheEnvelope::parse(HrQuery::Kind::EmployeeIds, bytes).state;
}

} // namespace

class TestCacheEnvelope : public QObject
{
    Q_OBJECT

private slots:
    void everyRecordedEntryIsUsable();
    void everyColumnOfARecordedRowIsRight();
    void readsWhatItWrote();
    void aLeaseIsNoEntryAndEmptyForTheOtherService();
    void tellsWhyAValueIsOfNoUse_data();
    void tellsWhyAValueIsOfNoUse();
    void namesThePagesOfAListOfEmployeesOnly();
    void survivesEveryCut();
    void findsCachedAtInTheTail();
    void knowsItsOwnTail();
};

void TestCacheEnvelope::everyRecordedEntryIsUsable()
{
    const QJsonObject entries = recordedEntries();
    QCOMPARE(entries.size(), 10);
    for (auto at = entries.begin(); at != entries.end(); ++at) {
        const auto key = CacheKey::parse(at.key().toUtf8());
        QVERIFY(key);
        const QByteArray value = at.value()[u"value"].toString().toUtf8();
        const auto envelope = CacheEnvelope::parse(kindOf(key->dataType), value);
        QVERIFY2(envelope.state == State::Usable, qPrintable(at.key()));
        QCOMPARE(qint64(envelope.ttl.count()), at.value()[u"ttl"].toInteger());
        QCOMPARE(envelope.source, key->source());
        const QJsonObject whole = QJsonDocument::fromJson(value).object();
        QCOMPARE(QString::fromUtf8(envelope.cachedAt), whole[u"cached_at"].toString());
        const QJsonDocument data = QJsonDocument::fromJson(envelope.document.jsonBytes());
        QCOMPARE(data.isArray() ? QJsonValue(data.array()) : QJsonValue(data.object()), whole[u"data"]);
    }
}

void TestCacheEnvelope::everyColumnOfARecordedRowIsRight()
{
    const QJsonObject entries = recordedEntries();
    int compared = 0;
    for (auto at = entries.begin(); at != entries.end(); ++at) {
        const auto kind = kindOf(CacheKey::parse(at.key().toUtf8())->dataType);
        if (kind == HrQuery::Kind::References)
            continue;
        const QByteArray value = at.value()[u"value"].toString().toUtf8();
        const auto envelope = CacheEnvelope::parse(kind, value);
        const QJsonValue data = QJsonDocument::fromJson(value).object()[u"data"];
        const QJsonArray rows = data.isArray() ? data.toArray() : QJsonArray{data};
        const auto specs = columnsOf(kind);
        for (int row = 0; row < rows.size(); ++row) {
            const RowView view = envelope.document.table().row(static_cast<size_t>(row));
            for (size_t column = 0; column < specs.size(); ++column) {
                const QJsonValue expected =
                    rows[row][QLatin1String(specs[column].name.data(), qsizetype(specs[column].name.size()))];
                if (expected.isNull())
                    QVERIFY(view.isNull(column));
                else if (expected.isString())
                    QCOMPARE(view.text(column), expected.toString());
                else if (expected.isBool())
                    QCOMPARE(view.boolean(column), expected.toBool());
                else
                    QCOMPARE(view.number(column), expected.toDouble());
                ++compared;
            }
        }
    }
    QVERIFY(compared > 150);
}

void TestCacheEnvelope::readsWhatItWrote()
{
    const WallTime now = Clock::system().now();
    const QByteArray data = R"([{"id": "a", "name": "Zoë \"x\""}])";
    const QByteArray bytes = CacheEnvelope::compose(data, now, std::chrono::seconds(3600), "hr.employees");
    const auto envelope = CacheEnvelope::parse(HrQuery::Kind::EmployeeIds, bytes);
    QCOMPARE(envelope.state, State::Usable);
    QCOMPARE(envelope.document.jsonBytes(), data);
    QCOMPARE(envelope.source, QByteArray("hr.employees"));
    QCOMPARE(qint64(envelope.ttl.count()), qint64(3600));
    QCOMPARE(CacheEnvelope::parseCachedAt(envelope.cachedAt), std::optional(now));
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    QVERIFY(QRegularExpression(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$"))
                .match(json[u"cached_at"].toString())
                .hasMatch());
}

void TestCacheEnvelope::aLeaseIsNoEntryAndEmptyForTheOtherService()
{
    const WallTime now = Clock::system().now();
    const QByteArray lease = CacheEnvelope::composeLease(now);
    QVERIFY(CacheEnvelope::isLease(lease));
    QVERIFY(lease != CacheEnvelope::composeLease(now));
    QCOMPARE(stateOf(lease), State::Lease);
    const QJsonObject json = QJsonDocument::fromJson(lease).object();
    QVERIFY(json[u"data"].isArray() && json[u"data"].toArray().isEmpty());
    QCOMPARE(json[u"lease"].toString().size(), 32);
}

void TestCacheEnvelope::tellsWhyAValueIsOfNoUse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("state");
    const auto row = [](const QByteArray &name, const QByteArray &bytes, State state) {
        QTest::newRow(name.constData()) << bytes << static_cast<int>(state);
    };
    row("nothing", "", State::Broken);
    row("no object", "[1]", State::Broken);
    row("no data", R"({"cached_at": "x"})", State::Broken);
    row("empty list", R"({"data": [], "cached_at": "x", "ttl_seconds": 5, "source": "s"})", State::Empty);
    row("empty object", R"({"data": {}})", State::Empty);
    row("null", R"({"data": null})", State::Empty);
    row("other version", R"({"data": [{"id": "a"}], "schema_version": 2})", State::OtherVersion);
    row("version of another type", R"({"data": [{"id": "a"}], "schema_version": "1"})", State::OtherVersion);
    row("no version", R"({"data": [{"id": "a"}]})", State::Usable);
    row("version first", R"({"schema_version": 1, "data": [{"id": "a"}]})", State::Usable);
    row("members of other types",
        R"({"data": [{"id": "a"}], "cached_at": 5, "ttl_seconds": "x", "more": {}})", State::Usable);
    row("lacks a member", R"({"data": [{"name": "a"}]})", State::Incomplete);
    row("object for a list", R"({"data": {"id": "a"}})", State::Incomplete);
    row("row of another type", R"({"data": ["a"]})", State::Incomplete);
    row("trailing text", R"({"data": [{"id": "a"}]} x)", State::Broken);
    row("bare words", "PONG", State::Broken);
    for (const char *value :
         {"tru", "01", "{\"a\" 1}", "{\"a\":}", "[1 2]", "\"\\q\"", "NaN", "nul", "-", "[1,]"}) {
        const QByteArray bytes(value);
        row("in an additional column: " + bytes, R"({"data": [{"id": "a", "x": )" + bytes + "}]}",
            State::Broken);
        row("in an additional member: " + bytes, R"({"data": [{"id": "a"}], "x": )" + bytes + "}",
            State::Broken);
    }
    for (const char *value :
         {"true", "1e3", "123456789012345678901234567890", "{\"a\": [1, {}]}", "null", "\"\\u00e9\""}) {
        const QByteArray bytes(value);
        row("additional: " + bytes, R"({"x": )" + bytes + R"(, "data": [{"id": "a", "x": )" + bytes + "}]}",
            State::Usable);
    }
}

void TestCacheEnvelope::tellsWhyAValueIsOfNoUse()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, state);
    QCOMPARE(static_cast<int>(stateOf(bytes)), state);
}

void TestCacheEnvelope::namesThePagesOfAListOfEmployeesOnly()
{
    const auto indexOf = [](qsizetype pages) {
        return CacheEnvelope::composeIndex(Clock::system().now(), std::chrono::seconds(60), "hr.employees",
                                           "a1b2", pages, 2'500);
    };
    const QByteArray index = indexOf(3);
    for (const auto kind : {HrQuery::Kind::Employees, HrQuery::Kind::EmployeesInPages}) {
        const CacheEnvelope envelope = CacheEnvelope::parse(kind, index);
        QCOMPARE(envelope.state, State::Paged);
        QCOMPARE(envelope.pages, 3);
        QCOMPARE(envelope.snapshot, QByteArray("a1b2"));
        QCOMPARE(envelope.ttl, std::chrono::seconds(60));
    }
    QCOMPARE(CacheEnvelope::parse(HrQuery::Kind::Contracts, index).state, State::Empty);
    for (const qsizetype pages : {0, -1, mostEmployeePages + 1})
        QCOMPARE(CacheEnvelope::parse(HrQuery::Kind::Employees, indexOf(pages)).state, State::Empty);
    QVERIFY(CacheEnvelope::isIndex(index));
    QVERIFY(CacheEnvelope::isOwnTail(index));
    QVERIFY(!CacheEnvelope::isLease(index));
    QVERIFY(!CacheEnvelope::isIndex(CacheEnvelope::composeLease(Clock::system().now())));
    QVERIFY(!CacheEnvelope::isIndex(
        CacheEnvelope::compose("[]", Clock::system().now(), std::chrono::seconds(60), "hr.employees")));
    // To the existing backend it is an entry whose data is an empty list.
    const QJsonObject object = QJsonDocument::fromJson(index).object();
    QVERIFY(object[u"data"].isArray());
    QVERIFY(object[u"data"].toArray().isEmpty());
    QCOMPARE(object[u"source"].toString(), QStringLiteral("hr.employees"));
}

void TestCacheEnvelope::survivesEveryCut()
{
    const QByteArray whole =
        CacheEnvelope::compose(R"([{"id": "a\u00e9\"", "n": 1.5, "b": true, "z": null}])",
                               Clock::system().now(), std::chrono::seconds(60), "hr.x");
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(stateOf(whole.left(length)) != State::Usable, QByteArray::number(length).constData());
    QCOMPARE(stateOf(whole), State::Usable);
}

void TestCacheEnvelope::findsCachedAtInTheTail()
{
    const QJsonObject entries = recordedEntries();
    for (auto at = entries.begin(); at != entries.end(); ++at) {
        const QByteArray value = at.value()[u"value"].toString().toUtf8();
        QCOMPARE(QString::fromUtf8(CacheEnvelope::cachedAtInTail(value.right(512))),
                 QJsonDocument::fromJson(value).object()[u"cached_at"].toString());
    }
    QVERIFY(CacheEnvelope::cachedAtInTail("garbage").isEmpty());
    QVERIFY(CacheEnvelope::cachedAtInTail("\"cached_at\"").isEmpty());
}

void TestCacheEnvelope::knowsItsOwnTail()
{
    const WallTime now = Clock::system().now();
    QVERIFY(CacheEnvelope::isOwnTail(
        CacheEnvelope::compose("[1]", now, std::chrono::seconds(1), "hr.x").right(512)));
    QVERIFY(CacheEnvelope::isOwnTail(CacheEnvelope::composeLease(now)));
    const QJsonObject entries = recordedEntries();
    QVERIFY(!CacheEnvelope::isOwnTail(entries.begin().value()[u"value"].toString().toUtf8().right(512)));
}

QTEST_GUILESS_MAIN(TestCacheEnvelope)
#include "tst_cacheenvelope.moc"
