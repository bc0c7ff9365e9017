#include "app/Backend.h"
#include "app/LogSink.h"
#include "app/ProcessSetup.h"

#include <QApplication>
#include <QMainWindow>

#include <cstdio>
#include <cstring>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--version") == 0) {
            std::puts("hr-cache-monitor " HRCACHE_VERSION);
            return 0;
        }
    }
    hrcache::prepareProcess(argc, argv, false);
    QApplication application(argc, argv);
    hrcache::nameApplication();
    hrcache::LogSink::Options logOptions;
    logOptions.windowed = true;
    const auto log = hrcache::LogSink::open(logOptions);

    hrcache::ConfigurationRequest request;
    request.embedded = true;
    request.environment = QProcessEnvironment::systemEnvironment();
    auto configuration = hrcache::Configuration::load(request);
    if (!configuration) {
        std::fputs((configuration.error().message + u'\n').toUtf8().constData(), stderr);
        return 2;
    }
    hrcache::Backend backend(std::move(*configuration));
    backend.prepare();
    QMainWindow window;
    window.setWindowTitle(QCoreApplication::translate("MainWindow", "HR Cache Monitor"));
    window.resize(1100, 700);
    window.show();
    return QApplication::exec();
}
