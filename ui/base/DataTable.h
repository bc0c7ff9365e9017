#pragma once

#include "ui/base/TableText.h"

#include <QPersistentModelIndex>
#include <QTableView>
#include <QTimer>

#include <vector>

class QMenu;

namespace hrcache {

class Settings;

/// A table of rows as every page has it: whole rows, columns that are chosen, moved, sized and found again
/// (they never reset with the rows), the selection told by ids, cells that glow when they changed, copy.
/// Tab leaves it. Models answer the roles of tabletext; sort() is theirs.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget *parent = nullptr);

    /// Widths in characters and whether it is shown at first, by logical index; the sort that it starts with.
    struct Column
    {
        int characters = 12;
        bool shown = true;
        bool date = false;      ///< wide enough for any date as the locale writes it
        bool takesRest = false; ///< all the room that the others leave; if none does, the last one stretches
    };

    void setColumns(const QList<Column> &columns, int sortColumn, Qt::SortOrder order = Qt::AscendingOrder);

    void setModel(QAbstractItemModel *model) override;

    /// Columns as they were left, or as setColumns() said. The height of the rows follows the density that is
    /// set, from then on.
    void restoreColumns(Settings &settings, const QString &page, const QString &name);
    void saveColumns(Settings &settings, const QString &page, const QString &name) const;

    /// Shown columns, in their order on screen, and the selected rows from top to bottom.
    [[nodiscard]] QList<int> visibleColumns() const;
    [[nodiscard]] QList<int> selectedRows() const;
    [[nodiscard]] QStringList selectedIds() const;
    /// Without naming the rows, which takes long where all of a long list are selected.
    [[nodiscard]] int selectedCount() const;
    /// Of the uppermost selected row; empty: none is.
    [[nodiscard]] QString firstSelectedId() const;
    /// The id of the current row if it is selected; else empty. (A table that gets the focus makes its first
    /// row current, which nobody chose.)
    [[nodiscard]] QString currentId() const;
    /// Selects the row and scrolls to it.
    void select(int row);

    using Format = tabletext::Format;

    /// Puts the selected rows into the clipboard: few at once, many while the window goes on. See copyTold().
    void copySelection(Format format);
    /// The selected rows; all if `everything`.
    [[nodiscard]] tabletext::Extract extract(bool everything) const;

    /// Shows the chooser of columns at the header.
    void chooseColumns();

signals:
    /// Enter or a double click on a row.
    void opened(const QString &id);
    void currentIdChanged(const QString &id);
    /// For people: that many rows are on their way into the clipboard, are there, or why they are not.
    void copyTold(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void setCompact(bool compact);
    /// First and last rows of what is selected without a gap, from top to bottom.
    using Spans = std::vector<std::pair<int, int>>;

    [[nodiscard]] Spans selectedSpans() const;
    void rememberUnselected();
    void selectAllButRemembered();
    [[nodiscard]] int widthOf(const Column &column) const;
    void fillWidth();
    void announceCurrent();
    QMenu *makeColumnMenu();
    void showColumnMenu(const QPoint &at);

    QList<Column> m_columns;
    std::vector<QPersistentModelIndex> m_unselected; ///< while rows move and nearly all are selected
    QString m_announcedId;
    QTimer m_nobody; ///< nothing is current and selected; perhaps only for a moment
    int m_sortColumn = 0;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace hrcache
