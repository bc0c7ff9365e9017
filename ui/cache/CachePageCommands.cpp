#include "ui/cache/CachePage.h"

#include "ui/base/DataTable.h"
#include "ui/cache/CacheActions.h"
#include "ui/cache/KeyTableModel.h"

#include <QLineEdit>
#include <QSplitter>

namespace hrcache {

namespace {

constexpr int rowsAround = 50; ///< rows beyond the visible ones that are asked for with them

} // namespace

KeysInView CachePage::keysInView() const
{
    return KeysInView(shownKeys());
}

bool CachePage::hasKeysInView() const
{
    return m_keys->rowCount() > 0;
}

bool CachePage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Filter:
        return hasPlace();
    case PageCommand::ChooseColumns:
        return true;
    case PageCommand::Copy:
    case PageCommand::CopyWithHeaders:
    case PageCommand::CopyAsCsv:
    case PageCommand::CopyAsJson:
        return m_table->selectionModel()->hasSelection();
    case PageCommand::Delete:
        return m_table->selectionModel()->hasSelection() && !m_error;
    case PageCommand::Invalidate:
    case PageCommand::Export:
        return m_keys->rowCount() > 0;
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
        m_actions->copy(selectedKeys(), CacheActions::Format::Tsv);
        break;
    case PageCommand::CopyWithHeaders:
        m_actions->copy(selectedKeys(), CacheActions::Format::TsvWithHeaders);
        break;
    case PageCommand::CopyAsCsv:
        m_actions->copy(selectedKeys(), CacheActions::Format::Csv);
        break;
    case PageCommand::CopyAsJson:
        m_actions->copy(selectedKeys(), CacheActions::Format::Json);
        break;
    case PageCommand::Export:
        m_actions->exportKeys(shownKeys());
        break;
    case PageCommand::Invalidate:
        m_actions->invalidate(shownKeys());
        break;
    case PageCommand::Delete:
        m_actions->invalidate(selectedKeys());
        break;
    case PageCommand::ChooseColumns:
        m_table->chooseColumns();
        break;
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
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? std::optional(m_keys->at(current.row())) : std::nullopt;
}

std::vector<QByteArray> CachePage::selectedKeys() const
{
    const QList<int> rows = m_table->selectedRows();
    std::vector<QByteArray> keys;
    keys.reserve(static_cast<size_t>(rows.size()));
    for (const int row : rows)
        keys.push_back(m_keys->at(row).key);
    return keys;
}

std::vector<QByteArray> CachePage::shownKeys() const
{
    std::vector<QByteArray> keys;
    addShownKeys(keys, 0, m_keys->rowCount() - 1);
    return keys;
}

void CachePage::addShownKeys(std::vector<QByteArray> &keys, int first, int last) const
{
    keys.reserve(keys.size() + static_cast<size_t>(std::max(0, last - first + 1)));
    for (int row = first; row <= last; ++row)
        keys.push_back(m_keys->at(row).key);
}

std::vector<QByteArray> CachePage::keysOnScreen() const
{
    const int count = m_keys->rowCount();
    const int top = std::max(0, m_table->rowAt(0));
    const int bottom = m_table->rowAt(m_table->viewport()->height());
    const int end = std::min(count, (bottom < 0 ? top : bottom) + rowsAround);
    std::vector<QByteArray> keys;
    addShownKeys(keys, top, end - 1);
    if (const auto row = currentRow())
        keys.push_back(row->key);
    return keys;
}

} // namespace hrcache
