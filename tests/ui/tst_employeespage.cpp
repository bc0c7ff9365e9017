#include "cache/CacheKey.h"
#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractCard.h"
#include "ui/employees/DetailBlock.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;

namespace {

const Error unreachable =
    Error::make(ErrorCode::Unreachable, QStringLiteral("No connection to the database."),
                QStringLiteral("connection refused"));

/// A page in view on the sample, its rows loaded unless the test says otherwise.
struct Shown
{
    explicit Shown(const char *company = sample::smallCompany, const char *user = sample::adminUser)
        : page(session.context())
    {
        tester = new QAbstractItemModelTester(page.model(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal, &page);
        session.enter(user, company);
        page.resize(1200, 700);
        page.show();
    }

    void load()
    {
        page.setActive(true);
        // Companies, the list, references and clusters.
        const auto loaded = [this] {
            return page.model()->rowCount() > 0 && !page.isLoading() && page.areWordsLoaded();
        };
        if (!QTest::qWaitFor(loaded, 5000))
            qFatal("The employees were not loaded");
        rows = page.model()->rowCount();
    }

    [[nodiscard]] QByteArray listKey() const
    {
        return CacheKey::of(session.user(), HrQuery::employees(session.companyId()));
    }

    [[nodiscard]] QString badge() const { return SourceBadge::textFor(page.source(), session.clock()); }

    FakeSession session;
    EmployeesPage page;
    QAbstractItemModelTester *tester;
    int rows = 0; ///< of the company
};

HrWrite rename(const Shown &shown, const QString &id, const char *lastName)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = shown.session.companyId();
    write.employee = *EmployeeId::parse(id, {});
    for (const std::string_view column : writableColumns(write.kind)) {
        if (column == "last_name")
            write.fields.push_back({column, QByteArray(lastName)});
    }
    return write;
}

} // namespace

class EmployeesPageTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theFirstReadIsAMissAndTheSecondAHit();
    void aForcedReadSaysSoAndReplacesTheEntry();
    void theBadgeTurnsStaleWhenAnotherClientDeletesTheKey();
    void theBadgeTurnsStaleWhenAnotherClientReplacesTheValue();
    void theBadgeTurnsStaleAtOnceWhenThisProgramInvalidates();
    void aLateAnswerNeverReplacesANewerOne();
    void cancellingKeepsTheRows();
    void cancellingTheFirstLoadOffersToLoad();
    void aFailedRefreshKeepsTheRowsAsAnOfflineCopy();
    void aFailedFirstLoadShowsTheCauseAndRetries();
    void withoutACacheTheDatabaseAnswersAndTheBadgeSaysWhy();
    void anEmptyCompanyOffersToEnterTheFirst();
    void nothingMatchingOffersToClearTheFilter();
    void aViewerCannotWriteAndIsToldWhy();
    void withoutAUserSomebodyIsToBeChosen();
    void theSelectionStaysOverARefreshThatMovesIt();
    void theSelectionIsFoundAgainAtTheNextStart();
    void columnsAreFoundAgainAndNeverResetByARefresh();
    void changedCellsGlowAndOthersDoNot();
    void theDetailShowsFieldsContractsAndPayrollWithTheirSources();
    void theDetailDropsTheAnswerOfTheEmployeeBefore();
    void copyingIsWhatIsSelectedAndHarmless();
    void exchangingTheServicesLoadsAnew();
    void aWriteElsewhereIsReadWhenThePageIsShownAgain();
};

void EmployeesPageTest::theFirstReadIsAMissAndTheSecondAHit()
{
    Shown shown;
    shown.load();
    QCOMPARE(shown.page.source().state, SourceInfo::State::Database);
    QCOMPARE(shown.page.source().parts.front().reason, Reason::Miss);
    awaitResult(shown.session.cache().idle());
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Cache · just now · ")), qPrintable(shown.badge()));
    QVERIFY(shown.badge().contains(QStringLiteral("left")));
    QVERIFY(shown.page.statusText().startsWith(QString::number(shown.rows)));
}

void EmployeesPageTest::aForcedReadSaysSoAndReplacesTheEntry()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(3));
    shown.session.writeBehindTheBack(rename(shown, id, "Aaaaa"));
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY(shown.page.model()->rowOf(id) != 0);
    shown.page.refresh();
    shown.page.refresh();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Database);
    QCOMPARE(shown.page.source().parts.front().reason, Reason::Forced);
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
    awaitResult(shown.session.cache().idle());
    const auto stored = awaitResult(shown.session.foreignCache().get({shown.listKey()}));
    QVERIFY(stored.front()->value->contains("Aaaaa"));
}

void EmployeesPageTest::theBadgeTurnsStaleWhenAnotherClientDeletesTheKey()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QTest::qWait(50);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.listKey()})));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("invalidated")), qPrintable(shown.badge()));
}

void EmployeesPageTest::theBadgeTurnsStaleWhenAnotherClientReplacesTheValue()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    // What came from the database is watched, too, from when it was stored.
    QTest::qWait(50);
    const auto value = awaitResult(shown.session.foreignCache().get({shown.listKey()}));
    QByteArray other = *value.front()->value;
    other.replace("\"cached_at\"", "\"cached_at\" ");
    QVERIFY(awaitResult(shown.session.foreignCache().set(shown.listKey(), other, std::chrono::hours(1))));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("replaced")), qPrintable(shown.badge()));
}

void EmployeesPageTest::theBadgeTurnsStaleAtOnceWhenThisProgramInvalidates()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const auto receipt =
        awaitResult(shown.session.cache().invalidateKeys(shown.session.companyId(), {shown.listKey()}));
    QVERIFY(receipt.acknowledged);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Stale);
}

void EmployeesPageTest::aLateAnswerNeverReplacesANewerOne()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(5));
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(1));
    shown.page.cancel();
    shown.session.writeBehindTheBack(rename(shown, id, "Newer"));
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(2));
    gate.letPass(1);
    QTRY_VERIFY(!shown.page.isLoading());
    const auto nameOf = [&] {
        const int row = shown.page.model()->rowOf(id);
        return shown.page.model()->index(row, static_cast<int>(EmployeeColumn::LastName)).data().toString();
    };
    QCOMPARE(nameOf(), QStringLiteral("Newer"));
    gate.letPass(0);
    QTest::qWait(50);
    QCOMPARE(nameOf(), QStringLiteral("Newer"));
    QCOMPARE(shown.session.database().cancelled(), 1);
}

void EmployeesPageTest::cancellingKeepsTheRows()
{
    Shown shown;
    shown.load();
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.refresh();
    QVERIFY(shown.page.isLoading());
    QVERIFY(shown.page.escape());
    QVERIFY(!shown.page.isLoading());
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Database);
    gate.open();
}

void EmployeesPageTest::cancellingTheFirstLoadOffersToLoad()
{
    Shown shown;
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.setActive(true);
    QCOMPARE(shown.page.stateView()->shown(), StateView::Shown::Loading);
    shown.page.cancel();
    QCOMPARE(shown.page.stateView()->shown(), StateView::Shown::Notice);
    gate.open();
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QTRY_VERIFY(shown.page.model()->rowCount() > 0);
    QCOMPARE(shown.page.stateView()->shown(), StateView::Shown::Content);
}

void EmployeesPageTest::aFailedRefreshKeepsTheRowsAsAnOfflineCopy()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(4);
    Gate &gate = shown.session.database().reads;
    gate.failWith(unreachable);
    shown.page.refresh();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Offline);
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QCOMPARE(shown.page.table()->selectedRows(), QList<int>{4});
    QCOMPARE(shown.page.strip().text, unreachable.message);
    QVERIFY(shown.badge().startsWith(QStringLiteral("Offline copy")));
    gate.failWith(std::nullopt);
    shown.page.strip().action();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Database);
    QVERIFY(shown.page.strip().text.isEmpty());
}

void EmployeesPageTest::aFailedFirstLoadShowsTheCauseAndRetries()
{
    Shown shown;
    Gate &gate = shown.session.database().reads;
    gate.failWith(unreachable);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.stateView()->shown(), StateView::Shown::Error);
    QCOMPARE(shown.page.stateView()->sentence(), unreachable.message);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Error);
    gate.failWith(std::nullopt);
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QTRY_VERIFY(shown.page.model()->rowCount() > 0);
}

void EmployeesPageTest::withoutACacheTheDatabaseAnswersAndTheBadgeSaysWhy()
{
    Shown shown;
    shown.session.cacheGate().failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("Redis cannot be reached.")));
    shown.load();
    QCOMPARE(shown.page.source().parts.front().reason, Reason::CacheUnreachable);
    QVERIFY2(shown.badge().contains(QStringLiteral("cache unreachable")), qPrintable(shown.badge()));
}

void EmployeesPageTest::anEmptyCompanyOffersToEnterTheFirst()
{
    Shown shown(sample::emptyCompany);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.stateView()->shown(), StateView::Shown::Empty);
    QSignalSpy asked(&shown.page, &EmployeesPage::newRequested);
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
}

void EmployeesPageTest::nothingMatchingOffersToClearTheFilter()
{
    Shown shown;
    shown.load();
    QTest::keyClicks(shown.page.filterBar()->textField(), QStringLiteral("zzzz"));
    QTRY_COMPARE(shown.page.stateView()->shown(), StateView::Shown::NoMatch);
    QVERIFY(shown.page.stateView()->title().contains(QStringLiteral("zzzz")));
    QCOMPARE(shown.page.statusText(), QStringLiteral("0 of %1 employees").arg(shown.rows));
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QVERIFY(shown.page.filterBar()->textField()->text().isEmpty());
}

void EmployeesPageTest::aViewerCannotWriteAndIsToldWhy()
{
    Shown shown(sample::smallCompany, sample::viewerUser);
    shown.load();
    QVERIFY(!shown.page.can(PageCommand::New));
    QVERIFY(!shown.page.filterBar()->newButton()->isEnabled());
    QVERIFY(shown.page.filterBar()->newButton()->toolTip().contains(QStringLiteral("viewer")));
    shown.page.table()->select(0);
    QVERIFY(!shown.page.can(PageCommand::Edit));
    QVERIFY(!shown.page.can(PageCommand::Delete));
    QVERIFY(shown.page.can(PageCommand::Copy));
}

void EmployeesPageTest::withoutAUserSomebodyIsToBeChosen()
{
    FakeSession session;
    EmployeesPage page(session.context());
    page.show();
    page.setActive(true);
    QCOMPARE(page.stateView()->shown(), StateView::Shown::Notice);
    QVERIFY(page.stateView()->sentence().contains(QStringLiteral("user")));
}

void EmployeesPageTest::theSelectionStaysOverARefreshThatMovesIt()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(shown.rows - 2);
    const QString id = shown.page.table()->currentId();
    shown.session.writeBehindTheBack(rename(shown, id, "Aaaaa"));
    shown.page.refresh();
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
    QCOMPARE(shown.page.table()->currentId(), id);
    // A filter that hides and shows others keeps him as well.
    QTest::keyClicks(shown.page.filterBar()->textField(), QStringLiteral("aaaaa"));
    QTRY_COMPARE(shown.page.model()->rowCount(), 1);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
    QVERIFY(shown.page.escape());
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
}

void EmployeesPageTest::theSelectionIsFoundAgainAtTheNextStart()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(7);
    const QString id = shown.page.table()->currentId();
    shown.page.saveState();
    EmployeesPage next(shown.session.context());
    next.show();
    next.setActive(true);
    QTRY_COMPARE(next.table()->currentId(), id);
    QTRY_COMPARE(next.detail()->stateView()->shown(), StateView::Shown::Content);
}

void EmployeesPageTest::columnsAreFoundAgainAndNeverResetByARefresh()
{
    Shown shown;
    shown.load();
    DataTable *table = shown.page.table();
    table->setColumnWidth(1, 333);
    table->setColumnHidden(3, true);
    table->horizontalHeader()->moveSection(table->horizontalHeader()->visualIndex(5), 0);
    table->sortByColumn(static_cast<int>(EmployeeColumn::HireDate), Qt::DescendingOrder);
    const QList<int> columns = table->visibleColumns();
    QCOMPARE(columns.front(), 5);
    shown.page.refresh();
    QTRY_VERIFY(!shown.page.isLoading());
    QCOMPARE(table->visibleColumns(), columns);
    QCOMPARE(table->columnWidth(1), 333);
    shown.page.saveState();
    EmployeesPage next(shown.session.context());
    QCOMPARE(next.table()->visibleColumns(), columns);
    QCOMPARE(next.table()->columnWidth(1), 333);
    next.show();
    next.setActive(true);
    QTRY_COMPARE(next.model()->rowCount(), shown.rows);
    const auto dateAt = [&](int row) {
        return next.model()
            ->index(row, static_cast<int>(EmployeeColumn::HireDate))
            .data(tabletext::RawRole)
            .toDate();
    };
    for (int row = 1; row < shown.rows; ++row)
        QVERIFY(dateAt(row - 1) >= dateAt(row));
}

void EmployeesPageTest::changedCellsGlowAndOthersDoNot()
{
    Shown shown;
    shown.load();
    const QString id = QString::fromUtf8(shown.page.model()->idAt(9));
    shown.session.writeBehindTheBack(rename(shown, id, "Zzyzx"));
    QSignalSpy changes(shown.page.model(), &QAbstractItemModel::dataChanged);
    QSignalSpy resets(shown.page.model(), &QAbstractItemModel::modelReset);
    shown.page.refresh();
    const auto glow = [&](EmployeeColumn column) {
        const int row = shown.page.model()->rowOf(id);
        return shown.page.model()->index(row, static_cast<int>(column)).data(tabletext::GlowRole).toDouble();
    };
    QTRY_COMPARE(changes.size(), 1);
    QVERIFY(glow(EmployeeColumn::LastName) > 0);
    QCOMPARE(glow(EmployeeColumn::FirstName), 0.0);
    QCOMPARE(resets.size(), 0);
    QTRY_COMPARE(glow(EmployeeColumn::LastName), 0.0);
}

void EmployeesPageTest::theDetailShowsFieldsContractsAndPayrollWithTheirSources()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(0);
    EmployeeDetail *detail = shown.page.detail();
    QTRY_COMPARE(detail->stateView()->shown(), StateView::Shown::Content);
    const auto cell = [&](EmployeeColumn column) {
        return shown.page.model()->index(0, static_cast<int>(column)).data().toString();
    };
    QCOMPARE(detail->fieldText(QStringLiteral("identifier")), cell(EmployeeColumn::Identifier));
    QCOMPARE(detail->fieldText(QStringLiteral("birth_date")), cell(EmployeeColumn::BirthDate));
    QTRY_COMPARE(detail->fieldText(QStringLiteral("cluster_code")), cell(EmployeeColumn::Cluster));
    QVERIFY(!detail->cards().isEmpty());
    QCOMPARE(detail->personBlock()->source().parts.front().reason, Reason::Miss);
    QCOMPARE(detail->contractsBlock()->source().parts.front().reason, Reason::Miss);
    QCOMPARE(detail->payrollBlock()->source().parts.front().reason, Reason::NotCached);
    awaitResult(shown.session.cache().idle());
    shown.page.readThrough();
    QTRY_COMPARE(detail->personBlock()->source().state, SourceInfo::State::Cache);
    QCOMPARE(detail->contractsBlock()->source().state, SourceInfo::State::Cache);
    QCOMPARE(detail->payrollBlock()->source().state, SourceInfo::State::Database);
    QCOMPARE(shown.page.keysInView().size(), size_t(3));
    // What the detail has read stands in the table, too.
    const Contract *active = nullptr;
    for (const ContractCard *card : detail->cards()) {
        if (card->contract().isRunningOn(QDate::currentDate()))
            active = &card->contract();
    }
    if (active)
        QVERIFY(cell(EmployeeColumn::ActiveContract).contains(active->jobTitle));
}

void EmployeesPageTest::theDetailDropsTheAnswerOfTheEmployeeBefore()
{
    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.table()->select(0);
    QTRY_COMPARE(gate.waiting(), size_t(1));
    shown.page.table()->select(1);
    QTRY_COMPARE(gate.waiting(), size_t(2));
    gate.letPass(1);
    QTRY_COMPARE(detail->stateView()->shown(), StateView::Shown::Content);
    gate.letPass(0);
    QTest::qWait(30);
    QCOMPARE(detail->fieldText(QStringLiteral("identifier")),
             shown.page.model()->index(1, 0).data().toString());
}

void EmployeesPageTest::copyingIsWhatIsSelectedAndHarmless()
{
    Shown shown;
    shown.load();
    const QString id = QString::fromUtf8(shown.page.model()->idAt(0));
    shown.session.writeBehindTheBack(rename(shown, id, "=1+2"));
    shown.page.refresh();
    QTRY_VERIFY(shown.page.model()->index(shown.page.model()->rowOf(id), 1).data().toString() == u"=1+2");
    shown.page.table()->select(shown.page.model()->rowOf(id));
    shown.page.perform(PageCommand::CopyWithHeaders);
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0].split(QLatin1Char('\t')).at(1), QStringLiteral("Last name"));
    QCOMPARE(lines[1].split(QLatin1Char('\t')).at(1), QStringLiteral("'=1+2"));
    shown.page.perform(PageCommand::CopyAsJson);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\"last_name\": \"=1+2\"")));

    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("out.csv"));
    QSignalSpy said(&shown.page, &PageBase::toast);
    shown.page.exportTo(file);
    QTRY_COMPARE(said.size(), 1);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QList<QByteArray> rows = written.readAll().split('\n');
    QCOMPARE(rows.size(), shown.rows + 2);
    QVERIFY(rows.front().startsWith("\xEF\xBB\xBFIdentifier,Last name"));
    QVERIFY(
        std::any_of(rows.begin(), rows.end(), [](const QByteArray &row) { return row.contains(",'=1+2,"); }));
}

void EmployeesPageTest::exchangingTheServicesLoadsAnew()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(2);
    shown.session.exchangeServices();
    QCOMPARE(shown.page.model()->rowCount(), 0);
    shown.session.enter(sample::adminUser, sample::smallCompany);
    QTRY_COMPARE(shown.page.model()->rowCount(), shown.rows);
}

void EmployeesPageTest::aWriteElsewhereIsReadWhenThePageIsShownAgain()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(12));
    shown.page.setActive(false);
    const auto receipt =
        awaitResult(shown.session.service().write(shown.session.user(), rename(shown, id, "Aaaaa")));
    QVERIFY(receipt);
    shown.page.dataWrittenElsewhere();
    QVERIFY(shown.page.model()->rowOf(id) != 0);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
}

QTEST_MAIN(EmployeesPageTest)
#include "tst_employeespage.moc"
