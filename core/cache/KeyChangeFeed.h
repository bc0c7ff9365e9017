#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <vector>

namespace hrcache {

/// Announces which keys of the cache anybody changed: this program, others, or time. What became of them is
/// for the listener to ask. Lives on the thread of its store, at most as long as that.
///
/// What changed while it was not Live is not announced; allMayHaveChanged() follows whenever it begins or
/// ceases to be.
class KeyChangeFeed : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Connecting, ///< nothing is announced now; it tries to change that
        Live,       ///< every change is announced, a round trip after it was made
        Refused     ///< the server does not announce changes, or not to this user; words() says why
    };

    explicit KeyChangeFeed(QObject *parent = nullptr);
    ~KeyChangeFeed() override;

    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] bool isLive() const { return m_state == State::Live; }

    /// Why it is Refused, for a person; empty otherwise.
    [[nodiscard]] const QString &words() const { return m_words; }

signals:
    void stateChanged();
    /// These were set, deleted, evicted, given another TTL, or they expired. Some may be nobody's concern.
    void keysChanged(const std::vector<QByteArray> &keys);
    /// Whatever was known of any key may be wrong now.
    void allMayHaveChanged();

protected:
    /// Emits stateChanged() if it is another one and, where it concerns Live, allMayHaveChanged().
    void setState(State state, const QString &words = {});

private:
    State m_state = State::Connecting;
    QString m_words;
};

} // namespace hrcache
