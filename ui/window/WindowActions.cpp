#include "ui/window/WindowActions.h"

#include "ui/base/Icons.h"
#include "ui/base/RefreshButton.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace hrcache {

namespace {

QKeySequence keys(const char *text)
{
    return QKeySequence(QString::fromLatin1(text), QKeySequence::PortableText);
}

} // namespace

WindowActions::WindowActions(QMainWindow *window, RefreshButton *refresh)
    : QObject(window)
    , m_window(window)
    , m_file(window->menuBar()->addMenu(tr("&File")))
    , m_edit(window->menuBar()->addMenu(tr("&Edit")))
    , m_view(window->menuBar()->addMenu(tr("&View")))
    , m_data(window->menuBar()->addMenu(tr("&Data")))
    , m_help(window->menuBar()->addMenu(tr("&Help")))
{
    addCommand(m_file, PageCommand::Export, tr("E&xport…"), {keys("Ctrl+Shift+E")},
               QStringLiteral("download"));
    m_file->addSeparator();
    QAction *settings =
        add(m_file, tr("&Connections and settings…"), {keys("Ctrl+,")}, QStringLiteral("settings"));
    settings->setMenuRole(QAction::PreferencesRole);
    connect(settings, &QAction::triggered, this, &WindowActions::settingsRequested);
    m_file->addSeparator();
    QAction *quit = add(m_file, tr("&Quit"), {QKeySequence(QKeySequence::Quit), keys("Ctrl+Q")},
                        QStringLiteral("log-out"));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &WindowActions::quitRequested);
    buildEdit();
    buildView();
    buildData(refresh);
    buildHelp();

    // What is disabled would not say why.
    for (const PageCommand command : {PageCommand::New, PageCommand::Edit, PageCommand::Delete}) {
        auto *refusal = new QAction(this);
        refusal->setShortcuts(action(command)->shortcuts());
        window->addAction(refusal);
        connect(refusal, &QAction::triggered, this, [this, command] {
            if (m_page)
                emit m_page->toast(m_page->whyNot(command), {}, {});
        });
        m_refusals.emplace_back(command, refusal);
    }

    auto *escape = new QAction(this);
    escape->setShortcut(Qt::Key_Escape);
    window->addAction(escape);
    connect(escape, &QAction::triggered, this, &WindowActions::escapePressed);
    updateFor(nullptr);
}

void WindowActions::buildEdit()
{
    addCommand(m_edit, PageCommand::New, tr("&New…"), {keys("Ctrl+N")}, QStringLiteral("plus"));
    addCommand(m_edit, PageCommand::Edit, tr("&Edit…"), {keys("Ctrl+E")}, QStringLiteral("pencil"));
    m_commands.back().second->setProperty(ShortcutsDialog::alsoBy, tr("Return in a table"));
    addCommand(m_edit, PageCommand::Delete, tr("&Delete…"), {keys("Del")}, QStringLiteral("trash-2"));
    addCommand(m_edit, PageCommand::Save, tr("&Save"), {keys("Ctrl+S")}, QStringLiteral("save"));
    m_edit->addSeparator();
    addCommand(m_edit, PageCommand::Copy, tr("&Copy"), {keys("Ctrl+C")}, QStringLiteral("copy"));
    addCommand(m_edit, PageCommand::CopyWithHeaders, tr("Copy with &headers"), {keys("Ctrl+Shift+C")});
    addCommand(m_edit, PageCommand::CopyAsCsv, tr("Copy as CS&V"), {});
    addCommand(m_edit, PageCommand::CopyAsJson, tr("Copy as &JSON"), {});
    m_edit->addSeparator();
    addCommand(m_edit, PageCommand::Filter, tr("&Filter"), {keys("Ctrl+F"), keys("F3")},
               QStringLiteral("search"));
}

void WindowActions::buildView()
{
    m_pagesEnd = m_view->addSeparator();
    m_rail = add(m_view, tr("&Rail with names"), {keys("Ctrl+B")});
    m_rail->setCheckable(true);
    m_rail->setChecked(true);
    connect(m_rail, &QAction::triggered, this, &WindowActions::railToggled);
    addCommand(m_view, PageCommand::ToggleDetail, tr("&Detail pane"), {keys("Ctrl+I")},
               QStringLiteral("panel-right"));
    addCommand(m_view, PageCommand::ChooseColumns, tr("&Columns…"), {}, QStringLiteral("columns-3"));
    m_view->addSeparator();
    QMenu *themes = m_view->addMenu(tr("&Theme"));
    m_themes = new QActionGroup(this);
    const std::pair<QString, QString> choices[] = {{QStringLiteral("system"), tr("&System")},
                                                   {QStringLiteral("light"), tr("&Light")},
                                                   {QStringLiteral("dark"), tr("&Dark")}};
    for (const auto &[name, text] : choices) {
        QAction *action = themes->addAction(text);
        action->setCheckable(true);
        action->setData(name);
        m_themes->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this,
            [this](QAction *action) { emit themeChosen(action->data().toString()); });
}

void WindowActions::buildData(RefreshButton *refresh)
{
    m_refresh = add(m_data, tr("&Refresh from the database"), {keys("F5"), keys("Ctrl+R")},
                    QStringLiteral("refresh-cw"));
    connect(m_refresh, &QAction::triggered, this, &WindowActions::refreshRequested);
    m_data->addAction(refresh->readThroughAction());
    refresh->reloadEverythingAction()->setShortcut(keys("Ctrl+Shift+R"));
    m_data->addAction(refresh->reloadEverythingAction());
    m_data->addMenu(refresh->autoRefreshMenu());
    m_data->addSeparator();
    m_data->addAction(refresh->invalidateAction());
}

void WindowActions::buildHelp()
{
    QAction *shortcuts = add(m_help, tr("&Keyboard shortcuts"), {keys("Ctrl+/")}, QStringLiteral("keyboard"));
    connect(shortcuts, &QAction::triggered, this, &WindowActions::shortcutsRequested);
    QAction *about = add(m_help, tr("&About HR Cache Monitor"), {}, QStringLiteral("info"));
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &WindowActions::aboutRequested);
}

QAction *WindowActions::add(QMenu *menu, const QString &text, const QList<QKeySequence> &shortcuts,
                            const QString &icon)
{
    QAction *action = menu->addAction(text);
    QList<QKeySequence> distinct;
    for (const QKeySequence &sequence : shortcuts) {
        if (!sequence.isEmpty() && !distinct.contains(sequence))
            distinct << sequence;
    }
    action->setShortcuts(distinct);
    if (!icon.isEmpty())
        action->setIcon(icons::get(icon));
    return action;
}

void WindowActions::addCommand(QMenu *menu, PageCommand command, const QString &text,
                               const QList<QKeySequence> &shortcuts, const QString &icon)
{
    QAction *action = add(menu, text, shortcuts, icon);
    connect(action, &QAction::triggered, this, [this, command] {
        if (command != PageCommand::Copy || !copyFromLabel())
            emit commandRequested(command);
    });
    m_commands.emplace_back(command, action);
}

bool WindowActions::copyFromLabel()
{
    // Fields take the key themselves; a label would not be asked.
    const auto *label = qobject_cast<QLabel *>(QApplication::focusWidget());
    if (!label || !label->hasSelectedText())
        return false;
    QGuiApplication::clipboard()->setText(label->selectedText());
    return true;
}

void WindowActions::addPage(const QString &id, const QString &title, int position)
{
    auto *action = new QAction(title, this);
    if (position >= 1 && position <= 9)
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + position)));
    connect(action, &QAction::triggered, this, [this, id] { emit pageRequested(id); });
    m_view->insertAction(m_pagesEnd, action);
}

void WindowActions::updateFor(PageBase *page)
{
    m_page = page;
    for (const auto &[command, action] : m_commands)
        action->setEnabled(page && page->can(command));
    for (const auto &[command, action] : m_refusals)
        action->setEnabled(page && !page->can(command) && !page->whyNot(command).isEmpty());
    m_refresh->setEnabled(page && page->isRefreshable());
}

void WindowActions::setRailCollapsed(bool collapsed)
{
    m_rail->setChecked(!collapsed);
}

void WindowActions::setThemeChoice(const QString &name)
{
    for (QAction *action : m_themes->actions())
        action->setChecked(action->data().toString() == name);
}

QAction *WindowActions::action(PageCommand command) const
{
    for (const auto &[candidate, found] : m_commands) {
        if (candidate == command)
            return found;
    }
    return nullptr;
}

ShortcutsDialog::Groups WindowActions::groups() const
{
    ShortcutsDialog::Groups groups;
    for (const QMenu *menu : {m_file, m_edit, m_view, m_data, m_help})
        groups.emplace_back(menu->title(), menu->actions());
    return groups;
}

} // namespace hrcache
