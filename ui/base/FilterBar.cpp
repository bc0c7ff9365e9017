#include "ui/base/FilterBar.h"

#include "ui/base/FilterField.h"
#include "ui/base/Icons.h"
#include "ui/base/SplitButton.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hrcache {

namespace {

/// Letters that the filter shows at least beside the choosers.
constexpr int lettersBeside = 26;

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new FilterField(this))
    , m_upper(new QHBoxLayout)
    , m_line(new QHBoxLayout)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(14, 8, 12, 8);
    lines->setSpacing(8);
    lines->addLayout(m_upper);
    lines->addLayout(m_line);
    m_line->setSpacing(8);
    m_line->addWidget(m_text, 1);
    m_text->setToolTip(tr("Words that must occur in a row, in any column (Ctrl+F)"));
    m_text->installEventFilter(this);
    connect(m_text, &QLineEdit::textChanged, this, &FilterBar::announceFilter);
    connect(m_text, &QLineEdit::returnPressed, this, &FilterBar::announceFilter);
}

void FilterBar::addFilter(QWidget *widget)
{
    m_line->addWidget(widget);
}

QComboBox *FilterBar::addChooser(const QString &name, const QString &description, const QString &all)
{
    auto *chooser = new QComboBox(this);
    chooser->setAccessibleName(name);
    // Screen readers on Linux take what is chosen for the name of a chooser.
    chooser->setAccessibleDescription(description);
    chooser->addItem(all);
    connect(chooser, &QComboBox::currentIndexChanged, this, &FilterBar::announceFilter);
    m_choosers << chooser;
    addFilter(chooser);
    return chooser;
}

void FilterBar::addActions(const QString &newObjectName, QPushButton *beside)
{
    m_new = new QPushButton(icons::get(QStringLiteral("plus")), tr("&New…"), this);
    m_new->setObjectName(newObjectName);
    m_new->setAutoDefault(false);
    connect(m_new, &QPushButton::clicked, this, &FilterBar::newRequested);
    buildExport();
    m_line->addSpacing(12);
    m_line->addStretch(0);
    m_line->addWidget(m_progress);
    m_line->addWidget(m_cancelExport);
    if (beside) {
        beside->setAutoDefault(false);
        m_line->addWidget(beside);
    }
    m_line->addWidget(m_new);
    m_line->addWidget(m_export);
}

void FilterBar::buildExport()
{
    m_export = new SplitButton(this);
    m_export->setText(tr("Export"));
    m_export->setIcon(icons::get(QStringLiteral("download")));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setAccessibleName(tr("Export"));
    m_export->setToolTip(tr("Write the rows that are shown into a CSV file (Ctrl+Shift+E)"));
    connect(m_export, &QToolButton::clicked, this, &FilterBar::exportRequested);
    auto *menu = new QMenu(m_export);
    connect(menu->addAction(tr("Export as CS&V…")), &QAction::triggered, this, &FilterBar::exportRequested);
    menu->addSeparator();
    connect(menu->addAction(tr("Copy selection as &CSV")), &QAction::triggered, this,
            [this] { emit copyRequested(false); });
    connect(menu->addAction(tr("Copy selection as &JSON")), &QAction::triggered, this,
            [this] { emit copyRequested(true); });
    m_export->setMenu(menu);
    m_progress = new QProgressBar(this);
    m_progress->setMinimumWidth(48);
    m_progress->setMaximumWidth(120);
    m_progress->setAccessibleName(tr("Export progress"));
    m_cancelExport = new QToolButton(this);
    m_cancelExport->setIcon(icons::get(QStringLiteral("x")));
    m_cancelExport->setAccessibleName(tr("Stop the export"));
    m_cancelExport->setToolTip(tr("Stop the export"));
    m_cancelExport->setFocusPolicy(Qt::StrongFocus);
    connect(m_cancelExport, &QToolButton::clicked, this, &FilterBar::exportCancelled);
    setExportProgress(0, 0);
}

bool FilterBar::isFiltering() const
{
    return !m_text->text().isEmpty() ||
           std::any_of(m_choosers.begin(), m_choosers.end(),
                       [](const QComboBox *chooser) { return chooser->currentIndex() > 0; });
}

void FilterBar::resetChoices()
{
    for (QComboBox *chooser : std::as_const(m_choosers)) {
        const QSignalBlocker blocker(chooser);
        chooser->setCurrentIndex(0);
    }
}

void FilterBar::clearFilter()
{
    resetChoices();
    m_text->clear();
    announceFilter();
}

void FilterBar::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FilterBar::setChoices(QComboBox *chooser, const Choices &choices)
{
    const QString chosen = chooser->currentData().toString();
    const QString chosenText = chooser->currentText();
    const QSignalBlocker blocker(chooser);
    while (chooser->count() > 1)
        chooser->removeItem(chooser->count() - 1);
    for (const auto &[code, text] : choices)
        chooser->addItem(text, code);
    int index = chosen.isEmpty() ? 0 : chooser->findData(chosen);
    if (index < 0) {
        chooser->addItem(chosenText, chosen);
        index = chooser->count() - 1;
    }
    chooser->setCurrentIndex(index);
}

void FilterBar::setExportEnabled(bool enabled)
{
    m_export->setEnabled(enabled);
}

void FilterBar::setExportProgress(int written, int total)
{
    m_progress->setVisible(total > 0);
    m_cancelExport->setVisible(total > 0);
    m_progress->setMaximum(std::max(1, total));
    m_progress->setValue(written);
}

bool FilterBar::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fitIntoWidth();
    return done;
}

void FilterBar::fitIntoWidth()
{
    const bool isApart = m_upper->count() > 0;
    const int others =
        m_line->sizeHint().width() + (isApart ? m_line->spacing() : -m_text->sizeHint().width());
    const int wanted = others + lettersBeside * m_text->fontMetrics().averageCharWidth();
    const bool apart = layout()->contentsRect().width() < wanted;
    if (apart == isApart)
        return;
    if (apart) {
        m_line->removeWidget(m_text);
        m_upper->addWidget(m_text);
    } else {
        m_upper->removeWidget(m_text);
        m_line->insertWidget(0, m_text, 1);
    }
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        emit leftDownwards();
        return true;
    }
    // On Linux a line moves its cursor to the end with Ctrl+E; here that edits the row, whatever has the
    // focus.
    if (watched == m_text && event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_E && key->modifiers() == Qt::ControlModifier) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hrcache
