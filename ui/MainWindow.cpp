#include "ui/MainWindow.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/LoadingLine.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/RefreshButton.h"
#include "ui/base/ScrollAreaAccessible.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/Toast.h"
#include "ui/window/AboutDialog.h"
#include "ui/window/HealthChip.h"
#include "ui/window/KeyInvalidation.h"
#include "ui/window/PageHeader.h"
#include "ui/window/PlaceChooser.h"
#include "ui/window/Rail.h"
#include "ui/window/WindowActions.h"
#include "ui/window/WindowMessages.h"

#include <QCloseEvent>
#include <QLabel>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace hrcache {

MainWindow::MainWindow(UiContext context, std::vector<PageFactory> pages, QWidget *parent)
    : QMainWindow(parent)
    , m_context(context)
{
    installScrollAreaAccessibility();
    setObjectName(QStringLiteral("main-window"));
    beginPages(std::move(pages));
    build();
    m_actions = new WindowActions(this, m_header->refreshButton());
    m_messages = new WindowMessages(m_context, this);
    m_invalidation = new KeyInvalidation(m_context, this);
    for (const auto &[factory, page] : m_pages) {
        const QString shortcut = QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + factory.position))
                                     .toString(QKeySequence::NativeText);
        m_rail->addPage(factory.id, factory.icon, factory.title, shortcut);
        m_actions->addPage(factory.id, factory.title, factory.position);
    }
    connectActions();
    updateHealth();
    updateStrip();
    restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::beginPages(std::vector<PageFactory> pages)
{
    std::stable_sort(pages.begin(), pages.end(),
                     [](const PageFactory &a, const PageFactory &b) { return a.position < b.position; });
    for (PageFactory &factory : pages)
        m_pages.push_back({std::move(factory), nullptr});
    // Without a parent yet, so that the keyboard finds the pages behind the rail and the header.
    m_stack = new QStackedWidget;
    const QString last = m_context.settings.get(setting::page);
    // It asks for its rows, and the rest of the window is built while they come.
    for (const QString &id : {last, QStringLiteral("employees")}) {
        for (Entry &entry : m_pages) {
            if (entry.factory.id != id)
                continue;
            make(entry)->setActive(true);
            return;
        }
    }
}

void MainWindow::build()
{
    m_rail = new Rail(m_context.session, this);
    m_header = new PageHeader(m_context.session.clock(), this);
    m_strip = new MessageStrip(this);
    auto *right = new QWidget(this);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_strip);
    column->addWidget(m_stack, 1);
    auto *central = new QWidget(this);
    auto *row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(right, 1);
    setCentralWidget(central);
    m_toast = new Toast(right);

    m_place = new QLabel(this);
    m_count = new QLabel(this);
    m_cacheChip = new HealthChip(HealthChip::Role::Cache, this);
    m_databaseChip = new HealthChip(HealthChip::Role::Database, this);
    m_place->setTextFormat(Qt::PlainText);
    m_count->setTextFormat(Qt::PlainText);
    m_place->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(m_place);
    statusBar()->addWidget(m_count);
    statusBar()->addPermanentWidget(m_cacheChip);
    statusBar()->addPermanentWidget(m_databaseChip);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectActions()
{
    Session &session = m_context.session;
    connect(&session, &Session::companyChanged, this, &MainWindow::updateTitle);
    connect(&session, &Session::replaced, this, &MainWindow::updateTitle);
    connect(&session, &Session::healthChanged, this, &MainWindow::updateHealth);
    connect(&session, &Session::aboutToBeReplaced, m_invalidation, &KeyInvalidation::cancel);
    connect(&session, &Session::companyChanged, this, [this] {
        const Session &now = m_context.session;
        m_context.settings.set(setting::user, now.user().toString());
        if (!now.company().id.isEmpty())
            m_context.settings.set(setting::company, now.company().id);
    });

    connect(m_rail, &Rail::pageRequested, this, [this](const QString &id) {
        showPage(id);
        m_rail->setCurrentPage(m_current ? m_current->id() : QString());
    });
    connect(m_rail, &Rail::collapsedChanged, this, [this](bool collapsed) {
        m_actions->setRailCollapsed(collapsed);
        m_context.settings.set(setting::railCollapsed, collapsed);
    });
    connect(m_actions, &WindowActions::railToggled, this,
            [this] { m_rail->setCollapsed(!m_rail->isCollapsed()); });
    connect(m_actions, &WindowActions::pageRequested, this, &MainWindow::showPage);
    connect(m_actions, &WindowActions::quitRequested, this, &QWidget::close);
    connect(m_actions, &WindowActions::settingsRequested, this, &MainWindow::showConnections);
    connect(m_actions, &WindowActions::escapePressed, this, &MainWindow::escape);
    connect(m_actions, &WindowActions::aboutRequested, this, [this] { showAbout(this); });
    connect(m_actions, &WindowActions::shortcutsRequested, this, [this] {
        auto *dialog = new ShortcutsDialog(m_actions->groups(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_actions, &WindowActions::themeChosen, this,
            [this](const QString &name) { m_context.settings.set(setting::theme, name); });
    const auto follow = [this] {
        m_actions->setThemeChoice(m_context.settings.get(setting::theme));
        m_header->loadingLine()->setReducedMotion(m_context.settings.get(setting::reducedMotion));
    };
    connect(&m_context.settings, &Settings::changed, this, follow);
    follow();
    connect(m_actions, &WindowActions::commandRequested, this, [this](PageCommand command) {
        if (m_current && m_current->can(command))
            m_current->perform(command);
    });

    RefreshButton *refresh = m_header->refreshButton();
    const auto ask = [this](void (PageBase::*what)()) {
        return [this, what] {
            if (m_current)
                (m_current->*what)();
        };
    };
    connect(m_actions, &WindowActions::refreshRequested, this, ask(&PageBase::refresh));
    connect(refresh, &RefreshButton::refreshRequested, this, ask(&PageBase::refresh));
    connect(refresh, &RefreshButton::autoRefreshDue, this, [this] {
        if (m_current && !m_current->isLoading() && !isMinimized())
            m_current->refresh();
    });
    connect(refresh, &RefreshButton::readThroughRequested, this, ask(&PageBase::readThrough));
    connect(refresh, &RefreshButton::reloadEverythingRequested, this, ask(&PageBase::reloadEverything));
    connect(refresh, &RefreshButton::autoRefreshSecondsChanged, this, &MainWindow::autoRefreshChosen);
    connect(refresh, &RefreshButton::invalidateRequested, this, [this] {
        if (m_current)
            m_invalidation->start(m_current->keysInView());
    });
    connect(m_invalidation, &KeyInvalidation::finished, this,
            [this](const QString &text) { m_toast->showText(text); });
    connect(m_header->loadingLine(), &LoadingLine::cancelRequested, this, ask(&PageBase::cancel));
    connect(m_strip, &MessageStrip::dismissed, m_messages, &WindowMessages::dismissCurrent);
    connect(m_messages, &WindowMessages::changed, this, &MainWindow::updateStrip);
    connect(m_messages, &WindowMessages::connectRequested, this, &MainWindow::showConnections);
}

void MainWindow::connectPage(PageBase *page)
{
    const auto update = [this, page] {
        if (page == m_current)
            updatePage();
    };
    for (const auto signal :
         {&PageBase::sourceChanged, &PageBase::statusTextChanged, &PageBase::commandsChanged})
        connect(page, signal, this, update);
    connect(page, &PageBase::loadingChanged, this, update);
    connect(page, &PageBase::pageRequested, this, &MainWindow::showPage);
    connect(page, &PageBase::toast, this,
            [this](const QString &text, const QString &actionText, const std::function<void()> &action) {
                m_toast->showText(text, actionText, action);
            });
    connect(page, &PageBase::dataWritten, this, [this, page] {
        for (const Entry &entry : m_pages) {
            if (entry.page && entry.page != page)
                entry.page->dataWrittenElsewhere();
        }
    });
}

PageBase *MainWindow::make(Entry &entry)
{
    entry.page = entry.factory.create(m_context, m_stack);
    m_stack->addWidget(entry.page);
    connectPage(entry.page);
    return entry.page;
}

bool MainWindow::showPage(const QString &id)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(),
                                    [&](const Entry &entry) { return entry.factory.id == id; });
    if (found == m_pages.end())
        return false;
    if (m_current && m_current->id() == id)
        return true;
    if (m_current && !m_current->mayLeave())
        return false;
    const bool focusInside = m_current && m_current->isAncestorOf(focusWidget());
    if (m_current) {
        m_current->saveState();
        m_current->setActive(false);
    }
    m_current = found->page ? found->page : make(*found);
    // Before the pages change: the stack would give the keyboard to whatever is first in the page, and the
    // page would take that for where it was left.
    if (focusInside)
        m_rail->focusPage(id);
    m_stack->setCurrentWidget(m_current);
    m_rail->setCurrentPage(id);
    m_context.settings.set(setting::page, id);
    m_header->setPage(m_current, found->factory.title);
    m_messages->setPage(m_current);
    const int seconds = m_context.settings.viewState(id, QStringLiteral("auto_refresh")).toInt();
    m_header->refreshButton()->setAutoRefreshSeconds(seconds);
    m_header->refreshButton()->setAutoRefreshAllowed(true);
    m_current->setActive(true);
    if (focusInside)
        wantPageFocus();
    updatePage();
    updateTitle();
    return true;
}

PageBase *MainWindow::page(const QString &id) const
{
    for (const Entry &entry : m_pages) {
        if (entry.factory.id == id)
            return entry.page;
    }
    return nullptr;
}

QStringList MainWindow::pageIds() const
{
    QStringList ids;
    for (const Entry &entry : m_pages)
        ids << entry.factory.id;
    return ids;
}

void MainWindow::updatePage()
{
    m_header->update();
    m_actions->updateFor(m_current);
    setLabelText(m_count, m_current ? m_current->statusText() : QString());
    givePageFocus();
}

void MainWindow::wantPageFocus()
{
    m_focusWaits = true;
    // A table is hidden until its rows come; left alone, the keyboard would go to whatever is first.
    m_rail->focusPage(m_current->id());
    m_parkedAt = focusWidget();
    givePageFocus();
}

void MainWindow::givePageFocus()
{
    if (!m_focusWaits || !m_current)
        return;
    QWidget *before = m_current->focusWidget();
    QWidget *first = m_current->focusProxy() ? m_current->focusProxy() : m_current;
    QWidget *target = before && before->isVisible() ? before : first;
    if (!target->isVisible())
        return;
    m_focusWaits = false;
    // Whoever went elsewhere meanwhile, and may be typing, stays there.
    if (!focusWidget() || focusWidget() == m_parkedAt)
        target->setFocus();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    givePageFocus();
}

void MainWindow::updateTitle()
{
    const Session &session = m_context.session;
    const QString company = session.company().name;
    QStringList parts;
    for (const Entry &entry : m_pages) {
        if (m_current && entry.page == m_current)
            parts << entry.factory.title;
    }
    if (!company.isEmpty())
        parts << company;
    parts << tr("HR Cache Monitor");
    setWindowTitle(parts.join(QStringLiteral(" — ")));
    const QString place = company.isEmpty() ? session.profileName()
                                            : QStringLiteral("%1 · %2").arg(session.profileName(), company);
    setLabelText(m_place, place);
}

void MainWindow::updateHealth()
{
    m_cacheChip->setHealth(m_context.session.cacheHealth());
    m_databaseChip->setHealth(m_context.session.databaseHealth());
}

void MainWindow::updateStrip()
{
    m_strip->setMessage(m_messages->current());
}

void MainWindow::showConnections()
{
    if (!showPage(QStringLiteral("connections")))
        emit connectionsRequested();
}

void MainWindow::escape()
{
    if (m_current && m_current->escape())
        return;
    m_toast->hide();
}

void MainWindow::autoRefreshChosen(int seconds)
{
    if (m_current)
        m_context.settings.setViewState(m_current->id(), QStringLiteral("auto_refresh"), seconds);
}

void MainWindow::restore()
{
    resize(QSize(1440, 860).boundedTo(screen()->availableSize()));
    restoreGeometry(m_context.settings.get(setting::windowGeometry));
    m_rail->setCollapsed(m_context.settings.get(setting::railCollapsed));
    if (m_pages.empty())
        return;
    const QString last = m_context.settings.get(setting::page);
    const QString employees = QStringLiteral("employees");
    if (!showPage(last) && !showPage(employees))
        showPage(m_pages.front().factory.id);
    if (m_current)
        wantPageFocus();
}

void MainWindow::saveState()
{
    m_context.settings.set(setting::windowGeometry, saveGeometry());
    for (const Entry &entry : m_pages) {
        if (entry.page)
            entry.page->saveState();
    }
    m_context.settings.sync();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_current && !m_current->mayLeave()) {
        event->ignore();
        return;
    }
    saveState();
    m_invalidation->cancel();
    for (const Entry &entry : m_pages) {
        if (entry.page)
            entry.page->cancel();
    }
    if (m_current)
        m_current->setActive(false);
    m_current = nullptr;
    event->accept();
}

} // namespace hrcache
