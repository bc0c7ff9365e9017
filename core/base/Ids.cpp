#include "base/Ids.h"

#include <QCoreApplication>

#include <algorithm>

namespace hrcache {

namespace {

constexpr qsizetype longestId = 200;

Result<QByteArray> parseOpaque(QStringView text, const QString &parameter)
{
    const auto refused = [&](const char *why) {
        return failure(ErrorCode::InvalidArgument, QCoreApplication::translate("Ids", why).arg(parameter));
    };
    if (text.isEmpty())
        return refused(QT_TRANSLATE_NOOP("Ids", "%1 is empty."));
    if (!text.isValidUtf16())
        return refused(QT_TRANSLATE_NOOP("Ids", "%1 is not valid Unicode text."));
    const bool forbidden = std::any_of(
        text.begin(), text.end(), [](QChar c) { return c == u':' || c.category() == QChar::Other_Control; });
    if (forbidden)
        return refused(QT_TRANSLATE_NOOP("Ids", "%1 must not contain a colon or control characters."));
    QByteArray bytes = text.toUtf8();
    if (bytes.size() > longestId)
        return refused(QT_TRANSLATE_NOOP("Ids", "%1 is too long."));
    return bytes;
}

Result<QByteArray> parseUuid(QStringView text, const QString &parameter)
{
    constexpr auto isHex = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
    };
    bool valid = text.size() == 36;
    for (qsizetype i = 0; valid && i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        valid = dash ? text[i] == u'-' : isHex(text[i]);
    }
    if (!valid) {
        return failure(
            ErrorCode::InvalidArgument,
            QCoreApplication::translate("Ids", "%1 is not a valid id (a UUID such as %2 is expected).")
                .arg(parameter, QStringLiteral("123e4567-e89b-12d3-a456-426614174000")));
    }
    return text.toLatin1().toLower();
}

} // namespace

template<>
Result<UserId> UserId::parse(QStringView text, const QString &parameter)
{
    return parseOpaque(text, parameter).map([](QByteArray bytes) { return UserId(std::move(bytes)); });
}

template<>
Result<CompanyId> CompanyId::parse(QStringView text, const QString &parameter)
{
    return parseUuid(text, parameter).map([](QByteArray bytes) { return CompanyId(std::move(bytes)); });
}

template<>
Result<EmployeeId> EmployeeId::parse(QStringView text, const QString &parameter)
{
    return parseUuid(text, parameter).map([](QByteArray bytes) { return EmployeeId(std::move(bytes)); });
}

template<>
Result<ContractId> ContractId::parse(QStringView text, const QString &parameter)
{
    return parseUuid(text, parameter).map([](QByteArray bytes) { return ContractId(std::move(bytes)); });
}

} // namespace hrcache
