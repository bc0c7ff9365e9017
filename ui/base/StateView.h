#pragma once

#include "base/Error.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace hrcache {

class IconLabel;

/// What stands where rows would be, when there are none: a sentence and something to do about it. Holds the
/// page's content and shows either. Given the keyboard, it hands it on to the content or to the button, and
/// keeps it while there is neither.
class StateView : public QWidget
{
    Q_OBJECT

public:
    enum class Shown { Content, Loading, Empty, NoMatch, Error, Notice };

    explicit StateView(QWidget *content, QWidget *parent = nullptr);

    void showContent();
    /// First load: "Loading employees…"
    void showLoading(const QString &text);
    /// No rows: a sentence, and a button if `actionText` is not empty.
    void showEmpty(const QString &title, const QString &sentence, const QString &actionText = {},
                   std::function<void()> action = {});
    /// "No employee matches 'x'", with "Clear filter".
    void showNoMatch(const QString &sentence, std::function<void()> clearFilter);
    /// A plain cause, what to do (both in Error::message), the technical text on demand, and Retry.
    void showError(const hrcache::Error &error, std::function<void()> retry);
    /// Anything else: no access, choose a user. `icon` by its name.
    void showNotice(const QString &icon, const QString &title, const QString &sentence,
                    const QString &actionText = {}, std::function<void()> action = {});

    [[nodiscard]] Shown shown() const { return m_shown; }

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString sentence() const;

    [[nodiscard]] QPushButton *actionButton() const { return m_action; }

    /// As the content has them: the sentences wrap in whatever room that leaves, and to lay them out for
    /// every width that a window tries while it opens takes longer than to paint them.
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }

    [[nodiscard]] QSize sizeHint() const override { return m_content->sizeHint(); }

    [[nodiscard]] QSize minimumSizeHint() const override { return m_content->minimumSizeHint(); }

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void show(Shown what, const QString &icon, const QString &title, const QString &sentence,
              const QString &actionText, std::function<void()> action, const QString &detail = {});
    [[nodiscard]] bool hasKeyboard() const;
    /// What takes keys, if anything does.
    [[nodiscard]] QWidget *keyboardTarget() const;
    void makeDetail();
    void showDetail(bool shown);

    QStackedLayout *m_stack;
    QWidget *m_content;
    QWidget *m_notice;
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_action;
    QToolButton *m_more;
    QVBoxLayout *m_column = nullptr;
    QPlainTextEdit *m_detail = nullptr; ///< made when there are details
    std::function<void()> m_callback;
    Shown m_shown = Shown::Loading;
    bool m_changing = false; ///< what it shows: it keeps the keyboard meanwhile
};

} // namespace hrcache
