#include "sqlite/SqliteValue.h"

#include "hr/CanonicalJson.h"
#include "sqlite/JsonbText.h"

#include <QCoreApplication>
#include <QDate>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QUuid>

#include <limits>

namespace hrcache {

namespace {

using Kind = SqliteColumnType::Kind;

tl::unexpected<Error> refused(const QByteArray &column, const char *why)
{
    const QString message = QCoreApplication::translate("SqliteValue", why);
    Error error =
        Error::make(ErrorCode::ValidationFailed,
                    QCoreApplication::translate(
                        "SqliteValue", "Nothing was saved: a field has a value that cannot be stored."));
    error.fields.push_back({QString::fromLatin1(column), message});
    return failure(std::move(error));
}

std::optional<QString> decoded(const QByteArray &value)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8(value);
    if (utf8.hasError() || text.contains(QChar::Null))
        return std::nullopt;
    return text;
}

std::optional<QString> storedDate(const QByteArray &value)
{
    const QDate date = QDate::fromString(QString::fromLatin1(value), Qt::ISODate);
    if (value.size() != 10 || !date.isValid())
        return std::nullopt;
    return date.toString(Qt::ISODate);
}

std::optional<bool> storedBoolean(const QByteArray &value)
{
    const QByteArray word = value.trimmed().toLower();
    if (word == "true" || word == "t" || word == "1" || word == "yes" || word == "on")
        return true;
    if (word == "false" || word == "f" || word == "0" || word == "no" || word == "off")
        return false;
    return std::nullopt;
}

/// Rounded half away from zero, digit by digit as a decimal; none if it is no number or too large.
std::optional<double> storedNumber(const QByteArray &value, int precision, int scale)
{
    static const QRegularExpression pattern(
        QStringLiteral("^([+-]?)(\\d*)(?:\\.(\\d*))?(?:[eE]([+-]?\\d{1,4}))?$"));
    const auto match = pattern.match(QString::fromLatin1(value.trimmed()));
    if (!match.hasMatch())
        return std::nullopt;
    QByteArray digits = (match.captured(2) + match.captured(3)).toLatin1();
    if (digits.isEmpty())
        return std::nullopt;
    // Digits in front of the point, may be negative.
    qsizetype whole = match.captured(2).size() + match.captured(4).toInt();
    qsizetype kept = whole + scale;
    if (kept < 0)
        return 0.0;
    if (digits.size() < kept + 1)
        digits.append(qMin<qsizetype>(kept + 1 - digits.size(), 2 * precision), '0');
    const bool up = digits[qMin(kept, digits.size() - 1)] >= '5';
    digits.truncate(kept);
    for (qsizetype i = digits.size() - 1; up; --i) {
        if (i < 0) {
            digits.prepend('1');
            break;
        }
        if (++digits[i] <= '9')
            break;
        digits[i] = '0';
    }
    while (digits.startsWith('0'))
        digits.remove(0, 1);
    if (digits.size() > precision)
        return std::nullopt;
    digits.prepend(QByteArray(qMax<qsizetype>(0, scale - digits.size()), '0'));
    digits.insert(digits.size() - scale, '.');
    const double number = ("0" + digits + "0").toDouble();
    return match.captured(1) == u"-" ? -number : number;
}

} // namespace

SqliteColumnType SqliteColumnType::of(const QString &declaredType, bool required)
{
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*([a-z]+)[a-z ]*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?"));
    const auto match = pattern.match(declaredType.toLower());
    const QString name = match.captured(1);
    SqliteColumnType type;
    type.required = required;
    type.length = match.captured(2).toInt();
    type.scale = match.captured(3).toInt();
    if (name == u"char")
        type.kind = Kind::Char;
    else if (name == u"uuid")
        type.kind = Kind::Uuid;
    else if (name == u"date")
        type.kind = Kind::Date;
    else if (name == u"timestamptz")
        type.kind = Kind::Timestamp;
    else if (name == u"jsonb")
        type.kind = Kind::Jsonb;
    else if (name == u"integer" || name == u"int" || name == u"bigint")
        type.kind = Kind::Integer;
    else if (name == u"numeric" || name == u"real" || name == u"double")
        type.kind = Kind::Numeric;
    else if (name == u"boolean")
        type.kind = Kind::Boolean;
    return type;
}

JsonType SqliteColumnType::jsonType() const
{
    switch (kind) {
    case Kind::Timestamp:
        return JsonType::Timestamp;
    case Kind::Integer:
        return JsonType::Integer;
    case Kind::Numeric:
        return JsonType::Number;
    case Kind::Boolean:
        return JsonType::Boolean;
    case Kind::Text:
    case Kind::Char:
    case Kind::Uuid:
    case Kind::Date:
    case Kind::Jsonb:
        break;
    }
    return JsonType::Text;
}

std::optional<QByteArray> toStoredTimestamp(const QByteArray &timestamp)
{
    // 2026-01-16T10:30:00[.123456]+00:00, or the input as it was.
    QByteArray iso = toUtcIso({timestamp.constData(), static_cast<size_t>(timestamp.size())});
    if (iso.size() < 25 || !iso.endsWith("+00:00") || iso[10] != 'T')
        return std::nullopt;
    iso[10] = ' ';
    iso.chop(6);
    if (iso.size() == 19)
        iso.append(".000000");
    return iso + "+00";
}

Result<QVariant> toStored(const SqliteColumnType &type, const QByteArray &column,
                          const std::optional<QByteArray> &value)
{
    if (!value) {
        if (type.required)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This field must not be empty."));
        return QVariant(QMetaType::fromType<QString>());
    }
    switch (type.kind) {
    case Kind::Integer: {
        bool good = false;
        const qint32 number = value->trimmed().toInt(&good);
        if (!good)
            return refused(column,
                           QT_TRANSLATE_NOOP("SqliteValue", "This is not a whole number, or too large."));
        return QVariant(number);
    }
    case Kind::Numeric: {
        const auto number = storedNumber(*value, type.length > 0 ? type.length : 15, type.scale);
        if (!number)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is not a number, or too large."));
        return QVariant(*number);
    }
    case Kind::Boolean: {
        const auto flag = storedBoolean(*value);
        if (!flag)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is neither true nor false."));
        return QVariant(*flag ? 1 : 0);
    }
    case Kind::Date: {
        const auto date = storedDate(*value);
        if (!date)
            return refused(column,
                           QT_TRANSLATE_NOOP("SqliteValue", "This is not a valid date (YYYY-MM-DD)."));
        return QVariant(*date);
    }
    case Kind::Timestamp: {
        const auto timestamp = toStoredTimestamp(*value);
        if (!timestamp)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is not a valid time."));
        return QVariant(QString::fromLatin1(*timestamp));
    }
    case Kind::Jsonb: {
        const auto json = toJsonbText({value->constData(), static_cast<size_t>(value->size())});
        if (!json)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is not valid JSON."));
        return QVariant(QString::fromUtf8(*json));
    }
    case Kind::Uuid: {
        const QUuid uuid = QUuid::fromString(QString::fromLatin1(*value));
        if (uuid.isNull())
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is not a valid id."));
        return QVariant(uuid.toString(QUuid::WithoutBraces));
    }
    case Kind::Char:
    case Kind::Text:
        break;
    }
    auto text = decoded(*value);
    if (!text)
        return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This is not valid Unicode text."));
    if (type.kind == Kind::Char) {
        while (text->size() > type.length && text->endsWith(u' '))
            text->chop(1);
        if (text->toUcs4().size() > type.length)
            return refused(column, QT_TRANSLATE_NOOP("SqliteValue", "This code is too long."));
    }
    // A null QString would be bound as NULL.
    return QVariant(text->isNull() ? QLatin1String("") : *text);
}

} // namespace hrcache
