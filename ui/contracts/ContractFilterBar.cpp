#include "ui/contracts/ContractFilterBar.h"

#include "ui/base/FilterField.h"
#include "ui/base/Icons.h"
#include "ui/base/SplitButton.h"

#include <QCheckBox>
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

ContractFilterBar::ContractFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new FilterField(this))
    , m_type(new QComboBox(this))
    , m_state(new QComboBox(this))
    , m_endingSoon(new QCheckBox(tr("Ending &soon"), this))
    , m_employee(new QPushButton(icons::get(QStringLiteral("user")), tr("Show emplo&yee"), this))
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
    m_line->addWidget(m_type);
    m_line->addWidget(m_state);
    m_line->addWidget(m_endingSoon);
    m_line->addSpacing(12);
    m_line->addStretch(0);
    m_line->addWidget(m_progress);
    m_line->addWidget(m_cancelExport);
    m_line->addWidget(m_employee);
    m_line->addWidget(m_new);
    m_line->addWidget(m_export);
    buildFilters();
    buildExport();
    m_employee->setObjectName(QStringLiteral("show-employee"));
    m_new->setObjectName(QStringLiteral("new-contract"));
    for (QPushButton *button : {m_employee, m_new})
        button->setAutoDefault(false);
    setSelection({}, {});
    setExportProgress(0, 0);
    connectParts();
}

void ContractFilterBar::buildFilters()
{
    m_text->setPlaceholderText(tr("Filter by name, type, date, job title…"));
    m_text->setAccessibleName(tr("Filter contracts"));
    m_text->setToolTip(tr("Words that must occur in a row, in any column (Ctrl+F)"));
    m_text->setMinimumWidth(m_text->fontMetrics().averageCharWidth() * 14);
    m_text->installEventFilter(this);
    m_type->setAccessibleName(tr("Type"));
    // Screen readers on Linux take what is chosen for the name of a chooser.
    m_type->setAccessibleDescription(tr("Filter by type"));
    m_type->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_type->setMinimumWidth(m_type->fontMetrics().averageCharWidth() * 14);
    m_type->setMaximumWidth(m_type->fontMetrics().averageCharWidth() * 26);
    m_type->addItem(tr("All types"), QString());
    m_state->setAccessibleName(tr("State"));
    m_state->setAccessibleDescription(tr("Filter by state"));
    m_state->addItem(tr("All states"));
    for (const ContractState state :
         {ContractState::Active, ContractState::StartsLater, ContractState::Ended, ContractState::Inactive})
        m_state->addItem(ContractWords::state(state), static_cast<int>(state));
    m_endingSoon->setObjectName(QStringLiteral("ending-soon"));
    m_endingSoon->setToolTip(tr("Only active contracts that end within %n day(s)", nullptr, endingSoonDays));
    m_endingSoon->setAccessibleDescription(m_endingSoon->toolTip());
}

void ContractFilterBar::buildExport()
{
    m_export->setText(tr("Export"));
    m_export->setIcon(icons::get(QStringLiteral("download")));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setAccessibleName(tr("Export"));
    m_export->setToolTip(tr("Write the rows that are shown into a CSV file (Ctrl+Shift+E)"));
    auto *menu = new QMenu(m_export);
    connect(menu->addAction(tr("Export as CS&V…")), &QAction::triggered, this,
            &ContractFilterBar::exportRequested);
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
}

void ContractFilterBar::connectParts()
{
    const auto changed = [this] { emit filterChanged(filter()); };
    // At every keystroke: the model merges those that come while it works on a long list.
    connect(m_text, &QLineEdit::textChanged, this, changed);
    connect(m_text, &QLineEdit::returnPressed, this, changed);
    connect(m_type, &QComboBox::currentIndexChanged, this, changed);
    connect(m_state, &QComboBox::currentIndexChanged, this, changed);
    connect(m_endingSoon, &QCheckBox::toggled, this, changed);
    connect(m_employee, &QPushButton::clicked, this, &ContractFilterBar::employeeRequested);
    connect(m_new, &QPushButton::clicked, this, &ContractFilterBar::newRequested);
    connect(m_export, &QToolButton::clicked, this, &ContractFilterBar::exportRequested);
    connect(m_cancelExport, &QToolButton::clicked, this, &ContractFilterBar::exportCancelled);
}

ContractFilter ContractFilterBar::filter() const
{
    ContractFilter filter;
    filter.text = m_text->text().simplified();
    filter.type = m_type->currentData().toString();
    if (const QVariant state = m_state->currentData(); state.isValid())
        filter.state = static_cast<ContractState>(state.toInt());
    filter.endingSoon = m_endingSoon->isChecked();
    return filter;
}

void ContractFilterBar::clearFilter()
{
    {
        const QSignalBlocker type(m_type);
        const QSignalBlocker state(m_state);
        const QSignalBlocker soon(m_endingSoon);
        m_type->setCurrentIndex(0);
        m_state->setCurrentIndex(0);
        m_endingSoon->setChecked(false);
    }
    m_text->clear();
    emit filterChanged(filter());
}

void ContractFilterBar::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void ContractFilterBar::setTypes(const QList<std::pair<QString, QString>> &types)
{
    const QString chosen = m_type->currentData().toString();
    const QString chosenText = m_type->currentText();
    const QSignalBlocker blocker(m_type);
    while (m_type->count() > 1)
        m_type->removeItem(m_type->count() - 1);
    for (const auto &[code, text] : types)
        m_type->addItem(text, code);
    int index = m_type->findData(chosen);
    if (index < 0) {
        // The chosen one has no contracts any more: it stays chosen, and nothing matches.
        m_type->addItem(chosenText, chosen);
        index = m_type->count() - 1;
    }
    m_type->setCurrentIndex(index);
}

void ContractFilterBar::setSelection(const QString &employee, const QString &refusal)
{
    const QString nobody = tr("Select a contract first");
    m_employee->setEnabled(!employee.isEmpty());
    m_employee->setToolTip(employee.isEmpty() ? nobody : tr("Show %1 among the employees").arg(employee));
    m_new->setEnabled(!employee.isEmpty() && refusal.isEmpty());
    if (!refusal.isEmpty())
        m_new->setToolTip(refusal);
    else
        m_new->setToolTip(employee.isEmpty() ? nobody : tr("New contract for %1 (Ctrl+N)").arg(employee));
    for (QPushButton *button : {m_employee, m_new})
        button->setAccessibleDescription(button->toolTip());
}

void ContractFilterBar::setExportEnabled(bool enabled)
{
    m_export->setEnabled(enabled);
}

void ContractFilterBar::setExportProgress(int written, int total)
{
    m_progress->setVisible(total > 0);
    m_cancelExport->setVisible(total > 0);
    m_progress->setMaximum(std::max(1, total));
    m_progress->setValue(written);
}

bool ContractFilterBar::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fitIntoWidth();
    return done;
}

void ContractFilterBar::fitIntoWidth()
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

bool ContractFilterBar::eventFilter(QObject *watched, QEvent *event)
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
