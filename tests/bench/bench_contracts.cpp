// The Contracts page with 100,000 employees on a real Redis and PostgreSQL: first rows, all rows with an
// empty and with a full cache, filter, sort, and the longest stall of the event loop meanwhile. Run by
// `tests/run --with-servers build/release/tests/bench_contracts [employees]` with QT_QPA_PLATFORM=offscreen.

#include "support/Await.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/ServerProfile.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

using namespace hrcache;

namespace {

const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line(QStringLiteral("VmRSS:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toDouble() / 1024;
}

/// Notes how long the event loop takes from turn to turn.
class StallMeter final : public QObject
{
public:
    StallMeter()
    {
        m_time.start();
        startTimer(1, Qt::PreciseTimer);
    }

    void begin()
    {
        m_turns.clear();
        m_time.restart();
    }

    [[nodiscard]] double longest() const
    {
        return m_turns.empty() ? 0 : *std::max_element(m_turns.begin(), m_turns.end());
    }

    /// How many turns took longer than a frame.
    [[nodiscard]] qsizetype overAFrame() const
    {
        return std::count_if(m_turns.begin(), m_turns.end(), [](double turn) { return turn > 16; });
    }

protected:
    void timerEvent(QTimerEvent *) override
    {
        m_turns.push_back(static_cast<double>(m_time.nsecsElapsed()) / 1e6);
        m_time.restart();
    }

private:
    QElapsedTimer m_time;
    std::vector<double> m_turns;
};

template<typename Condition>
double until(Condition condition)
{
    QElapsedTimer since;
    since.start();
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (since.elapsed() > 120'000)
            qFatal("It takes too long");
    }
    return static_cast<double>(since.nsecsElapsed()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication program(argc, argv);
    prepareUiTest();
    const int employees = argc > 1 ? std::max(1, QByteArray(argv[1]).toInt()) : 100'000;
    const TestDatabase database;
    database.exec(
        QStringLiteral(
            "INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, "
            "cluster_code, "
            "hire_date) SELECT '%1', 'X' || n, 'Anna', 'Zz' || (n * 7919) %% 100003, '1990-01-01', 'CH-GE', "
            "'2020-01-01' FROM generate_series(1, %2) n;"
            "INSERT INTO hr.contracts (employee_id, contract_type, start_date, end_date, base_salary, "
            "job_title) "
            "SELECT e.id, 'CDI', '2024-01-01', CASE WHEN random() < 0.1 THEN current_date + 40 END, "
            "(random() * 10000)::integer, 'Accountant' FROM hr.employees e WHERE e.identifier LIKE 'X%%';"
            "ANALYZE hr.employees; ANALYZE hr.contracts")
            .replace(QStringLiteral("%%"), QStringLiteral("%"))
            .arg(company)
            .arg(employees));

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
        std::printf("%-34s %9.1f ms   longest stall %6.1f ms, %lld over 16 ms\n", what, milliseconds,
                    meter.longest(), static_cast<long long>(meter.overAFrame()));
        std::fflush(stdout);
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
    test.quit();
    return 0;
}
