#include "ui/forms/FormFrame.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/LoadingLine.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/Theme.h"
#include "ui/forms/RecordField.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

namespace hrcache {

namespace {

constexpr int margin = 14;
constexpr int preferredWidth = 860;
constexpr int lowestRow = 20;
constexpr int labelGap = 6;
constexpr int roomAround = 20;

void leaveRoomFor(QWidget *hidden)
{
    QSizePolicy policy = hidden->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    hidden->setSizePolicy(policy);
}

} // namespace

FormFrame::FormFrame(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_below(new QLabel(this))
    , m_rowBadge(new SourceBadge(clock, this))
    , m_listLabel(new QLabel(tr("Lists of codes"), this))
    , m_listBadge(new SourceBadge(clock, this))
    , m_strip(new MessageStrip(this))
    , m_loading(new LoadingLine(this))
    , m_scroll(new QScrollArea(this))
    , m_body(new QWidget)
    , m_groups(new QVBoxLayout(m_body))
    , m_footer(new QWidget(this))
    , m_status(new QLabel(m_footer))
    , m_buttons(new QDialogButtonBox(m_footer))
    , m_save(new QPushButton(icons::get(QStringLiteral("save")), tr("&Save"), m_buttons))
    , m_cancel(new QPushButton(tr("Cancel"), m_buttons))
{
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_below->setTextFormat(Qt::PlainText);
    m_below->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont large = m_heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_heading->setFont(large);
    m_rowBadge->setObjectName(QStringLiteral("row-badge"));
    m_listBadge->setObjectName(QStringLiteral("list-badge"));
    m_listBadge->setSubject(tr("Lists of codes"));
    m_listLabel->setObjectName(QStringLiteral("list-badge-label"));
    for (QWidget *widget : {static_cast<QWidget *>(m_listLabel), static_cast<QWidget *>(m_listBadge)})
        leaveRoomFor(widget);
    m_listLabel->hide();
    m_listBadge->installEventFilter(this);

    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_heading);
    titles->addWidget(m_below);
    auto *badges = new QVBoxLayout;
    badges->setSpacing(2);
    badges->addWidget(m_rowBadge, 0, Qt::AlignTrailing);
    auto *lists = new QHBoxLayout;
    lists->setSpacing(labelGap);
    lists->addStretch(1);
    lists->addWidget(m_listLabel);
    lists->addWidget(m_listBadge);
    badges->addLayout(lists);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(margin, margin, margin, 8);
    header->addLayout(titles, 1);
    header->addLayout(badges);

    m_groups->setContentsMargins(margin, 6, margin, 6);
    m_groups->setSpacing(10);
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Only its fields are stops of the keyboard.
    m_scroll->setFocusPolicy(Qt::NoFocus);

    m_status->setObjectName(QStringLiteral("form-status"));
    m_save->setObjectName(QStringLiteral("form-save"));
    m_save->setToolTip(tr("Save (Ctrl+S)"));
    m_cancel->setObjectName(QStringLiteral("form-cancel"));
    m_cancel->setAutoDefault(false);
    m_save->setDefault(true);
    auto *required = new QLabel(tr("* required"), m_footer);
    m_buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    m_buttons->addButton(m_cancel, QDialogButtonBox::RejectRole);
    auto *footer = new QHBoxLayout(m_footer);
    footer->setContentsMargins(margin, 8, margin, margin);
    footer->setSpacing(16);
    footer->addWidget(required);
    footer->addWidget(m_status, 1);
    footer->addWidget(m_buttons);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_loading);
    layout->addWidget(m_strip);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_footer);
}

void FormFrame::setHeading(const QString &heading, const QString &below)
{
    setLabelText(m_heading, heading);
    setLabelText(m_below, below);
    m_below->setVisible(!below.isEmpty());
}

QGridLayout *FormFrame::addGroup(const QString &title)
{
    auto *group = new QGroupBox(title, m_body);
    auto *grid = new QGridLayout(group);
    grid->setContentsMargins(10, 8, 10, 2);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(6);
    for (int column = 0; column < columns; ++column) {
        // A column that holds nothing has no spacing, and would move those beside it.
        auto *floor = new QWidget(group);
        floor->setFixedHeight(0);
        grid->addWidget(floor, lowestRow, column);
        grid->setColumnStretch(column, 1);
        grid->setColumnMinimumWidth(column, 150);
    }
    m_groups->addWidget(group);
    return grid;
}

void FormFrame::expectRowBadge()
{
    leaveRoomFor(m_rowBadge);
}

void FormFrame::setMessage(const StripMessage &message)
{
    m_strip->setMessage(message);
}

void FormFrame::setStatus(const QString &text)
{
    setLabelText(m_status, text);
}

void FormFrame::setLoading(bool loading)
{
    m_loading->setLoading(loading);
}

void FormFrame::setBodyEnabled(bool enabled)
{
    m_body->setEnabled(enabled);
}

void FormFrame::focusField(RecordField *field)
{
    field->focusInput();
    // So that it is seen, whatever led there.
    window()->setAttribute(Qt::WA_KeyboardFocusChange);
    reveal(field);
}

void FormFrame::showWhole(RecordField *field)
{
    reveal(field);
    // What is said beneath the field that was left moves this one, once it is laid out.
    QTimer::singleShot(0, field, [this, field] {
        if (field->isAncestorOf(QApplication::focusWidget()))
            reveal(field);
    });
}

void FormFrame::reveal(RecordField *field)
{
    m_scroll->ensureWidgetVisible(field, 0, roomAround);
}

void FormFrame::orderTabs()
{
    // What comes to a window last is last in its order. setTabOrder() cannot do it: the box of the buttons,
    // which hands the keyboard to the first of them, would stay before the fields.
    layout()->removeWidget(m_footer);
    m_footer->setParent(nullptr);
    layout()->addWidget(m_footer);
}

bool FormFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_listBadge &&
        (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        m_listLabel->setVisible(event->type() == QEvent::ShowToParent);
    return QWidget::eventFilter(watched, event);
}

QSize FormFrame::minimumSizeHint() const
{
    // The scroll area would let columns be cut off: it scrolls up and down only.
    const int fields = m_body->minimumSizeHint().width() + m_scroll->verticalScrollBar()->sizeHint().width();
    return QWidget::minimumSizeHint().expandedTo({fields, 0});
}

QSize FormFrame::sizeHint() const
{
    // The scroll area asks for little: show all groups where the screen has room for them.
    const QSize usual = QWidget::sizeHint();
    const int missing = m_body->sizeHint().height() - m_scroll->sizeHint().height();
    const int width = std::max(preferredWidth, minimumSizeHint().width());
    return {width, usual.height() + std::max(0, missing)};
}

} // namespace hrcache
