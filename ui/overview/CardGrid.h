#pragma once

#include <QWidget>

#include <vector>

class QGridLayout;

namespace hrcache {

/// Lays widgets out in as many columns of equal width as there is room for.
class CardGrid : public QWidget
{
    Q_OBJECT

public:
    /// A column is at least `columnWidth` wide; there are never more than `mostColumns`, and always a number
    /// that is a power of two, so that rows are full.
    CardGrid(int columnWidth, int mostColumns, QWidget *parent = nullptr);

    void add(QWidget *widget);

    [[nodiscard]] int columns() const { return m_columns; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    [[nodiscard]] int columnsFor(int width) const;

    QGridLayout *m_layout;
    std::vector<QWidget *> m_widgets;
    int m_columnWidth;
    int m_mostColumns;
    int m_columns = 1;
};

} // namespace hrcache
