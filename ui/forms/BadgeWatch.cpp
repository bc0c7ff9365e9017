#include "ui/forms/BadgeWatch.h"

#include "cache/HrCacheManager.h"
#include "cache/KeyWatch.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"

#include <algorithm>

namespace hrcache {

BadgeWatch::BadgeWatch(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::aboutToBeReplaced, this, &BadgeWatch::stop);
}

BadgeWatch::~BadgeWatch() = default;

void BadgeWatch::show(SourceBadge *badge, const SourceInfo &source)
{
    Block &block = blockOf(badge);
    block.held = false;
    watchKeys(block, source);
    badge->setSource(source);
}

void BadgeWatch::hold(SourceBadge *badge, const SourceInfo &newer, const QString &why)
{
    Block &block = blockOf(badge);
    block.held = true;
    watchKeys(block, newer);
    badge->setSource(badge->source().turnedStale(why));
}

void BadgeWatch::take(SourceBadge *badge)
{
    Block &block = blockOf(badge);
    if (std::exchange(block.held, false))
        badge->setSource(block.source);
}

void BadgeWatch::stop()
{
    m_ended = true;
    m_watch.reset();
}

BadgeWatch::Block &BadgeWatch::blockOf(SourceBadge *badge)
{
    const auto found = std::find_if(m_blocks.begin(), m_blocks.end(),
                                    [badge](const Block &block) { return block.badge == badge; });
    return found != m_blocks.end() ? *found : m_blocks.emplace_back(Block{badge, {}, false});
}

void BadgeWatch::watchKeys(Block &block, const SourceInfo &source)
{
    if (m_watch) {
        for (const Provenance &part : block.source.parts)
            m_watch->forget(part.key);
    }
    block.source = source;
    // What could not be read does not get old.
    if (m_ended || source.state == SourceInfo::State::Error)
        return;
    if (!m_watch) {
        m_watch = std::make_unique<KeyWatch>(m_session.cacheStore(), m_session.cache().events());
        connect(m_watch.get(), &KeyWatch::changed, this, &BadgeWatch::keyChanged);
        connect(m_watch.get(), &KeyWatch::ttlChanged, this, &BadgeWatch::ttlChanged);
        m_watch->setActive(true);
    }
    for (const Provenance &part : source.parts)
        m_watch->watch(part);
}

void BadgeWatch::update(Block &block, const SourceInfo &source)
{
    block.source = source;
    if (!block.held)
        block.badge->setSource(source);
}

void BadgeWatch::keyChanged(const QByteArray &key, KeyChange change)
{
    if (change == KeyChange::Expired) {
        ttlChanged(key, std::chrono::milliseconds(0));
        return;
    }
    for (Block &block : m_blocks) {
        const auto &parts = block.source.parts;
        if (std::none_of(parts.begin(), parts.end(), [&](const Provenance &part) { return part.key == key; }))
            continue;
        if (const auto stale = block.source.afterKeyChange(change))
            update(block, *stale);
    }
}

void BadgeWatch::ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left)
{
    for (Block &block : m_blocks) {
        if (const auto changed = block.source.afterTtlChange(key, left, m_session.clock()))
            update(block, *changed);
    }
}

} // namespace hrcache
