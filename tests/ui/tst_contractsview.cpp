#include "ui/ContractsTesting.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hrcache;

/// The page as somebody uses it: clicking, typing, choosing.
class ContractsViewTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void everyContractIsShownWithItsEmployee();
    void anEmptyCompanyLeadsToItsEmployees();
    void choosersAndTheToggleNarrow();
    void aFilterThatHidesTheSelectedRowStaysWhereItIs();
    void theSelectedRowIsSeenWhenTheFilterIsCleared();
    void escapeClearsTheFilter();
    void enterCtrlEAndADoubleClickEdit();
    void theSelectedContractsEmployeeIsShownAndGetsANewOne();
    void aViewerCannotWriteAndIsToldWhy();
    void theMenuOfARowOffersTheSame();
    void theSelectionStaysOverARefreshThatMovesIt();
    void theSelectionAndTheColumnsAreFoundAgain();
    void copyingIsWhatIsSelected();
    void exportingWritesWhatIsShown();
};

void ContractsViewTest::everyContractIsShownWithItsEmployee()
{
    ShownContracts shown;
    shown.load();
    int of = 0;
    for (int row = 0; row < shown.rows; ++row) {
        const EmployeeSummary &employee = shown.page.model()->employeeAt(row);
        QCOMPARE(shown.text(row, ContractColumn::Employee),
                 employee.lastName() + QStringLiteral(" ") + employee.firstName());
        QCOMPARE(shown.text(row, ContractColumn::Identifier), employee.identifier());
        const auto query =
            HrQuery::contracts(shown.session.companyId(), *EmployeeId::parse(employee.id(), {}));
        const auto document = awaitResult(shown.session.service().read({}, query));
        QVERIFY(document);
        const auto contracts = Contract::allFrom(document->data);
        const auto found = std::find_if(contracts.begin(), contracts.end(), [&](const Contract &contract) {
            return contract.id == shown.contractAt(row);
        });
        QVERIFY(found != contracts.end());
        QCOMPARE(shown.page.model()->at(row).baseSalary(), found->baseSalary);
        of +=
            shown.page.model()->rowOfEmployee(employee.id()) == row ? static_cast<int>(contracts.size()) : 0;
    }
    QCOMPARE(of, shown.rows);
    // Labels, not codes.
    QVERIFY(shown.text(0, ContractColumn::Type) != shown.page.model()->at(0).contractType());
}

void ContractsViewTest::anEmptyCompanyLeadsToItsEmployees()
{
    ShownContracts shown(sample::emptyCompany);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.stateView()->shown(), StateView::Shown::Empty);
    QSignalSpy asked(&shown.page, &PageBase::pageRequested);
    QTest::mouseClick(shown.page.stateView()->actionButton(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.front().front().toString(), QStringLiteral("employees"));
    QVERIFY(shown.page.source().state != SourceInfo::State::None);
}

void ContractsViewTest::choosersAndTheToggleNarrow()
{
    ShownContracts shown(sample::largeCompany);
    shown.load();
    ContractsModel *model = shown.page.model();
    ContractFilterBar *bar = shown.page.filterBar();
    QTest::mouseClick(bar->endingSoonBox(), Qt::LeftButton);
    QTRY_VERIFY(model->rowCount() > 0 && model->rowCount() < shown.rows);
    const int soon = model->rowCount();
    for (int row = 0; row < soon; ++row) {
        QVERIFY(shown.text(row, ContractColumn::EndingSoon).startsWith(QStringLiteral("Ends ")));
        QCOMPARE(shown.text(row, ContractColumn::State), QStringLiteral("Active"));
    }
    QTest::mouseClick(bar->endingSoonBox(), Qt::LeftButton);
    QTRY_COMPARE(model->rowCount(), shown.rows);

    QVERIFY(bar->typeBox()->count() > 2);
    bar->typeBox()->setFocus();
    QTest::keyClick(bar->typeBox(), Qt::Key_Down);
    const QString type = bar->typeBox()->currentText();
    QTRY_VERIFY(model->rowCount() < shown.rows);
    for (int row = 0; row < model->rowCount(); ++row)
        QCOMPARE(shown.text(row, ContractColumn::Type), type);
    const int ofType = model->rowCount();
    bar->stateBox()->setFocus();
    QTest::keyClick(bar->stateBox(), Qt::Key_Down);
    QTRY_VERIFY(model->rowCount() <= ofType && !model->isArranging());
    for (int row = 0; row < model->rowCount(); ++row)
        QCOMPARE(shown.text(row, ContractColumn::State), QStringLiteral("Active"));
}

void ContractsViewTest::aFilterThatHidesTheSelectedRowStaysWhereItIs()
{
    ShownContracts shown(sample::largeCompany);
    shown.load();
    const QString endsLater = [&] {
        for (int row = 0; row < shown.rows; ++row) {
            if (shown.text(row, ContractColumn::EndingSoon).isEmpty())
                return shown.contractAt(row);
        }
        return QString();
    }();
    shown.page.table()->select(shown.page.model()->rowOf(endsLater));
    const QScrollBar *bar = shown.page.table()->verticalScrollBar();
    const int before = bar->value();
    QTest::mouseClick(shown.page.filterBar()->endingSoonBox(), Qt::LeftButton);
    QTRY_VERIFY(!shown.page.model()->isArranging() && shown.page.model()->rowCount() < shown.rows);
    QVERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), before);
    QVERIFY(shown.page.table()->currentId().isEmpty());
    QVERIFY(!shown.page.can(PageCommand::Edit));
}

void ContractsViewTest::theSelectedRowIsSeenWhenTheFilterIsCleared()
{
    ShownContracts shown(sample::largeCompany);
    shown.load();
    DataTable *table = shown.page.table();
    const QString wanted = shown.contractAt(shown.rows / 2);
    QLineEdit *field = shown.page.filterBar()->textField();
    field->setText(shown.text(shown.rows / 2, ContractColumn::Identifier));
    QTRY_VERIFY(!shown.page.model()->isArranging() && shown.page.model()->rowCount() < 20);
    table->select(shown.page.model()->rowOf(wanted));
    field->clear();
    QTRY_COMPARE(shown.page.model()->rowCount(), shown.rows);
    QCOMPARE(table->currentId(), wanted);
    QTRY_VERIFY(table->viewport()->rect().contains(table->visualRect(table->currentIndex()).center()));
}

void ContractsViewTest::escapeClearsTheFilter()
{
    ShownContracts shown;
    shown.load();
    QVERIFY(!shown.page.escape());
    QTest::mouseClick(shown.page.filterBar()->endingSoonBox(), Qt::LeftButton);
    QVERIFY(shown.page.model()->rowCount() < shown.rows);
    QVERIFY(shown.page.escape());
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
    QVERIFY(!shown.page.filterBar()->endingSoonBox()->isChecked());
}

void ContractsViewTest::enterCtrlEAndADoubleClickEdit()
{
    ShownContracts shown;
    shown.load();
    QSignalSpy asked(&shown.page, &ContractsPage::editRequested);
    DataTable *table = shown.page.table();
    table->select(3);
    const QVariantList expected{shown.employeeAt(3), shown.contractAt(3)};
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.takeFirst(), expected);
    QVERIFY(shown.page.can(PageCommand::Edit)); // what the window does for Ctrl+E
    shown.page.perform(PageCommand::Edit);
    QCOMPARE(asked.takeFirst(), expected);
    const QPoint at = table->visualRect(shown.page.model()->index(5, 2)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.takeFirst(), (QVariantList{shown.employeeAt(5), shown.contractAt(5)}));
}

void ContractsViewTest::theSelectedContractsEmployeeIsShownAndGetsANewOne()
{
    ShownContracts shown;
    shown.load();
    ContractFilterBar *bar = shown.page.filterBar();
    QVERIFY(!bar->employeeButton()->isEnabled() && !bar->newButton()->isEnabled());
    shown.page.table()->select(2);
    QSignalSpy employee(&shown.page, &ContractsPage::employeeRequested);
    QSignalSpy contract(&shown.page, &ContractsPage::newRequested);
    QTest::mouseClick(bar->employeeButton(), Qt::LeftButton);
    QTest::mouseClick(bar->newButton(), Qt::LeftButton);
    QCOMPARE(employee.size(), 1);
    QCOMPARE(employee.front().front().toString(), shown.employeeAt(2));
    QCOMPARE(contract.size(), 1);
    QCOMPARE(contract.front().front().toString(), shown.employeeAt(2));
    QVERIFY(bar->newButton()->toolTip().contains(shown.text(2, ContractColumn::Employee)));
}

void ContractsViewTest::aViewerCannotWriteAndIsToldWhy()
{
    ShownContracts shown(sample::smallCompany, sample::viewerUser);
    shown.load();
    shown.page.table()->select(0);
    QVERIFY(!shown.page.can(PageCommand::New) && !shown.page.can(PageCommand::Edit));
    QVERIFY(shown.page.can(PageCommand::Copy));
    ContractFilterBar *bar = shown.page.filterBar();
    QVERIFY(!bar->newButton()->isEnabled());
    QVERIFY(bar->newButton()->toolTip().contains(QStringLiteral("viewer")));
    QVERIFY(bar->employeeButton()->isEnabled());
    QSignalSpy asked(&shown.page, &ContractsPage::editRequested);
    QTest::keyClick(shown.page.table(), Qt::Key_Return);
    QCOMPARE(asked.size(), 0);
}

void ContractsViewTest::theMenuOfARowOffersTheSame()
{
    ShownContracts shown;
    shown.load();
    shown.page.table()->select(1);
    const QPoint at = shown.page.table()->visualRect(shown.page.model()->index(1, 0)).center();
    emit shown.page.table()->customContextMenuRequested(at);
    auto *menu = shown.page.findChild<QMenu *>({}, Qt::FindDirectChildrenOnly);
    QVERIFY(menu);
    QTRY_VERIFY(menu->isVisible());
    QSignalSpy asked(&shown.page, &ContractsPage::editRequested);
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.front().back().toString(), shown.contractAt(1));
}

void ContractsViewTest::theSelectionStaysOverARefreshThatMovesIt()
{
    ShownContracts shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    shown.page.table()->sortByColumn(static_cast<int>(ContractColumn::JobTitle), Qt::AscendingOrder);
    const int row = shown.rows - 1;
    shown.page.table()->select(row);
    const QString id = shown.page.table()->currentId();
    shown.session.writeBehindTheBack(shown.retitle(row, "AAAA"));
    shown.page.refresh();
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
    QTest::keyClicks(shown.page.filterBar()->textField(), QStringLiteral("aaaa"));
    QTRY_COMPARE(shown.page.model()->rowCount(), 1);
    QCOMPARE(shown.page.table()->selectedIds(), QStringList{id});
    QVERIFY(shown.page.escape());
    QCOMPARE(shown.page.table()->currentId(), id);
}

void ContractsViewTest::theSelectionAndTheColumnsAreFoundAgain()
{
    ShownContracts shown;
    shown.load();
    DataTable *table = shown.page.table();
    table->select(7);
    const QString id = table->currentId();
    table->setColumnWidth(static_cast<int>(ContractColumn::Type), 77);
    table->setColumnHidden(static_cast<int>(ContractColumn::Hours), true);
    table->setColumnHidden(static_cast<int>(ContractColumn::Currency), false);
    shown.page.refresh();
    QTRY_VERIFY(!shown.page.isLoading());
    QCOMPARE(table->columnWidth(static_cast<int>(ContractColumn::Type)), 77);
    shown.page.saveState();
    ContractsPage next(shown.session.context());
    next.show();
    next.setActive(true);
    QTRY_COMPARE(next.table()->currentId(), id);
    QCOMPARE(next.table()->columnWidth(static_cast<int>(ContractColumn::Type)), 77);
    QVERIFY(next.table()->isColumnHidden(static_cast<int>(ContractColumn::Hours)));
    QVERIFY(!next.table()->isColumnHidden(static_cast<int>(ContractColumn::Currency)));
}

void ContractsViewTest::copyingIsWhatIsSelected()
{
    ShownContracts shown;
    shown.load();
    QVERIFY(!shown.page.can(PageCommand::Copy));
    shown.page.table()->select(2);
    QSignalSpy toast(&shown.page, &PageBase::toast);
    shown.page.perform(PageCommand::CopyWithHeaders);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith(QStringLiteral("Employee\tIdentifier\tType")));
    QVERIFY(lines[1].startsWith(shown.text(2, ContractColumn::Employee)));
    QCOMPARE(toast.size(), 1);
    shown.page.perform(PageCommand::CopyAsJson);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\"base_salary\"")));
}

void ContractsViewTest::exportingWritesWhatIsShown()
{
    ShownContracts shown;
    shown.load();
    QTest::mouseClick(shown.page.filterBar()->endingSoonBox(), Qt::LeftButton);
    const int rows = shown.page.model()->rowCount();
    QVERIFY(rows > 0);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("contracts.csv"));
    QSignalSpy toast(&shown.page, &PageBase::toast);
    shown.page.exportTo(file);
    QVERIFY(!shown.page.can(PageCommand::Export));
    QTRY_COMPARE(toast.size(), 1);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = written.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), rows + 1);
    QVERIFY(shown.page.can(PageCommand::Export));
}

QTEST_MAIN(ContractsViewTest)
#include "tst_contractsview.moc"
