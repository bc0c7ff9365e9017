// The Contracts page with 100,000 employees on a real Redis and PostgreSQL: first rows, all rows with an
// empty and with a full cache, filter, sort, select and copy all, the Overview and Cache pages (also sorted,
// filtered, and with keys that go), invalidating all keys of the page, and the longest stall of the event
// loop meanwhile. Run by `tests/run --with-servers build/release/tests/bench_contracts [--slow] [employees]`
// with QT_QPA_PLATFORM=offscreen.

#include "app/ProcessSetup.h"
#include "bench/BenchActions.h"
#include "bench/BenchProgram.h"
#include "bench/BenchWindow.h"
#include "bench/EmptyCache.h"
#include "bench/ManyEmployees.h"
#include "support/Await.h"
#include "support/RedisPeer.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/ServerProfile.h"
#include "ui/base/ArrangedModel.h"
#include "ui/base/RefreshButton.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/support/StallMeter.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>

#include <cstdio>

using namespace hrcache;

namespace {

const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");

/// The Cache page: sorted, filtered, and when one key in sixteen goes. How many those were.
qint64 benchKeys(MainWindow &window, BenchActions &actions)
{
    PageBase *page = window.currentPage();
    auto *table = page->findChild<QTableView *>(QStringLiteral("cache-table"));
    const auto *model = qobject_cast<ArrangedModel *>(table->model());
    const auto rests = [&] { return !page->isLoading() && !model->isArranging(); };
    QHeaderView *header = table->horizontalHeader();
    const auto click = [&](int section) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(section) + 20, header->height() / 2});
    };
    actions.measure(
        "Cache page: sorted by size", [&] { click(3); }, rests);
    actions.measure(
        "Cache page: sorted by key", [&] { click(1); }, rests);
    auto *filter = page->findChild<QLineEdit *>(QStringLiteral("cache-filter"));
    const int all = table->model()->rowCount();
    const auto benchFilter = [&](const char *filtered, const char *cleared) {
        actions.measure(
            filtered, [&] { filter->setText(QStringLiteral("a1")); },
            [&] { return table->model()->rowCount() < all; });
        actions.measure(
            cleared, [&] { filter->clear(); }, [&] { return table->model()->rowCount() == all; });
    };
    // All are selected; what stays selected of them lies in thousands of pieces afterwards.
    benchFilter("Cache page: filtered, all selected", "Cache page: cleared, some selected");
    table->clearSelection();
    benchFilter("Cache page: filtered", "Cache page: filter cleared");
    RedisPeer peer(TestServers::redisPort());
    QByteArrayList keys;
    for (const QVariant &key : peer.command({"KEYS", "cache:*:contracts:*0"}).toList())
        keys << key.toByteArray();
    peer.command(QByteArrayList{"DEL"} + keys);
    actions.measure(
        "Cache page: one key in 16 is gone", [&] { page->refresh(); },
        [&] { return rests() && table->model()->rowCount() <= all - keys.size(); });
    return keys.size();
}

} // namespace

int main(int argc, char **argv)
{
    prepareProcess(argc, argv, false);
    BenchProgram program(argc, argv);
    prepareUiTest();
    QStringList arguments = program.arguments().mid(1);
    program.namesSlowEvents = arguments.removeAll(QStringLiteral("--slow")) > 0;
    const int employees = arguments.isEmpty() ? 100'000 : std::max(1, arguments.front().toInt());
    emptyCache(company);
    const TestDatabase database;
    database.exec(manyEmployees(company, employees));
    database.exec(QStringLiteral(
        "INSERT INTO hr.contracts (employee_id, contract_type, start_date, end_date, base_salary, job_title) "
        "SELECT e.id, 'CDI', '2024-01-01', CASE WHEN random() < 0.1 THEN current_date + 40 END, "
        "(random() * 10000)::integer, 'Accountant' FROM hr.employees e WHERE e.identifier LIKE 'X%';"
        "ANALYZE hr.contracts"));

    TestMonitor test;
    BackendSession &session = test.open().session();
    MainWindow &window = test.monitor->window();
    window.resize(1240, 780);
    addProfile(test, QStringLiteral("Servers"), TestServers::redisPort(), database);
    if (!awaitResult(session.use(profileNamed(QStringLiteral("Servers")))))
        qFatal("The servers cannot be used");
    // Small first: the memory of an empty window.
    session.setUser(*UserId::parse(u"uid_xyz123", {}));
    window.showPage(QStringLiteral("connections"));
    session.setCompany(company);
    until([&] { return session.company().id == company; });
    const double empty = residentMegabytes();

    StallMeter meter;
    const auto report = [&](const char *what, double milliseconds) {
        printStalls(what, milliseconds, meter);
    };
    meter.begin();
    window.showPage(QStringLiteral("contracts"));
    auto *page = qobject_cast<ContractsPage *>(window.currentPage());
    const auto atRest = [&] { return !page->isLoading() && !page->model()->isArranging(); };
    const double first = until([&] { return page->model()->rowCount() > 0; });
    report("first rows, empty cache", first);
    const double all = until([&] { return atRest() && page->model()->rowCount() >= employees; });
    report("all rows, empty cache", first + all);
    awaitResult(session.cache().idle());
    const double full = residentMegabytes();
    std::printf("%-34s %9.0f bytes a row\n", "memory above the empty window",
                (full - empty) * 1024 * 1024 / page->model()->totalCount());

    meter.begin();
    page->readThrough();
    report("all rows, full cache", until(atRest));
    meter.begin();
    page->refresh();
    report("all rows, forced", until(atRest));
    ContractFilter filter;
    filter.text = QStringLiteral("zz4");
    meter.begin();
    page->model()->setFilter(filter);
    report("filter by a word", until(atRest));
    filter.text += u'2';
    meter.begin();
    page->model()->setFilter(filter);
    report("filter by one letter more", until(atRest));
    meter.begin();
    page->model()->setFilter({});
    report("filter cleared", until(atRest));
    meter.begin();
    page->model()->sort(static_cast<int>(ContractColumn::Salary), Qt::DescendingOrder);
    report("sort by salary", until(atRest));

    BenchActions actions(window);
    actions.selectAll(page->table());
    actions.copyAll(page);
    meter.begin();
    page->table()->selectionModel()->select(page->model()->index(1, 0),
                                            QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
    page->model()->sort(static_cast<int>(ContractColumn::Employee), Qt::AscendingOrder);
    report("sort, all rows but one selected", until(atRest));
    actions.open("Overview opened", QStringLiteral("overview"));
    actions.open("Cache page opened", QStringLiteral("cache"));
    actions.measure(
        "Cache page again", [&] { window.currentPage()->refresh(); },
        [&] { return !window.currentPage()->isLoading(); });
    actions.selectAll(window.currentPage()->findChild<QTableView *>(QStringLiteral("cache-table")));
    actions.copyAll(window.currentPage());
    actions.measure(
        "Cache page: Invalidate pressed", [&] { window.currentPage()->perform(PageCommand::Delete); },
        [] { return true; });
    if (auto *asking = window.findChild<QDialog *>(QStringLiteral("invalidate-dialog")))
        asking->reject();
    const qint64 deleted = benchKeys(window, actions);
    actions.open("Contracts again", QStringLiteral("contracts"));
    QMessageBox *dialog = nullptr;
    actions.measure(
        "invalidate this page's keys",
        [&] { emit window.findChild<RefreshButton *>()->invalidateRequested(); },
        [&] { return (dialog = window.findChild<QMessageBox *>(QStringLiteral("invalidate-dialog"))); });
    const auto keysLeft = [&] {
        const auto count = awaitResult(session.cacheStore().keyCount());
        return count ? *count : -1;
    };
    const qint64 before = keysLeft();
    qint64 left = -1;
    actions.measure(
        "confirmed",
        [&] {
            for (QAbstractButton *button : dialog->buttons()) {
                if (dialog->buttonRole(button) == QMessageBox::AcceptRole)
                    button->click();
            }
        },
        [&] { return (left = keysLeft()) <= before - employees + deleted; });
    std::printf("    %lld keys before, %lld after\n", static_cast<long long>(before),
                static_cast<long long>(left));
    test.quit();
    return 0;
}
