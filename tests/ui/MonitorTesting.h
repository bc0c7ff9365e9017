#pragma once

#include "app/gui/Monitor.h"
#include "sqlite/SampleData.h"
#include "ui/MainWindow.h"

#include <QTemporaryDir>
#include <QTest>

namespace hrcache {

/// A window as the program builds it, with settings, profiles and sample data in a folder that is gone with
/// it. Members may be set before open().
struct TestMonitor
{
    TestMonitor()
    {
        options.session.profileFolder = folder.filePath(QStringLiteral("profiles"));
        options.session.dataFolder = folder.path();
        options.settingsFile = folder.filePath(QStringLiteral("window.ini"));
    }

    Monitor &open()
    {
        monitor = std::make_unique<Monitor>(options);
        const auto opened = monitor->open();
        if (!opened)
            qFatal("The window does not open: %s", qPrintable(opened.error().message));
        return *monitor;
    }

    /// Closes the window as a user does, and takes it all down. The time that it took.
    std::chrono::milliseconds quit()
    {
        QElapsedTimer since;
        since.start();
        monitor->window().close();
        monitor->finish();
        monitor.reset();
        return std::chrono::milliseconds(since.elapsed());
    }

    QTemporaryDir folder;
    Monitor::Options options;
    std::unique_ptr<Monitor> monitor;
};

} // namespace hrcache
