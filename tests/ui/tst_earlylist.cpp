#include "ui/EmployeesTesting.h"

using namespace hrcache;

/// Rows that are asked for before the page that shows them is built.
class EarlyListTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aPageThatIsShownAtOnceReadsItsListOnce();
    void theListIsAskedForFirst();
    void aPageThatIsShownLaterReadsThen();
    void anAnswerForAnotherCompanyIsNotShown();
    void aHitIsShownInTheTurnInWhichThePageIsBuilt();
    void aLongListShowsItsFirstPage();
    void aPageThatGoesAtOnceLeavesNothingBehind();
};

namespace {

void showUntilLoaded(EmployeesPage &page)
{
    page.setActive(true);
    const auto loaded = [&] {
        return page.model()->rowCount() > 0 && !page.isLoading() && page.areWordsLoaded();
    };
    if (!QTest::qWaitFor(loaded, 5000))
        qFatal("The employees were not loaded");
}

} // namespace

void EarlyListTest::aPageThatIsShownAtOnceReadsItsListOnce()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    const int before = session.database().reads.calls();
    EmployeesPage page(session.context());
    showUntilLoaded(page);
    // The list, the references and the clusters.
    QCOMPARE(session.database().reads.calls() - before, 3);
}

void EarlyListTest::theListIsAskedForFirst()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    session.database().reads.hold();
    EmployeesPage page(session.context());
    page.setActive(true);
    QVERIFY(page.isLoading());
    QCOMPARE(page.stateView()->shown(), StateView::Shown::Loading);
    QTRY_COMPARE(session.database().reads.waiting(), size_t(3));
    session.database().reads.letPass(0);
    QTRY_VERIFY(page.model()->rowCount() > 0);
    QCOMPARE(session.database().reads.waiting(), size_t(2));
    session.database().reads.open();
    QCOMPARE(page.source().parts.front().reason, Reason::Miss);
}

void EarlyListTest::aPageThatIsShownLaterReadsThen()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    session.database().reads.hold();
    EmployeesPage page(session.context());
    QTRY_COMPARE(session.database().reads.waiting(), size_t(1));
    // What began is over: it would show what the list was when the page was built.
    page.setActive(true);
    QTRY_COMPARE(session.database().reads.waiting(), size_t(4));
    session.database().reads.letPass(0);
    QCOMPARE(page.model()->rowCount(), 0);
    QVERIFY(page.isLoading());
    session.database().reads.open();
    QTRY_VERIFY(page.model()->rowCount() > 0);
}

void EarlyListTest::anAnswerForAnotherCompanyIsNotShown()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    session.database().reads.hold();
    EmployeesPage page(session.context());
    session.setCompany(QString::fromLatin1(sample::largeCompany));
    page.setActive(true);
    session.database().reads.open();
    QTRY_VERIFY(!page.isLoading() && page.model()->rowCount() > 0);
    QVERIFY2(page.model()->rowCount() > 1'000, qPrintable(QString::number(page.model()->rowCount())));
}

void EarlyListTest::aHitIsShownInTheTurnInWhichThePageIsBuilt()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    {
        EmployeesPage first(session.context());
        showUntilLoaded(first);
        awaitResult(session.cache().idle());
    }
    EmployeesPage page(session.context());
    page.setActive(true);
    QVERIFY(page.model()->rowCount() > 0);
    QCOMPARE(page.source().state, SourceInfo::State::Cache);
}

void EarlyListTest::aLongListShowsItsFirstPage()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::largeCompany);
    session.database().reads.hold();
    EmployeesPage page(session.context());
    page.setActive(true);
    QTRY_COMPARE(session.database().reads.waiting(), size_t(3));
    session.database().reads.letPass(0);
    QTRY_COMPARE(page.model()->totalCount(), employeesPerPage + 1);
    QVERIFY(page.isLoading());
    session.database().reads.open();
    QTRY_VERIFY(!page.isLoading());
    QVERIFY(page.model()->totalCount() > employeesPerPage + 1);
}

void EarlyListTest::aPageThatGoesAtOnceLeavesNothingBehind()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    session.database().reads.hold();
    {
        EmployeesPage page(session.context());
        page.setActive(true);
    }
    session.exchangeServices();
    session.enter(sample::adminUser, sample::smallCompany);
    EmployeesPage page(session.context());
    showUntilLoaded(page);
}

QTEST_MAIN(EarlyListTest)
#include "tst_earlylist.moc"
