#pragma once

#include "ui/cache/KeyRow.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace hrcache {

/// The keys of a user and company. Rows are told apart by their key and keep their place, whatever is
/// refreshed; only what changed is announced. Times are as of the clock whenever somebody asks.
class KeyTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Type, Key, Ttl, Bytes, Age, ColumnCount };

    enum Role {
        RawRole = Qt::UserRole, ///< a value to sort and to export by
        KeyRole,                ///< the key, QByteArray
        LeftRole,               ///< milliseconds until it expires; invalid: never
        PartRole,               ///< what is left of the TTL, 0 to 1; invalid: unknown
        LowRole                 ///< whether it expires soon
    };

    /// `clock` must outlive the model.
    explicit KeyTableModel(const Clock &clock, QObject *parent = nullptr);

    /// What entries live for that do not say it themselves.
    void setUsualTtls(const CacheTtl &ttls) { m_ttls = ttls; }

    /// Up to this many keys are taken in at once.
    static constexpr size_t atOnce = 2'000;
    /// Shared, so that nothing is copied: many are read on the thread pool.
    using Infos = std::shared_ptr<const std::vector<CacheKeyInfo>>;
    using Order = std::function<bool(const KeyRow &, const KeyRow &)>;

    /// These are all keys that there are. allSet() follows: at once, or for many when they have been taken in
    /// while the window went on, new ones by `order`, which any thread may call.
    void setAll(Infos infos, Order order = {});

    void setAll(std::vector<CacheKeyInfo> infos, Order order = {})
    {
        setAll(std::make_shared<const std::vector<CacheKeyInfo>>(std::move(infos)), std::move(order));
    }

    /// Whether allSet() is to follow.
    [[nodiscard]] bool isFilling() const { return m_filling; }

    /// This is what became of these keys; others are untouched. Keys that exist and are new here are added.
    void update(const std::vector<CacheKeyInfo> &infos);
    void clear();

    [[nodiscard]] const KeyRow &at(int row) const { return m_rows[static_cast<size_t>(row)]; }

    /// -1: there is none.
    [[nodiscard]] int rowOf(const QByteArray &key) const { return m_index.value(key, -1); }

    [[nodiscard]] const std::vector<KeyRow> &rows() const { return m_rows; }

    [[nodiscard]] qint64 totalBytes() const;
    /// Keys whose time is over by now, but which stand here still.
    [[nodiscard]] std::vector<QByteArray> expired() const;

    [[nodiscard]] const Clock &clock() const { return m_clock; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    /// Before views know that these rows go, and choose others.
    void aboutToForget(int first, int last);
    void allSet();

private:
    void takeSome();
    void finish();
    void stopFilling();
    [[nodiscard]] QVariant text(const KeyRow &row, int column) const;
    [[nodiscard]] QVariant raw(const KeyRow &row, int column) const;
    [[nodiscard]] QVariant spoken(const KeyRow &row, int column) const;
    void removeWhere(const std::vector<bool> &gone);
    void append(std::vector<KeyRow> rows);
    void replace(int row, KeyRow fresh);
    void reindex();

    const Clock &m_clock;
    CacheTtl m_ttls;
    std::vector<KeyRow> m_rows;
    std::vector<quint64> m_seen; ///< of m_rows: when it was told last that the key exists, by m_generation
    QHash<QByteArray, int> m_index;
    quint64 m_generation = 0;
    bool m_filling = false;
    std::vector<KeyRow> m_coming;
    size_t m_taken = 0;
    QSet<QByteArray> m_newer; ///< keys of which more was told than m_coming knows
    QTimer m_timer;
};

} // namespace hrcache
