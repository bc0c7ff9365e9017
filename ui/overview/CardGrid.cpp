#include "ui/overview/CardGrid.h"

#include <QGridLayout>

namespace hrcache {

CardGrid::CardGrid(int columnWidth, int mostColumns, QWidget *parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
    , m_columnWidth(columnWidth)
    , m_mostColumns(mostColumns)
    , m_columns(mostColumns)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(10);
    // Otherwise four columns would not let the page become narrow enough for two.
    setMinimumWidth(columnWidth);
}

void CardGrid::add(QWidget *widget)
{
    m_widgets.push_back(widget);
    arrange();
}

int CardGrid::columnsFor(int width) const
{
    int columns = 1;
    while (columns * 2 <= m_mostColumns && width >= columns * 2 * m_columnWidth)
        columns *= 2;
    return columns;
}

void CardGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int columns = columnsFor(width());
    if (columns == m_columns)
        return;
    m_columns = columns;
    arrange();
}

void CardGrid::arrange()
{
    for (int column = 0; column < m_layout->columnCount(); ++column)
        m_layout->setColumnStretch(column, column < m_columns ? 1 : 0);
    for (size_t i = 0; i < m_widgets.size(); ++i) {
        const auto place = static_cast<int>(i);
        m_layout->addWidget(m_widgets[i], place / m_columns, place % m_columns);
        m_layout->setColumnStretch(place % m_columns, 1);
    }
}

} // namespace hrcache
