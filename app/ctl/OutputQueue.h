#pragma once

#include <QByteArray>
#include <QObject>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hrcache {

/// Writes to standard output on a thread of its own, each piece at once, so that a reader who pauses does
/// not hold up the event loop, and with it the answers of the servers.
class OutputQueue : public QObject
{
    Q_OBJECT

public:
    explicit OutputQueue(QObject *parent = nullptr);
    /// Waits until everything is written.
    ~OutputQueue() override;

    void write(QByteArray bytes);

    /// Bytes that nobody has read yet.
    [[nodiscard]] qint64 waitingBytes() const;

    /// Nothing can be written any more (a full disk).
    [[nodiscard]] bool hasFailed() const;

signals:
    /// Emitted on the thread of this object after something was written.
    void written();

private:
    void run();

    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::deque<QByteArray> m_pieces;
    qint64 m_bytes = 0;
    bool m_closing = false;
    bool m_failed = false;
    bool m_signalPosted = false;
    std::thread m_thread;
};

} // namespace hrcache
