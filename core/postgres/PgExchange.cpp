#include "postgres/PgExchange.h"

#include "postgres/PgError.h"

#include <QVarLengthArray>

#include <libpq-fe.h>

namespace hrcache {

namespace {

struct ParameterValues
{
    explicit ParameterValues(const PgStatement &statement)
    {
        for (const auto &parameter : statement.parameters)
            values.push_back(parameter ? parameter->constData() : nullptr);
    }

    [[nodiscard]] int count() const { return static_cast<int>(values.size()); }

    QVarLengthArray<const char *, 24> values;
};

bool isIsoDateStyle(pg_conn *connection)
{
    const char *style = PQparameterStatus(connection, "DateStyle");
    return style && std::string_view(style).starts_with("ISO");
}

} // namespace

PgExchange::PgExchange(pg_conn *connection, std::shared_ptr<PgServerTraits> traits)
    : m_connection(connection)
    , m_traits(std::move(traits))
    , m_isoDates(isIsoDateStyle(connection))
{
    PQsetNoticeReceiver(connection, &PgExchange::noteNotice, this);
}

/// Between two requests libpq takes the server's last words for a notice.
void PgExchange::noteNotice(void *self, const pg_result *notice)
{
    const char *sqlState = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
    if (sqlState && endsConnection(sqlState))
        static_cast<PgExchange *>(self)->m_lost = true;
}

bool PgExchange::isAlive()
{
    const bool alive = PQconsumeInput(m_connection) == 1;
    PQisBusy(m_connection); // reads what has come
    return alive && !m_lost;
}

bool PgExchange::begin(PgRequest &request)
{
    m_request = &request;
    request.reply.resize(request.statements.size());
    m_repaired.assign(request.statements.size(), false);
    m_committed = false;
    m_aborted = false;
    m_abandoned = false;
    m_error.reset();
    request.sent = true;
    return send();
}

bool PgExchange::beginRollback()
{
    m_request = nullptr;
    m_items.clear();
    m_position = 0;
    return sendPlain(Step::Rollback, "ROLLBACK") && sendSync();
}

/// What must stand in front of the statements, where there is anything.
bool PgExchange::sendSetup()
{
    if (!m_isoDates && !sendPlain(Step::Setup, "SET DateStyle = 'ISO'"))
        return false;
    // From PostgreSQL 14 on told at the login, and when a replica becomes the primary. Poolers may keep it.
    if (const char *standby = PQparameterStatus(m_connection, "in_hot_standby"))
        m_role = std::string_view(standby) == "off" ? Role::Primary : Role::Replica;
    return m_role != Role::Unknown || m_request->kind != PgRequest::Kind::Read ||
           sendPlain(Step::AskRole, "SELECT pg_is_in_recovery()");
}

bool PgExchange::send()
{
    m_items.clear();
    m_position = 0;
    m_resend = false;
    if (!sendSetup())
        return false;
    const bool transaction = m_request->kind == PgRequest::Kind::Transaction;
    if (transaction && !sendPlain(Step::Begin, "BEGIN ISOLATION LEVEL READ COMMITTED"))
        return false;
    for (size_t i = m_request->next; i < m_request->statements.size(); ++i) {
        if (!sendStatement(static_cast<int>(i)))
            return false;
    }
    if (transaction && !sendPlain(Step::Commit, "COMMIT"))
        return false;
    return sendSync();
}

bool PgExchange::sendStatement(int index)
{
    const PgStatement &statement = m_request->statements[static_cast<size_t>(index)];
    const ParameterValues parameters(statement);
    // A transaction cannot be repeated in another way, and behind a pooler what was prepared is elsewhere.
    const bool prepare =
        !statement.sql.name.isEmpty() && !m_traits->unprepared && m_request->kind == PgRequest::Kind::Read;
    if (!prepare) {
        m_items.push_back({Step::Run, false, index});
        return PQsendQueryParams(m_connection, statement.sql.text.constData(), parameters.count(), nullptr,
                                 parameters.values.data(), nullptr, nullptr, 0) == 1;
    }

    Prepared &prepared = m_prepared[statement.sql.name];
    if (!prepared.ready) {
        prepared.name = statement.sql.name;
        if (prepared.generation > 0)
            prepared.name += '_' + QByteArray::number(prepared.generation);
        m_items.push_back({Step::Parse, true, index});
        if (PQsendPrepare(m_connection, prepared.name.constData(), statement.sql.text.constData(), 0,
                          nullptr) != 1)
            return false;
        prepared.ready = true;
    }
    m_items.push_back({Step::Run, true, index});
    return PQsendQueryPrepared(m_connection, prepared.name.constData(), parameters.count(),
                               parameters.values.data(), nullptr, nullptr, 0) == 1;
}

bool PgExchange::sendPlain(Step step, const char *sql)
{
    m_items.push_back({step, false, -1});
    return PQsendQueryParams(m_connection, sql, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
}

bool PgExchange::sendSync()
{
    return PQpipelineSync(m_connection) == 1;
}

PgExchange::Progress PgExchange::advance()
{
    while (m_position <= m_items.size() && !m_lost) {
        if (PQisBusy(m_connection))
            return PQstatus(m_connection) == CONNECTION_BAD ? Progress::Lost : Progress::Waiting;
        PgResultHandle result(PQgetResult(m_connection));
        if (!result) {
            ++m_position;
            continue;
        }
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
            const auto progress = resume();
            if (progress)
                return *progress;
            continue;
        }
        if (m_position < m_items.size())
            take(m_items[m_position], std::move(result));
    }
    return Progress::Lost; // or the server ended the pipeline without a Sync
}

/// After Sync: finished, or something is sent again (none, or Waiting).
std::optional<PgExchange::Progress> PgExchange::resume()
{
    if (!m_resend || m_abandoned || !m_request || m_request->next >= m_request->statements.size())
        return Progress::Done;
    if (!send())
        return Progress::Lost;
    return std::nullopt;
}

void PgExchange::take(const Item &item, PgResultHandle result)
{
    switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
    case PGRES_TUPLES_OK:
        break;
    case PGRES_PIPELINE_ABORTED:
        if (item.step == Step::Parse)
            m_prepared[m_request->statements[static_cast<size_t>(item.statement)].sql.name].ready = false;
        return;
    default:
        takeError(item, result.get());
        return;
    }

    switch (item.step) {
    case Step::Setup:
        m_isoDates = true;
        break;
    case Step::AskRole:
        m_role = std::string_view(PQgetvalue(result.get(), 0, 0)) == "f" ? Role::Primary : Role::Replica;
        break;
    case Step::Run:
        m_request->reply[static_cast<size_t>(item.statement)] =
            PgResult(std::move(result), m_role != Role::Primary);
        if (m_request->kind == PgRequest::Kind::Read)
            m_request->next = static_cast<size_t>(item.statement) + 1;
        break;
    case Step::Commit:
        // COMMIT of a transaction that the server has given up is answered with ROLLBACK.
        m_committed = std::string_view(PQcmdStatus(result.get())) == "COMMIT";
        if (!m_committed && !m_error)
            m_error = Error::make(ErrorCode::ServerError, {}, QStringLiteral("rolled back"));
        break;
    case Step::Begin:
    case Step::Parse:
    case Step::Rollback:
        break;
    }
}

void PgExchange::takeError(const Item &item, const pg_result *result)
{
    const PgDiagnostics diagnostics = PgDiagnostics::of(result);
    if (diagnostics.sqlState.isEmpty()) {
        m_lost = true; // libpq's own words, when the connection ends: the server has not answered
        return;
    }
    if (!m_request || m_request->kind == PgRequest::Kind::Transaction) {
        if (item.step != Step::Commit)
            m_aborted = true;
        if (item.statement >= 0)
            m_request->reply[static_cast<size_t>(item.statement)] = tl::unexpected(diagnostics);
        else if (!m_error)
            m_error = pgError(diagnostics);
        return;
    }
    if (endsConnection(diagnostics.sqlState.constData()))
        return; // the end of the connection follows, and is dealt with there
    if (item.step == Step::Parse)
        m_prepared[m_request->statements[static_cast<size_t>(item.statement)].sql.name].ready = false;
    if (item.step == Step::AskRole) {
        m_role = Role::Replica; // for all that is known
        m_resend = true;
        return;
    }
    if (item.statement < 0) {
        // Setting the session up failed: nothing else will do better.
        for (auto &answer : m_request->reply)
            answer = tl::unexpected(diagnostics);
        m_request->next = m_request->statements.size();
        return;
    }
    m_resend = true;
    if (repair(item, diagnostics.sqlState))
        return;
    m_request->reply[static_cast<size_t>(item.statement)] = tl::unexpected(diagnostics);
    m_request->next = static_cast<size_t>(item.statement) + 1;
}

bool PgExchange::repair(const Item &item, const QByteArray &sqlState)
{
    if (!item.prepared)
        return false;
    if (sqlState == "26000" || sqlState == "42P05") {
        // Statements come and go between two requests: a transaction pooler is in between.
        m_traits->unprepared = true;
        m_prepared.clear();
        return true;
    }
    // "cached plan must not change result type": a column was added or changed.
    const auto statement = static_cast<size_t>(item.statement);
    if (sqlState != "0A000" || item.step != Step::Run || m_repaired[statement])
        return false;
    m_repaired[statement] = true;
    // Seldom is it one table alone: none of the others shall cost a round trip of its own.
    for (Prepared &prepared : m_prepared) {
        prepared.generation += prepared.ready ? 1 : 0;
        prepared.ready = false;
    }
    return true;
}

bool PgExchange::needsRollback() const
{
    const PGTransactionStatusType status = PQtransactionStatus(m_connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Result<PgReply> PgExchange::takeReply()
{
    PgRequest *request = std::exchange(m_request, nullptr);
    if (m_error)
        return failure(std::move(*m_error));
    return std::move(request->reply);
}

} // namespace hrcache
