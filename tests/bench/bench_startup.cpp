// Time from starting the process to the first painted rows, and resident memory, beside an empty window of
// the same style in the same run (bench_empty_window). Run by `build/release/tests/bench_startup [--rounds
// N]`, on a display or with QT_QPA_PLATFORM=offscreen.

#include "StartupProbe.h"
#include "app/ProcessSetup.h"
#include "app/gui/EarlyBus.h"
#include "app/gui/EarlyFonts.h"
#include "app/gui/Monitor.h"
#include "app/gui/SessionBus.h"
#include "sqlite/SampleData.h"
#include "ui/MainWindow.h"
#include "ui/base/ControlStyle.h"
#include "ui/base/Request.h"
#include "ui/employees/EmployeesPage.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>

#include <cstdio>
#include <cstring>

using namespace hrcache;

namespace {

int runMonitor(int argc, char **argv, double started, const QString &place, bool firstRun)
{
    leaveSilentSessionBus(std::chrono::milliseconds(1000));
    EarlyFonts fonts;
    QApplication::setStyle(new ControlStyle);
    QApplication application(argc, argv);
    const EarlyBus bus;
    nameApplication();
    Monitor::Options options;
    options.beforeWindow = [&fonts] { fonts.wait(); };
    options.choice = ConnectionChoice{};
    options.session.dataFolder = place;
    options.settingsFile = place + QStringLiteral("/window.ini");
    Monitor monitor(std::move(options));
    if (const auto opened = monitor.open(); !opened)
        qFatal("%s", qPrintable(opened.error().message));
    const auto *employees = qobject_cast<EmployeesPage *>(monitor.window().currentPage());
    const QTableView *table = employees->table();
    PaintWatch watch([table] { return table->model()->rowCount() > 0; });
    table->viewport()->installEventFilter(&watch);
    waitFor([&] { return watch.paintedAt > 0; });
    if (firstRun) {
        monitor.session().setCompany(QString::fromLatin1(sample::largeCompany));
        monitor.settings().sync();
    }
    const PageBase *page = monitor.window().currentPage();
    waitFor([&] {
        const auto requests = page->findChildren<Request *>();
        return !page->isLoading() && std::none_of(requests.begin(), requests.end(),
                                                  [](const Request *one) { return one->isRunning(); });
    });
    return report(started, watch.paintedAt);
}

struct Figures
{
    std::vector<double> milliseconds;
    double megabytes = 0;
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

/// `arguments`: of this program, or none for the empty window.
void measure(const QStringList &arguments, Figures *figures)
{
    const QString self = QCoreApplication::applicationFilePath();
    const QString empty = QFileInfo(self).dir().filePath(QStringLiteral("bench_empty_window"));
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(arguments.isEmpty() ? empty : self, arguments + QStringList{QString::number(now(), 'f', 6)});
    if (!child.waitForFinished(60'000) || child.exitCode() != 0)
        qFatal("%s %s did not end well", qPrintable(child.program()), qPrintable(arguments.join(u' ')));
    const QList<QByteArray> words = child.readAllStandardOutput().trimmed().split(' ');
    if (!figures || words.size() != 2)
        return;
    figures->milliseconds.push_back(words[0].toDouble());
    figures->megabytes = std::max(figures->megabytes, words[1].toDouble());
}

int compare(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption rounds(QStringLiteral("rounds"), QStringLiteral("How often each is started."),
                                    QStringLiteral("n"), QStringLiteral("15"));
    parser.addOption(rounds);
    parser.addHelpOption();
    parser.process(application);
    const QTemporaryDir place;
    const QString run = QStringLiteral("--run");
    // The first start writes the sample's file, and everything is in the system's file cache after it.
    measure({run, QStringLiteral("first"), place.path()}, nullptr);
    measure({}, nullptr);
    Figures empty;
    Figures monitor;
    for (int i = 0; i < parser.value(rounds).toInt(); ++i) {
        measure({}, &empty);
        measure({run, QStringLiteral("monitor"), place.path()}, &monitor);
    }
    const double emptyTime = median(empty.milliseconds);
    const double monitorTime = median(monitor.milliseconds);
    std::printf("%-44s %10s %10s\n", "median of the starts", "painted", "resident");
    std::printf("%-44s %7.1f ms %7.1f MB\n", "empty window, Fusion", emptyTime, empty.megabytes);
    std::printf("%-44s %7.1f ms %7.1f MB\n", "hrcache-monitor, sample, 1,200 employees", monitorTime,
                monitor.megabytes);
    std::printf("%-44s %8.2f x\n", "ratio", monitorTime / emptyTime);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 5 || std::strcmp(argv[1], "--run") != 0)
        return compare(argc, argv);
    const double started = std::atof(argv[4]);
    const QString place = QString::fromLocal8Bit(argv[3]);
    prepareProcess(argc, argv, false);
    return runMonitor(argc, argv, started, place, std::strcmp(argv[2], "first") == 0);
}
