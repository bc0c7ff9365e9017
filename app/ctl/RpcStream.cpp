#include "app/ctl/RpcStream.h"

namespace hrcache {

namespace {

constexpr int mostRunning = 256;
constexpr size_t mostOpenLines = 256;
constexpr qint64 mostWaitingBytes = 64 * 1024 * 1024;

} // namespace

RpcStream::RpcStream(HrRpc &rpc, LineReader &input, OutputQueue &output, Options options)
    : m_rpc(rpc)
    , m_input(input)
    , m_output(output)
    , m_options(std::move(options))
{
}

Task<> RpcStream::run()
{
    QObject context;
    QObject::connect(&m_output, &OutputQueue::written, &context, [this] { changed(); });
    bool first = true;
    while (true) {
        auto line = co_await m_input.next();
        if (!line)
            break;
        if (std::exchange(first, false) && line->text.startsWith("\xef\xbb\xbf"))
            line->text.remove(0, 3);
        if (!line->tooLong && line->text.trimmed().isEmpty())
            continue;
        JsonRpcLine parsed = line->tooLong ? oversizedJsonRpc(maximumLineBytes) : parseJsonRpc(line->text);
        co_await begin(std::move(parsed));
        while (m_slots.size() >= mostOpenLines || m_output.waitingBytes() > mostWaitingBytes)
            co_await change();
    }
    while (m_running > 0)
        co_await change();
}

Task<> RpcStream::begin(JsonRpcLine line)
{
    auto slot = std::make_shared<Slot>();
    slot->isBatch = line.isBatch;
    slot->answers.resize(line.requests.size());
    m_slots.push_back(slot);
    for (size_t i = 0; i < line.requests.size(); ++i) {
        JsonRpcRequest &request = line.requests[i];
        if (request.refusal) {
            slot->answers[i] = *request.refusal;
            continue;
        }
        const bool write = HrRpc::isWrite(request.method);
        while (m_writing || m_running >= mostRunning || (write && m_running > 0))
            co_await change();
        m_writing = write;
        ++m_running;
        ++slot->running;
        execute(slot, i, std::move(request));
    }
    slot->started = true;
    flush();
}

Task<> RpcStream::execute(std::shared_ptr<Slot> slot, size_t index, JsonRpcRequest request)
{
    const SteadyTime start = Clock::system().steady();
    const bool write = HrRpc::isWrite(request.method);
    if (m_options.complete)
        m_options.complete(request.method, request.params);
    const RpcAnswer answer = co_await m_rpc.call(std::move(request.method), std::move(request.params),
                                                 m_options.readMode, m_options.writeOptions);
    const SteadyTime end = Clock::system().steady();
    if (!request.id.isEmpty()) {
        slot->answers[index] = jsonRpcAnswer(
            request.id, answer, std::chrono::duration_cast<std::chrono::microseconds>(end - start));
    }
    if (write) {
        m_writing = false;
        m_lastWrite = end;
    }
    --slot->running;
    --m_running;
    flush();
    changed();
}

void RpcStream::flush()
{
    QByteArray text;
    while (!m_slots.empty() && m_slots.front()->started && m_slots.front()->running == 0) {
        const auto slot = std::move(m_slots.front());
        m_slots.pop_front();
        QByteArray answers;
        for (const QByteArray &answer : slot->answers) {
            if (!answer.isEmpty())
                answers.append(answers.isEmpty() ? "" : ", ").append(answer);
        }
        if (answers.isEmpty())
            continue;
        if (slot->isBatch)
            answers = '[' + answers + ']';
        text.append(answers).append('\n');
    }
    if (!text.isEmpty())
        m_output.write(std::move(text));
}

Task<> RpcStream::change()
{
    m_waiter.emplace();
    auto completion = m_waiter->completion();
    co_await std::move(completion);
}

void RpcStream::changed()
{
    if (auto waiting = std::exchange(m_waiter, std::nullopt))
        waiting->finish(true);
}

} // namespace hrcache
