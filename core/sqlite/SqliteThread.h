#pragma once

#include "base/Completion.h"
#include "base/Result.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <unordered_map>

namespace hrcache {

class SqliteConnection;

/// One thread with one connection, and the jobs that wait for it. Made, asked and destroyed on one thread
/// with an event loop; answers come back there. Destruction cancels what is under way and joins, after
/// close() without waiting.
class SqliteThread
{
public:
    /// Makes the connection, on the thread, when the first job needs it; tried again by each job until it
    /// is open.
    using Opener = std::function<Result<std::unique_ptr<SqliteConnection>>(std::stop_token)>;

    explicit SqliteThread(Opener opener);
    ~SqliteThread();
    SqliteThread(const SqliteThread &) = delete;
    SqliteThread &operator=(const SqliteThread &) = delete;

    /// Opens the connection, so that the next job finds it open.
    void prepare();

    /// Cancels what is under way, also what is asked afterwards. Finished, with whatever value, when the
    /// connection is closed, which writes to the disk what the file has not got yet. Once.
    [[nodiscard]] Completion<Result<void>> close();

    /// Runs `job` on the thread, after those that came before. `job` gets the connection and a token that
    /// says when nobody wants the answer any more; it must own what it touches. Cancelled as soon as `stop`
    /// says so, whether the job has run or not.
    template<typename Value>
    Completion<Result<Value>>
    run(std::function<Result<Value>(SqliteConnection &, const std::stop_token &)> job,
        std::stop_token stop = {})
    {
        auto call = std::make_unique<CallOf<Value>>();
        auto completion = call->completer.completion();
        const std::stop_token wanted = call->unwanted.get_token();
        const auto id = add(std::move(call), std::move(stop));
        enqueue([this, id, wanted, job = std::move(job)] {
            auto answer = std::make_shared<Result<Value>>(failure(ErrorCode::Cancelled, {}));
            if (!wanted.stop_requested()) {
                auto connection = this->connection(wanted);
                *answer = connection ? job(**connection, wanted) : failure(std::move(connection.error()));
            }
            deliver([this, id, answer] {
                if (auto waiting = take(id))
                    static_cast<CallOf<Value> &>(*waiting).completer.finish(std::move(*answer));
            });
        });
        return completion;
    }

private:
    using Id = quint64;

    struct Call
    {
        virtual ~Call() = default;
        std::stop_source unwanted;
        std::stop_token stop;
        std::optional<std::stop_callback<std::function<void()>>> onStop;
    };

    template<typename Value>
    struct CallOf final : Call
    {
        Completer<Result<Value>> completer;
    };

    [[nodiscard]] Id add(std::unique_ptr<Call> call, std::stop_token stop);
    /// The call that waits under `id`, if it is still wanted; one whose caller gave up is dropped.
    [[nodiscard]] std::unique_ptr<Call> take(Id id);
    void cancel(Id id);
    void end();
    void enqueue(std::function<void()> job);
    /// Runs `answer` on the home thread. From any thread.
    void deliver(std::function<void()> answer);
    void work();
    [[nodiscard]] Result<SqliteConnection *> connection(const std::stop_token &stop);

    // Of the home thread.
    QObject m_home;
    std::unordered_map<Id, std::unique_ptr<Call>> m_calls;
    Id m_lastId = 0;
    Completer<Result<void>> m_closed;

    // Between the threads.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::stop_source m_ending;

    // Of the worker.
    Opener m_opener;
    std::unique_ptr<SqliteConnection> m_connection;

    std::thread m_thread;
};

} // namespace hrcache
