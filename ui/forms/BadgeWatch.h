#pragma once

#include "ui/base/SourceInfo.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace hrcache {

class KeyWatch;
class Session;
class SourceBadge;

/// Keeps the badges of a dialog true: what becomes of the cache keys of what they stand for is shown, whoever
/// did it, and nothing else is touched. Ends by itself when the services go. GUI thread.
class BadgeWatch : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive this object.
    explicit BadgeWatch(Session &session, QObject *parent = nullptr);
    ~BadgeWatch() override;

    /// What was just read stands in the block of this badge, in place of what was there. The badge must
    /// outlive this object, or stop() have been called.
    void show(SourceBadge *badge, const SourceInfo &source);
    /// Something newer was just read, but the block still has the old: it is stale, and `why`, until take().
    void hold(SourceBadge *badge, const SourceInfo &newer, const QString &why);
    /// The block has what was held now.
    void take(SourceBadge *badge);

    /// Badges stay as they are from now on, unless they are shown something.
    void stop();

private:
    struct Block
    {
        SourceBadge *badge = nullptr;
        SourceInfo source; ///< of what was read last
        bool held = false; ///< it does not stand in the block
    };

    Block &blockOf(SourceBadge *badge);
    void watchKeys(Block &block, const SourceInfo &source);
    void update(Block &block, const SourceInfo &source);
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left);

    Session &m_session;
    std::unique_ptr<KeyWatch> m_watch;
    std::vector<Block> m_blocks;
    bool m_ended = false;
};

} // namespace hrcache
