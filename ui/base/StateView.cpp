#include "ui/base/StateView.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/IconLabel.h"
#include "ui/base/Icons.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int widestText = 460;

}

StateView::StateView(QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout(this))
    , m_content(content)
    , m_notice(new QWidget(this))
    , m_icon(new IconLabel({}, 40, m_notice))
    , m_title(new QLabel(m_notice))
    , m_sentence(new QLabel(m_notice))
    , m_action(new QPushButton(m_notice))
    , m_more(new QToolButton(m_notice))
{
    // First, for every view begins with it: to exchange them would lay it out, before it has its size.
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_content);

    // Narrower than the text wants to be: it wraps; wider: it stays in the middle.
    auto *row = new QHBoxLayout(m_notice);
    auto *column = new QWidget(m_notice);
    column->setMaximumWidth(widestText);
    auto *layout = m_column = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(column, 1000);
    row->addStretch(1);
    layout->setSpacing(10);
    layout->addStretch(2);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_title, m_sentence}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setMinimumWidth(0);
    }
    m_action->setAutoDefault(false);
    m_action->setObjectName(QStringLiteral("state-action"));
    m_more->setText(tr("Details"));
    m_more->setIcon(icons::get(QStringLiteral("chevron-right")));
    icons::setBesideText(m_more);
    m_more->setAutoRaise(true);
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addWidget(m_more, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto callback = m_callback;
        if (callback)
            callback();
    });
    connect(m_more, &QToolButton::toggled, this, &StateView::showDetail);
}

void StateView::showContent()
{
    const bool hadKeyboard = m_shown != Shown::Content && hasKeyboard();
    m_shown = Shown::Content;
    m_callback = {};
    m_stack->setCurrentWidget(m_content);
    if (QWidget *target = keyboardTarget(); target && hadKeyboard)
        target->setFocus(Qt::OtherFocusReason);
    // A screen reader would say it of the rows.
    setAccessibleText(this, {});
}

QWidget *StateView::keyboardTarget() const
{
    if (m_shown == Shown::Content)
        return m_content->focusPolicy() != Qt::NoFocus ? m_content : nullptr;
    return m_action->isVisibleTo(m_notice) ? m_action : nullptr;
}

// Not a focus proxy: to set one moves it in the tab order.
void StateView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (QWidget *target = m_changing ? nullptr : keyboardTarget())
        target->setFocus(event->reason());
}

bool StateView::hasKeyboard() const
{
    // Of the window, which may have it only when somebody comes back to it.
    const QWidget *focus = isVisible() ? window()->focusWidget() : nullptr;
    const QWidget *mine = m_shown == Shown::Content ? m_content : m_notice;
    return focus && (focus == this || focus == mine || mine->isAncestorOf(focus));
}

void StateView::showLoading(const QString &text)
{
    show(Shown::Loading, {}, text, {}, {}, {});
}

void StateView::showEmpty(const QString &title, const QString &sentence, const QString &actionText,
                          std::function<void()> action)
{
    show(Shown::Empty, QStringLiteral("inbox"), title, sentence, actionText, std::move(action));
}

void StateView::showNoMatch(const QString &sentence, std::function<void()> clearFilter)
{
    show(Shown::NoMatch, QStringLiteral("search"), sentence, {}, tr("Clear filter"), std::move(clearFilter));
}

void StateView::showError(const hrcache::Error &error, std::function<void()> retry)
{
    QStringList detail;
    for (const QString &part : {errorCodeName(error.code), error.serverCode, error.detail}) {
        if (!part.isEmpty())
            detail << part;
    }
    const QString actionText = retry ? tr("Retry") : QString();
    show(Shown::Error, QStringLiteral("circle-alert"), tr("This could not be loaded"), error.message,
         actionText, std::move(retry), detail.join(QLatin1Char('\n')));
}

void StateView::showNotice(const QString &icon, const QString &title, const QString &sentence,
                           const QString &actionText, std::function<void()> action)
{
    show(Shown::Notice, icon, title, sentence, actionText, std::move(action));
}

QString StateView::title() const
{
    return m_shown == Shown::Content ? QString() : m_title->text();
}

QString StateView::sentence() const
{
    return m_shown == Shown::Content ? QString() : m_sentence->text();
}

void StateView::show(Shown what, const QString &icon, const QString &title, const QString &sentence,
                     const QString &actionText, std::function<void()> action, const QString &detail)
{
    const bool isNew = m_shown != what || m_title->text() != title || m_sentence->text() != sentence ||
                       m_action->text() != actionText ||
                       detail != (m_detail ? m_detail->toPlainText() : QString());
    m_callback = std::move(action);
    if (!isNew)
        return; // whoever reads the details goes on
    const bool hadKeyboard = hasKeyboard();
    // Before anything is hidden: Qt would give the keyboard to whatever comes next.
    m_changing = true;
    if (hadKeyboard)
        setFocus(Qt::OtherFocusReason);
    m_shown = what;
    m_icon->setVisible(!icon.isEmpty());
    m_icon->setIcon(icon);
    setLabelText(m_title, title);
    setLabelText(m_sentence, sentence);
    // What can be selected is laid out as a document, several times in a window that opens.
    m_sentence->setTextInteractionFlags(sentence.isEmpty() ? Qt::NoTextInteraction
                                                           : Qt::TextSelectableByMouse);
    m_sentence->setVisible(!sentence.isEmpty());
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    if (!detail.isEmpty() && !m_detail)
        makeDetail();
    if (m_detail)
        m_detail->setPlainText(detail);
    m_more->setVisible(!detail.isEmpty());
    m_more->setChecked(false);
    showDetail(false);
    m_stack->setCurrentWidget(m_notice);
    m_changing = false;
    if (hadKeyboard && !actionText.isEmpty())
        m_action->setFocus(Qt::OtherFocusReason);
    setAccessibleText(this, title);
    announce(m_notice, sentence.isEmpty() ? title : title + QStringLiteral(". ") + sentence);
}

void StateView::makeDetail()
{
    m_detail = new QPlainTextEdit(m_notice);
    m_detail->setReadOnly(true);
    m_detail->setMaximumHeight(120);
    m_detail->setTabChangesFocus(true);
    m_detail->setAccessibleName(tr("Technical details"));
    m_column->insertWidget(m_column->count() - 1, m_detail);
    QWidget::setTabOrder(m_more, m_detail);
}

void StateView::showDetail(bool shown)
{
    m_more->setIcon(icons::get(shown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    if (m_detail)
        m_detail->setVisible(shown);
}

} // namespace hrcache
