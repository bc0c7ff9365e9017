#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "ui/cache/KeyFilterModel.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/support/UiTestMain.h"

#include <QSignalSpy>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const QByteArray head = "cache:uid_a:11111111-1111-4111-8111-111111111111:hr:";
constexpr int manyCount = static_cast<int>(KeyTableModel::atOnce) * 3;

} // namespace

/// More keys than are taken in at once.
class TestManyKeys : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void manyKeysAreTakenInWhileTheWindowGoesOn();
    void whatIsToldMeanwhileIsNewer();
    void keysOfAnotherPlaceEndTheTaking();

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

    ManualClock m_clock;
};

void TestManyKeys::manyKeysAreTakenInWhileTheWindowGoesOn()
{
    KeyTableModel model(m_clock);
    KeyFilterModel sorted(&model);
    sorted.sort(KeyTableModel::Ttl, Qt::DescendingOrder);
    QSignalSpy all(&model, &KeyTableModel::allSet);
    model.setAll({info("clusters", 60s), info("employees", 90s)}, sorted.order());
    QCOMPARE(all.size(), 1);
    model.setAll(manyInfos(), sorted.order());
    QCOMPARE(all.size(), 1);
    QVERIFY(model.isFilling());
    QTRY_COMPARE(all.size(), 2);
    QVERIFY(!model.isFilling());
    QCOMPARE(model.rowCount(), manyCount);
    QCOMPARE(model.rowOf(head + "clusters"), -1);
    for (int row = 1; row < sorted.rowCount(); ++row)
        QVERIFY(sorted.index(row - 1, 0).data(KeyTableModel::LeftRole).toLongLong() >=
                sorted.index(row, 0).data(KeyTableModel::LeftRole).toLongLong());
    // The same again changes nothing.
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setAll(manyInfos(), sorted.order());
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

QTEST_MAIN(TestManyKeys)
#include "tst_cachepage_many.moc"
