#include "sqlite/SqliteThread.h"

#include "base/Logging.h"
#include "sqlite/SqliteConnection.h"

namespace hrcache {

SqliteThread::SqliteThread(Opener opener)
    : m_opener(std::move(opener))
    , m_thread([this] { work(); })
{
}

SqliteThread::~SqliteThread()
{
    auto calls = std::move(m_calls);
    m_calls.clear();
    for (auto &[id, call] : calls) {
        call->onStop.reset();
        call->unwanted.request_stop();
    }
    end();
    m_thread.join();
    // Only now, since whoever is resumed finds nothing left to wait for.
    calls.clear();
}

Completion<Result<void>> SqliteThread::close()
{
    for (auto &[id, call] : m_calls)
        call->unwanted.request_stop();
    auto closed = m_closed.completion();
    end();
    return closed;
}

void SqliteThread::end()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending.request_stop();
        m_jobs.clear();
    }
    m_wake.notify_one();
}

void SqliteThread::prepare()
{
    enqueue([this] {
        const auto opened = connection(m_ending.get_token());
        // The answer is nobody's; the first call that needs the file reports the failure.
        if (!opened)
            qCDebug(logSqlite) << opened.error();
    });
}

SqliteThread::Id SqliteThread::add(std::unique_ptr<Call> call, std::stop_token stop)
{
    const Id id = ++m_lastId;
    call->stop = stop;
    if (stop.stop_possible()) {
        // May be called on any thread, and at once.
        call->onStop.emplace(std::move(stop),
                             std::function<void()>([this, id, unwanted = call->unwanted]() mutable {
                                 unwanted.request_stop();
                                 deliver([this, id] { cancel(id); });
                             }));
    }
    m_calls.emplace(id, std::move(call));
    return id;
}

std::unique_ptr<SqliteThread::Call> SqliteThread::take(Id id)
{
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return nullptr;
    auto call = std::move(found->second);
    m_calls.erase(found);
    call->onStop.reset();
    if (!call->stop.stop_requested())
        return call;
    // Its caller gave up before the answer came: going away, it answers Cancelled.
    call.reset();
    return nullptr;
}

void SqliteThread::cancel(Id id)
{
    const auto call = take(id);
    Q_ASSERT(!call);
}

void SqliteThread::enqueue(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void SqliteThread::deliver(std::function<void()> answer)
{
    QMetaObject::invokeMethod(&m_home, std::move(answer), Qt::QueuedConnection);
}

void SqliteThread::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_ending.stop_requested() || !m_jobs.empty(); });
        if (m_ending.stop_requested())
            break;
        auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
    }
    lock.unlock();
    // Qt wants it closed on the thread that opened it.
    m_connection.reset();
    deliver([this] { m_closed.finish({}); });
}

Result<SqliteConnection *> SqliteThread::connection(const std::stop_token &stop)
{
    if (!m_connection) {
        auto opened = m_opener(stop);
        if (!opened)
            return failure(std::move(opened.error()));
        m_connection = std::move(*opened);
    }
    return m_connection.get();
}

} // namespace hrcache
