#include "ui/cache/CachePage.h"

#include "ui/cache/CacheActions.h"
#include "ui/cache/KeyFilterModel.h"
#include "ui/cache/KeyTableModel.h"

#include <QLineEdit>
#include <QSplitter>
#include <QTableView>

namespace hrcache {

namespace {

constexpr int rowsAround = 50; ///< rows beyond the visible ones that are asked for with them

} // namespace

std::vector<QByteArray> CachePage::keysInView() const
{
    std::vector<QByteArray> keys;
    const int count = m_filtered->rowCount();
    keys.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        keys.push_back(m_keys->at(m_filtered->mapToSource(m_filtered->index(i, 0)).row()).key);
    return keys;
}

bool CachePage::hasKeysInView() const
{
    return m_filtered->rowCount() > 0;
}

bool CachePage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Filter:
        return hasPlace();
    case PageCommand::Copy:
    case PageCommand::CopyWithHeaders:
    case PageCommand::CopyAsCsv:
    case PageCommand::CopyAsJson:
        return m_table->selectionModel()->hasSelection();
    case PageCommand::Delete:
        return m_table->selectionModel()->hasSelection() && !m_error;
    case PageCommand::Invalidate:
    case PageCommand::Export:
        return m_filtered->rowCount() > 0;
    case PageCommand::ToggleDetail:
        return true;
    default:
        return false;
    }
}

void CachePage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Filter:
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
        break;
    case PageCommand::Copy:
        m_actions->copy(selectedRows(), CacheActions::Format::Tsv);
        break;
    case PageCommand::CopyWithHeaders:
        m_actions->copy(selectedRows(), CacheActions::Format::TsvWithHeaders);
        break;
    case PageCommand::CopyAsCsv:
        m_actions->copy(selectedRows(), CacheActions::Format::Csv);
        break;
    case PageCommand::CopyAsJson:
        m_actions->copy(selectedRows(), CacheActions::Format::Json);
        break;
    case PageCommand::Export:
        m_actions->exportRows(shownRows());
        break;
    case PageCommand::Invalidate:
        m_actions->invalidate(keysInView());
        break;
    case PageCommand::Delete: {
        std::vector<QByteArray> keys;
        for (const KeyRow &row : selectedRows())
            keys.push_back(row.key);
        m_actions->invalidate(std::move(keys));
        break;
    }
    case PageCommand::ToggleDetail:
        m_splitter->setProperty("detail", !m_splitter->property("detail").toBool());
        updateStates();
        break;
    default:
        break;
    }
}

std::optional<KeyRow> CachePage::currentRow() const
{
    const QModelIndex current = m_filtered->mapToSource(m_table->currentIndex());
    return current.isValid() ? std::optional(m_keys->at(current.row())) : std::nullopt;
}

std::vector<KeyRow> CachePage::selectedRows() const
{
    QModelIndexList indexes = m_table->selectionModel()->selectedRows();
    std::sort(indexes.begin(), indexes.end());
    std::vector<KeyRow> rows;
    for (const QModelIndex &index : std::as_const(indexes))
        rows.push_back(m_keys->at(m_filtered->mapToSource(index).row()));
    return rows;
}

std::vector<KeyRow> CachePage::shownRows() const
{
    std::vector<KeyRow> rows;
    for (int i = 0; i < m_filtered->rowCount(); ++i)
        rows.push_back(m_keys->at(m_filtered->mapToSource(m_filtered->index(i, 0)).row()));
    return rows;
}

std::vector<QByteArray> CachePage::keysOnScreen() const
{
    std::vector<QByteArray> keys;
    const int count = m_filtered->rowCount();
    const int top = std::max(0, m_table->rowAt(0));
    const int bottom = m_table->rowAt(m_table->viewport()->height());
    const int end = std::min(count, (bottom < 0 ? top : bottom) + rowsAround);
    for (int i = top; i < end; ++i)
        keys.push_back(m_keys->at(m_filtered->mapToSource(m_filtered->index(i, 0)).row()).key);
    if (const auto row = currentRow())
        keys.push_back(row->key);
    return keys;
}

} // namespace hrcache
