#pragma once

#include "bench/BenchWindow.h"
#include "ui/MainWindow.h"
#include "ui/base/PageBase.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QTableView>
#include <QTest>

namespace hrcache {

/// What people do with a whole list, each printed as a line: how long until it is done, and how long the
/// event loop stood still.
class BenchActions
{
public:
    explicit BenchActions(MainWindow &window)
        : m_window(window)
    {
    }

    /// Ctrl+A on the table of the page that is shown.
    void selectAll(QTableView *table)
    {
        table->setFocus();
        measure(
            "select all", [&] { QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier); },
            [] { return true; });
    }

    /// Copies what is selected in every format, until it is in the clipboard.
    void copyAll(PageBase *page)
    {
        copy("copy all", page, PageCommand::Copy);
        copy("copy all as CSV", page, PageCommand::CopyAsCsv);
        copy("copy all as JSON", page, PageCommand::CopyAsJson);
    }

    /// Shows the page until it has loaded, and lets it be for some turns.
    void open(const char *what, const QString &page)
    {
        measure(
            what, [&] { m_window.showPage(page); },
            [&] { return m_window.currentPage()->id() == page && !m_window.currentPage()->isLoading(); });
    }

    /// `act`, and until `done`, and what comes in the turns after it.
    template<typename Act, typename Done>
    void measure(const char *what, Act act, Done done)
    {
        m_meter.begin();
        QElapsedTimer time;
        time.start();
        act();
        until(done);
        const double took = static_cast<double>(time.nsecsElapsed()) / 1e6;
        // What was put off is part of it.
        const qsizetype turns = m_meter.turns();
        until([&] { return m_meter.turns() > turns + 50; });
        printStalls(what, took, m_meter);
    }

private:
    void copy(const char *what, PageBase *page, PageCommand command)
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        clipboard->clear();
        measure(
            what, [&] { page->perform(command); }, [&] { return !clipboard->text().isEmpty(); });
        std::printf("    %lld characters\n", static_cast<long long>(clipboard->text().size()));
    }

    MainWindow &m_window;
    StallMeter m_meter;
};

} // namespace hrcache
