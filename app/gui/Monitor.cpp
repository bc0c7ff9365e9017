#include "app/gui/Monitor.h"

#include "app/gui/Languages.h"
#include "app/gui/ProfileBook.h"
#include "ui/MainWindow.h"
#include "ui/base/Icons.h"
#include "ui/connections/ConnectionsPage.h"

#ifdef HRCACHE_PAGE_CACHE
#include "ui/cache/CachePage.h"
#endif
#ifdef HRCACHE_PAGE_CONTRACTS
#include "ui/contracts/ContractsPage.h"
#endif
#ifdef HRCACHE_PAGE_EMPLOYEES
#include "ui/employees/EmployeesPage.h"
#endif
#ifdef HRCACHE_PAGE_OVERVIEW
#include "ui/overview/OverviewPage.h"
#endif
#ifdef HRCACHE_FORMS
#include "ui/forms/FormsController.h"
#endif

#include <QEvent>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds finishBound{500};
constexpr std::chrono::milliseconds iconDelay{100};

QString usualSettingsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
           QStringLiteral("/window.ini");
}

} // namespace

Monitor::Monitor(Options options)
    : m_options(std::move(options))
    , m_settings(std::make_unique<Settings>(m_options.settingsFile.isEmpty() ? usualSettingsFile()
                                                                             : m_options.settingsFile))
    , m_languages(std::make_unique<Languages>())
    , m_session(*m_settings, m_options.session)
{
    connect(m_settings.get(), &Settings::changed, this, &Monitor::settingChanged);
    connect(&m_theme, &Theme::systemKnown, this, [this] {
        const auto colors = m_theme.isSystemDark() ? Theme::Choice::Dark : Theme::Choice::Light;
        m_settings->set(setting::systemColors, Theme::nameOf(colors));
    });
}

Monitor::~Monitor()
{
    if (m_window)
        m_window->removeEventFilter(this);
    m_window.reset();
    m_book.reset();
}

Result<void> Monitor::start()
{
    if (m_options.choice)
        return m_session.start(*m_options.choice);
    const ConnectionChoice usual = m_session.usualChoice();
    auto started = m_session.start(usual);
    if (started || usual.kind != ConnectionChoice::Kind::Profile ||
        started.error().code != ErrorCode::NotFound)
        return started;
    // Its file was taken away since.
    return m_session.start({});
}

Result<void> Monitor::open()
{
    // The database opens on its own thread while the window is being built.
    if (auto started = start(); !started)
        return started;
    if (m_options.beforeWindow)
        m_options.beforeWindow();
    if (const QString colors = m_settings->get(setting::systemColors); !colors.isEmpty())
        m_theme.expectSystem(Theme::choiceFrom(colors) == Theme::Choice::Dark);
    m_theme.apply(Theme::choiceFrom(m_settings->get(setting::theme)));
    const QString language = Languages::effective(m_settings->get(setting::language));
    m_languages->install(language);
    m_session.setLanguage(language.toLatin1());
    m_window = std::make_unique<MainWindow>(UiContext{m_session, *m_settings}, pages());
    m_window->installEventFilter(this);
    m_window->show();
    // Drawn in four sizes, which would hold up the window itself.
    QTimer::singleShot(iconDelay, m_window.get(), [this] { m_window->setWindowIcon(icons::application()); });
    return {};
}

std::vector<PageFactory> Monitor::pages()
{
    std::vector<PageFactory> pages;
#ifdef HRCACHE_PAGE_OVERVIEW
    pages.push_back(overviewPageFactory(m_session));
#endif
#ifdef HRCACHE_PAGE_EMPLOYEES
    pages.push_back({QStringLiteral("employees"), tr("Employees"), QStringLiteral("users"), 2,
                     [this](UiContext context, QWidget *parent) -> PageBase * {
                         auto *page = new EmployeesPage(context, parent);
#ifdef HRCACHE_FORMS
                         using Page = EmployeesPage;
                         connect(page, &Page::newRequested, this, [this] { forms()->newEmployee(); });
                         connect(page, &Page::editRequested, this,
                                 [this](const QString &id) { forms()->editEmployee(id); });
                         connect(page, &Page::deleteRequested, this,
                                 [this](const QString &id) { forms()->deleteEmployee(id); });
                         connect(page, &Page::newContractRequested, this,
                                 [this](const QString &id) { forms()->newContract(id); });
                         connect(page, &Page::editContractRequested, this,
                                 [this](const QString &id, const QString &contract) {
                                     forms()->editContract(id, contract);
                                 });
#endif
                         return page;
                     }});
#endif
#ifdef HRCACHE_PAGE_CONTRACTS
    pages.push_back(
        {QStringLiteral("contracts"), tr("Contracts"), QStringLiteral("file-text"), 3,
         [this](UiContext context, QWidget *parent) { return makeContractsPage(context, parent); }});
#endif
#ifdef HRCACHE_PAGE_CACHE
    pages.push_back(cachePageFactory());
#endif
    pages.push_back({QStringLiteral("connections"), tr("Connections"), QStringLiteral("plug"), 7,
                     [this](UiContext context, QWidget *parent) -> PageBase * {
                         return new ConnectionsPage(context, book(), parent);
                     }});
    return pages;
}

#ifdef HRCACHE_PAGE_CONTRACTS
PageBase *Monitor::makeContractsPage(UiContext context, QWidget *parent)
{
    auto *page = new ContractsPage(context, parent);
#ifdef HRCACHE_FORMS
    connect(page, &ContractsPage::editRequested, this,
            [this](const QString &id, const QString &contract) { forms()->editContract(id, contract); });
    connect(page, &ContractsPage::newRequested, this,
            [this](const QString &id) { forms()->newContract(id); });
#endif
#ifdef HRCACHE_PAGE_EMPLOYEES
    connect(page, &ContractsPage::employeeRequested, this, [this](const QString &id) {
        const QString employees = QStringLiteral("employees");
        if (!m_window->showPage(employees))
            return;
        if (auto *shown = qobject_cast<EmployeesPage *>(m_window->page(employees)))
            shown->showEmployee(id);
    });
#endif
    return page;
}
#endif

FormsController *Monitor::forms()
{
#ifdef HRCACHE_FORMS
    if (!m_forms) {
        m_forms = new FormsController({m_session, *m_settings}, m_window.get());
#ifdef HRCACHE_PAGE_EMPLOYEES
        connect(m_forms, &FormsController::saved, this, [this](const QString &employeeId) {
            if (auto *page = qobject_cast<EmployeesPage *>(m_window->page(QStringLiteral("employees"))))
                page->written(employeeId);
        });
#endif
    }
#endif
    return m_forms;
}

ProfileBook &Monitor::book()
{
    if (!m_book)
        m_book = std::make_unique<ProfileBook>(m_session);
    return *m_book;
}

void Monitor::settingChanged(const QString &name)
{
    if (name == QLatin1String(setting::theme.name)) {
        m_theme.apply(Theme::choiceFrom(m_settings->get(setting::theme)));
    } else if (name == QLatin1String(setting::language.name)) {
        const QString language = Languages::effective(m_settings->get(setting::language));
        m_languages->install(language);
        m_session.setLanguage(language.toLatin1());
    }
}

bool Monitor::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::WindowStateChange:
        m_session.setVisible(m_window->isVisible() && !m_window->isMinimized());
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void Monitor::finish()
{
    QEventLoop loop;
    QTimer::singleShot(finishBound, &loop, &QEventLoop::quit);
    int waitingFor = 1;
    const auto done = [&] {
        if (--waitingFor == 0)
            loop.quit();
    };
    if (m_book) {
        ++waitingFor;
        QCoro::connect(m_book->settled(), &loop, done);
    }
    QCoro::connect(m_session.finish(finishBound), &loop, done);
    if (waitingFor > 0)
        loop.exec();
}

} // namespace hrcache
