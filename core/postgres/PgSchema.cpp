#include "postgres/PgSchema.h"

#include "postgres/PgError.h"

#include <algorithm>

namespace hrcache {

namespace {

constexpr int shownNames = 20;

/// Sequences and indexes that belong to a table, and whatever belongs to an extension, are left out.
constexpr auto contentsSql =
    "SELECT name FROM ("
    " SELECT 'schema ' || n.nspname AS name FROM pg_namespace n WHERE n.nspname IN ('core', 'hr')"
    " UNION ALL"
    " SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    " AND n.nspname NOT LIKE 'pg\\_temp\\_%' AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
    " AND d.deptype IN ('e', 'i', 'a'))"
    ") AS found ORDER BY name LIMIT 21";

qsizetype endOfQuoted(const QByteArray &script, qsizetype at, char quote, bool backslashes)
{
    for (++at; at < script.size(); ++at) {
        if (backslashes && script[at] == '\\')
            ++at;
        else if (script[at] == quote)
            return at + 1; // a doubled quote begins the next piece
    }
    return script.size();
}

/// Behind the dollar-quoted text that begins at `at`, or `at` if none begins there.
qsizetype endOfDollarQuoted(const QByteArray &script, qsizetype at)
{
    qsizetype end = at + 1;
    while (end < script.size() && (isalnum(static_cast<unsigned char>(script[end])) || script[end] == '_'))
        ++end;
    const bool isParameter = end > at + 1 && isdigit(static_cast<unsigned char>(script[at + 1]));
    if (end >= script.size() || script[end] != '$' || isParameter)
        return at;
    const QByteArray tag = script.mid(at, end + 1 - at);
    const qsizetype close = script.indexOf(tag, end + 1);
    return close < 0 ? script.size() : close + tag.size();
}

qsizetype endOfBlockComment(const QByteArray &script, qsizetype at)
{
    int depth = 0;
    while (at < script.size()) {
        const QByteArrayView pair =
            QByteArrayView(script).sliced(at).first(std::min<qsizetype>(2, script.size() - at));
        if (pair == "/*") {
            ++depth;
            at += 2;
        } else if (pair == "*/") {
            at += 2;
            if (--depth == 0)
                return at;
        } else {
            ++at;
        }
    }
    return at;
}

bool startsWithAt(const QByteArray &script, qsizetype at, const char *text)
{
    return QByteArrayView(script).sliced(at).startsWith(text);
}

Error firstError(const PgReply &reply)
{
    // Everything behind the statement that failed only says that the transaction is aborted.
    const PgAnswer *found = nullptr;
    for (const PgAnswer &answer : reply) {
        if (!answer && (!found || found->error().sqlState == "25P02"))
            found = &answer;
    }
    return pgError(found->error());
}

} // namespace

std::vector<QByteArray> splitStatements(const QByteArray &script)
{
    std::vector<QByteArray> statements;
    QByteArray current;
    const auto finish = [&] {
        current = current.trimmed();
        if (!current.isEmpty())
            statements.push_back(current);
        current.clear();
    };
    qsizetype at = 0;
    while (at < script.size()) {
        const char c = script[at];
        qsizetype end = at + 1;
        if (c == ';') {
            finish();
            at = end;
            continue;
        }
        if (startsWithAt(script, at, "--")) {
            const qsizetype newline = script.indexOf('\n', at);
            at = newline < 0 ? script.size() : newline;
            continue;
        }
        if (startsWithAt(script, at, "/*")) {
            at = endOfBlockComment(script, at);
            current.append(' ');
            continue;
        }
        if (c == '\'') {
            const bool escapes = at > 0 && (script[at - 1] == 'E' || script[at - 1] == 'e') &&
                                 (at < 2 || !isalnum(static_cast<unsigned char>(script[at - 2])));
            end = endOfQuoted(script, at, '\'', escapes);
        } else if (c == '"') {
            end = endOfQuoted(script, at, '"', false);
        } else if (c == '$') {
            end = std::max(end, endOfDollarQuoted(script, at));
        }
        current.append(script.constData() + at, end - at);
        at = end;
    }
    finish();
    return statements;
}

PgSchema::PgSchema(PgConfig config)
    : m_pool(std::make_shared<PgPool>(std::move(config)))
{
}

Task<Result<QStringList>> PgSchema::contents()
{
    std::vector<PgStatement> statements{{PgSql::once(contentsSql), {}}};
    auto completion = m_pool->read(std::move(statements));
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(std::move(reply.error()));
    const PgAnswer &answer = reply->front();
    if (!answer)
        co_return failure(pgError(answer.error()));
    QStringList names;
    for (int row = 0; row < std::min(answer->rowCount(), shownNames); ++row)
        names << QString::fromUtf8(answer->bytes(row, 0));
    if (answer->rowCount() > shownNames)
        names << QStringLiteral("…");
    co_return names;
}

Task<Result<void>> PgSchema::create(QByteArray sql)
{
    std::vector<PgStatement> statements;
    for (QByteArray &statement : splitStatements(sql))
        statements.push_back({PgSql::once(std::move(statement)), {}});
    if (statements.empty())
        co_return failure(ErrorCode::InvalidArgument,
                          QCoreApplication::translate("PgSchema", "There is nothing to create."));
    const Result<QStringList> there = co_await contents();
    if (!there)
        co_return failure(there.error());
    if (!there->isEmpty()) {
        co_return failure(ErrorCode::Conflict,
                          QCoreApplication::translate(
                              "PgSchema", "Nothing was created: the database is not empty, it holds %1. Give "
                                          "the address of an empty database.")
                              .arg(there->join(QStringLiteral(", "))));
    }
    // What somebody else creates from here on makes CREATE SCHEMA fail, and everything with it.
    auto completion = m_pool->transaction(std::move(statements));
    const Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(reply.error());
    const bool failed =
        std::any_of(reply->begin(), reply->end(), [](const PgAnswer &answer) { return !answer; });
    if (failed)
        co_return failure(firstError(*reply));
    co_return Result<void>();
}

} // namespace hrcache
