#pragma once

#include "app/ctl/JsonRpc.h"
#include "app/ctl/LineReader.h"
#include "app/ctl/OutputQueue.h"
#include "base/Clock.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace hrcache {

/// JSON-RPC requests, one or a batch on a line; answers in the order of the lines while calls run
/// concurrently. A write waits for everything before it, and everything behind it waits for the write, so
/// that a read after a write sees it.
class RpcStream
{
public:
    struct Options
    {
        ReadMode readMode = ReadMode::CacheFirst;
        WriteOptions writeOptions;
        /// Completes the parameters of a call; may be empty.
        std::function<void(const QString &method, QJsonObject &params)> complete;
    };

    static constexpr qsizetype maximumLineBytes = 16 * 1024 * 1024;

    /// All must outlive this object.
    RpcStream(HrRpc &rpc, LineReader &input, OutputQueue &output, Options options);

    /// Until the input ends and everything is answered.
    Task<> run();

    /// When the last write ended; none if there was none.
    [[nodiscard]] std::optional<SteadyTime> lastWrite() const { return m_lastWrite; }

private:
    /// The place of one line among the answers.
    struct Slot
    {
        bool isBatch = false;
        bool started = false; ///< every call of the line
        int running = 0;
        std::vector<QByteArray> answers; ///< an empty one for a notification
    };

    Task<> begin(JsonRpcLine line);
    Task<> execute(std::shared_ptr<Slot> slot, size_t index, JsonRpcRequest request);
    Task<> change();
    void changed();
    void flush();

    HrRpc &m_rpc;
    LineReader &m_input;
    OutputQueue &m_output;
    Options m_options;
    std::deque<std::shared_ptr<Slot>> m_slots;
    int m_running = 0;
    bool m_writing = false;
    std::optional<SteadyTime> m_lastWrite;
    std::optional<Completer<Result<bool>>> m_waiter;
};

} // namespace hrcache
