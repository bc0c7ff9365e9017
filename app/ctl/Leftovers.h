#pragma once

#include "base/Tasks.h"
#include "cache/CacheStore.h"
#include "cache/InvalidationJournal.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace hrcache {

/// What a command could not delete from the cache: keys, and the ends of keys of users who cannot be named.
class Leftovers
{
    Q_DECLARE_TR_FUNCTIONS(Leftovers)
public:
    explicit Leftovers(std::vector<PendingInvalidation> pending);

    /// Forgets keys of which the cache says that they do not exist. Both must outlive the task.
    Task<> dropAbsent(CacheStore &cache);

    [[nodiscard]] bool isEmpty() const;

    /// What is left, and the commands that delete it, one for each company. `denied`: for want of a right.
    [[nodiscard]] QString text(bool denied) const;

private:
    struct OfCompany
    {
        std::set<QByteArray> keys;
        /// What the keys end in that users hold who are noted in the cache only.
        std::set<QByteArray> endsForUnlisted;
    };

    [[nodiscard]] static QString command(const QByteArray &company, const OfCompany &left);

    std::map<QByteArray, OfCompany> m_companies;
};

} // namespace hrcache
