#include "ui/overview/ChartPanel.h"

#include "ui/base/Icons.h"
#include "ui/overview/TextTableModel.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <numeric>

namespace hrcache {

ChartPanel::ChartPanel(const QString &title, Chart::Kind kind, QWidget *parent)
    : Panel(title, parent)
    , m_chart(new Chart(kind))
    , m_table(new QTableView)
    , m_rows(new TextTableModel({}, {}, this))
    , m_stack(new QStackedWidget)
    , m_button(new QToolButton)
{
    m_chart->setAccessibleName(title);
    m_table->setModel(m_rows);
    m_table->setAccessibleName(tr("%1, as a table").arg(title));
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_table);
    content()->addWidget(m_stack, 1);
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setIcon(icons::get(QStringLiteral("table")));
    m_button->setText(tr("Show as table"));
    icons::setBesideText(m_button);
    m_button->setAccessibleName(tr("Show as table: %1").arg(title));
    connect(m_button, &QToolButton::toggled, this, &ChartPanel::showTable);
    addButton(m_button);
}

void ChartPanel::setData(const ChartData &shown)
{
    m_chart->setData(shown);
    if (isTableShown())
        fillTable();
}

void ChartPanel::showTable(bool shown)
{
    m_button->setChecked(shown);
    if (shown)
        fillTable();
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_table) : m_chart);
}

bool ChartPanel::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void ChartPanel::fillTable()
{
    const ChartData &shown = m_chart->data();
    std::vector<int> numbers(shown.series.size());
    std::iota(numbers.begin(), numbers.end(), 1);
    m_rows->setHeaders(shown.tableHeaders(), std::move(numbers));
    m_rows->setRows(shown.tableRows());
}

} // namespace hrcache
