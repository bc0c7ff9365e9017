#include "FakeHrStore.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "hr/HrRpc.h"
#include "hr/HrService.h"
#include "support/Await.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const UserId other = *UserId::parse(u"uid_b", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
const EmployeeId employee = *EmployeeId::parse(u"22222222-2222-4222-8222-000000000001", {});
const HrQuery ids = HrQuery::clusters(company, "CH");
const char oldRows[] = R"([{"code": "A", "name": "old", "country_code": "CH"}])";
const char newRows[] = R"([{"code": "A", "name": "new", "country_code": "CH"}])";

/// A cache whose server is away.
class DeadCacheStore final : public CacheStore
{
public:
    template<typename T>
    static Result<T> dead()
    {
        return failure(ErrorCode::Unreachable, QStringLiteral("The cache server does not answer."));
    }

    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override
    {
        co_return std::vector<Result<CacheValue>>(keys.size(), dead<CacheValue>());
    }

    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds) override
    {
        co_return std::vector<Result<CacheValue>>(requests.size(), dead<CacheValue>());
    }

    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override
    {
        co_return std::vector<Result<bool>>(requests.size(), dead<bool>());
    }

    Task<Result<void>> set(QByteArray, QByteArray, std::chrono::seconds) override { co_return dead<void>(); }

    Task<Result<qint64>> remove(std::vector<QByteArray>, QByteArray, QByteArray) override
    {
        ++removals;
        co_return dead<qint64>();
    }

    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override
    {
        co_return std::vector<Result<CacheKeyInfo>>(keys.size(), dead<CacheKeyInfo>());
    }

    Task<Result<ScanPage>> scan(QByteArray, QByteArray, int) override { co_return dead<ScanPage>(); }

    Task<Result<qint64>> keyCount() override { co_return dead<qint64>(); }

    Task<Result<void>> ping() override { co_return dead<void>(); }

    Task<Result<CacheStatus>> check() override { co_return dead<CacheStatus>(); }

    QString name() const override { return QStringLiteral("dead"); }

    int removals = 0;
};

} // namespace

class TestHrService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aMissIsReadFromTheDatabaseAndThenAHit();
    void withoutAUserTheCacheIsNotTouched();
    void aDeadCacheNeverFailsARead();
    void aDatabaseErrorGivesTheLeaseBack();
    void aCancelledReaderDoesNotLoseTheOthers();
    void identicalReadsOfOneTurnShareOne();
    void aReadThatFindsItsOwnProgramFillingSharesThatRead();
    void aReadAfterAnInvalidationSharesNothing();
    void aWriteDuringAReadLeavesNoOldRow();
    void aWriteInvalidatesEveryHolder();
    void aWriteIsRefusedBeforeItIsDoneIfItCannotBeInvalidated();
    void aRefusedWriteWritesNothing();
    void namesAreTrimmedBeforeTheyAreJudged();
    void anUnknownCommitInvalidates();
    void forcedReadsReplaceTheEntry();
    void severalReadsAskTheDatabaseOnceForWhatIsMissing();
    void failedCallsGiveTheirEmptyResult();
    void unknownMethodsAreSaidToBe();

private:
    DocumentResult read(const HrQuery &query = ids, ReadMode mode = ReadMode::CacheFirst, UserId who = user)
    {
        return awaitResult(m_service->read(std::move(who), query, {mode, {}}));
    }

    void answer(const HrQuery &query, const char *rows)
    {
        m_rows.answers[static_cast<int>(query.kind)] = FakeHrStore::rows(rows);
    }

    HrWrite update()
    {
        HrWrite write;
        write.kind = HrWrite::Kind::UpdateEmployee;
        write.company = company;
        write.employee = employee;
        write.fields = {{"city", "Bern"}};
        return write;
    }

    ManualClock m_clock;
    FakeHrStore m_rows;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
    std::unique_ptr<HrService> m_service;
};

void TestHrService::init()
{
    m_service.reset();
    m_manager.reset();
    m_rows = FakeHrStore();
    answer(ids, oldRows);
    m_rows.facts.companyExists = true;
    m_rows.facts.targetExists = true;
    m_rows.facts.callerProfile = "admin";
    m_rows.facts.employee = employee;
    m_rows.facts.holders = {user, other};
    m_store = std::make_unique<MemoryCacheStore>(m_clock);
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, m_clock);
    m_service = std::make_unique<HrService>(m_rows, *m_manager, m_clock);
}

void TestHrService::aMissIsReadFromTheDatabaseAndThenAHit()
{
    auto result = read();
    QVERIFY(result);
    QCOMPARE(result->from.source, Source::Database);
    QCOMPARE(result->from.reason, Reason::Miss);
    QVERIFY(result->from.willStore);
    awaitResult(m_manager->idle());
    result = read();
    QCOMPARE(result->from.reason, Reason::Hit);
    QCOMPARE(result->data.jsonBytes(), QByteArray(oldRows));
    QCOMPARE(m_rows.reads, 1);
}

void TestHrService::withoutAUserTheCacheIsNotTouched()
{
    const auto result = read(ids, ReadMode::CacheFirst, {});
    QVERIFY(result);
    QCOMPARE(result->from.reason, Reason::NoUser);
    awaitResult(m_manager->idle());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestHrService::aDeadCacheNeverFailsARead()
{
    DeadCacheStore dead;
    HrCacheManager manager(dead, *m_journal, m_clock);
    HrService service(m_rows, manager, m_clock);
    const auto result = awaitResult(service.read(user, ids));
    QVERIFY(result);
    QCOMPARE(result->from.source, Source::Database);
    QCOMPARE(result->from.reason, Reason::CacheUnreachable);
    QVERIFY(!result->from.note.isEmpty());
}

void TestHrService::aDatabaseErrorGivesTheLeaseBack()
{
    m_rows.answers[static_cast<int>(ids.kind)] = failure(ErrorCode::Unreachable, QStringLiteral("away"));
    QVERIFY(!read());
    awaitResult(m_manager->idle());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestHrService::aCancelledReaderDoesNotLoseTheOthers()
{
    m_rows.hold = true;
    std::stop_source stop;
    auto first = m_service->read(user, ids, {ReadMode::CacheFirst, stop.get_token()});
    auto second = m_service->read(user, ids);
    stop.request_stop();
    m_rows.answerHeld();
    m_rows.answerHeld();
    QVERIFY(!awaitResult(std::move(first)));
    QVERIFY(awaitResult(std::move(second)));
}

void TestHrService::identicalReadsOfOneTurnShareOne()
{
    m_rows.hold = true;
    std::vector<Task<DocumentResult>> reads;
    for (int i = 0; i < 10; ++i)
        reads.push_back(m_service->read(user, ids));
    for (int i = 0; i < 5; ++i)
        reads.push_back(m_service->read({}, ids));
    QTRY_COMPARE(m_rows.held(), size_t(2));
    m_rows.answerHeld();
    for (auto &one : reads)
        QVERIFY(awaitResult(std::move(one)));
    QCOMPARE(m_rows.reads, 2);
}

void TestHrService::aReadThatFindsItsOwnProgramFillingSharesThatRead()
{
    m_rows.hold = true;
    auto first = m_service->read(user, ids);
    QCOMPARE(m_rows.held(), size_t(1));
    QCoreApplication::processEvents();
    auto second = m_service->read(user, ids);
    QCOMPARE(m_rows.reads, 1);
    m_rows.answerHeld();
    QVERIFY(awaitResult(std::move(first)));
    const auto shared = awaitResult(std::move(second));
    QVERIFY(shared);
    QCOMPARE(shared->from.reason, Reason::BeingFilled);
    QCOMPARE(shared->data.jsonBytes(), QByteArray(oldRows));
    QCOMPARE(m_rows.reads, 1);
}

void TestHrService::aReadAfterAnInvalidationSharesNothing()
{
    m_rows.hold = true;
    auto first = m_service->read(user, ids);
    QCoreApplication::processEvents();
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {ids})).acknowledged);
    auto second = m_service->read(user, ids);
    QCOMPARE(m_rows.reads, 2);
    m_rows.answerHeld();
    QVERIFY(awaitResult(std::move(first)));
    QVERIFY(awaitResult(std::move(second)));
}

void TestHrService::aWriteDuringAReadLeavesNoOldRow()
{
    m_rows.hold = true;
    auto reading = m_service->read(user, ids);
    // The read has its rows; somebody invalidates before it can store them.
    QVERIFY(awaitResult(m_manager->invalidate(company, {user, other}, {ids})).acknowledged);
    m_rows.answerHeld();
    QVERIFY(awaitResult(std::move(reading)));
    awaitResult(m_manager->idle());
    m_rows.hold = false;
    answer(ids, newRows);
    QCOMPARE(read()->data.jsonBytes(), QByteArray(newRows));
}

void TestHrService::aWriteInvalidatesEveryHolder()
{
    answer(HrQuery::employees(company), "[]");
    for (const UserId &who : {user, other}) {
        for (const HrQuery &query : HrService::touchedBy(update(), employee))
            QVERIFY(awaitResult(m_store->set(CacheKey::of(who, query), "x", std::chrono::seconds(9))));
    }
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(4));
    const auto receipt = awaitResult(m_service->write(user, update()));
    QVERIFY2(receipt, receipt ? "" : qPrintable(receipt.error().message));
    QCOMPARE(receipt->invalidation.keys, qsizetype(4));
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestHrService::aWriteIsRefusedBeforeItIsDoneIfItCannotBeInvalidated()
{
    DeadCacheStore dead;
    HrCacheManager manager(dead, *m_journal, m_clock);
    HrService service(m_rows, manager, m_clock);
    auto receipt = awaitResult(service.write(user, update()));
    QVERIFY(!receipt);
    QCOMPARE(receipt.error().code, ErrorCode::CannotInvalidate);
    QCOMPARE(m_rows.writes, 0);
    receipt = awaitResult(service.write(user, update(), {true}));
    QVERIFY(receipt);
    QCOMPARE(m_rows.writes, 1);
    QVERIFY(!receipt->invalidation.acknowledged);
    QCOMPARE(receipt->invalidation.keys, qsizetype(4));
    // And those of users who hold copies without being listed, who could not be asked for.
    QCOMPARE(manager.retry().pendingKeys(), qsizetype(5));
    const int before = dead.removals;
    QTRY_VERIFY(dead.removals > before);
    manager.close();
}

void TestHrService::aRefusedWriteWritesNothing()
{
    m_rows.facts.callerProfile = "viewer";
    QCOMPARE(awaitResult(m_service->write(user, update())).error().code, ErrorCode::PermissionDenied);
    m_rows.facts.callerProfile = "admin";
    HrWrite wrong = update();
    wrong.fields = {{"birth_date", "yesterday"}, {"dependents", "-3"}};
    const auto receipt = awaitResult(m_service->write(user, wrong));
    QCOMPARE(receipt.error().code, ErrorCode::ValidationFailed);
    QCOMPARE(receipt.error().fields.size(), size_t(2));
    QCOMPARE(m_rows.writes, 0);
}

void TestHrService::namesAreTrimmedBeforeTheyAreJudged()
{
    HrWrite padded = update();
    padded.fields = {{"identifier", "EMP7 "}, {"first_name", "Zoé\t"}};
    QVERIFY(awaitResult(m_service->write(user, padded)));
    for (const HrWrite &write : {m_rows.judged, m_rows.written}) {
        QCOMPARE(write.fields[0].value.value(), QByteArray("EMP7"));
        QCOMPARE(write.fields[1].value.value(), QByteArray("Zoé"));
    }
}

void TestHrService::anUnknownCommitInvalidates()
{
    const HrQuery one = HrQuery::employeeById(company, employee);
    QVERIFY(awaitResult(m_store->set(CacheKey::of(other, one), "x", std::chrono::seconds(9))));
    m_rows.outcome = failure(ErrorCode::CommitUnknown, QStringLiteral("lost"));
    QCOMPARE(awaitResult(m_service->write(user, update())).error().code, ErrorCode::CommitUnknown);
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestHrService::forcedReadsReplaceTheEntry()
{
    QVERIFY(read());
    awaitResult(m_manager->idle());
    answer(ids, newRows);
    QCOMPARE(read()->data.jsonBytes(), QByteArray(oldRows));
    const auto forced = read(ids, ReadMode::Forced);
    QCOMPARE(forced->from.reason, Reason::Forced);
    awaitResult(m_manager->idle());
    const auto after = read();
    QCOMPARE(after->from.reason, Reason::Hit);
    QCOMPARE(after->data.jsonBytes(), QByteArray(newRows));
}

void TestHrService::severalReadsAskTheDatabaseOnceForWhatIsMissing()
{
    QVERIFY(read());
    awaitResult(m_manager->idle());
    m_rows.reads = m_rows.queries = 0;
    answer(HrQuery::payrollResults(company), "[]");
    const auto results = awaitResult(
        m_service->readAll(user, {HrQuery::clusters(company), ids, HrQuery::payrollResults(company)}));
    QCOMPARE(results.size(), size_t(3));
    QCOMPARE(results[0]->from.reason, Reason::Miss);
    QCOMPARE(results[1]->from.reason, Reason::Hit);
    QCOMPARE(results[2]->from.reason, Reason::NotCached);
    QCOMPARE(m_rows.reads, 1);
    QCOMPARE(m_rows.queries, 2);
}

void TestHrService::failedCallsGiveTheirEmptyResult()
{
    m_rows.answers[static_cast<int>(HrQuery::Kind::Employees)] =
        failure(ErrorCode::Unreachable, QStringLiteral("The database does not answer."));
    HrRpc rpc(*m_service);
    QJsonObject params{{QStringLiteral("company_id"), company.toString()}};
    const auto answer = awaitResult(rpc.call(QStringLiteral("HR.list_employees"), params));
    QVERIFY(answer.failed && !answer.invalid);
    const QJsonObject result = QJsonDocument::fromJson(answer.result).object();
    QVERIFY(result[u"employees"].isArray());
    QCOMPARE(result[u"error"].toString(), QStringLiteral("The database does not answer."));
}

void TestHrService::unknownMethodsAreSaidToBe()
{
    HrRpc rpc(*m_service);
    const auto answer = awaitResult(rpc.call(QStringLiteral("HR.drop_everything"), {}));
    QVERIFY(answer.invalid && answer.unknownMethod);
    QVERIFY(awaitResult(rpc.call(QStringLiteral("HR.list_employees"), {})).invalid);
}

QTEST_GUILESS_MAIN(TestHrService)
#include "tst_hrservice.moc"
