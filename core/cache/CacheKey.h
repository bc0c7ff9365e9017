#pragma once

#include "base/Ids.h"
#include "hr/HrQuery.h"

#include <QByteArray>

#include <optional>

namespace hrcache {

/// `cache:{user_id}:{company_id}:hr:{data_type}[:{sub_type}]`, taken apart.
struct CacheKey
{
    QByteArray user;
    QByteArray company;
    QByteArray dataType; ///< "employees", "employee", …
    QByteArray subType;  ///< employee id, country, "CH:fr", or empty

    /// The key of a cacheable query for a user; the company comes from the query. Empty if the query has
    /// no company or no key.
    [[nodiscard]] static QByteArray of(const UserId &user, const HrQuery &query);
    /// What the keys of a query end in, for every user: "employees", "employee:…". Empty: it has no key.
    [[nodiscard]] static QByteArray endOf(const HrQuery &query);
    /// The key of a user and company that ends in `end` ("employee:…"), which stands behind ":hr:".
    [[nodiscard]] static QByteArray withEnd(const UserId &user, const CompanyId &company,
                                            const QByteArray &end);
    /// Takes any key apart; none if it is not one of HR's.
    [[nodiscard]] static std::optional<CacheKey> parse(const QByteArray &key);
    /// The glob that matches the HR keys of a user and company; an empty one matches everybody's. Escaped.
    [[nodiscard]] static QByteArray pattern(const UserId &user, const CompanyId &company);
    /// Where invalidations of a company are published.
    [[nodiscard]] static QByteArray channel(const CompanyId &company);

    /// `hr.` and what follows `hr:` in the key.
    [[nodiscard]] QByteArray source() const;
    [[nodiscard]] QByteArray toBytes() const;
    /// What stands behind ":hr:".
    [[nodiscard]] QByteArray end() const;

    bool operator==(const CacheKey &) const = default;
};

/// Whether it is one of the keys in which this program keeps a long list in pages. They come and go with
/// their list, so people are told of the list only.
[[nodiscard]] bool isPageKey(const QByteArray &key);

/// How many keys people and other programs are told of: a list counts once, its pages do not.
[[nodiscard]] qsizetype countTold(const std::vector<QByteArray> &keys);

/// The key of a page of the list of employees in `list`.
[[nodiscard]] QByteArray pageKeyOf(const QByteArray &list, int page);

/// The key with its user id replaced by "***", for logs that must not name a person.
[[nodiscard]] QByteArray redactedKey(const QByteArray &key);

} // namespace hrcache
