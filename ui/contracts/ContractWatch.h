#pragma once

#include "base/Ids.h"
#include "cache/KeyWatch.h"
#include "hr/CompanyContracts.h"
#include "ui/base/UiContext.h"

#include <QHash>
#include <QSet>

#include <memory>

namespace hrcache {

/// Tells when the cache keys that the list of contracts is composed of are not what they were when it was
/// read. What this program does itself is known of every key; what others do, of up to `mostKeys` at a time,
/// which are asked for each second: of a longer list those of the rows in view, so that what somebody looks
/// at is right, and 100,000 employees cost the cache no more than 500.
class ContractWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr size_t mostKeys = 500;
    /// A list of more employees is not to be read again as a whole because one entry was renewed.
    static constexpr size_t mostReadAgain = 2'000;

    /// Leaves the services alone from stop() on; they must be there until then.
    explicit ContractWatch(UiContext context, QObject *parent = nullptr);
    ~ContractWatch() override;

    /// A read begins: what happens to the keys from now on matters for what it brings.
    void beginReading(const UserId &user, const CompanyId &company);
    /// What it brought is on screen: its keys are watched in place of those before.
    void watch(std::shared_ptr<const CompanyContracts> contracts);
    /// People (indexes) whose rows are in view, for lists with more keys than are watched.
    void setInView(const QSet<uint32_t> &people);
    void setActive(bool active);
    void stop();

    [[nodiscard]] bool isWatching(uint32_t person) const { return m_watched.contains(person); }

signals:
    /// Once for each key, until the next watch().
    void changed(const QByteArray &key, hrcache::KeyChange change);
    /// The entry of a person was given another TTL, of which `left` is left now; none: it does not expire.
    void ttlChanged(uint32_t person, std::optional<std::chrono::milliseconds> left);

private:
    void happened(const CacheEvent &event);
    void watchList();
    void tellTtl(const QByteArray &key, std::optional<std::chrono::milliseconds> left);
    void add(uint32_t person);
    [[nodiscard]] QByteArray keyOf(uint32_t person) const;

    UiContext m_context;
    std::unique_ptr<KeyWatch> m_keys;
    QMetaObject::Connection m_feed;
    std::shared_ptr<const CompanyContracts> m_contracts;
    QByteArray m_prefix; ///< of the keys: with an employee's id behind it, it is his
    QByteArray m_list;   ///< key of the list of employees
    QSet<uint32_t> m_watched;

    /// What became of keys since beginReading(): the size that was stored, or how they changed.
    struct Seen
    {
        qint64 stored = -1;
        KeyChange change{};
    };

    QHash<QByteArray, Seen> m_seen;
    bool m_reading = false;
    bool m_active = false;
};

} // namespace hrcache
