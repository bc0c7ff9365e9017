// The Employees page with 100,000 employees on a real Redis and PostgreSQL: first rows on screen, all rows
// loaded with an empty and with a full cache and forced, filter keystroke to repaint, sort, select and copy
// all, the Overview and Cache pages of such a company, memory, and how long the event loop stood still
// meanwhile. Run by
// `tests/run --with-servers build/release/tests/bench_employees [--slow] [employees]` with
// QT_QPA_PLATFORM=offscreen; --slow names every event that took longer than half a frame.

#include "app/ProcessSetup.h"
#include "bench/BenchActions.h"
#include "bench/BenchProgram.h"
#include "bench/BenchWindow.h"
#include "bench/EmptyCache.h"
#include "bench/ManyEmployees.h"
#include "support/Await.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/ServerProfile.h"
#include "ui/employees/EmployeeFilterBar.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/StallMeter.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>

#include <cstdio>

using namespace hrcache;

namespace {

const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");
const QString elsewhere = QStringLiteral("11111111-1111-4111-8111-222222222222");
constexpr int smallCount = 25;

/// Counts how often the table was painted with rows of the large company in it.
class PaintCount final : public QObject
{
public:
    explicit PaintCount(const EmployeesPage *page)
        : m_page(page)
    {
        page->table()->viewport()->installEventFilter(this);
    }

    [[nodiscard]] int count() const { return m_count; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        // Counted when the loop turns again, and so when the painting is done.
        if (event->type() == QEvent::Paint && m_page->model()->rowCount() > 0 &&
            m_page->model()->totalCount() > smallCount)
            QMetaObject::invokeMethod(
                this, [this] { ++m_count; }, Qt::QueuedConnection);
        return false;
    }

private:
    const EmployeesPage *m_page;
    int m_count = 0;
};

class Bench
{
public:
    Bench(EmployeesPage *page, int employees)
        : m_page(page)
        , m_employees(employees)
        , m_paints(page)
    {
    }

    void begin() { m_meter.begin(); }

    void print(const char *what, double milliseconds) const { printStalls(what, milliseconds, m_meter); }

    [[nodiscard]] bool isAtRest() const { return !m_page->isLoading() && !m_page->model()->isArranging(); }

    [[nodiscard]] double untilPainted()
    {
        const int before = m_paints.count();
        return until([&] { return m_paints.count() > before; });
    }

    [[nodiscard]] double untilAllRows()
    {
        return until([&] { return isAtRest() && m_page->model()->totalCount() >= m_employees; });
    }

    /// `change` is made, and the table is painted with what comes of it.
    template<typename Change>
    void measureRepaint(const char *what, Change change)
    {
        begin();
        QElapsedTimer time;
        QObject guard;
        int shownAt = -1;
        QObject::connect(m_page->model(), &EmployeesModel::arranged, &guard, [&] {
            shownAt = m_paints.count();
            // The same rows as before would not be painted again.
            m_page->table()->viewport()->update();
        });
        time.start();
        change();
        until([&] { return shownAt >= 0 && isAtRest() && m_paints.count() > shownAt; });
        print(what, static_cast<double>(time.nsecsElapsed()) / 1e6);
    }

private:
    EmployeesPage *m_page;
    int m_employees;
    PaintCount m_paints;
    StallMeter m_meter;
};

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
    database.exec(
        QStringLiteral(
            "INSERT INTO core.companies (id, account_id, firebase_mandate_path, name, country_code) "
            "SELECT '%1', account_id, 'elsewhere', 'Elsewhere', 'CH' FROM core.companies LIMIT 1;")
            .arg(elsewhere) +
        manyEmployees(elsewhere, smallCount));

    TestMonitor test;
    BackendSession &session = test.open().session();
    MainWindow &window = test.monitor->window();
    window.resize(1240, 780);
    addProfile(test, QStringLiteral("Servers"), TestServers::redisPort(), database);
    if (!awaitResult(session.use(profileNamed(QStringLiteral("Servers")))))
        qFatal("The servers cannot be used");
    session.setUser(*UserId::parse(u"uid_xyz123", {}));
    const auto enter = [&](const QString &where) {
        session.setCompany(where);
        until([&] { return session.company().id == where; });
    };
    // A window that holds next to nothing, first.
    enter(elsewhere);
    window.showPage(QStringLiteral("employees"));
    auto *page = qobject_cast<EmployeesPage *>(window.currentPage());
    Bench bench(page, employees);
    const auto leave = [&] {
        enter(elsewhere);
        until([&] {
            return bench.isAtRest() && page->areWordsLoaded() && page->model()->totalCount() == smallCount;
        });
        awaitResult(session.cache().idle());
    };
    leave();
    const double empty = residentMegabytes();
    const auto printMemory = [&] {
        std::printf("%-36s %8.0f bytes a row (%.0f MB, the empty window %.0f MB)\n",
                    "memory above the empty window", (residentMegabytes() - empty) * 1024 * 1024 / employees,
                    residentMegabytes(), empty);
    };
    const auto open = [&](const char *first, const char *all) {
        bench.begin();
        QElapsedTimer time;
        time.start();
        enter(company);
        (void)bench.untilPainted();
        bench.print(first, static_cast<double>(time.nsecsElapsed()) / 1e6);
        (void)bench.untilAllRows();
        bench.print(all, static_cast<double>(time.nsecsElapsed()) / 1e6);
    };
    open("first rows, empty cache", "all rows, empty cache");
    bench.begin();
    QElapsedTimer storing;
    storing.start();
    awaitResult(session.cache().idle());
    bench.print("the same stored in pages", static_cast<double>(storing.nsecsElapsed()) / 1e6);
    printMemory();
    leave();
    open("first rows, full cache", "all rows, full cache");
    if (page->source().state != SourceInfo::State::Cache)
        qFatal("The rows should have come from the cache");
    printMemory();
    bench.begin();
    page->readThrough();
    bench.print("all rows again, full cache", bench.untilAllRows());
    bench.begin();
    page->refresh();
    bench.print("all rows, forced", bench.untilAllRows());
    bench.begin();
    storing.start();
    awaitResult(session.cache().idle());
    bench.print("the same stored in pages", static_cast<double>(storing.nsecsElapsed()) / 1e6);
    printMemory();

    auto *filter = page->filterBar()->findChild<QLineEdit *>();
    filter->setFocus();
    for (const char key : {'z', 'z', 'u', 'm'}) {
        const QByteArray what = QByteArray("filter, keystroke ") + key;
        bench.measureRepaint(what.constData(), [&] { QTest::keyClick(filter, key); });
    }
    bench.measureRepaint("filter cleared", [&] { page->filterBar()->clearFilter(); });
    QHeaderView *header = page->table()->horizontalHeader();
    const auto click = [&](EmployeeColumn column) {
        const int section = static_cast<int>(column);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(section) + 20, header->height() / 2});
    };
    bench.measureRepaint("sort by first name", [&] { click(EmployeeColumn::FirstName); });
    bench.measureRepaint("sort by birth date", [&] { click(EmployeeColumn::BirthDate); });
    bench.begin();
    QScrollBar *scroll = page->table()->verticalScrollBar();
    double scrolled = 0;
    for (int step = 1; step <= 100; ++step) {
        scroll->setValue(static_cast<int>(static_cast<qint64>(scroll->maximum()) * step / 100));
        scrolled += bench.untilPainted();
    }
    bench.print("scrolled to the end in 100 steps", scrolled);

    BenchActions actions(window);
    actions.selectAll(page->table());
    actions.copyAll(page);
    page->table()->selectionModel()->select(page->model()->index(1, 0),
                                            QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
    bench.measureRepaint("sort, all rows but one selected", [&] { click(EmployeeColumn::LastName); });
    actions.open("Overview opened", QStringLiteral("overview"));
    actions.open("Cache page opened", QStringLiteral("cache"));
    actions.measure(
        "Cache page again", [&] { window.currentPage()->refresh(); },
        [&] { return !window.currentPage()->isLoading(); });
    test.quit();
    return 0;
}
