#include "ui/base/HeaderSelection.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QTableView>

namespace hrcache {

void keepSelectionFromHeader(QTableView &table)
{
    QHeaderView *header = table.horizontalHeader();
    const QItemSelectionModel *before = header->selectionModel();
    header->setSelectionModel(new QItemSelectionModel(table.model(), header));
    if (before != table.selectionModel() && before != nullptr && before->parent() == header)
        delete before;
}

} // namespace hrcache
