#include "ui/cache/EntryContents.h"

#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "ui/base/Format.h"
#include "ui/cache/IndentedJson.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <zstd.h>

namespace hrcache {

namespace {

constexpr qsizetype parseInPlaceBytes = 64 * 1024;
constexpr int largestWindowLog = 27;

struct Contents
{
    Q_DECLARE_TR_FUNCTIONS(EntryContents)
};

bool isCompressed(const QByteArray &value)
{
    return value.startsWith("\x28\xb5\x2f\xfd");
}

Result<QByteArray> decompressed(const QByteArray &value)
{
    const auto damaged = [](const QString &detail) {
        return failure(ErrorCode::Protocol,
                       Contents::tr("The value is compressed and damaged: it cannot be shown."), detail);
    };
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largestWindowLog);
    ZSTD_inBuffer input{value.constData(), static_cast<size_t>(value.size()), 0};
    // The size that stands in the frame is a claim, so room is made for what really comes.
    std::vector<char> block(ZSTD_DStreamOutSize());
    QByteArray plain;
    for (size_t left = 1; input.pos < input.size || left != 0;) {
        ZSTD_outBuffer output{block.data(), block.size(), 0};
        left = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(left) != 0)
            return damaged(QString::fromLatin1(ZSTD_getErrorName(left)));
        if (input.pos == input.size && output.pos == 0 && left != 0)
            return damaged({});
        if (plain.size() + static_cast<qsizetype>(output.pos) > EntryContents::maximumBytes) {
            return failure(ErrorCode::TooLarge,
                           Contents::tr("Decompressed, the value is over %1: it is not shown.")
                               .arg(format::bytes(EntryContents::maximumBytes)));
        }
        plain.append(block.data(), static_cast<qsizetype>(output.pos));
    }
    return plain;
}

void readEnvelope(EntryContents &contents, const QJsonObject &envelope)
{
    if (!envelope.contains(QLatin1String("data")))
        return;
    contents.state = EntryContents::State::Entry;
    contents.cachedAt = envelope.value(QLatin1String("cached_at")).toString();
    contents.source = envelope.value(QLatin1String("source")).toString();
    contents.ttl = std::chrono::seconds(envelope.value(QLatin1String("ttl_seconds")).toInteger());
    const QJsonValue version = envelope.value(QLatin1String("schema_version"));
    if (version.isDouble())
        contents.schemaVersion = version.toInt();
    const QJsonValue data = envelope.value(QLatin1String("data"));
    contents.items = data.isArray() ? data.toArray().size() : (data.isObject() ? 1 : 0);
    if (CacheEnvelope::isIndex(contents.json)) {
        contents.pages = envelope.value(QLatin1String("pages")).toInteger();
        contents.items = envelope.value(QLatin1String("rows")).toInteger();
    }
}

} // namespace

EntryContents EntryContents::parse(QByteArray key, QByteArray value)
{
    EntryContents contents;
    contents.state = State::Foreign;
    contents.key = std::move(key);
    contents.storedBytes = value.size();
    contents.compressed = isCompressed(value);
    if (contents.compressed) {
        auto plain = decompressed(value);
        if (!plain) {
            contents.state = State::Damaged;
            contents.problem = plain.error().message;
            return contents;
        }
        value = std::move(*plain);
    }
    contents.json = std::move(value);
    const QJsonDocument document = QJsonDocument::fromJson(contents.json);
    if (document.isNull()) {
        contents.tree = QJsonValue(QJsonValue::Undefined);
        contents.text = QString::fromUtf8(contents.json.left(shownTextBytes));
        contents.textCut = contents.json.size() > shownTextBytes;
        return contents;
    }
    contents.tree = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    if (CacheEnvelope::isLease(contents.json))
        contents.state = State::Lease;
    else
        readEnvelope(contents, document.object());
    const QByteArray text = indentedJson(contents.json, shownTextBytes);
    contents.textCut = text.size() > shownTextBytes;
    contents.text = QString::fromUtf8(text);
    return contents;
}

Task<Result<EntryContents>> readEntry(CacheStore *store, const Clock *clock, QByteArray key)
{
    std::vector<QByteArray> keys{key};
    auto values = co_await store->get(std::move(keys));
    if (!values.front())
        co_return failure(std::move(values.front().error()));
    CacheValue found = std::move(*values.front());
    EntryContents contents;
    contents.key = key;
    if (!found.value)
        co_return contents;
    std::optional<SteadyTime> deadline;
    if (found.ttlLeft)
        deadline = clock->steady() + *found.ttlLeft;
    if (found.value->size() <= parseInPlaceBytes) {
        contents = EntryContents::parse(std::move(key), std::move(*found.value));
    } else {
        auto work = [key, value = std::move(*found.value)] { return EntryContents::parse(key, value); };
        auto parsed = co_await runOnPool(workerPool(), std::move(work));
        if (!parsed)
            co_return failure(std::move(parsed.error()));
        contents = std::move(*parsed);
    }
    contents.deadline = deadline;
    co_return contents;
}

} // namespace hrcache
