#pragma once

#include "ui/base/PageBase.h"

#include <QMainWindow>
#include <QPointer>

#include <vector>

class QLabel;
class QStackedWidget;

namespace hrcache {

class HealthChip;
class KeyInvalidation;
class MessageStrip;
class PageHeader;
class Rail;
class Toast;
class WindowActions;
class WindowMessages;

/// The window: rail, header, strip, pages, status bar, menus. Knows pages only through PageBase; each is made
/// when it is shown first. It remembers geometry, page, user and company in the settings.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Both of `context` must outlive the window. The pages stand in the rail by their position.
    MainWindow(UiContext context, std::vector<PageFactory> pages, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows a page, unless the one in view may not be left. False: not shown, or no such page.
    bool showPage(const QString &id);

    [[nodiscard]] PageBase *currentPage() const { return m_current; }

    /// The page if it was made already.
    [[nodiscard]] PageBase *page(const QString &id) const;
    /// Every page, in the order of the rail.
    [[nodiscard]] QStringList pageIds() const;

    [[nodiscard]] Rail *rail() const { return m_rail; }

    [[nodiscard]] PageHeader *header() const { return m_header; }

    [[nodiscard]] MessageStrip *strip() const { return m_strip; }

    [[nodiscard]] Toast *toast() const { return m_toast; }

    [[nodiscard]] WindowActions *actions() const { return m_actions; }

signals:
    /// "Connect…" or Ctrl+, while there is no page "connections".
    void connectionsRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    struct Entry
    {
        PageFactory factory;
        PageBase *page = nullptr;
    };

    void beginPages(std::vector<PageFactory> pages);
    void build();
    void connectActions();
    void connectPage(PageBase *page);
    PageBase *make(Entry &entry);
    void wantPageFocus();
    void givePageFocus();
    void restore();
    void saveState();
    void updatePage();
    void updateTitle();
    void updateHealth();
    void updateStrip();
    void showConnections();
    void escape();
    void autoRefreshChosen(int seconds);

    UiContext m_context;
    std::vector<Entry> m_pages;
    PageBase *m_current = nullptr;
    bool m_focusWaits = false;    ///< until the page shows what is to have it
    QPointer<QWidget> m_parkedAt; ///< the keyboard, meanwhile
    QStackedWidget *m_stack = nullptr;
    Rail *m_rail = nullptr;
    PageHeader *m_header = nullptr;
    MessageStrip *m_strip = nullptr;
    Toast *m_toast = nullptr;
    WindowActions *m_actions = nullptr;
    WindowMessages *m_messages = nullptr;
    KeyInvalidation *m_invalidation = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_count = nullptr;
    HealthChip *m_cacheChip = nullptr;
    HealthChip *m_databaseChip = nullptr;
};

} // namespace hrcache
