#include "cache/CacheKey.h"
#include "cache/CacheStore.h"

#include <QTest>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_xyz123", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
const EmployeeId employee = *EmployeeId::parse(u"22222222-2222-4222-8222-000000000001", {});

} // namespace

class TestCacheKey : public QObject
{
    Q_OBJECT

private slots:
    void spellsTheKeysOfTheContract();
    void takesItsOwnKeysApart();
    void hasNoKeyWithoutAUserOrCompany();
    void escapesWhatAPatternWouldTakeForAGlob();
    void matchesGlobsAsRedisDoes_data();
    void matchesGlobsAsRedisDoes();
    void hidesTheUserInLogs();
};

void TestCacheKey::spellsTheKeysOfTheContract()
{
    const QByteArray head = "cache:uid_xyz123:11111111-1111-4111-8111-111111111111:hr:";
    QCOMPARE(CacheKey::of(user, HrQuery::employees(company)), head + "employees");
    QCOMPARE(CacheKey::of(user, HrQuery::employeeById(company, employee)),
             head + "employee:" + employee.bytes());
    QCOMPARE(CacheKey::of(user, HrQuery::contracts(company, employee)),
             head + "contracts:" + employee.bytes());
    QCOMPARE(CacheKey::of(user, HrQuery::activeContract(company, employee)),
             head + "active_contract:" + employee.bytes());
    QCOMPARE(CacheKey::of(user, HrQuery::clusters(company)), head + "clusters");
    QCOMPARE(CacheKey::of(user, HrQuery::clusters(company, "CH")), head + "clusters:CH");
    QCOMPARE(CacheKey::of(user, HrQuery::references(company, "CH", "fr")), head + "references:CH:fr");
}

void TestCacheKey::takesItsOwnKeysApart()
{
    const auto key = CacheKey::of(user, HrQuery::references(company, "CH", "de"));
    const auto parsed = CacheKey::parse(key);
    QVERIFY(parsed);
    QCOMPARE(parsed->user, user.bytes());
    QCOMPARE(parsed->company, company.bytes());
    QCOMPARE(parsed->dataType, QByteArray("references"));
    QCOMPARE(parsed->subType, QByteArray("CH:de"));
    QCOMPARE(parsed->source(), QByteArray("hr.references:CH:de"));
    QCOMPARE(parsed->toBytes(), key);
    for (const char *other :
         {"", "cache", "cache:u:c:hr:", "cache:u:c:crm:employees", "session:u:c:hr:employees"})
        QVERIFY2(!CacheKey::parse(other), other);
}

void TestCacheKey::hasNoKeyWithoutAUserOrCompany()
{
    QVERIFY(CacheKey::of({}, HrQuery::employees(company)).isEmpty());
    QVERIFY(CacheKey::of(user, HrQuery::clusters({})).isEmpty());
    QVERIFY(CacheKey::of(user, HrQuery::payrollResults(company)).isEmpty());
}

void TestCacheKey::escapesWhatAPatternWouldTakeForAGlob()
{
    const UserId wild = *UserId::parse(u"a*b?[c]\\^-", {});
    const QByteArray pattern = CacheKey::pattern(wild, company);
    QVERIFY(globMatches(pattern, CacheKey::of(wild, HrQuery::employees(company))));
    const UserId victim = *UserId::parse(u"aXXbYc\\^-", {});
    QVERIFY(!globMatches(pattern, CacheKey::of(victim, HrQuery::employees(company))));
    QVERIFY(globMatches(CacheKey::pattern({}, company), CacheKey::of(victim, HrQuery::employees(company))));
}

void TestCacheKey::matchesGlobsAsRedisDoes_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *pattern, const char *text, bool matches) {
        QTest::addRow("%s ~ %s", pattern, text) << QByteArray(pattern) << QByteArray(text) << matches;
    };
    row("*", "", true);
    row("a*c", "abbc", true);
    row("a*c", "abb", false);
    row("*a*b*", "xxaxxbxx", true);
    row("h?llo", "hello", true);
    row("h?llo", "hllo", false);
    row("h[ae]llo", "hallo", true);
    row("h[^e]llo", "hello", false);
    row("h[a-c]llo", "hbllo", true);
    row("h[c-a]llo", "hbllo", true);
    row("\\*", "*", true);
    row("\\*", "x", false);
    row("a[\\]]", "a]", true);
    row("abc", "abcd", false);
}

void TestCacheKey::matchesGlobsAsRedisDoes()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, text);
    QTEST(globMatches(pattern, text), "matches");
}

void TestCacheKey::hidesTheUserInLogs()
{
    const QByteArray redacted = redactedKey(CacheKey::of(user, HrQuery::employees(company)));
    QVERIFY(!redacted.contains(user.bytes()));
    QVERIFY(redacted.endsWith(":hr:employees"));
}

QTEST_GUILESS_MAIN(TestCacheKey)
#include "tst_cachekey.moc"
