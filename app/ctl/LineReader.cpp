#include "app/ctl/LineReader.h"

#include <QObject>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace hrcache {

namespace {

constexpr size_t linesAhead = 512;
constexpr qsizetype bytesAhead = 32 * 1024 * 1024;
constexpr size_t blockSize = 64 * 1024;

qsizetype readBlock(char *buffer)
{
#ifdef Q_OS_WIN
    return _read(0, buffer, static_cast<unsigned>(blockSize));
#else
    ssize_t count = 0;
    do {
        count = ::read(STDIN_FILENO, buffer, blockSize);
    } while (count < 0 && errno == EINTR);
    return count;
#endif
}

} // namespace

/// What the reading thread and the taking one have in common.
struct LineReader::Shared
{
    std::mutex mutex;
    std::condition_variable room;
    std::deque<Line> lines;
    qsizetype bytes = 0;
    bool ended = false;
    bool stopped = false;
    bool wakePosted = false;
    std::unique_ptr<QObject> home; ///< lives on the taking thread

    // Of the taking thread alone.
    std::optional<Completer<Result<bool>>> waiter;

    void wake()
    {
        if (auto waiting = std::exchange(waiter, std::nullopt))
            waiting->finish(true);
    }

    /// With the mutex held.
    void postWake(const std::shared_ptr<Shared> &self)
    {
        if (!home || std::exchange(wakePosted, true))
            return;
        QMetaObject::invokeMethod(
            home.get(),
            [self] {
                {
                    const std::lock_guard lock(self->mutex);
                    self->wakePosted = false;
                }
                self->wake();
            },
            Qt::QueuedConnection);
    }
};

LineReader::LineReader(qsizetype maximumBytes)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->home = std::make_unique<QObject>();
    // It may stand in a read for ever, so nobody waits for its end.
    std::thread(&LineReader::readAll, m_shared, maximumBytes).detach();
}

LineReader::~LineReader()
{
    stop();
    std::unique_ptr<QObject> home;
    const std::lock_guard lock(m_shared->mutex);
    home = std::move(m_shared->home);
}

void LineReader::stop()
{
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->stopped = true;
        m_shared->lines.clear();
        m_shared->room.notify_all();
    }
    m_shared->wake();
}

Task<std::optional<LineReader::Line>> LineReader::next()
{
    auto shared = m_shared;
    while (true) {
        {
            const std::lock_guard lock(shared->mutex);
            if (!shared->lines.empty()) {
                Line line = std::move(shared->lines.front());
                shared->lines.pop_front();
                shared->bytes -= line.text.size();
                shared->room.notify_all();
                co_return line;
            }
            if (shared->ended || shared->stopped)
                co_return std::nullopt;
            shared->waiter.emplace();
        }
        auto completion = shared->waiter->completion();
        co_await std::move(completion);
    }
}

void LineReader::readAll(std::shared_ptr<Shared> shared, qsizetype maximumBytes)
{
    std::vector<char> block(blockSize);
    Line line;
    const auto deliver = [&] {
        std::unique_lock lock(shared->mutex);
        shared->room.wait(lock, [&] {
            return shared->stopped || (shared->lines.size() < linesAhead && shared->bytes < bytesAhead);
        });
        if (line.text.endsWith('\r'))
            line.text.chop(1);
        if (!shared->stopped) {
            shared->bytes += line.text.size();
            shared->lines.push_back(std::exchange(line, {}));
            shared->postWake(shared);
        }
        return !shared->stopped;
    };
    const auto append = [&](const char *from, qsizetype size) {
        if (line.tooLong || line.text.size() + size > maximumBytes) {
            line.tooLong = true;
            line.text = QByteArray();
        } else {
            line.text.append(from, size);
        }
    };

    qsizetype count = 0;
    while ((count = readBlock(block.data())) > 0) {
        const char *at = block.data();
        const char *end = at + count;
        while (const auto *newline =
                   static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(end - at)))) {
            append(at, newline - at);
            if (!deliver())
                return;
            at = newline + 1;
        }
        append(at, end - at);
    }
    if ((!line.text.isEmpty() || line.tooLong) && !deliver())
        return;
    const std::lock_guard lock(shared->mutex);
    shared->ended = true;
    shared->postWake(shared);
}

} // namespace hrcache
