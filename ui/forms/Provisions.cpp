#include "ui/forms/Provisions.h"

#include "ui/forms/FieldText.h"

#include <QJsonDocument>

namespace hrcache {

namespace {

using Type = FieldRule::Type;

constexpr FieldRule memberRules[] = {
    {"thirteenth_month", Type::Boolean, false, 0, 0, 0, 0, {}},
    {"thirteenth_month_rate", Type::Decimal, false, 0, 0, 100, 0, {}},
    {"bonus_target", Type::Decimal, false, 0, 0, 9'999'999'999.99, 0, {}},
    {"bonus_type", Type::Text, false, 50, 0, 0, 0, {}},
};

QByteArray nameOf(const FieldRule &rule)
{
    return {rule.column.data(), static_cast<qsizetype>(rule.column.size())};
}

std::optional<QByteArray> textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QByteArrayLiteral("true") : QByteArrayLiteral("false");
    case QJsonValue::Double:
        return fieldtext::decimalOf(value.toDouble());
    case QJsonValue::String:
        return value.toString().toUtf8();
    default:
        return std::nullopt;
    }
}

QJsonValue jsonOf(const FieldRule &rule, const QByteArray &text)
{
    if (rule.type == Type::Boolean)
        return text == "true";
    if (rule.type == Type::Text)
        return QString::fromUtf8(text);
    bool whole = false;
    const qint64 number = text.toLongLong(&whole);
    return whole ? QJsonValue(number) : QJsonValue(text.toDouble());
}

} // namespace

Provisions::Provisions(const QString &json)
{
    if (json.isEmpty())
        return;
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8());
    m_editable = document.isObject() || json == u"null";
    m_object = document.object();
}

std::span<const FieldRule> Provisions::rules()
{
    return memberRules;
}

RowValues Provisions::values() const
{
    RowValues values;
    for (const FieldRule &rule : memberRules) {
        const QByteArray name = nameOf(rule);
        values.insert(name, textOf(m_object.value(QLatin1String(name))));
    }
    return values;
}

std::optional<QByteArray> Provisions::with(const RowValues &changes) const
{
    QJsonObject object = m_object;
    for (const FieldRule &rule : memberRules) {
        const QByteArray name = nameOf(rule);
        const auto change = changes.constFind(name);
        if (change == changes.constEnd())
            continue;
        if (*change)
            object.insert(QLatin1String(name), jsonOf(rule, **change));
        else
            object.remove(QLatin1String(name));
    }
    if (object.isEmpty())
        return std::nullopt;
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace hrcache
