// Time from starting the process to the first painted rows, and resident memory, beside an empty window of
// the same style in the same run. Run by `build/release/tests/bench_startup [--rounds N]`, on a display or
// with QT_QPA_PLATFORM=offscreen.

#include "app/ProcessSetup.h"
#include "app/gui/EarlyFonts.h"
#include "app/gui/Monitor.h"
#include "sqlite/SampleData.h"
#include "ui/MainWindow.h"
#include "ui/base/Request.h"
#include "ui/employees/EmployeesPage.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTableView>
#include <QTemporaryDir>

#include <cstdio>
#include <cstring>

using namespace hrcache;
using namespace std::chrono;

namespace {

constexpr QSize windowSize{1240, 780};

/// The clock is one for all processes.
double now()
{
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line(QStringLiteral("VmRSS:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toDouble() / 1024;
}

/// Notes when a widget is painted for the first time while `isComplete`.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(std::function<bool()> isComplete)
        : m_isComplete(std::move(isComplete))
    {
    }

    double paintedAt = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && paintedAt == 0 && m_isComplete()) {
            watched->removeEventFilter(this);
            // When the painting is done.
            QMetaObject::invokeMethod(
                this, [this] { paintedAt = now(); }, Qt::QueuedConnection);
        }
        return false;
    }

private:
    std::function<bool()> m_isComplete;
};

void waitFor(const std::function<bool()> &condition)
{
    while (!condition())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

int report(double started, double painted)
{
    std::printf("%f %f\n", painted - started, residentMegabytes());
    return 0;
}

int runEmpty(int argc, char **argv, double started)
{
    QApplication::setStyle(QStringLiteral("fusion"));
    QApplication application(argc, argv);
    QMainWindow window;
    auto *content = new QWidget;
    window.setCentralWidget(content);
    window.resize(windowSize);
    PaintWatch watch([] { return true; });
    content->installEventFilter(&watch);
    window.show();
    waitFor([&] { return watch.paintedAt > 0; });
    return report(started, watch.paintedAt);
}

int runMonitor(int argc, char **argv, double started, const QString &place, bool firstRun)
{
    const EarlyFonts fonts;
    QApplication::setStyle(QStringLiteral("fusion"));
    QApplication application(argc, argv);
    nameApplication();
    Monitor::Options options;
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

void measure(const QStringList &arguments, Figures *figures)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(),
                arguments + QStringList{QString::number(now(), 'f', 6)});
    if (!child.waitForFinished(60'000) || child.exitCode() != 0)
        qFatal("%s did not end well", qPrintable(arguments.join(u' ')));
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
    measure({run, QStringLiteral("empty"), place.path()}, nullptr);
    Figures empty;
    Figures monitor;
    for (int i = 0; i < parser.value(rounds).toInt(); ++i) {
        measure({run, QStringLiteral("empty"), place.path()}, &empty);
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
    if (std::strcmp(argv[2], "empty") == 0)
        return runEmpty(argc, argv, started);
    prepareProcess(argc, argv, false);
    return runMonitor(argc, argv, started, place, std::strcmp(argv[2], "first") == 0);
}
