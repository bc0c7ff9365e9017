#pragma once

class QTableView;

namespace hrcache {

/// Gives the header of a table a selection of its own, in which nothing ever is. For each column that it
/// paints Qt asks the table's selection row by row whether all are selected, though the header does not show
/// it; with 100,000 selected rows that takes longer than a frame. Call it after each QTableView::setModel().
void keepSelectionFromHeader(QTableView &table);

} // namespace hrcache
