#pragma once

#include "app/gui/BackendSession.h"
#include "ui/base/Settings.h"
#include "ui/base/Theme.h"

#include <QObject>

#include <functional>
#include <memory>

namespace hrcache {

class FormsController;
class Languages;
class MainWindow;
class PageBase;
class ProfileBook;
struct PageFactory;
struct UiContext;

/// Builds everything that the window needs, in the order in which it is needed, and takes it down again.
class Monitor : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        BackendSession::Options session;
        /// None: the usual one.
        std::optional<ConnectionChoice> choice;
        QString settingsFile; ///< empty: where this user's settings are
        /// Called when the services have begun to work and the window, which needs fonts, is about to be
        /// built.
        std::function<void()> beforeWindow;
    };

    explicit Monitor(Options options);
    /// Requests that are under way end; what they would have brought is dropped.
    ~Monitor() override;

    /// Builds the session and the window and shows it. Errors: those of BackendSession::start().
    [[nodiscard]] Result<void> open();

    /// Lets what belongs into the cache get there, at most for a moment. Then the window may go.
    void finish();

    [[nodiscard]] MainWindow &window() { return *m_window; }

    [[nodiscard]] BackendSession &session() { return m_session; }

    [[nodiscard]] Settings &settings() { return *m_settings; }

    [[nodiscard]] FormsController *forms();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] Result<void> start();
    [[nodiscard]] std::vector<PageFactory> pages();
    [[nodiscard]] PageBase *makeContractsPage(UiContext context, QWidget *parent);
    [[nodiscard]] ProfileBook &book();
    void settingChanged(const QString &name);

    Options m_options;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Languages> m_languages;
    Theme m_theme;
    BackendSession m_session;
    std::unique_ptr<ProfileBook> m_book;
    std::unique_ptr<MainWindow> m_window;
    FormsController *m_forms = nullptr;
};

} // namespace hrcache
