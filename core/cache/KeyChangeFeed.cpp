#include "cache/KeyChangeFeed.h"

#include <QPointer>

namespace hrcache {

KeyChangeFeed::KeyChangeFeed(QObject *parent)
    : QObject(parent)
{
}

KeyChangeFeed::~KeyChangeFeed() = default;

void KeyChangeFeed::setState(State state, const QString &words)
{
    if (m_state == state && m_words == words)
        return;
    const QPointer<KeyChangeFeed> self(this);
    const bool wasLive = isLive();
    m_state = state;
    m_words = words;
    emit stateChanged();
    if (self && wasLive != isLive())
        emit allMayHaveChanged();
}

} // namespace hrcache
