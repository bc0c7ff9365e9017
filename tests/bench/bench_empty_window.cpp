// An empty window of the style that the program has, linked with nothing but Qt Widgets: what bench_startup
// compares with. Its argument is the time of its start.

#include "StartupProbe.h"

#include <QApplication>
#include <QMainWindow>

using namespace hrcache;

int main(int argc, char **argv)
{
    const double started = argc > 1 ? std::atof(argv[1]) : now();
    QApplication::setStyle(QStringLiteral("fusion"));
    QApplication application(argc, argv);
    QMainWindow window;
    auto *content = new QWidget;
    window.setCentralWidget(content);
    window.resize(1440, 860);
    PaintWatch watch([] { return true; });
    content->installEventFilter(&watch);
    window.show();
    waitFor([&] { return watch.paintedAt > 0; });
    return report(started, watch.paintedAt);
}
