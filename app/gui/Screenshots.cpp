#include "app/gui/Screenshots.h"

#include "app/gui/Monitor.h"
#include "sqlite/SampleData.h"
#include "ui/MainWindow.h"
#include "ui/base/DataTable.h"
#include "ui/base/Request.h"
#include "ui/window/WindowActions.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPixmap>
#include <QTemporaryDir>
#include <QTimer>

namespace hrcache {

namespace {

constexpr std::chrono::seconds patience{30};
/// Longer than a filter waits for more to be typed or ticked.
constexpr std::chrono::milliseconds settling{400};
constexpr std::chrono::milliseconds turnTime{10};
constexpr QSize windowSize{1240, 780};

/// One run: the window, and where the pictures go.
class Photographer
{
public:
    Photographer(Monitor &monitor, QString folder)
        : m_monitor(monitor)
        , m_folder(std::move(folder))
    {
    }

    Result<void> takeAll()
    {
        m_monitor.settings().set(setting::reducedMotion, true);
        m_monitor.settings().set(setting::welcomeDismissed, true);
        m_monitor.window().resize(windowSize);
        m_monitor.session().setCompany(QString::fromLatin1(sample::largeCompany));
        for (const QString &theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
            m_monitor.settings().set(setting::theme, theme);
            m_theme = theme;
            if (auto taken = takePages(); !taken)
                return taken;
            if (auto taken = takeEndingSoon(); !taken)
                return taken;
            if (auto taken = takeDialogs(); !taken)
                return taken;
        }
        return takeFirstStart();
    }

private:
    /// Waits until nothing is being loaded any more, and so for at least `settled`.
    Result<void> comeToRest(const QString &what, std::chrono::milliseconds settled = {})
    {
        QElapsedTimer since;
        since.start();
        // What a page begins when its first answer comes begins in a later turn.
        for (int calmTurns = 0; calmTurns < 5 || since.elapsed() < settled.count();) {
            QEventLoop turn;
            QTimer::singleShot(turnTime, &turn, &QEventLoop::quit);
            turn.exec();
            calmTurns = isCalm() ? calmTurns + 1 : 0;
            if (since.elapsed() > std::chrono::milliseconds(patience).count())
                return failure(ErrorCode::Timeout,
                               Screenshots::tr("\"%1\" is still being loaded after %2 seconds.")
                                   .arg(what)
                                   .arg(patience.count()));
        }
        return {};
    }

    [[nodiscard]] bool isCalm() const
    {
        const Session &session = m_monitor.session();
        if (session.isLoadingCompanies() || session.company().id.isEmpty())
            return false;
        const PageBase *page = m_monitor.window().currentPage();
        if (page && page->isLoading())
            return false;
        const auto widgets = QApplication::topLevelWidgets();
        for (const QWidget *widget : widgets) {
            for (const Request *request : widget->findChildren<Request *>()) {
                if (request->isRunning())
                    return false;
            }
        }
        return true;
    }

    Result<void> take(QWidget *widget, const QString &name)
    {
        if (auto rest = comeToRest(name, settling); !rest)
            return rest;
        const QString file = QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_theme);
        if (widget->grab().save(file, "PNG", 0))
            return {};
        return failure(
            ErrorCode::Storage,
            Screenshots::tr("The picture %1 cannot be written.").arg(QDir::toNativeSeparators(file)));
    }

    Result<void> takePages()
    {
        MainWindow &window = m_monitor.window();
        QStringList ids = window.pageIds();
        // There is something to be overviewed when the others have read.
        if (ids.removeOne(QStringLiteral("overview")))
            ids << QStringLiteral("overview");
        for (const QString &id : ids) {
            window.showPage(id);
            if (auto rest = comeToRest(id); !rest)
                return rest;
            // The first time the database answers, the second time the cache.
            if (m_theme == u"dark")
                window.currentPage()->readThrough();
            if (auto rest = comeToRest(id); !rest)
                return rest;
            if (id != u"overview")
                selectSomething(window.currentPage());
            if (auto taken = take(&window, id); !taken)
                return taken;
        }
        return {};
    }

    Result<void> takeEndingSoon()
    {
        MainWindow &window = m_monitor.window();
        if (!window.showPage(QStringLiteral("contracts")))
            return {};
        if (auto rest = comeToRest(QStringLiteral("contracts")); !rest)
            return rest;
        auto *box = window.currentPage()->findChild<QCheckBox *>(QStringLiteral("ending-soon"));
        if (!box)
            return {};
        box->click();
        auto taken = take(&window, QStringLiteral("contracts-ending-soon"));
        box->click();
        return taken;
    }

    static void selectSomething(QWidget *page)
    {
        const auto tables = page->findChildren<QTableView *>();
        for (QTableView *table : tables) {
            if (table->isVisible() && table->model() && table->model()->rowCount() > 2) {
                table->selectRow(2);
                return;
            }
        }
    }

    /// Takes a dialog that a command of a page opens.
    Result<void> takeDialog(const QString &page, PageCommand command, const QString &name)
    {
        MainWindow &window = m_monitor.window();
        if (!window.showPage(page))
            return {};
        if (auto rest = comeToRest(page); !rest)
            return rest;
        if (!window.currentPage()->can(command))
            return {};
        window.currentPage()->perform(command);
        return takeOpenDialog(name);
    }

    Result<void> takeOpenDialog(const QString &name)
    {
        if (auto rest = comeToRest(name); !rest)
            return rest;
        const auto widgets = QApplication::topLevelWidgets();
        for (QWidget *widget : widgets) {
            auto *dialog = qobject_cast<QDialog *>(widget);
            if (!dialog || !dialog->isVisible())
                continue;
            auto taken = take(dialog, name);
            dialog->reject();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return taken;
        }
        return {};
    }

    Result<void> takeDialogs()
    {
        const QString employees = QStringLiteral("employees");
        if (auto taken = takeDialog(employees, PageCommand::New, QStringLiteral("new-employee")); !taken)
            return taken;
        if (auto taken = takeDialog(employees, PageCommand::Edit, QStringLiteral("edit-employee")); !taken)
            return taken;
        if (auto taken = takeDialog(employees, PageCommand::Delete, QStringLiteral("delete-employee"));
            !taken)
            return taken;
        emit m_monitor.window().actions()->shortcutsRequested();
        return takeOpenDialog(QStringLiteral("shortcuts"));
    }

    Result<void> takeFirstStart()
    {
        m_theme = QStringLiteral("light");
        m_monitor.settings().set(setting::theme, m_theme);
        m_monitor.settings().set(setting::welcomeDismissed, false);
        m_monitor.session().setCompany(QString::fromLatin1(sample::smallCompany));
        m_monitor.window().showPage(QStringLiteral("employees"));
        return take(&m_monitor.window(), QStringLiteral("first-start"));
    }

    Monitor &m_monitor;
    QString m_folder;
    QString m_theme;
};

} // namespace

Result<void> Screenshots::writeAll(const QString &folder)
{
    const QTemporaryDir place;
    if (!place.isValid() || !QDir().mkpath(folder))
        return failure(ErrorCode::Storage, Screenshots::tr("The folder %1 cannot be made.").arg(folder));
    // The same on every machine.
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    Monitor::Options options;
    options.session.profileFolder = place.filePath(QStringLiteral("profiles"));
    options.session.dataFolder = place.path();
    options.settingsFile = place.filePath(QStringLiteral("window.ini"));
    options.choice = ConnectionChoice{};
    Monitor monitor(std::move(options));
    if (auto opened = monitor.open(); !opened)
        return opened;
    Photographer photographer(monitor, folder);
    return photographer.takeAll();
}

} // namespace hrcache
