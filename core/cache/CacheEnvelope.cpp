#include "cache/CacheEnvelope.h"

#include "hr/CanonicalJson.h"
#include "hr/DocumentReader.h"
#include "hr/JsonCheck.h"

#include <QDateTime>
#include <QRandomGenerator>

namespace hrcache {

namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

constexpr char leaseMark[] = "\"source\":\"lease\"";
constexpr char pagesMember[] = "\"pages\": ";
constexpr char snapshotMember[] = "\"snapshot\": \"";
constexpr char versionMember[] = "\"schema_version\": ";

QByteArray toBytes(std::string_view view)
{
    return QByteArray(view.data(), static_cast<qsizetype>(view.size()));
}

bool isEmployeeList(HrQuery::Kind kind)
{
    return kind == HrQuery::Kind::Employees || kind == HrQuery::Kind::EmployeesInPages;
}

/// A JSON object as far as it is alike in all that this program stores, without its end.
QByteArray openEnvelope(const QByteArray &data, WallTime cachedAt, std::chrono::seconds ttl,
                        const QByteArray &source, const QByteArray &snapshot)
{
    QByteArray bytes;
    bytes.reserve(data.size() + source.size() + 160);
    bytes.append("{\"data\": ").append(data).append(", \"cached_at\": \"").append(toLocalIso(cachedAt));
    bytes.append("\", \"ttl_seconds\": ").append(QByteArray::number(static_cast<qint64>(ttl.count())));
    bytes.append(", \"source\": ");
    appendJsonString(bytes, {source.constData(), static_cast<size_t>(source.size())});
    if (!snapshot.isEmpty())
        bytes.append(", ").append(snapshotMember).append(snapshot).append('"');
    bytes.append(", ").append(versionMember).append(QByteArray::number(CacheEnvelope::schemaVersion));
    return bytes;
}

struct Members
{
    bool hasData = false;
    std::optional<int64_t> version;
};

error_code readMember(CacheEnvelope &envelope, Members &members, DocumentReader &reader,
                      ondemand::document &document, ondemand::field &field)
{
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key))
        return error;
    ondemand::value value = field.value();
    if (key == "data") {
        // The rows of one and the text of the other would be taken together.
        if (members.hasData)
            return simdjson::TAPE_ERROR;
        members.hasData = true;
        return reader.read(value, document);
    }
    std::string_view text;
    if (key == "cached_at" || key == "source" || key == "snapshot") {
        // A member of another type is no reason to refuse the data.
        const bool isText = value.get_string().get(text) == simdjson::SUCCESS;
        if (!isText)
            return checkJson(value);
        (key == "cached_at" ? envelope.cachedAt
         : key == "source"  ? envelope.source
                            : envelope.snapshot) = toBytes(text);
    } else if (key == "ttl_seconds") {
        double seconds = 0;
        if (value.get_double().get(seconds) != simdjson::SUCCESS)
            return checkJson(value);
        if (seconds > 0 && seconds < 1e9)
            envelope.ttl = std::chrono::seconds(static_cast<int64_t>(seconds));
    } else if (key == "pages") {
        int64_t pages = 0;
        if (value.get_int64().get(pages) != simdjson::SUCCESS)
            return checkJson(value);
        envelope.pages = pages > 0 && pages <= mostEmployeePages ? static_cast<int>(pages) : 0;
    } else if (key == "schema_version") {
        int64_t version = -1;
        if (value.get_int64().get(version) != simdjson::SUCCESS)
            version = -1;
        members.version = version;
    } else {
        return checkJson(value);
    }
    return simdjson::SUCCESS;
}

error_code readMembers(CacheEnvelope &envelope, Members &members, DocumentReader &reader,
                       ondemand::document &document)
{
    ondemand::object object;
    if (const auto error = document.get_object().get(object))
        return error;
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field))
            return error;
        if (const auto error = readMember(envelope, members, reader, document, field))
            return error;
    }
    const char *rest = nullptr;
    return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS
                                                                            : simdjson::TRAILING_CONTENT;
}

} // namespace

CacheEnvelope CacheEnvelope::parse(HrQuery::Kind kind, QByteArray bytes)
{
    CacheEnvelope envelope;
    if (isLease(bytes)) {
        envelope.state = State::Lease;
        return envelope;
    }
    ScopedParser parser;
    ondemand::document document;
    Members members;
    auto error = parser.iterate(bytes, document);
    DocumentReader reader(kind, bytes, parser);
    if (!error)
        error = readMembers(envelope, members, reader, document);

    if (error == simdjson::NO_SUCH_FIELD || error == simdjson::INCORRECT_TYPE) {
        envelope.state = members.hasData ? State::Incomplete : State::Broken;
        return envelope;
    }
    if (error || !members.hasData)
        return envelope;
    if (members.version && *members.version != schemaVersion) {
        envelope.state = State::OtherVersion;
        return envelope;
    }
    envelope.document = reader.take();
    if (!envelope.document.isEmpty())
        envelope.state = State::Usable;
    else if (isEmployeeList(kind) && envelope.pages > 0 && !envelope.snapshot.isEmpty())
        envelope.state = State::Paged;
    else
        envelope.state = State::Empty;
    return envelope;
}

bool CacheEnvelope::isLease(const QByteArray &bytes)
{
    return bytes.size() < 256 && bytes.startsWith("{\"data\":[],") && bytes.contains(leaseMark);
}

bool CacheEnvelope::isIndex(const QByteArray &bytes)
{
    return bytes.size() < 512 && bytes.startsWith("{\"data\": [],") && bytes.contains(pagesMember);
}

std::optional<CacheEnvelope::Pages> CacheEnvelope::pagesNamedBy(const QByteArray &bytes)
{
    if (!isIndex(bytes))
        return std::nullopt;
    const CacheEnvelope envelope = parse(HrQuery::Kind::EmployeesInPages, bytes);
    if (envelope.state != State::Paged)
        return std::nullopt;
    return Pages{envelope.snapshot, envelope.pages};
}

bool CacheEnvelope::isPageOf(const QByteArray &tail, const QByteArray &snapshot)
{
    return tail.contains(snapshotMember + snapshot + '"');
}

QByteArray CacheEnvelope::compose(const QByteArray &data, WallTime cachedAt, std::chrono::seconds ttl,
                                  const QByteArray &source, const QByteArray &snapshot)
{
    return openEnvelope(data, cachedAt, ttl, source, snapshot).append('}');
}

QByteArray CacheEnvelope::composeIndex(WallTime cachedAt, std::chrono::seconds ttl, const QByteArray &source,
                                       const QByteArray &snapshot, qsizetype pages, qsizetype rows)
{
    QByteArray bytes = openEnvelope(QByteArrayLiteral("[]"), cachedAt, ttl, source, snapshot);
    bytes.append(", ").append(pagesMember).append(QByteArray::number(pages));
    return bytes.append(", \"rows\": ").append(QByteArray::number(rows)).append('}');
}

QByteArray CacheEnvelope::composeLease(WallTime now)
{
    // Seeded from the system once: a call into the system for each read would cost more than the rest.
    thread_local QRandomGenerator64 generator(QRandomGenerator64::securelySeeded());
    QByteArray bytes;
    bytes.reserve(192);
    bytes.append("{\"data\":[],\"cached_at\":\"").append(toLocalIso(now));
    bytes.append("\",\"ttl_seconds\":0,").append(leaseMark).append(",\"lease\":\"");
    constexpr char hex[] = "0123456789abcdef";
    for (int word = 0; word < 2; ++word) {
        quint64 bits = generator.generate();
        for (int digit = 0; digit < 16; ++digit, bits >>= 4)
            bytes.append(hex[bits & 0xf]);
    }
    bytes.append("\"}");
    return bytes;
}

QByteArray CacheEnvelope::cachedAtInTail(const QByteArray &tail)
{
    const qsizetype member = tail.lastIndexOf("\"cached_at\"");
    if (member < 0)
        return {};
    const qsizetype open = tail.indexOf('"', tail.indexOf(':', member));
    const qsizetype close = open < 0 ? -1 : tail.indexOf('"', open + 1);
    return close < 0 ? QByteArray() : tail.mid(open + 1, close - open - 1);
}

bool CacheEnvelope::isOwnTail(const QByteArray &tail)
{
    return tail.contains(leaseMark) || tail.lastIndexOf(versionMember) > tail.lastIndexOf("\"ttl_seconds\"");
}

std::optional<WallTime> CacheEnvelope::parseCachedAt(const QByteArray &cachedAt)
{
    // QDateTime knows milliseconds; the microseconds behind them are added by hand.
    const auto parsed = QDateTime::fromString(QString::fromLatin1(cachedAt.left(23)), Qt::ISODateWithMs);
    if (!parsed.isValid())
        return std::nullopt;
    const auto micros = cachedAt.size() >= 26 ? cachedAt.mid(23, 3).toInt() : 0;
    return WallTime(std::chrono::milliseconds(parsed.toMSecsSinceEpoch()) +
                    std::chrono::microseconds(micros));
}

} // namespace hrcache
