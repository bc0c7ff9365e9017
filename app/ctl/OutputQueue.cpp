#include "app/ctl/OutputQueue.h"

#include <cstdio>

namespace hrcache {

OutputQueue::OutputQueue(QObject *parent)
    : QObject(parent)
    , m_thread([this] { run(); })
{
}

OutputQueue::~OutputQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_work.notify_one();
    m_thread.join();
}

void OutputQueue::write(QByteArray bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_bytes += bytes.size();
        m_pieces.push_back(std::move(bytes));
    }
    m_work.notify_one();
}

qint64 OutputQueue::waitingBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

bool OutputQueue::hasFailed() const
{
    const std::lock_guard lock(m_mutex);
    return m_failed;
}

void OutputQueue::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_work.wait(lock, [this] { return m_closing || !m_pieces.empty(); });
        if (m_pieces.empty())
            return;
        const QByteArray piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        const bool useless = m_failed;
        lock.unlock();
        const auto size = static_cast<size_t>(piece.size());
        const bool good =
            !useless && std::fwrite(piece.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
        lock.lock();
        m_bytes -= piece.size();
        m_failed = m_failed || !good;
        if (!m_closing && !std::exchange(m_signalPosted, true)) {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    {
                        const std::lock_guard again(m_mutex);
                        m_signalPosted = false;
                    }
                    emit written();
                },
                Qt::QueuedConnection);
        }
    }
}

} // namespace hrcache
