#pragma once

#include "postgres/PgHandles.h"
#include "postgres/PgRequest.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace hrcache {

/// What is known about prepared statements on one server, shared by its connections.
struct PgServerTraits
{
    /// A transaction pooler stands between: statements prepared once are not there the next time.
    bool unprepared = false;
};

/// Carries one request at a time over a connection in pipeline mode: everything in one write with one Sync
/// behind it, so that a request takes one round trip.
///
/// If a statement of a read fails, the server skips those behind it; they are sent once more, in another
/// round trip. A statement that failed because it is not (or no longer) usable as prepared is repeated in
/// another way. Knows no socket: the owner reads with PQconsumeInput() and calls advance().
class PgExchange
{
public:
    enum class Progress {
        Waiting, ///< more input is needed
        Done,    ///< takeReply() has the answers; the connection is free, unless needsRollback()
        Lost     ///< the connection ended
    };

    PgExchange(pg_conn *connection, std::shared_ptr<PgServerTraits> traits);
    PgExchange(const PgExchange &) = delete;
    PgExchange &operator=(const PgExchange &) = delete;

    /// Between two requests: whether the server has not said goodbye meanwhile, as far as it can be known
    /// without asking it.
    [[nodiscard]] bool isAlive();

    /// Sends the request, of a read what has no answer yet; it must live until the exchange is done. False:
    /// libpq refused, the connection is of no use any more.
    [[nodiscard]] bool begin(PgRequest &request);
    /// Sends ROLLBACK, after a transaction that failed. Its end is reported by advance() again.
    [[nodiscard]] bool beginRollback();
    /// Takes in the results that have arrived.
    [[nodiscard]] Progress advance();

    /// The caller gave up: do not send anything again.
    void abandon() { m_abandoned = true; }

    [[nodiscard]] bool needsRollback() const;
    /// The answers, after Done. An error outside of the statements (at COMMIT) is the outer one.
    [[nodiscard]] Result<PgReply> takeReply();

    // What is known when the connection is lost in between:
    /// COMMIT was confirmed.
    [[nodiscard]] bool isCommitted() const { return m_committed; }

    /// An error reply before COMMIT: the transaction cannot have been committed.
    [[nodiscard]] bool isAborted() const { return m_aborted; }

private:
    enum class Step : uint8_t { Setup, AskRole, Begin, Parse, Run, Commit, Rollback };
    enum class Role : uint8_t { Unknown, Primary, Replica };

    struct Item
    {
        Step step;
        bool prepared;
        int statement;
    };

    /// On one connection: the text's hash → the name that it is prepared under now.
    struct Prepared
    {
        QByteArray name;
        int generation = 0;
        bool ready = false;
    };

    [[nodiscard]] bool send();
    [[nodiscard]] bool sendSetup();
    [[nodiscard]] bool sendStatement(int index);
    [[nodiscard]] bool sendPlain(Step step, const char *sql);
    [[nodiscard]] bool sendSync();
    void take(const Item &item, PgResultHandle result);
    void takeError(const Item &item, const pg_result *result);
    [[nodiscard]] bool repair(const Item &item, const QByteArray &sqlState);
    [[nodiscard]] std::optional<Progress> resume();

    static void noteNotice(void *self, const pg_result *notice);

    pg_conn *m_connection;
    std::shared_ptr<PgServerTraits> m_traits;
    QHash<QByteArray, Prepared> m_prepared;
    bool m_isoDates;
    Role m_role = Role::Unknown;

    PgRequest *m_request = nullptr;
    std::vector<Item> m_items;
    size_t m_position = 0;
    bool m_resend = false;        ///< a statement failed, so that those behind it were skipped
    std::vector<bool> m_repaired; ///< by statement: prepared anew once already in this request
    bool m_committed = false;
    bool m_aborted = false;
    bool m_abandoned = false;
    bool m_lost = false;
    std::optional<Error> m_error;
};

} // namespace hrcache
