#pragma once

#include "ui/base/ArrangedModel.h"
#include "ui/base/TableText.h"
#include "ui/cache/KeyArrangement.h"

#include <optional>

namespace hrcache {

/// The keys of a user and company, filtered and sorted. Rows are told apart by their key; only what changed
/// is announced. Times are as of the clock whenever somebody asks.
class KeyTableModel : public ArrangedModel
{
    Q_OBJECT

public:
    enum Column {
        Type = KeyRow::Type,
        Key = KeyRow::Key,
        Ttl = KeyRow::Ttl,
        Bytes = KeyRow::Bytes,
        Age = KeyRow::Age,
        ColumnCount = KeyRow::ColumnCount
    };

    enum Role {
        RawRole = tabletext::RawRole, ///< a value to export
        KeyRole = tabletext::IdRole,  ///< the key, QByteArray
        LeftRole = Qt::UserRole + 10, ///< milliseconds until it expires; invalid: never
        PartRole,                     ///< what is left of the TTL, 0 to 1; invalid: unknown
        LowRole                       ///< whether it expires soon
    };

    /// `clock` must outlive the model.
    explicit KeyTableModel(const Clock &clock, QObject *parent = nullptr);
    ~KeyTableModel() override;

    /// What entries live for that do not say it themselves.
    void setUsualTtls(const CacheTtl &ttls) { m_ttls = ttls; }

    /// Up to this many keys everything is done at once.
    static constexpr size_t atOnce = 2'000;
    /// Shared, so that nothing is copied: many are read on the thread pool.
    using Infos = std::shared_ptr<const std::vector<CacheKeyInfo>>;

    /// These are all keys that there are. allSet() follows: at once, or for many when they have been taken in
    /// while the window went on.
    void setAll(Infos infos);

    void setAll(std::vector<CacheKeyInfo> infos)
    {
        setAll(std::make_shared<const std::vector<CacheKeyInfo>>(std::move(infos)));
    }

    /// Whether allSet() is to follow.
    [[nodiscard]] bool isFilling() const { return m_filling; }

    /// This is what became of these keys; others are untouched. Rows that are shown tell it at once, unless
    /// it is about many; which are shown, and in which order, may follow later.
    void update(const std::vector<CacheKeyInfo> &infos);
    void clear() override;

    /// Every word of `text` must stand somewhere in the key or in the name of its type, and `type` is a data
    /// type ("employees"); empty ones let everything pass.
    void setFilter(const QString &text, const QByteArray &type);

    [[nodiscard]] bool isFiltering() const { return !m_filter.isEmpty(); }

    /// By what stands behind the cells.
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] int totalCount() const override { return static_cast<int>(m_rows.count()); }

    /// `row` must be shown.
    [[nodiscard]] const KeyRow &at(int row) const { return m_rows.at(slotAt(row)); }

    /// -1: it is not shown.
    [[nodiscard]] int rowOf(const QByteArray &key) const;

    /// Whatever the filter; null: the cache does not have it. Valid until keys are told of.
    [[nodiscard]] const KeyRow *find(const QByteArray &key) const { return m_rows.find(key); }

    /// Of all keys, whatever the filter.
    [[nodiscard]] qint64 totalBytes() const { return m_rows.bytes(); }

    /// Keys whose time is over by now, but which stand here still; at most `most`.
    [[nodiscard]] std::vector<QByteArray> expired(size_t most = SIZE_MAX) const;

    [[nodiscard]] const Clock &clock() const { return m_clock; }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    /// Before views know that rows leave, because their keys are not among `left` or do not pass the filter.
    void aboutToForget(const hrcache::KeyRows &left);
    void allSet();

protected:
    [[nodiscard]] Work work() override;
    [[nodiscard]] std::string_view idOf(uint32_t slot) const override;

private:
    /// What became of a key; no row: it is gone.
    struct News
    {
        QByteArray key;
        std::optional<KeyRow> row;
    };

    void take(KeyList list);
    /// Whether there is something to be arranged.
    bool apply(std::vector<News> news);
    void show(KeyTransition &transition);
    bool takeNewer(const std::shared_ptr<const KeyList> &list);
    [[nodiscard]] QVariant text(const KeyRow &row, int column) const;
    [[nodiscard]] QVariant raw(const KeyRow &row, int column) const;
    [[nodiscard]] QVariant spoken(const KeyRow &row, int column) const;

    const Clock &m_clock;
    CacheTtl m_ttls;
    KeyRows m_rows;
    KeySort m_sort;
    KeyFilter m_filter;
    std::shared_ptr<const KeyArrangement> m_shown;
    std::shared_ptr<const KeyList> m_list; ///< to be taken in; null: none
    std::vector<News> m_newer;             ///< told while lists were being taken in
    size_t m_newerThanList = 0;            ///< those of m_newer from here on are newer than m_list
    bool m_filling = false;
    mutable quint64 m_expiryRevision = 0; ///< of the rows that m_nextExpiry is about
    mutable SteadyTime m_nextExpiry{};    ///< before it nothing expires
};

} // namespace hrcache
