#pragma once

#include "ui/base/PageBase.h"
#include "ui/window/ShortcutsDialog.h"

#include <QObject>
#include <QPointer>

#include <vector>

class QActionGroup;
class QMainWindow;
class QMenu;

namespace hrcache {

class RefreshButton;

/// The menus of the window with their actions and shortcuts. Knows neither pages nor services: it emits what
/// was asked for.
class WindowActions : public QObject
{
    Q_OBJECT

public:
    WindowActions(QMainWindow *window, RefreshButton *refresh);

    /// Adds a page to the View menu, with Ctrl+`position`.
    void addPage(const QString &id, const QString &title, int position);
    /// Enables what the page can do; null: nothing. The keys of what it refuses have it say why.
    void updateFor(PageBase *page);
    void setRailCollapsed(bool collapsed);
    void setThemeChoice(const QString &name);

    /// All menus, for the list of shortcuts.
    [[nodiscard]] ShortcutsDialog::Groups groups() const;
    [[nodiscard]] QAction *action(PageCommand command) const;

    /// For what others add to a menu.
    [[nodiscard]] QMenu *fileMenu() const { return m_file; }

    [[nodiscard]] QMenu *dataMenu() const { return m_data; }

signals:
    void commandRequested(hrcache::PageCommand command);
    void pageRequested(const QString &id);
    void escapePressed();
    void refreshRequested();
    void settingsRequested();
    void railToggled();
    void themeChosen(const QString &name);
    void shortcutsRequested();
    void aboutRequested();
    void quitRequested();

private:
    QAction *add(QMenu *menu, const QString &text, const QList<QKeySequence> &keys, const QString &icon = {});
    /// Whether there is a text selected in a label that has the keyboard.
    static bool copyFromLabel();
    void addCommand(QMenu *menu, PageCommand command, const QString &text, const QList<QKeySequence> &keys,
                    const QString &icon = {});
    void buildEdit();
    void buildView();
    void buildData(RefreshButton *refresh);
    void buildHelp();

    QMainWindow *m_window;
    QMenu *m_file;
    QMenu *m_edit;
    QMenu *m_view;
    QMenu *m_data;
    QMenu *m_help;
    QAction *m_pagesEnd = nullptr;
    QAction *m_refresh = nullptr;
    QAction *m_rail = nullptr;
    QActionGroup *m_themes = nullptr;
    std::vector<std::pair<PageCommand, QAction *>> m_commands;
    std::vector<std::pair<PageCommand, QAction *>> m_refusals;
    QPointer<PageBase> m_page;
};

} // namespace hrcache
