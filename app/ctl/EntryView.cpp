#include "app/ctl/EntryView.h"

#include "app/ctl/Decompression.h"
#include "app/ctl/DisplayWidth.h"
#include "app/ctl/JsonText.h"
#include "app/ctl/Wording.h"
#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace hrcache {

namespace {

constexpr qsizetype largestValue = 64 * 1024 * 1024;
constexpr qsizetype shownForeignBytes = 2'000;

/// The text of a JSON value: a string without its quotes.
QString plain(const QByteArray &json)
{
    const auto value = QJsonDocument::fromJson('[' + json + ']').array().at(0);
    return value.isString() ? value.toString() : QString::fromUtf8(json);
}

/// What the rows of a key are; none for pages, which readers do not take one by one.
std::optional<HrQuery::Kind> kindOf(const CacheKey &key)
{
    using Kind = HrQuery::Kind;
    static const std::pair<QByteArray, Kind> kinds[] = {
        {"employees", Kind::Employees}, {"employee", Kind::Employee},
        {"contracts", Kind::Contracts}, {"active_contract", Kind::ActiveContract},
        {"clusters", Kind::Clusters},   {"references", Kind::References}};
    if (isPageKey(key.toBytes()))
        return std::nullopt;
    for (const auto &[name, kind] : kinds) {
        if (key.dataType == name)
            return kind;
    }
    return std::nullopt;
}

} // namespace

EntryView::EntryView(QByteArray key, const CacheValue &value)
    : m_key(std::move(key))
    , m_ttlLeft(value.ttlLeft)
    , m_storedBytes(value.value->size())
    , m_json(*value.value)
{
    if (isCompressed(m_json)) {
        m_compressed = true;
        auto text = decompressed(m_json, largestValue);
        if (!text) {
            m_state = State::Damaged;
            m_problem = text.error().message;
            return;
        }
        m_json = std::move(*text);
    }
    if (auto members = membersOf(m_json))
        m_members = std::move(*members);
    if (CacheEnvelope::isLease(m_json))
        m_state = State::Lease;
    else if (!member("data").isNull())
        m_state = State::Entry;
}

QByteArray EntryView::member(const char *name) const
{
    for (const auto &[found, value] : m_members) {
        if (found == name)
            return value;
    }
    return {};
}

QString EntryView::refusalText() const
{
    const auto key = CacheKey::parse(m_key);
    const auto kind = key ? kindOf(*key) : std::nullopt;
    // Other programs compress values; nobody reads them from here.
    if (!kind || m_compressed)
        return m_compressed ? EntryView::tr("take it for a MISS: it is compressed") : QString();
    switch (CacheEnvelope::parse(*kind, m_json).state) {
    case CacheEnvelope::State::Usable:
    case CacheEnvelope::State::Lease:
        break;
    case CacheEnvelope::State::Empty:
        return EntryView::tr("take it for a MISS: it holds no rows");
    case CacheEnvelope::State::Paged:
        return EntryView::tr(
            "take it for a MISS, but for the window: the list is kept in pages, and this only "
            "names them");
    case CacheEnvelope::State::OtherVersion:
        return EntryView::tr("take it for a MISS: its schema is not the %1 that they know")
            .arg(CacheEnvelope::schemaVersion);
    case CacheEnvelope::State::Incomplete:
        return EntryView::tr(
            "take it for a MISS: a row lacks a member that is needed, or has it in another type");
    case CacheEnvelope::State::Broken:
        return EntryView::tr("take it for a MISS: it is no entry of the HR cache");
    }
    return {};
}

QString EntryView::toText() const
{
    QString text;
    const auto field = [&](const QString &name, const QString &value) {
        text += QStringLiteral("%1 %2\n").arg(name, -10).arg(printable(value));
    };
    field(EntryView::tr("Key"), QString::fromUtf8(m_key));
    if (const auto key = CacheKey::parse(m_key)) {
        QString what = QString::fromUtf8(key->dataType);
        if (!key->subType.isEmpty())
            what += u' ' + QString::fromUtf8(key->subType);
        field(EntryView::tr("Holds"),
              EntryView::tr("%1 of company %2, for user %3")
                  .arg(what, QString::fromUtf8(key->company), QString::fromUtf8(key->user)));
    }
    const QByteArray ttl = member("ttl_seconds");
    QString left = m_ttlLeft ? EntryView::tr("%1 left").arg(spanText(*m_ttlLeft))
                             : EntryView::tr("none: it never expires");
    if (m_ttlLeft && ttl.toLongLong() > 0)
        left += u' ' + EntryView::tr("of %1").arg(spanText(std::chrono::seconds(ttl.toLongLong())));
    field(EntryView::tr("TTL"), left);
    QString size = EntryView::tr("%1 bytes").arg(countText(m_storedBytes));
    if (m_compressed && m_state != State::Damaged)
        size += QStringLiteral(", ") +
                EntryView::tr("compressed with zstd from %1").arg(countText(m_json.size()));
    field(EntryView::tr("Size"), size);

    switch (m_state) {
    case State::Lease:
        field(EntryView::tr("Lease"),
              EntryView::tr("somebody is filling this key at this moment; readers take it for a MISS"));
        return text;
    case State::Damaged:
        field(EntryView::tr("Value"), m_problem);
        return text;
    case State::Foreign:
        field(EntryView::tr("Value"), EntryView::tr("no entry of the HR cache; readers take it for a MISS"));
        return text + u'\n' +
               printableLines(QString::fromUtf8(m_members.empty() ? m_json.left(shownForeignBytes)
                                                                  : indentedJson(m_json))) +
               u'\n';
    case State::Entry:
        break;
    }
    if (const QString refusal = refusalText(); !refusal.isEmpty())
        field(EntryView::tr("Readers"), refusal);
    field(EntryView::tr("Cached at"),
          EntryView::tr("%1 (local time of its writer)").arg(plain(member("cached_at"))));
    field(EntryView::tr("Source"), plain(member("source")));
    const QByteArray version = member("schema_version");
    field(EntryView::tr("Schema"),
          version.isNull() ? EntryView::tr("none: written by another program") : plain(version));
    for (const auto &[name, value] : m_members) {
        const bool known = name == "data" || name == "cached_at" || name == "ttl_seconds" ||
                           name == "source" || name == "schema_version";
        if (!known)
            field(QString::fromUtf8(name), QString::fromUtf8(value.left(shownForeignBytes)));
    }
    return text + u'\n' + printableLines(QString::fromUtf8(indentedJson(member("data")))) + u'\n';
}

QByteArray EntryView::toJson() const
{
    QJsonObject head;
    head[QStringLiteral("key")] = QString::fromUtf8(m_key);
    const char *states[] = {"entry", "lease", "foreign", "damaged"};
    head[QStringLiteral("state")] = QLatin1String(states[static_cast<int>(m_state)]);
    if (const QString refusal = refusalText(); m_state == State::Entry && !refusal.isEmpty())
        head[QStringLiteral("readers")] = refusal;
    head[QStringLiteral("bytes")] = static_cast<qint64>(m_storedBytes);
    head[QStringLiteral("compressed")] = m_compressed;
    if (m_ttlLeft)
        head[QStringLiteral("ttl_left_seconds")] = static_cast<double>(m_ttlLeft->count()) / 1e3;
    if (m_state != State::Entry && m_members.empty())
        head[QStringLiteral("text")] = QString::fromUtf8(m_compressed ? QByteArray() : m_json);
    QByteArray json = QJsonDocument(head).toJson(QJsonDocument::Compact).chopped(1);
    // As it stands there: numbers keep their form.
    if (!m_members.empty())
        json += ",\"value\":" + QByteArray(m_json).replace('\n', ' ');
    return json + "}\n";
}

} // namespace hrcache
