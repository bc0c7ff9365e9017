#pragma once

#include "base/Tasks.h"

#include <QObject>
#include <QPointer>

#include <stop_token>
#include <utility>

namespace hrcache {

/// One question that a widget asks at a time: a newer one replaces the older, whose answer is then dropped,
/// however late it comes. Make one for each block of data, as a child of the widget; it may be deleted with
/// a task under way. GUI thread.
///
///     m_request->run([=](std::stop_token stop) { return service.read(user, query, {mode, stop}); },
///                    [this](DocumentResult result) { show(std::move(result)); });
class Request : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    ~Request() override
    {
        // What ends at once when it is asked to is not wanted any more, either.
        ++m_generation;
        m_stop.request_stop();
    }

    /// Cancels what is under way, calls `begin(stop_token)`, which returns a Task<T>, and hands its value to
    /// `then(T)`, unless cancel() or another run() came first. `then` runs at once if the task was.
    template<typename Begin, typename Then>
    void run(Begin begin, Then then)
    {
        const quint64 generation = ++m_generation;
        m_stop.request_stop();
        m_stop = std::stop_source();
        setRunning(true);
        if (generation != m_generation)
            return;
        auto task = begin(m_stop.get_token());
        follow(std::move(task), generation, std::move(then));
    }

    /// Ends what is under way; its answer is dropped.
    void cancel()
    {
        ++m_generation;
        m_stop.request_stop();
        setRunning(false);
    }

    [[nodiscard]] bool isRunning() const { return m_running; }

signals:
    void runningChanged(bool running);

private:
    template<typename T, typename Then>
    void follow(Task<T> task, quint64 generation, Then then)
    {
        if constexpr (std::is_void_v<T>) {
            QCoro::connect(std::move(task), this, [this, generation, then = std::move(then)]() {
                if (land(generation))
                    then();
            });
        } else {
            QCoro::connect(std::move(task), this, [this, generation, then = std::move(then)](T value) {
                if (land(generation))
                    then(std::move(value));
            });
        }
    }

    bool land(quint64 generation)
    {
        if (generation != m_generation)
            return false;
        // A slot may delete this object or begin anew; the answer of this run is then not wanted any more.
        const QPointer<Request> self(this);
        setRunning(false);
        return self && generation == m_generation;
    }

    void setRunning(bool running)
    {
        if (std::exchange(m_running, running) != running)
            emit runningChanged(running);
    }

    std::stop_source m_stop;
    quint64 m_generation = 0;
    bool m_running = false;
};

} // namespace hrcache
