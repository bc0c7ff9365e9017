#include "redis/RespReader.h"

#include "redis/RespScanner.h"

#include <QCoreApplication>

#include <hiredis/read.h>
#include <hiredis/sds.h>

#include <algorithm>

namespace hrcache {

namespace {

// Buffers up to this size are kept between replies: glibc would map and unmap them each time.
constexpr size_t keptBuffer = size_t(4) * 1024 * 1024;

// An array grows as its elements arrive; a declared size alone reserves no more than this.
constexpr int reservedElements = 256;

// Where the value of `task` belongs: the root, or the next element of the array it stands in.
// An array's vector only grows while no array within it is open, so that pointers to open ones stay valid.
RespValue *place(const redisReadTask *task)
{
    if (!task->parent)
        return static_cast<RespValue *>(task->privdata);
    return &static_cast<RespValue *>(task->parent->obj)->elements.emplace_back();
}

void *createString(const redisReadTask *task, char *text, size_t length)
{
    RespValue *value = place(task);
    switch (task->type) {
    case REDIS_REPLY_STATUS:
        *value = RespValue::ofStatus(QByteArray(text, qsizetype(length)));
        break;
    case REDIS_REPLY_ERROR:
        *value = RespValue::ofError(QByteArray(text, qsizetype(length)));
        break;
    default:
        *value = RespValue::ofBulk(QByteArrayView(text, qsizetype(length)));
        break;
    }
    return value;
}

void *createArray(const redisReadTask *task, int elements)
{
    RespValue *value = place(task);
    *value = RespValue();
    value->type = RespValue::Type::Array;
    value->elements.reserve(size_t(std::clamp(elements, 0, reservedElements)));
    return value;
}

void *createInteger(const redisReadTask *task, long long number)
{
    RespValue *value = place(task);
    *value = RespValue::ofInteger(number);
    return value;
}

void *createNil(const redisReadTask *task)
{
    RespValue *value = place(task);
    *value = RespValue::nil();
    return value;
}

// Values are owned by the root, which the reader owns.
void freeObject(void *) {}

redisReplyObjectFunctions *objectFunctions()
{
    static redisReplyObjectFunctions functions{createString, createArray, createInteger, createNil,
                                               freeObject};
    return &functions;
}

tl::unexpected<Error> refused(const char *reason)
{
    return failure(ErrorCode::Protocol,
                   QCoreApplication::translate("RespReader",
                                               "Redis sent something that is not a valid answer. "
                                               "The connection is closed."),
                   QString::fromLatin1(reason));
}

} // namespace

struct RespReader::Parser
{
    explicit Parser(RespLimits limits)
        : scanner(limits)
    {
    }

    RespScanner scanner;
    redisReader *reader = redisReaderCreateWithFunctions(objectFunctions());
    RespValue root;
};

RespReader::RespReader(RespLimits limits)
    : m_parser(std::make_unique<Parser>(limits))
{
    Q_CHECK_PTR(m_parser->reader);
    m_parser->reader->privdata = &m_parser->root;
    m_parser->reader->maxbuf = keptBuffer;
}

RespReader::~RespReader()
{
    redisReaderFree(m_parser->reader);
}

Result<void> RespReader::feed(QByteArrayView bytes, std::vector<RespValue> &replies)
{
    RespScanner &scanner = m_parser->scanner;
    do {
        const RespScanner::Step step = scanner.scan(bytes);
        if (step.verdict == RespScanner::Verdict::Refused)
            return refused(scanner.refusal());
        // Given reply by reply, hiredis never has to move what follows a reply within its buffer.
        const bool complete = step.verdict == RespScanner::Verdict::Complete;
        if (auto parsed = parse(bytes.first(step.taken), complete, replies); !parsed)
            return parsed;
        bytes = bytes.sliced(step.taken);
    } while (!bytes.isEmpty());
    return {};
}

Result<void> RespReader::parse(QByteArrayView bytes, bool complete, std::vector<RespValue> &replies)
{
    redisReader *reader = m_parser->reader;
    if (redisReaderFeed(reader, bytes.data(), size_t(bytes.size())) != REDIS_OK)
        return refused("the parser took no more bytes");
    if (!complete)
        return {};
    void *value = nullptr;
    if (redisReaderGetReply(reader, &value) != REDIS_OK || !value)
        return refused("the parser disagrees about the end of a reply");
    replies.push_back(std::move(m_parser->root));
    m_parser->root = RespValue();
    return {};
}

qsizetype RespReader::bufferCapacity() const
{
    const redisReader *reader = m_parser->reader;
    return reader->buf ? qsizetype(sdsalloc(reader->buf)) : 0;
}

} // namespace hrcache
