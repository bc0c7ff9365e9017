#include "ui/EmployeesTesting.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

using namespace hrcache;

class EmployeesViewTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void anEmptyCompanyOffersToEnterTheFirst();
    void aViewerCannotWriteAndIsToldWhy();
    void theSelectionStaysOverARefreshThatMovesIt();
    void theSelectionIsFoundAgainAtTheNextStart();
    void columnsAreFoundAgainAndNeverResetByARefresh();
    void changedCellsGlowAndOthersDoNot();
    void aMoveOfTheSelectionIsOneMove();
    void theDetailShowsFieldsContractsAndPayrollWithTheirSources();
    void aDateFitsIntoItsColumnHoweverTheLocaleWritesIt();
    void theStateOfAContractIsCalledAsInTheListOfContracts();
    void theDetailDropsTheAnswerOfTheEmployeeBefore();
    void theMenuOfARowOffersWhatCanBeDone();
    void aNarrowPageGivesTheFilterItsOwnLine();
    void aChosenClusterWithoutEmployeesKeepsItsName();
    void copyingIsWhatIsSelectedAndHarmless();
};

void EmployeesViewTest::anEmptyCompanyOffersToEnterTheFirst()
{
    Shown shown(sample::emptyCompany);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.stateView()->shown(), StateView::Shown::Empty);
    QSignalSpy asked(&shown.page, &EmployeesPage::newRequested);
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
}

void EmployeesViewTest::aViewerCannotWriteAndIsToldWhy()
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

void EmployeesViewTest::theSelectionStaysOverARefreshThatMovesIt()
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
    // While anything is being loaded, Esc would cancel that.
    QTRY_VERIFY(!shown.page.isLoading());
    QVERIFY(shown.page.escape());
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
}

void EmployeesViewTest::theSelectionIsFoundAgainAtTheNextStart()
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

void EmployeesViewTest::columnsAreFoundAgainAndNeverResetByARefresh()
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

void EmployeesViewTest::changedCellsGlowAndOthersDoNot()
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

void EmployeesViewTest::aMoveOfTheSelectionIsOneMove()
{
    Shown shown;
    shown.load();
    DataTable *table = shown.page.table();
    table->setFocus();
    table->select(0);
    QSignalSpy moved(table, &DataTable::currentIdChanged);
    QTest::keyClick(table, Qt::Key_Down);
    QCoreApplication::processEvents();
    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.takeFirst().value(0).toString(), QString::fromUtf8(shown.page.model()->idAt(1)));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(shown.page.model()->index(3, 0)).center());
    QCoreApplication::processEvents();
    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.takeFirst().value(0).toString(), QString::fromUtf8(shown.page.model()->idAt(3)));
    table->clearSelection();
    QTRY_COMPARE(moved.count(), 1);
    QVERIFY(moved.takeFirst().value(0).toString().isEmpty());
    QVERIFY(shown.page.detail()->employeeId().isEmpty());
}

void EmployeesViewTest::theDetailShowsFieldsContractsAndPayrollWithTheirSources()
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
    QCOMPARE(shown.page.keysInView().count, size_t(3));
    // What the detail has read stands in the table, too.
    const Contract *active = nullptr;
    for (const ContractCard *card : detail->cards()) {
        if (card->contract().isRunningOn(QDate::currentDate()))
            active = &card->contract();
    }
    if (active)
        QVERIFY(cell(EmployeeColumn::ActiveContract).contains(active->jobTitle));
}

void EmployeesViewTest::aDateFitsIntoItsColumnHoweverTheLocaleWritesIt()
{
    Shown shown;
    shown.load();
    const DataTable *table = shown.page.table();
    for (const EmployeeColumn column : {EmployeeColumn::BirthDate, EmployeeColumn::HireDate}) {
        const int width = table->columnWidth(static_cast<int>(column));
        for (int row = 0; row < shown.page.model()->rowCount(); ++row) {
            const QModelIndex cell = shown.page.model()->index(row, static_cast<int>(column));
            const QString text = cell.data().toString();
            QVERIFY2(table->sizeHintForIndex(cell).width() <= width, qPrintable(text));
        }
    }
}

void EmployeesViewTest::theStateOfAContractIsCalledAsInTheListOfContracts()
{
    const QDate today(2026, 6, 15);
    Contract contract;
    contract.startDate = QDate(2024, 1, 1);
    contract.endDate = QDate(2026, 6, 14);
    contract.isActive = false;
    QCOMPARE(ContractCard::stateText(contract, today), QStringLiteral("Ended"));
    contract.isActive = true;
    QCOMPARE(ContractCard::stateText(contract, today), QStringLiteral("Ended"));
    contract.endDate = QDate(2027, 6, 14);
    QCOMPARE(ContractCard::stateText(contract, today), QStringLiteral("Active"));
    contract.isActive = false;
    QCOMPARE(ContractCard::stateText(contract, today), QStringLiteral("Not active"));
    contract.isActive = true;
    contract.startDate = QDate(2026, 7, 1);
    QVERIFY(ContractCard::stateText(contract, today).startsWith(QStringLiteral("Starts on")));
}

void EmployeesViewTest::theDetailDropsTheAnswerOfTheEmployeeBefore()
{
    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.table()->select(0);
    // The employee with his contracts, and the payroll results.
    QTRY_COMPARE(gate.waiting(), size_t(2));
    shown.page.table()->select(1);
    QTRY_COMPARE(gate.waiting(), size_t(4));
    gate.letPass(3);
    gate.letPass(2);
    QTRY_COMPARE(detail->stateView()->shown(), StateView::Shown::Content);
    gate.letPass(1);
    gate.letPass(0);
    QTest::qWait(30);
    QCOMPARE(detail->fieldText(QStringLiteral("identifier")),
             shown.page.model()->index(1, 0).data().toString());
}

void EmployeesViewTest::theMenuOfARowOffersWhatCanBeDone()
{
    Shown shown;
    shown.load();
    shown.page.table()->select(1);
    emit shown.page.table()->customContextMenuRequested({20, 20});
    auto *menu = shown.page.findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(menu);
    QSignalSpy edit(&shown.page, &EmployeesPage::editRequested);
    QSignalSpy contract(&shown.page, &EmployeesPage::newContractRequested);
    QSignalSpy removal(&shown.page, &EmployeesPage::deleteRequested);
    for (QAction *action : menu->actions())
        action->trigger();
    const QVariantList expected{shown.page.table()->currentId()};
    QCOMPARE(edit.value(0), expected);
    QCOMPARE(contract.value(0), expected);
    QCOMPARE(removal.value(0), expected);
}

void EmployeesViewTest::aNarrowPageGivesTheFilterItsOwnLine()
{
    Shown shown;
    shown.load();
    EmployeeFilterBar *bar = shown.page.filterBar();
    const auto isBeside = [bar] {
        return bar->textField()->geometry().bottom() > bar->clusterBox()->geometry().top();
    };
    QVERIFY(isBeside());
    shown.page.resize(760, 600);
    QTRY_VERIFY(!isBeside());
    QVERIFY(bar->textField()->width() > bar->width() * 3 / 4);
    shown.page.resize(1200, 700);
    QTRY_VERIFY(isBeside());
}

void EmployeesViewTest::aChosenClusterWithoutEmployeesKeepsItsName()
{
    EmployeeFilterBar bar;
    const FilterBar::Choices zurich{{QStringLiteral("ZH"), QStringLiteral("Zürich (ZH)")}};
    const FilterBar::Choices geneva{{QStringLiteral("GE"), QStringLiteral("Genève (GE)")}};
    bar.setClusters(zurich);
    bar.clusterBox()->setCurrentIndex(1);
    QSignalSpy changed(&bar, &EmployeeFilterBar::filterChanged);
    bar.setClusters(geneva);
    QCOMPARE(bar.clusterBox()->currentText(), QStringLiteral("Zürich (ZH)"));
    QCOMPARE(bar.filter().cluster, QStringLiteral("ZH"));
    QCOMPARE(bar.clusterBox()->count(), 3);
    bar.setClusters(zurich);
    QCOMPARE(bar.filter().cluster, QStringLiteral("ZH"));
    QCOMPARE(bar.clusterBox()->count(), 2);
    QVERIFY(changed.isEmpty());
}

void EmployeesViewTest::copyingIsWhatIsSelectedAndHarmless()
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

QTEST_MAIN(EmployeesViewTest)
#include "tst_employeesview.moc"
