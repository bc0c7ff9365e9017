#include "hr/HrRpc.h"

#include "hr/CanonicalJson.h"
#include "hr/JsonCheck.h"
#include "hr/RpcParams.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hrcache {

namespace {

enum class Shape {
    Rows,       ///< {member: rows, "source": …}
    Row,        ///< {member: row, "source": …}, only {member: null} if there is none
    References, ///< the five lists and "source"
    Uncached,   ///< {member: rows or row or null}
    Companies,  ///< {"companies": rows, "count": n}
    Account,    ///< {"has_access": true, members of the row}
    CompanyId,  ///< {"company_id": id or null}
    Write,
    Connection
};

struct Method
{
    const char *name;
    Shape shape;
    const char *member;
};

constexpr Method methodTable[] = {
    {"HR.list_employees", Shape::Rows, "employees"},
    {"HR.get_employee", Shape::Row, "employee"},
    {"HR.list_contracts", Shape::Rows, "contracts"},
    {"HR.get_active_contract", Shape::Row, "contract"},
    {"HR.list_clusters", Shape::Rows, "clusters"},
    {"HR.get_all_references", Shape::References, ""},
    {"HR.create_employee", Shape::Write, "employee_id"},
    {"HR.update_employee", Shape::Write, "success"},
    {"HR.delete_employee", Shape::Write, "success"},
    {"HR.create_contract", Shape::Write, "contract_id"},
    {"HR.update_contract", Shape::Write, "success"},
    {"HR.check_connection", Shape::Connection, ""},
    {"HR.get_company_id", Shape::CompanyId, "company_id"},
    {"HR.get_account_context", Shape::Account, ""},
    {"HR.list_accessible_companies", Shape::Companies, "companies"},
    {"HR.get_payroll_result", Shape::Uncached, "payroll"},
    {"HR.list_payroll_results", Shape::Uncached, "payroll_results"},
};

const Method *methodOf(const QString &name)
{
    const auto *found =
        std::find_if(std::begin(methodTable), std::end(methodTable),
                     [&](const Method &method) { return name == QLatin1String(method.name); });
    return found == std::end(methodTable) ? nullptr : found;
}

void appendView(QByteArray &out, std::string_view view)
{
    out.append(view.data(), static_cast<qsizetype>(view.size()));
}

void appendText(QByteArray &out, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    appendJsonString(out, {utf8.constData(), static_cast<size_t>(utf8.size())});
}

void appendError(QByteArray &out, const Error &error)
{
    out.append("\"error\": ");
    appendText(out, error.message.isEmpty() ? errorCodeName(error.code) : error.message);
    out.append(", \"error_code\": ");
    appendText(out, errorCodeName(error.code));
    if (!error.detail.isEmpty()) {
        out.append(", \"error_detail\": ");
        appendText(out, error.detail);
    }
    if (error.fields.empty())
        return;
    out.append(", \"fields\": {");
    for (size_t i = 0; i < error.fields.size(); ++i) {
        out.append(i == 0 ? "" : ", ");
        appendText(out, error.fields[i].field);
        out.append(": ");
        appendText(out, error.fields[i].message);
    }
    out.append('}');
}

/// A failed read: its empty result and the error.
QByteArray emptyResult(const Method &method, const Error &error)
{
    QByteArray out("{");
    switch (method.shape) {
    case Shape::Rows:
        out.append('"').append(method.member).append("\": [], ");
        break;
    case Shape::Row:
    case Shape::CompanyId:
        out.append('"').append(method.member).append("\": null, ");
        break;
    case Shape::Uncached:
        out.append('"')
            .append(method.member)
            .append(qstrcmp(method.member, "payroll") == 0 ? "\": null, " : "\": [], ");
        break;
    case Shape::References:
        for (const ReferenceTable &table : referenceTables) {
            out.append('"');
            appendView(out, table.member);
            out.append("\": [], ");
        }
        break;
    case Shape::Companies:
        out.append("\"companies\": [], \"count\": 0, ");
        break;
    case Shape::Account:
        out.append("\"has_access\": false, ");
        break;
    case Shape::Write:
    case Shape::Connection:
        break;
    }
    appendError(out, error);
    return out.append('}');
}

QByteArray fullResult(const Method &method, const HrQuery &query, const HrDocument &document,
                      const Provenance &from)
{
    const std::string_view json = document.json();
    const auto source = from.fromCache() ? ", \"source\": \"cache\"}" : ", \"source\": \"database\"}";
    QByteArray out;
    out.reserve(static_cast<qsizetype>(json.size()) + 128);
    out.append('{');
    switch (method.shape) {
    case Shape::Rows:
        out.append('"').append(method.member).append("\": ");
        appendView(out, json);
        return out.append(source);
    case Shape::Row:
        out.append('"').append(method.member).append("\": ");
        if (document.isEmpty())
            return out.append("null}");
        appendView(out, json);
        return out.append(source);
    case Shape::References:
        appendView(out, json.substr(1, json.size() - 2));
        return out.append(source);
    case Shape::Companies:
        out.append("\"companies\": ");
        appendView(out, json);
        return out.append(", \"count\": ")
            .append(QByteArray::number(qint64(document.itemCount())))
            .append('}');
    case Shape::Account:
        if (document.isEmpty()) {
            out.append("\"has_access\": false, \"firebase_uid\": ");
            appendText(out, query.user.toString());
            out.append(", \"company_id\": ");
            appendText(out, query.company.toString());
            return out.append('}');
        }
        out.append("\"has_access\": true, ");
        appendView(out, json.substr(1));
        return out;
    case Shape::CompanyId:
        if (document.isEmpty())
            return out.append("\"company_id\": null}");
        appendView(out, json.substr(1));
        return out;
    default:
        out.append('"').append(method.member).append("\": ");
        appendView(out, json);
        return out.append('}');
    }
}

RpcAnswer invalidCall(Error error)
{
    RpcAnswer answer;
    answer.invalid = std::move(error);
    return answer;
}

} // namespace

QStringList HrRpc::methods()
{
    QStringList names;
    for (const Method &method : methodTable)
        names << QLatin1String(method.name);
    return names;
}

bool HrRpc::isWrite(const QString &method)
{
    const Method *found = methodOf(method);
    return found && found->shape == Shape::Write;
}

Task<RpcAnswer> HrRpc::call(QString method, QJsonObject params, ReadMode readMode, WriteOptions writeOptions)
{
    const Method *found = methodOf(method);
    if (!found) {
        RpcAnswer answer = invalidCall(
            Error::make(ErrorCode::InvalidArgument,
                        QCoreApplication::translate("HrRpc", "Unknown method \"%1\".").arg(method)));
        answer.unknownMethod = true;
        co_return answer;
    }
    if (found->shape == Shape::Write) {
        RpcAnswer answer = co_await write(std::move(method), std::move(params), writeOptions);
        co_return answer;
    }
    if (found->shape == Shape::Connection) {
        RpcAnswer answer = co_await checkConnection();
        co_return answer;
    }
    RpcAnswer answer = co_await read(std::move(method), std::move(params), readMode);
    co_return answer;
}

Task<RpcAnswer> HrRpc::read(QString method, QJsonObject params, ReadMode mode)
{
    auto query = queryOf(method, params);
    if (!query)
        co_return invalidCall(std::move(query.error()));
    auto user = userParam(params);
    if (!user)
        co_return invalidCall(std::move(user.error()));
    const Method &found = *methodOf(method);
    ReadOptions options;
    options.mode = mode;
    const DocumentResult result = co_await m_service.read(std::move(*user), *query, options);
    RpcAnswer answer;
    if (result) {
        answer.result = onOneLine(fullResult(found, *query, result->data, result->from));
        answer.from = result->from;
    } else {
        answer.result = emptyResult(found, result.error());
        answer.failed = true;
    }
    co_return answer;
}

Task<RpcAnswer> HrRpc::write(QString method, QJsonObject params, WriteOptions options)
{
    auto write = writeOf(method, params);
    if (!write)
        co_return invalidCall(std::move(write.error()));
    auto user = userParam(params);
    if (!user)
        co_return invalidCall(std::move(user.error()));
    const Method &found = *methodOf(method);
    const auto receipt = co_await m_service.write(std::move(*user), std::move(*write), options);

    RpcAnswer answer;
    answer.result.append("{\"").append(found.member).append("\": ");
    const bool isId = qstrcmp(found.member, "success") != 0;
    if (!receipt) {
        answer.failed = true;
        answer.result.append(isId ? "null, " : "false, ");
        appendError(answer.result, receipt.error());
        answer.result.append('}');
        co_return answer;
    }
    if (!isId)
        answer.result.append("true");
    else
        appendText(answer.result, qstrcmp(found.member, "contract_id") == 0 ? receipt->contract.toString()
                                                                            : receipt->employee.toString());
    if (!receipt->invalidation.acknowledged) {
        answer.result.append(", \"warning\": ");
        appendText(answer.result, QCoreApplication::translate(
                                      "HrRpc",
                                      "Written, but the cache did not confirm the invalidation of %n "
                                      "key(s): readers may see the old value for a while. %1",
                                      nullptr, static_cast<int>(receipt->invalidation.keys))
                                      .arg(receipt->invalidation.problem));
    }
    answer.result.append('}');
    co_return answer;
}

Task<RpcAnswer> HrRpc::checkConnection()
{
    const auto status = co_await m_service.store().check();
    RpcAnswer answer;
    if (!status) {
        answer.failed = true;
        answer.result.append("{\"status\": \"error\", ");
        appendError(answer.result, status.error());
        answer.result.append('}');
        co_return answer;
    }
    QJsonObject object;
    object.insert(QStringLiteral("status"), QStringLiteral("connected"));
    // The existing service names its database so, wherever it runs.
    object.insert(QStringLiteral("database"),
                  status->product == u"PostgreSQL" ? QStringLiteral("PostgreSQL Neon") : status->product);
    object.insert(QStringLiteral("version"), status->version);
    object.insert(QStringLiteral("schemas"), QJsonArray::fromStringList(status->schemas));
    object.insert(QStringLiteral("pool_size"), status->openConnections);
    answer.result = QJsonDocument(object).toJson(QJsonDocument::Compact);
    co_return answer;
}

} // namespace hrcache
