#include "cache/InvalidationJournal.h"

namespace hrcache {

quint64 MemoryInvalidationJournal::add(PendingInvalidation pending)
{
    pending.id = ++m_lastId;
    m_entries.push_back(std::move(pending));
    return m_lastId;
}

void MemoryInvalidationJournal::remove(quint64 id)
{
    std::erase_if(m_entries, [id](const PendingInvalidation &pending) { return pending.id == id; });
}

} // namespace hrcache
