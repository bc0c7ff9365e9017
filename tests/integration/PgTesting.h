// What the tests of core/postgres share.
#pragma once

#include "hr/HrQuery.h"
#include "hr/HrWrite.h"
#include "postgres/PgConfig.h"
#include "postgres/PgPool.h"
#include "support/Await.h"

#include <QUrl>

namespace hrcache::pgtesting {

template<typename T>
Task<T> asTask(Completion<T> completion)
{
    T value = co_await std::move(completion);
    co_return value;
}

/// Runs the event loop until the request is done.
inline Result<PgReply> await(Completion<Result<PgReply>> completion)
{
    return awaitResult(asTask(std::move(completion)));
}

inline Result<PgReply> query(PgPool &pool, const char *sql, std::stop_token stop = {})
{
    return await(pool.read({{PgSql::once(sql), {}}}, std::move(stop)));
}

/// The first column of the first row; "!" and what is wrong otherwise.
inline QByteArray valueOf(const Result<PgReply> &reply)
{
    if (!reply)
        return "!" + reply.error().message.toUtf8();
    const PgAnswer &answer = reply->front();
    if (!answer)
        return "!" + answer.error().message.toUtf8();
    return answer->rowCount() > 0 ? answer->bytes(0, 0) : QByteArray("!no row");
}

inline QByteArray value(PgPool &pool, const char *sql)
{
    return valueOf(query(pool, sql));
}

inline PgConfig config(const QString &url)
{
    return PgConfig::parse(url).value();
}

/// `url` with another port, for a relay in between.
inline QString throughPort(const QString &url, std::uint16_t port)
{
    QUrl changed(url);
    changed.setPort(port);
    return changed.toString(QUrl::FullyEncoded);
}

inline std::uint16_t portOf(const QString &url)
{
    return static_cast<std::uint16_t>(QUrl(url).port());
}

inline constexpr auto companyId = "11111111-1111-4111-8111-111111111111";
inline constexpr auto dupontId = "22222222-2222-4222-8222-000000000001";

inline CompanyId company()
{
    return CompanyId::parse(QString::fromLatin1(companyId), QStringLiteral("company_id")).value();
}

inline EmployeeId dupont()
{
    return EmployeeId::parse(QString::fromLatin1(dupontId), QStringLiteral("employee_id")).value();
}

inline HrWrite moveTo(const char *city)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = company();
    write.employee = dupont();
    write.fields = {{"city", QByteArray(city)}};
    return write;
}

} // namespace hrcache::pgtesting
