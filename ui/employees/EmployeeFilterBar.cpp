#include "ui/employees/EmployeeFilterBar.h"

#include "ui/base/AccessibleText.h"
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

namespace hrcache {

namespace {

/// Letters that the filter shows at least beside the choosers.
constexpr int lettersBeside = 26;

} // namespace

EmployeeFilterBar::EmployeeFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new FilterField(this))
    , m_cluster(new QComboBox(this))
    , m_state(new QComboBox(this))
    , m_new(new QPushButton(icons::get(QStringLiteral("plus")), tr("&New…"), this))
    , m_export(new SplitButton(this))
    , m_progress(new QProgressBar(this))
    , m_cancelExport(new QToolButton(this))
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
    m_line->addWidget(m_cluster);
    m_line->addWidget(m_state);
    m_line->addSpacing(12);
    m_line->addStretch(0);
    m_line->addWidget(m_progress);
    m_line->addWidget(m_cancelExport);
    m_line->addWidget(m_new);
    m_line->addWidget(m_export);

    m_text->setPlaceholderText(tr("Filter by name, identifier, date, cluster…"));
    m_text->setAccessibleName(tr("Filter employees"));
    m_text->setToolTip(tr("Words that must occur in a row, in any column (Ctrl+F)"));
    m_text->setMinimumWidth(m_text->fontMetrics().averageCharWidth() * 13);
    m_text->installEventFilter(this);
    m_cluster->setAccessibleName(tr("Cluster"));
    // Screen readers on Linux take what is chosen for the name of a chooser.
    m_cluster->setAccessibleDescription(tr("Filter by cluster"));
    m_cluster->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_cluster->setMinimumWidth(m_cluster->fontMetrics().averageCharWidth() * 17);
    m_cluster->setMaximumWidth(m_cluster->fontMetrics().averageCharWidth() * 28);
    m_cluster->addItem(tr("All clusters"), QString());
    m_state->setAccessibleName(tr("State"));
    m_state->setAccessibleDescription(tr("Filter by state"));
    m_state->addItem(tr("All states"));
    for (const EmployeeState state :
         {EmployeeState::Active, EmployeeState::StartsLater, EmployeeState::Inactive})
        m_state->addItem(EmployeeTexts::state(state), static_cast<int>(state));

    m_new->setAutoDefault(false);
    m_new->setObjectName(QStringLiteral("new-employee"));
    m_new->setToolTip(tr("New employee (Ctrl+N)"));
    m_export->setText(tr("Export"));
    m_export->setIcon(icons::get(QStringLiteral("download")));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setAccessibleName(tr("Export"));
    m_export->setToolTip(tr("Write the rows that are shown into a CSV file (Ctrl+Shift+E)"));
    auto *menu = new QMenu(m_export);
    connect(menu->addAction(tr("Export as CS&V…")), &QAction::triggered, this,
            &EmployeeFilterBar::exportRequested);
    menu->addSeparator();
    connect(menu->addAction(tr("Copy selection as &CSV")), &QAction::triggered, this,
            [this] { emit copyRequested(false); });
    connect(menu->addAction(tr("Copy selection as &JSON")), &QAction::triggered, this,
            [this] { emit copyRequested(true); });
    m_export->setMenu(menu);
    m_progress->setMinimumWidth(48);
    m_progress->setMaximumWidth(120);
    m_progress->setAccessibleName(tr("Export progress"));
    m_cancelExport->setIcon(icons::get(QStringLiteral("x")));
    m_cancelExport->setAccessibleName(tr("Stop the export"));
    m_cancelExport->setToolTip(tr("Stop the export"));
    m_cancelExport->setFocusPolicy(Qt::StrongFocus);
    setExportProgress(0, 0);

    const auto changed = [this] { emit filterChanged(filter()); };
    // At every keystroke: the model merges those that come while it works on a long list.
    connect(m_text, &QLineEdit::textChanged, this, changed);
    connect(m_text, &QLineEdit::returnPressed, this, changed);
    connect(m_cluster, &QComboBox::currentIndexChanged, this, changed);
    connect(m_state, &QComboBox::currentIndexChanged, this, changed);
    connect(m_new, &QPushButton::clicked, this, &EmployeeFilterBar::newRequested);
    connect(m_export, &QToolButton::clicked, this, &EmployeeFilterBar::exportRequested);
    connect(m_cancelExport, &QToolButton::clicked, this, &EmployeeFilterBar::exportCancelled);
}

EmployeeFilter EmployeeFilterBar::filter() const
{
    EmployeeFilter filter;
    filter.text = m_text->text().simplified();
    filter.cluster = m_cluster->currentData().toString();
    if (const QVariant state = m_state->currentData(); state.isValid())
        filter.state = static_cast<EmployeeState>(state.toInt());
    return filter;
}

void EmployeeFilterBar::clearFilter()
{
    {
        const QSignalBlocker cluster(m_cluster);
        const QSignalBlocker state(m_state);
        m_cluster->setCurrentIndex(0);
        m_state->setCurrentIndex(0);
    }
    m_text->clear();
    emit filterChanged(filter());
}

void EmployeeFilterBar::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void EmployeeFilterBar::setClusters(const QList<std::pair<QString, QString>> &clusters)
{
    const QString chosen = m_cluster->currentData().toString();
    const QSignalBlocker blocker(m_cluster);
    while (m_cluster->count() > 1)
        m_cluster->removeItem(m_cluster->count() - 1);
    for (const auto &[code, text] : clusters)
        m_cluster->addItem(text, code);
    int index = m_cluster->findData(chosen);
    if (index < 0) {
        // The chosen one has no employees any more: it stays chosen, and nothing matches.
        m_cluster->addItem(chosen, chosen);
        index = m_cluster->count() - 1;
    }
    m_cluster->setCurrentIndex(index);
}

void EmployeeFilterBar::setWriteRefusal(const QString &why)
{
    m_new->setEnabled(why.isEmpty());
    m_new->setToolTip(why.isEmpty() ? tr("New employee (Ctrl+N)") : why);
    m_new->setAccessibleDescription(m_new->toolTip());
}

void EmployeeFilterBar::setExportEnabled(bool enabled)
{
    m_export->setEnabled(enabled);
}

void EmployeeFilterBar::setExportProgress(int written, int total)
{
    m_progress->setVisible(total > 0);
    m_cancelExport->setVisible(total > 0);
    m_progress->setMaximum(std::max(1, total));
    m_progress->setValue(written);
}

bool EmployeeFilterBar::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fitIntoWidth();
    return done;
}

void EmployeeFilterBar::fitIntoWidth()
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

bool EmployeeFilterBar::eventFilter(QObject *watched, QEvent *event)
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
