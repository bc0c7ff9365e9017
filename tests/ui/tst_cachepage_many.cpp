#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "ui/base/DataTable.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const QByteArray head = "cache:uid_a:11111111-1111-4111-8111-111111111111:hr:";
constexpr int manyCount = static_cast<int>(KeyTableModel::atOnce) * 3;

} // namespace

/// Keys that come, go and are hidden, and more of them than are taken in at once.
class TestManyKeys : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void whatTheFilterHidesIsKnown();
    void aKeyThatComesBackIsARowAgain();
    void aSnapshotStaysAsItWas();
    void manyKeysAreTakenInWhileTheWindowGoesOn();
    void whatIsToldMeanwhileIsNewer();
    void keysOfAnotherPlaceEndTheTaking();
    void anotherListMeanwhileCounts();
    void scatteredKeysLeaveInOne();
    void manyThatChangedAreAnnouncedInOne();
    void filteringGoesOnBesideTheWindow();
    void whatIsToldWhileFilteringIsShown();
    void muchNewsIsTakenInBesideTheWindow();
    void keysThatAreLongGoneAreForgotten();

private:
    [[nodiscard]] CacheKeyInfo info(const QByteArray &type, std::chrono::seconds left) const
    {
        CacheKeyInfo info;
        info.key = head + type;
        info.exists = true;
        const QByteArray value =
            CacheEnvelope::compose("[{}]", m_clock.now() - (3600s - left), 3600s, "hr." + type);
        info.bytes = value.size();
        info.tail = value.right(512);
        info.ttlLeft = left;
        return info;
    }

    [[nodiscard]] std::vector<CacheKeyInfo> manyInfos() const
    {
        std::vector<CacheKeyInfo> infos;
        for (int number = 0; number < manyCount; ++number)
            infos.push_back(info("contracts:" + QByteArray::number(number),
                                 std::chrono::seconds(number * 7919 % 3571 + 1)));
        return infos;
    }

    void fill(KeyTableModel &model) const
    {
        QSignalSpy all(&model, &KeyTableModel::allSet);
        model.setAll(manyInfos());
        QTRY_COMPARE(all.size(), 1);
        QCOMPARE(model.rowCount(), manyCount);
    }

    /// By what is left of the time to live.
    [[nodiscard]] static bool isInOrder(const KeyTableModel &model)
    {
        for (int row = 1; row < model.rowCount(); ++row) {
            if (model.at(row).deadline < model.at(row - 1).deadline)
                return false;
        }
        return true;
    }

    ManualClock m_clock;
};

void TestManyKeys::manyKeysAreTakenInWhileTheWindowGoesOn()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::DescendingOrder);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.setAll({info("clusters", 60s), info("employees", 90s)});
    QCOMPARE(all.size(), 1);
    model.setAll(manyInfos());
    QCOMPARE(all.size(), 1);
    QVERIFY(model.isFilling());
    QTRY_COMPARE(all.size(), 2);
    QVERIFY(!model.isFilling());
    QCOMPARE(model.rowCount(), manyCount);
    QCOMPARE(model.rowOf(head + "clusters"), -1);
    for (int row = 1; row < model.rowCount(); ++row)
        QVERIFY(model.index(row - 1, 0).data(KeyTableModel::LeftRole).toLongLong() >=
                model.index(row, 0).data(KeyTableModel::LeftRole).toLongLong());
    // The same again changes nothing.
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setAll(manyInfos());
    QTRY_COMPARE(all.size(), 3);
    QCOMPARE(changed.size() + inserted.size(), 0);
    QCOMPARE(model.rowCount(), manyCount);
}

void TestManyKeys::whatIsToldMeanwhileIsNewer()
{
    KeyTableModel model(m_clock);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.setAll(manyInfos());
    CacheKeyInfo entry = info("contracts:8", 3600s);
    entry.bytes = 12'345;
    CacheKeyInfo gone;
    gone.key = head + "contracts:7";
    model.update({gone, entry, info("employees", 90s)});
    QTRY_COMPARE(all.size(), 1);
    QCOMPARE(model.rowOf(gone.key), -1);
    QCOMPARE(model.at(model.rowOf(head + "contracts:8")).bytes, entry.bytes);
    QVERIFY(model.rowOf(head + "employees") >= 0);
    QCOMPARE(model.rowCount(), manyCount);
}

void TestManyKeys::keysOfAnotherPlaceEndTheTaking()
{
    KeyTableModel model(m_clock);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.setAll(manyInfos());
    model.clear();
    QVERIFY(!model.isFilling());
    model.setAll({info("clusters", 60s)});
    QCOMPARE(all.size(), 1);
    workerPool()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(all.size(), 1);
}

void TestManyKeys::anotherListMeanwhileCounts()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.setAll(manyInfos());
    model.update({info("employees", 90s)});
    model.setAll({info("clusters", 60s), info("references:CH:fr", 60s)});
    CacheKeyInfo gone;
    gone.key = head + "references:CH:fr";
    model.update({gone});
    QVERIFY(model.isFilling());
    QTRY_COMPARE(all.size(), 1);
    QTRY_VERIFY(!model.isArranging());
    QCOMPARE(all.size(), 1);
    // "employees" was told before the second list, which knows nothing of it.
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(head + "clusters"), 0);
}

void TestManyKeys::scatteredKeysLeaveInOne()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    fill(model);
    const QPersistentModelIndex kept(model.index(model.rowOf(head + "contracts:15"), KeyTableModel::Key));
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    int forgotten = 0;
    connect(&model, &KeyTableModel::aboutToForget, this, [&](const KeyRows &left) {
        ++forgotten;
        QVERIFY(left.slotOf(head + "contracts:20") == KeyRows::noSlot);
        QVERIFY(left.slotOf(head + "contracts:15") != KeyRows::noSlot);
    });
    std::vector<CacheKeyInfo> left = manyInfos();
    std::erase_if(left, [](const CacheKeyInfo &info) { return info.key.endsWith('0'); });
    const auto count = static_cast<int>(left.size());
    model.setAll(std::move(left));
    QTRY_COMPARE(model.rowCount(), count);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(forgotten, 1);
    QCOMPARE(kept.data(KeyTableModel::KeyRole).toByteArray(), head + "contracts:15");
    QCOMPARE(model.rowOf(head + "contracts:15"), kept.row());
    // Told one by one, they leave as soon as they have been arranged.
    std::vector<CacheKeyInfo> gone(100);
    for (size_t i = 0; i < gone.size(); ++i)
        gone[i].key = head + "contracts:" + QByteArray::number(static_cast<int>(i) * 10 + 1);
    model.update(gone);
    QCOMPARE(model.rowCount(), count);
    QCOMPARE(model.totalCount(), count - 100);
    QCOMPARE(model.rowOf(gone[0].key), -1);
    QTRY_COMPARE(model.rowCount(), count - 100);
    QCOMPARE(removed.size(), 2);
    QVERIFY(isInOrder(model));
}

void TestManyKeys::manyThatChangedAreAnnouncedInOne()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    fill(model);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    m_clock.advance(10s);
    model.setAll(manyInfos());
    QTRY_COMPARE(all.size(), 1);
    QCOMPARE(changed.size(), 2);
    for (const QList<QVariant> &signal : std::as_const(changed)) {
        QCOMPARE(signal[0].toModelIndex().row(), 0);
        QCOMPARE(signal[1].toModelIndex().row(), manyCount - 1);
    }
    QVERIFY(isInOrder(model));
}

void TestManyKeys::filteringGoesOnBesideTheWindow()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    fill(model);
    DataTable table;
    table.setModel(&model);
    table.select(model.rowOf(head + "contracts:77"));
    QSignalSpy arranged(&model, &ArrangedModel::arranged);
    model.setFilter(QStringLiteral("7"), {});
    QCOMPARE(model.rowCount(), manyCount);
    QVERIFY(model.isArranging());
    QTRY_COMPARE(arranged.size(), 1);
    QVERIFY(model.rowCount() < manyCount);
    QCOMPARE(table.currentId(), QString::fromLatin1(head + "contracts:77"));
    model.sort(KeyTableModel::Bytes, Qt::DescendingOrder);
    model.setFilter({}, {});
    QTRY_COMPARE(arranged.size(), 2);
    QCOMPARE(model.rowCount(), manyCount);
    QCOMPARE(table.selectedIds(), QStringList{QString::fromLatin1(head + "contracts:77")});
}

void TestManyKeys::whatIsToldWhileFilteringIsShown()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    fill(model);
    model.setFilter(QStringLiteral("7"), {});
    CacheKeyInfo gone;
    gone.key = head + "contracts:7";
    CacheKeyInfo changed = info("contracts:70", 3600s);
    changed.bytes = 12'345;
    model.update({gone, changed, info("contracts:x7", 5s), info("contracts:x8", 5s)});
    QTRY_VERIFY(!model.isArranging());
    QCOMPARE(model.rowOf(gone.key), -1);
    QCOMPARE(model.at(model.rowOf(changed.key)).bytes, changed.bytes);
    QVERIFY(model.rowOf(head + "contracts:x7") >= 0);
    QCOMPARE(model.rowOf(head + "contracts:x8"), -1);
    QVERIFY(model.find(head + "contracts:x8") != nullptr);
    QCOMPARE(model.totalCount(), manyCount + 1);
    QVERIFY(isInOrder(model));
}

void TestManyKeys::muchNewsIsTakenInBesideTheWindow()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll({info("employees", 90s)});
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.update(manyInfos());
    QCOMPARE(model.totalCount(), 1);
    CacheKeyInfo gone;
    gone.key = head + "contracts:7";
    model.update({gone});
    QTRY_COMPARE(model.rowCount(), manyCount);
    QVERIFY(model.rowOf(head + "employees") >= 0);
    QCOMPARE(model.rowOf(gone.key), -1);
    QCOMPARE(all.size(), 0);
}

void TestManyKeys::keysThatAreLongGoneAreForgotten()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Ttl, Qt::AscendingOrder);
    fill(model);
    DataTable table;
    table.setModel(&model);
    table.select(model.rowOf(head + "contracts:4321"));
    QSignalSpy all(&model, &KeyTableModel::allSet);
    // Few of them are left, in other slots.
    CacheKeyInfo changed = info("contracts:9", 3600s);
    changed.bytes = 12'345;
    model.setAll({info("clusters", 60s), info("contracts:4321", 8s), changed});
    QTRY_COMPARE(all.size(), 1);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(table.currentId(), QString::fromLatin1(head + "contracts:4321"));
    QCOMPARE(model.at(model.rowOf(changed.key)).bytes, changed.bytes);
    QVERIFY(isInOrder(model));
    fill(model);
    QCOMPARE(model.totalCount(), manyCount);
    QCOMPARE(table.selectedIds(), QStringList{QString::fromLatin1(head + "contracts:4321")});
}

void TestManyKeys::whatTheFilterHidesIsKnown()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAll({info("employees", 90s), info("clusters", 60s)});
    const qint64 bytes = model.totalBytes();
    model.setFilter(QStringLiteral("employees"), {});
    QCOMPARE(model.rowOf(head + "clusters"), -1);
    QVERIFY(model.find(head + "clusters") != nullptr);
    QCOMPARE(model.totalBytes(), bytes);
    m_clock.advance(61s);
    QCOMPARE(model.expired(), std::vector<QByteArray>{head + "clusters"});
    CacheKeyInfo gone;
    gone.key = head + "clusters";
    model.update({gone, info("clusters:CH", 600s)});
    QVERIFY(model.find(gone.key) == nullptr);
    QVERIFY(model.expired().empty());
    QCOMPARE(model.totalCount(), 2);
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({}, {});
    QCOMPARE(model.rowCount(), 2);
}

void TestManyKeys::aKeyThatComesBackIsARowAgain()
{
    KeyTableModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.sort(KeyTableModel::Key, Qt::AscendingOrder);
    model.setAll({info("clusters", 60s), info("employees", 90s)});
    const qint64 bytes = model.totalBytes();
    CacheKeyInfo gone;
    gone.key = head + "clusters";
    model.update({gone});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.totalBytes(), model.at(0).bytes);
    m_clock.advance(10s);
    model.update({info("clusters", 3600s)});
    QCOMPARE(model.rowOf(head + "clusters"), 0);
    QCOMPARE(model.totalBytes(), bytes);
    QCOMPARE(model.index(0, KeyTableModel::Ttl).data().toString(), QStringLiteral("1:00:00"));
    QCOMPARE(model.expired().size(), size_t(0));
}

void TestManyKeys::aSnapshotStaysAsItWas()
{
    KeyRows rows;
    rows.setAll(manyInfos(), {}, m_clock);
    KeyRows before = rows.snapshot();
    KeyRow other = KeyRow::of(info("contracts:8", 3600s), {}, m_clock);
    other.bytes = 12'345;
    rows.put(other);
    rows.remove(head + "contracts:7");
    rows.put(KeyRow::of(info("employees", 90s), {}, m_clock));
    QVERIFY(before.find(other.key)->bytes != other.bytes);
    QVERIFY(before.find(head + "contracts:7") != nullptr);
    QVERIFY(before.find(head + "employees") == nullptr);
    // And the other way round.
    before.remove(head + "contracts:9");
    before.remove(head + "contracts:5999");
    QVERIFY(rows.find(head + "contracts:9") != nullptr);
    QVERIFY(rows.find(head + "contracts:5999") != nullptr);
    QCOMPARE(rows.find(other.key)->bytes, other.bytes);
    QCOMPARE(rows.count(), size_t(manyCount));
    QCOMPARE(before.count(), size_t(manyCount - 2));
}

QTEST_MAIN(TestManyKeys)
#include "tst_cachepage_many.moc"
