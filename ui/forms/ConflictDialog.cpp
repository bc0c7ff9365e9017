#include "ui/forms/ConflictDialog.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

#include <algorithm>

namespace hrcache {

namespace {

constexpr int longestShown = 60;
constexpr int preferredWidth = 860;
constexpr int pictogram = 16;

void colour(QLabel *text, const QColor &color)
{
    QPalette palette = text->palette();
    palette.setColor(QPalette::WindowText, color);
    text->setPalette(palette);
}

QLabel *label(const QString &text, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    return made;
}

QString shown(const QString &value)
{
    return value.isEmpty() ? ConflictDialog::tr("(empty)") : value;
}

/// Radio buttons neither wrap nor shorten their text; an "&" in it is no mnemonic.
QString shortened(const QString &value)
{
    QString line = shown(value).simplified();
    if (line.size() > longestShown)
        line = line.left(longestShown - 1) + QChar(0x2026);
    return line.replace(u'&', QStringLiteral("&&"));
}

} // namespace

ConflictDialog::ConflictDialog(std::vector<FieldConflict> conflicts, const QString &subject,
                               const QString &changedAt, QWidget *parent)
    : QDialog(parent)
    , m_conflicts(std::move(conflicts))
    , m_openIcon(new QLabel(this))
    , m_open(label({}, this))
    , m_save(new QPushButton(icons::get(QStringLiteral("save")), tr("&Save this choice"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("conflict-dialog"));
    setWindowTitle(tr("Changed by somebody else"));
    auto *layout = new QVBoxLayout(this);
    auto *what = label(tr("Somebody else changed %1 on %2, after you had opened it. Nothing was written yet. "
                          "Choose for each field which version is to stand.")
                           .arg(subject, changedAt),
                       this);
    layout->addWidget(what);

    auto *all = new QHBoxLayout;
    auto *keepAll = new QPushButton(tr("Keep &mine for all"), this);
    auto *takeAll = new QPushButton(tr("Take &theirs for all"), this);
    keepAll->setObjectName(QStringLiteral("keep-mine-all"));
    takeAll->setObjectName(QStringLiteral("take-theirs-all"));
    for (QPushButton *button : {keepAll, takeAll}) {
        button->setAutoDefault(false);
        all->addWidget(button);
    }
    all->addStretch(1);
    layout->addLayout(all);
    connect(keepAll, &QPushButton::clicked, this, [this] { choose(true); });
    connect(takeAll, &QPushButton::clicked, this, [this] { choose(false); });

    auto *body = new QWidget;
    auto *grid = new QGridLayout(body);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(8);
    int column = 0;
    for (const QString &title : {tr("Field"), tr("It was"), tr("Mine"), tr("Theirs")}) {
        QLabel *head = label(title, body);
        QFont bold = head->font();
        bold.setBold(true);
        head->setFont(bold);
        grid->addWidget(head, 0, column);
        grid->setColumnStretch(column++, 1);
    }
    int row = 1;
    for (const FieldConflict &conflict : m_conflicts)
        addRow(grid, conflict, row++);
    grid->setRowStretch(row, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("What differs"));
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(scroll, 1);

    m_open->setObjectName(QStringLiteral("conflict-open"));
    auto *openRow = new QHBoxLayout;
    openRow->addWidget(m_openIcon);
    openRow->addWidget(m_open, 1);
    layout->addLayout(openRow);
    const QColor warning = Theme::warningText(palette());
    m_openIcon->setPixmap(icons::get(QStringLiteral("triangle-alert"), warning)
                              .pixmap(QSize(pictogram, pictogram), devicePixelRatioF()));
    colour(m_open, warning);
    auto *buttons = new QDialogButtonBox(this);
    auto *back = new QPushButton(tr("&Back to the form"), this);
    m_save->setObjectName(QStringLiteral("conflict-save"));
    back->setObjectName(QStringLiteral("conflict-back"));
    back->setToolTip(tr("Nothing is written, and nothing that you typed is lost (Esc)."));
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(back, QDialogButtonBox::RejectRole);
    m_save->setDefault(true);
    back->setAutoDefault(false);
    layout->addWidget(buttons);
    connect(m_save, &QPushButton::clicked, this, &ConflictDialog::accept);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    judge();
    focusFirstOpen();

    const int wanted = body->sizeHint().height() + 170;
    resize(std::max(preferredWidth, body->sizeHint().width() + 60), std::clamp(wanted, 260, 640));
}

void ConflictDialog::addRow(QGridLayout *grid, const FieldConflict &conflict, int row)
{
    QWidget *body = grid->parentWidget();
    const QString who = conflict.byMe && conflict.byThem ? tr("changed by both")
                        : conflict.byMe                  ? tr("changed by you")
                                                         : tr("changed by them");
    QLabel *changed = label(who, body);
    QLabel *was = label(shown(conflict.was), body);
    const QColor second = Theme::secondaryText(palette());
    colour(changed, second);
    colour(was, second);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(0);
    titles->addWidget(label(conflict.title, body));
    titles->addWidget(changed);
    grid->addLayout(titles, row, 0, Qt::AlignTop);
    grid->addWidget(was, row, 1, Qt::AlignTop);

    Choice choice{new QRadioButton(shortened(conflict.mine), body),
                  new QRadioButton(shortened(conflict.theirs), body)};
    choice.mine->setObjectName(QStringLiteral("mine-") + QString::fromLatin1(conflict.column));
    choice.theirs->setObjectName(QStringLiteral("theirs-") + QString::fromLatin1(conflict.column));
    choice.mine->setToolTip(conflict.mine);
    choice.theirs->setToolTip(conflict.theirs);
    choice.mine->setAccessibleName(tr("%1: keep mine, %2").arg(conflict.title, shown(conflict.mine)));
    choice.theirs->setAccessibleName(tr("%1: take theirs, %2").arg(conflict.title, shown(conflict.theirs)));
    const QString before = tr("It was %1 when you opened it.").arg(shown(conflict.was));
    choice.mine->setAccessibleDescription(before);
    choice.theirs->setAccessibleDescription(before);
    const int lower = (choice.mine->sizeHint().height() - fontMetrics().height()) / 2;
    titles->setContentsMargins(0, lower, 0, 0);
    was->setContentsMargins(0, lower, 0, 0);
    auto *group = new QButtonGroup(body);
    int column = 2;
    for (QRadioButton *button : {choice.mine, choice.theirs}) {
        group->addButton(button);
        grid->addWidget(button, row, column++, Qt::AlignTop);
        connect(button, &QRadioButton::toggled, this, &ConflictDialog::judge);
    }
    if (conflict.byMe != conflict.byThem)
        (conflict.byMe ? choice.mine : choice.theirs)->setChecked(true);
    m_choices.push_back(choice);
}

void ConflictDialog::choose(bool mine)
{
    for (const Choice &choice : m_choices)
        (mine ? choice.mine : choice.theirs)->setChecked(true);
}

/// Not the button above, which a stray key would press for all fields.
void ConflictDialog::focusFirstOpen()
{
    const auto open = std::find_if(m_choices.begin(), m_choices.end(), [](const Choice &choice) {
        return !choice.mine->isChecked() && !choice.theirs->isChecked();
    });
    QWidget *first = open == m_choices.end() ? static_cast<QWidget *>(m_save) : open->mine;
    first->setFocus(Qt::TabFocusReason);
}

void ConflictDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    // So that the focus is seen, whatever opened the dialog.
    setAttribute(Qt::WA_KeyboardFocusChange);
}

void ConflictDialog::judge()
{
    // The keyboard enters each row at what is chosen there.
    for (const Choice &choice : m_choices) {
        choice.mine->setFocusPolicy(choice.theirs->isChecked() ? Qt::ClickFocus : Qt::StrongFocus);
        choice.theirs->setFocusPolicy(choice.mine->isChecked() ? Qt::ClickFocus : Qt::StrongFocus);
    }
    const auto open = std::count_if(m_choices.begin(), m_choices.end(), [](const Choice &choice) {
        return !choice.mine->isChecked() && !choice.theirs->isChecked();
    });
    m_save->setEnabled(open == 0);
    setLabelText(m_open, open == 0 ? QString() : tr("Choose first where both of you changed something."));
    m_openIcon->setVisible(open != 0);
}

void ConflictDialog::accept()
{
    std::vector<QByteArray> kept;
    for (size_t i = 0; i < m_choices.size(); ++i) {
        if (m_choices[i].mine->isChecked())
            kept.push_back(m_conflicts[i].column);
    }
    QDialog::accept();
    emit decided(kept);
}

} // namespace hrcache
