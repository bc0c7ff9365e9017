#include "cache/CacheEnvelope.h"
#include "cache/MemoryCacheStore.h"
#include "support/Await.h"
#include "ui/cache/EntryContents.h"
#include "ui/cache/IndentedJson.h"
#include "ui/cache/JsonTreeModel.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <zstd.h>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const QByteArray head = "cache:uid_a:11111111-1111-4111-8111-111111111111:hr:";

QByteArray zstd(const QByteArray &plain)
{
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(plain.size()))), '\0');
    const size_t size = ZSTD_compress(packed.data(), static_cast<size_t>(packed.size()), plain.constData(),
                                      static_cast<size_t>(plain.size()), 3);
    return packed.left(static_cast<qsizetype>(size));
}

} // namespace

class TestCacheValues : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void anEnvelopeIsTakenApart();
    void aLeaseIsALease();
    void foreignValuesAreShownAsTheyAre();
    void compressedValuesAreDecompressedWithABound();
    void longTextsAreCutAndSaySo();
    void jsonIsIndentedAsItWasWritten();
    void theTreeGivesLongListsInParts();

private:
    ManualClock m_clock;
};

void TestCacheValues::anEnvelopeIsTakenApart()
{
    MemoryCacheStore store(m_clock);
    const QByteArray value = CacheEnvelope::compose(R"([{"id":"1","pay":10.50},{"id":"2","pay":7}])",
                                                    m_clock.now(), 3600s, "hr.x");
    QVERIFY(awaitResult(store.set(head + "employees", value, 3600s)).has_value());
    m_clock.advance(60s);
    const auto contents = awaitResult(readEntry(&store, &m_clock, head + "employees"));
    QVERIFY(contents.has_value());
    QCOMPARE(contents->state, EntryContents::State::Entry);
    QCOMPARE(contents->items, 2);
    QCOMPARE(contents->ttl, 3600s);
    QCOMPARE(contents->source, QStringLiteral("hr.x"));
    QCOMPARE(contents->schemaVersion, std::optional(CacheEnvelope::schemaVersion));
    QCOMPARE(contents->storedBytes, value.size());
    QCOMPARE(*contents->deadline - m_clock.steady(), SteadyTime::duration(3540s));
    QVERIFY(contents->text.contains(u"\"pay\": 10.50"));
    const auto gone = awaitResult(readEntry(&store, &m_clock, head + "clusters"));
    QCOMPARE(gone->state, EntryContents::State::Gone);
}

void TestCacheValues::aLeaseIsALease()
{
    const auto contents =
        EntryContents::parse(head + "employees", CacheEnvelope::composeLease(m_clock.now()));
    QCOMPARE(contents.state, EntryContents::State::Lease);
}

void TestCacheValues::foreignValuesAreShownAsTheyAre()
{
    const auto text = EntryContents::parse(head + "employees", "not JSON");
    QCOMPARE(text.state, EntryContents::State::Foreign);
    QVERIFY(text.tree.isUndefined());
    QCOMPARE(text.text, QStringLiteral("not JSON"));
    const auto json = EntryContents::parse(head + "employees", R"({"a":1})");
    QCOMPARE(json.state, EntryContents::State::Foreign);
    QVERIFY(json.tree.isObject());
    const auto deep = EntryContents::parse(head + "employees", QByteArray(200'000, '['));
    QCOMPARE(deep.state, EntryContents::State::Foreign);
    const auto foreign = EntryContents::parse(head + "employees", R"({"data": [], "cached_at": "x"})");
    QCOMPARE(foreign.state, EntryContents::State::Entry);
    QVERIFY(!foreign.schemaVersion);
}

void TestCacheValues::compressedValuesAreDecompressedWithABound()
{
    const QByteArray plain = CacheEnvelope::compose('[' + QByteArray(R"({"id":"x"},)").repeated(999) + "{}]",
                                                    m_clock.now(), 60s, "s");
    const QByteArray packed = zstd(plain);
    const auto contents = EntryContents::parse(head + "employees", packed);
    QVERIFY(contents.compressed);
    QCOMPARE(contents.state, EntryContents::State::Entry);
    QCOMPARE(contents.items, 1000);
    QCOMPARE(contents.json, plain);
    QCOMPARE(contents.storedBytes, packed.size());
    const auto cut = EntryContents::parse(head + "employees", packed.left(packed.size() / 2));
    QCOMPARE(cut.state, EntryContents::State::Damaged);
    QVERIFY(!cut.problem.isEmpty());
    const auto bomb = EntryContents::parse(head + "employees", zstd(QByteArray(80 * 1024 * 1024, 'x')));
    QCOMPARE(bomb.state, EntryContents::State::Damaged);
    QVERIFY(bomb.problem.contains(u"64.0 MB"));
}

void TestCacheValues::longTextsAreCutAndSaySo()
{
    const QByteArray value = CacheEnvelope::compose(
        '[' + QByteArray(R"({"id":"0123456789"},)").repeated(50'000) + "{}]", m_clock.now(), 60s, "s");
    const auto contents = EntryContents::parse(head + "employees", value);
    QVERIFY(contents.textCut);
    QVERIFY(contents.text.size() < EntryContents::shownTextBytes + 1024);
    QCOMPARE(contents.items, 50'001);
}

void TestCacheValues::jsonIsIndentedAsItWasWritten()
{
    const QByteArray written = "{\"a\":[1.50,{}, []],\"b\":\"x, \\\"{y}\\\"\" }";
    const QByteArray indented =
        "{\n  \"a\": [\n    1.50,\n    {},\n    []\n  ],\n  \"b\": \"x, \\\"{y}\\\"\"\n}";
    QCOMPARE(indentedJson(written, 1000), indented);
    QCOMPARE(indentedJson("]]]", 1000).count(']'), 3);
    QCOMPARE(indentedJson("\"open", 1000), QByteArray("\"open"));
    QVERIFY(indentedJson(QByteArray("[1,").repeated(10'000), 500).size() < 1000);
}

void TestCacheValues::theTreeGivesLongListsInParts()
{
    JsonTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    // It would fetch while rows are being inserted, which it takes for a fault of the model itself.
    tester.setUseFetchMore(false);
    QJsonArray rows;
    for (int i = 0; i < 450; ++i)
        rows.append(QJsonObject{{QStringLiteral("id"), QString::number(i)},
                                {QStringLiteral("last_name"), QStringLiteral("Muster %1").arg(i)},
                                {QStringLiteral("pay"), 12.5},
                                {QStringLiteral("ended"), QJsonValue()}});
    model.setValue(QJsonObject{{QStringLiteral("data"), rows}, {QStringLiteral("ttl"), 3600}});
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex data = model.index(0, 0);
    QCOMPARE(data.data().toString(), QStringLiteral("data"));
    QCOMPARE(data.siblingAtColumn(1).data().toString(), QStringLiteral("450 items"));
    QCOMPARE(data.siblingAtColumn(1).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("data: 450 items"));
    QVERIFY(model.canFetchMore(data));
    while (model.canFetchMore(data))
        model.fetchMore(data);
    QCOMPARE(model.rowCount(data), 450);
    const QModelIndex row = model.index(449, 0, data);
    QCOMPARE(row.siblingAtColumn(1).data().toString(), QStringLiteral("Muster 449"));
    model.fetchMore(row);
    QStringList values;
    for (int i = 0; i < model.rowCount(row); ++i)
        values << model.index(i, 1, row).data().toString();
    QCOMPARE(values.join(u' '), QStringLiteral("null 449 Muster 449 12.5"));
    QCOMPARE(model.parent(model.index(0, 0, row)), row);
    model.setValue(QJsonValue(QJsonValue::Undefined));
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(TestCacheValues)
#include "tst_cachepage_values.moc"
