#pragma once

#include "ui/employees/EmployeeColumns.h"

#include <QHash>
#include <QStringList>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace hrcache {

/// Names of clusters by their code, shared between threads.
using ClusterNames = std::shared_ptr<const QHash<QString, QString>>;

/// What the table is narrowed to.
struct EmployeeFilter
{
    QString text;                       ///< words, all of which must occur somewhere in the row
    QString cluster;                    ///< a code, or empty
    std::optional<EmployeeState> state; ///< or all
    bool operator==(const EmployeeFilter &) const = default;

    [[nodiscard]] bool isEmpty() const { return *this == EmployeeFilter{}; }
};

/// The rows of a list, prepared for filtering. Seen from outside immutable after make(), so any thread may
/// read it.
class EmployeeRows
{
public:
    /// A list of up to that many rows is prepared when it is filtered by words for the first time: that takes
    /// longer than everything else that is to be done before it is on screen.
    static constexpr size_t preparedLater = 2'000;

    /// Takes tens of milliseconds for 100,000 rows: call it on a pool then. `today` decides who starts later.
    /// A long list comes in pages; slots count through all of them.
    [[nodiscard]] static std::shared_ptr<const EmployeeRows> make(std::vector<EmployeeList> pages,
                                                                  ClusterNames clusters, QDate today);

    [[nodiscard]] size_t size() const { return m_rows.size(); }

    [[nodiscard]] EmployeeSummary at(size_t slot) const { return EmployeeSummary(m_rows[slot]); }

    [[nodiscard]] const ClusterNames &clusters() const { return m_clusters; }

    /// Whether these are the very bytes of the other rows, so that at most the names of the clusters differ.
    [[nodiscard]] bool isSameAnswer(const EmployeeRows &other) const;

    [[nodiscard]] QDate today() const { return m_today; }

    [[nodiscard]] EmployeeState state(size_t slot) const { return stateOf(at(slot), m_today); }

    /// "Zürich (ZH)", or the code where the name is not known.
    [[nodiscard]] QString clusterText(size_t slot) const;

    /// The slots of `from` that the filter lets through, in the order of `from`. Words are looked for in
    /// `contracts` (by employee id; may be null), too.
    [[nodiscard]] std::vector<uint32_t> filtered(const std::vector<uint32_t> &from,
                                                 const EmployeeFilter &filter,
                                                 const QHash<QByteArray, QString> *contracts) const;

    /// Codes of the clusters that occur, ordered.
    [[nodiscard]] const QStringList &clusterCodes() const { return m_clusterCodes; }

    /// `text` as it is searched for: without case and accents.
    [[nodiscard]] static QByteArray folded(const QString &text);

private:
    void foldTexts() const;
    [[nodiscard]] QByteArray contractText(size_t slot, const QHash<QByteArray, QString> &contracts) const;

    std::vector<EmployeeList> m_pages;
    std::vector<RowView> m_rows; ///< of all pages
    ClusterNames m_clusters;
    QDate m_today;
    QStringList m_clusterCodes;
    /// The folded text of all rows, one after the other; row i is from m_ends[i - 1] to m_ends[i].
    mutable QByteArray m_text;
    mutable std::vector<uint32_t> m_ends;
    mutable std::once_flag m_textsFolded;
};

} // namespace hrcache
