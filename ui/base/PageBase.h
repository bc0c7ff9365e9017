#pragma once

#include "ui/base/KeysInView.h"
#include "ui/base/SourceInfo.h"
#include "ui/base/UiContext.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <vector>

class QAction;

namespace hrcache {

/// What a menu, a shortcut or a button of the window asks the page in view to do.
enum class PageCommand {
    New,             ///< Ctrl+N
    Edit,            ///< Ctrl+E, Enter in a table
    Delete,          ///< Del
    Save,            ///< Ctrl+S
    Copy,            ///< Ctrl+C
    CopyWithHeaders, ///< Ctrl+Shift+C
    CopyAsCsv,
    CopyAsJson,
    Export,        ///< Ctrl+Shift+E
    Filter,        ///< Ctrl+F, F3: put the focus into the filter
    ToggleDetail,  ///< Ctrl+I
    ChooseColumns, ///< which columns the table shows
    Invalidate     ///< this page's keys, from the menu of the refresh button
};

/// A line over the page that asks for attention: pending invalidation, servers away, a viewer's limits.
struct StripMessage
{
    enum class Level { Information, Warning, Problem };

    Level level = Level::Information;
    QString text;       ///< empty: no message
    QString actionText; ///< empty: no button
    std::function<void()> action;
    bool dismissible = true;
};

/// A page of the window. The window draws the title, the source badge, the refresh button, the loading line,
/// the strip and the toast; the page says what stands in them and does what it is asked to.
///
/// Life: constructed when it is shown first; setActive(true) each time it comes into view, which calls
/// placeChanged() if the user, the company or the profile is another one than when it was called last (also
/// the first time), then activated(); setActive(false) when it leaves. While it is in view, placeChanged() is
/// called at once. A page that is not in view neither polls nor refreshes.
class PageBase : public QWidget
{
    Q_OBJECT

public:
    PageBase(UiContext context, QString id, QWidget *parent = nullptr);

    /// Stable name for settings: "employees".
    [[nodiscard]] const QString &id() const { return m_id; }

    [[nodiscard]] Session &session() const { return m_context.session; }

    [[nodiscard]] Settings &settings() const { return m_context.settings; }

    [[nodiscard]] const UiContext &context() const { return m_context; }

    [[nodiscard]] bool isActive() const { return m_active; }

    /// Called by the window; calls activated() or deactivated().
    void setActive(bool active);

    /// Reads the database for everything in view and replaces its cache entries (F5). While such a read is
    /// under way, another call does nothing.
    virtual void refresh() = 0;
    /// Reads as if the page were opened now: the cache first.
    virtual void readThrough() = 0;

    /// Also what the page loads once and keeps (references, clusters), from the database (Ctrl+Shift+R).
    virtual void reloadEverything() { refresh(); }

    /// Ends what is being loaded; the rows that were there stay.
    virtual void cancel() {}

    /// Cache keys of what is in view, for "Invalidate this page's keys".
    [[nodiscard]] virtual KeysInView keysInView() const { return {}; }

    /// Whether there are any; asked often.
    [[nodiscard]] virtual bool hasKeysInView() const { return keysInView().count > 0; }

    [[nodiscard]] virtual bool can(PageCommand command) const;

    /// Why it cannot be done though it might be expected, as a sentence for people; else empty.
    [[nodiscard]] virtual QString whyNot(PageCommand command) const
    {
        Q_UNUSED(command)
        return {};
    }

    virtual void perform(PageCommand command);

    /// Esc: cancels, clears the filter or closes what is open, one thing at a time. False: there was nothing.
    virtual bool escape();

    /// Whether the page may be left now; a page with unsaved input asks, and says no for "Keep editing".
    [[nodiscard]] virtual bool mayLeave() { return true; }

    /// Writes what is to be found again at the next start (splitter, columns, selection).
    virtual void saveState() {}

    /// Another page wrote something.
    virtual void dataWrittenElsewhere() {}

    /// Shown in the status bar: "1,120 of 100,000 employees".
    [[nodiscard]] const QString &statusText() const { return m_statusText; }

    /// Of the block that the page is about, for the header; State::None shows no badge.
    [[nodiscard]] const SourceInfo &source() const { return m_source; }

    [[nodiscard]] const StripMessage &strip() const { return m_strip; }

    [[nodiscard]] bool isLoading() const { return m_loading; }

    /// Whether the page is one that has something to refresh.
    [[nodiscard]] virtual bool isRefreshable() const { return true; }

signals:
    void sourceChanged();
    void stripChanged();
    void statusTextChanged();
    void loadingChanged(bool loading);
    /// can() of some command gives something else than before.
    void commandsChanged();
    /// A short note at the lower edge, gone after a few seconds; the button is left out without text.
    void toast(const QString &text, const QString &actionText, const std::function<void()> &action);
    /// Asks the window to show another page, by its id.
    void pageRequested(const QString &pageId);
    /// Something was written: the window calls dataWrittenElsewhere() of the other pages.
    void dataWritten();

protected:
    /// Everything on screen belongs to somebody else, or nothing was loaded yet: clear it and load. The
    /// session may have no user or no company: say so.
    virtual void placeChanged() {}

    /// The services are about to go: cancel() was called; drop what points into them.
    virtual void servicesLeaving() {}

    virtual void activated() {}

    virtual void deactivated() {}

    void setSource(const SourceInfo &source);
    void setStrip(const StripMessage &strip);
    void setStatusText(const QString &text);
    void setLoading(bool loading);

private:
    void newPlace();
    void noteDatabase();
    /// What failed while the database was away.
    void readAgain();

    UiContext m_context;
    QString m_id;
    SourceInfo m_source;
    StripMessage m_strip;
    QString m_statusText;
    bool m_active = false;
    bool m_loading = false;
    bool m_placeIsNew = true;
    bool m_isToReadAgain = false;
    QTimer m_readAgain;
    SteadyTime m_readAgainAfter{};
};

/// How the window makes a page; it knows no page's class.
struct PageFactory
{
    QString id;       ///< "employees"
    QString title;    ///< "Employees"
    QString icon;     ///< name of an icon: "users"
    int position = 0; ///< place in the rail, and the digit of its shortcut Ctrl+1 … Ctrl+7
    std::function<PageBase *(UiContext context, QWidget *parent)> create;
};

} // namespace hrcache
