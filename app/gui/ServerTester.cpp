#include "app/gui/ServerTester.h"

#include "app/gui/HostProbe.h"
#include "base/Completion.h"
#include "postgres/PgHrStore.h"
#include "redis/RedisCacheStore.h"
#include "ui/base/Format.h"

namespace hrcache {

namespace {

using Step = ConnectionTestStep;
using Part = Step::Part;
using State = Step::State;
using Reporter = ConnectionTester::Reporter;

constexpr std::chrono::milliseconds tcpPatience{5000};

/// Tells steps of one server.
struct Teller
{
    Step::Server server;
    Reporter report;

    void operator()(Part part, State state, const QString &words = {}, const QString &technical = {}) const
    {
        report({server, part, state, words, technical.isEmpty() ? std::nullopt : std::optional(technical)});
    }

    void failed(Part part, const Error &error) const
    {
        (*this)(part, State::Bad, error.message, error.detail);
    }

    void skip(std::initializer_list<Part> parts) const
    {
        for (const Part part : parts)
            (*this)(part, State::Skipped, ConnectionTester::tr("Not tried, as an earlier step failed"));
    }
};

template<typename T>
Task<> finishWith(Task<Result<T>> work, std::shared_ptr<Completer<Result<T>>> completer)
{
    Result<T> result = co_await work;
    completer->finish(std::move(result));
}

/// `work`'s result, or Cancelled as soon as `stop` is requested; the work then goes on unheard.
template<typename T>
Task<Result<T>> untilStopped(Task<Result<T>> work, std::stop_token stop)
{
    auto completer = std::make_shared<Completer<Result<T>>>();
    auto completion = completer->completion();
    finishWith(std::move(work), completer);
    const std::stop_callback onStop(stop,
                                    [completer] { completer->finish(failure(ErrorCode::Cancelled, {})); });
    Result<T> result = co_await std::move(completion);
    co_return result;
}

/// Deletes a store when what called has returned, which may be the store; at the latest with the application.
/// (A store that goes with an event that is never delivered would wait for itself: both want the lock of the
/// event queue.)
template<typename Store>
void deleteLater(std::shared_ptr<Store> store)
{
    struct Keeper : QObject
    {
        explicit Keeper(std::shared_ptr<Store> kept)
            : QObject(QCoreApplication::instance())
            , store(std::move(kept))
        {
        }

        std::shared_ptr<Store> store;
    };

    (new Keeper(std::move(store)))->deleteLater();
}

bool isThisMachine(const QString &host)
{
    return isLoopbackHost(host.toUtf8());
}

/// Name and TCP. False: it makes no sense to go on.
Task<bool> reach(Teller tell, QString host, quint16 port, std::stop_token stop)
{
    tell(Part::Name, State::Running);
    auto resolving = HostProbe::resolve(host, stop);
    const auto addresses = co_await resolving;
    if (!addresses) {
        tell.failed(Part::Name, addresses.error());
        if (addresses.error().code != ErrorCode::Cancelled)
            tell(
                Part::Tcp, State::Bad,
                ConnectionTester::tr("There is no connection without the address of %1. Correct the name, or "
                                     "give the address in numbers.")
                    .arg(host));
        co_return false;
    }
    const QString first = addresses->front().toString();
    tell(Part::Name, State::Good,
         first == host ? ConnectionTester::tr("%1 is an address").arg(host)
                       : ConnectionTester::tr("%1 is %2").arg(host, first));
    tell(Part::Tcp, State::Running);
    auto connecting = HostProbe::connectTo(*addresses, port, tcpPatience, stop);
    const auto time = co_await connecting;
    if (!time) {
        tell.failed(Part::Tcp, time.error());
        co_return false;
    }
    tell(Part::Tcp, State::Good,
         ConnectionTester::tr("Port %1 answers in %2").arg(QString::number(port), format::duration(*time)));
    co_return true;
}

void tellTls(const Teller &tell, bool encrypted, const QString &protocol, bool local)
{
    if (encrypted)
        tell(Part::Tls, State::Good,
             ConnectionTester::tr("Encrypted with %1, certificate and name are right")
                 .arg(protocol.isEmpty() ? QStringLiteral("TLS") : protocol));
    else if (local)
        tell(Part::Tls, State::Good, ConnectionTester::tr("Not encrypted, but it stays on this machine"));
    else
        tell(Part::Tls, State::Doubtful,
             ConnectionTester::tr("Not encrypted: whoever is on the way can read along. Use TLS."));
}

/// A login that failed: at TLS, at the login itself, or at what it was allowed to see.
void tellFailedLogin(const Teller &tell, const Error &error, const QString &tlsWords)
{
    if (error.code == ErrorCode::TlsFailed) {
        tell.failed(Part::Tls, error);
        tell.skip({Part::Login, Part::Rights});
        return;
    }
    const bool answered = error.code == ErrorCode::AuthFailed || error.code == ErrorCode::PermissionDenied ||
                          error.code == ErrorCode::ServerError;
    tell(Part::Tls, answered ? State::Good : State::Skipped,
         answered ? tlsWords : ConnectionTester::tr("Not known, as the login failed"));
    tell.failed(Part::Login, error);
    tell.skip({Part::Rights});
}

void tellCache(const Teller &tell, const CacheStatus &status, bool local)
{
    tellTls(tell, status.encrypted, status.tls, local);
    tell(Part::Login, State::Good,
         ConnectionTester::tr("Logged in as %1 to database %2 of %3 %4, one round trip takes %5")
             .arg(status.user, QString::number(status.database), status.product, status.version,
                  format::duration(status.latency)));
    if (!status.primary)
        tell(Part::Rights, State::Doubtful,
             ConnectionTester::tr("This is a replica: it takes no writes, so nothing can be cached"));
    else if (!status.missingRights.isEmpty())
        tell(Part::Rights, State::Doubtful, status.missingRights.join(u'\n'));
    else
        tell(Part::Rights, State::Good,
             ConnectionTester::tr("May read, write, run scripts, publish and list keys"));
}

void tellDatabase(const Teller &tell, const StoreStatus &status, bool local)
{
    tellTls(tell, status.encrypted, status.tls, local);
    const QString product = status.version.section(u' ', 0, 1);
    tell(Part::Login, State::Good,
         ConnectionTester::tr("Logged in as %1 to %2 of %3, one round trip takes %4")
             .arg(status.user, status.database, product, format::duration(status.latency)));
    const bool reads = status.rights.contains(QStringLiteral("select"));
    const bool writes =
        status.rights.contains(QStringLiteral("insert")) && status.rights.contains(QStringLiteral("update"));
    if (!status.primary)
        tell(
            Part::Rights, State::Bad,
            ConnectionTester::tr("This is a replica: what it answers may be old and must not be cached. Give "
                                 "the address of the primary."));
    else if (reads && writes)
        tell(Part::Rights, State::Good, ConnectionTester::tr("May read and write employees and contracts"));
    else if (reads)
        tell(Part::Rights, State::Doubtful, ConnectionTester::tr("May read, but not write"));
    else
        tell(Part::Rights, State::Bad, ConnectionTester::tr("May not read the HR tables"));
    if (status.missing().isEmpty())
        tell(Part::Schema, State::Good, ConnectionTester::tr("All tables are there"));
    else if (status.schemas.isEmpty())
        tell(Part::Schema, State::Bad,
             ConnectionTester::tr(
                 "There are no HR tables. Check the name of the database, or create them with "
                 "\"hrcachectl init-db\"."));
    else
        tell(Part::Schema, State::Bad,
             ConnectionTester::tr("Missing: %1").arg(status.missing().join(QStringLiteral(", "))));
}

} // namespace

const ServerTester &ServerTester::instance()
{
    static const ServerTester tester;
    return tester;
}

Task<> ServerTester::testRedis(RedisConfig config, Reporter report, std::stop_token stop) const
{
    const Teller tell{Step::Server::Cache, std::move(report)};
    auto reaching = reach(tell, config.host, config.port, stop);
    const bool reached = co_await reaching;
    if (!reached) {
        tell.skip({Part::Tls, Part::Login, Part::Rights});
        co_return;
    }
    if (config.tls)
        tell(Part::Tls, State::Running);
    tell(Part::Login, State::Running);
    const bool local = isThisMachine(config.host);
    const QString tlsWords =
        config.tls ? ConnectionTester::tr("Encrypted") : ConnectionTester::tr("Not encrypted, as configured");
    auto store = std::make_shared<RedisCacheStore>(std::move(config));
    auto checking = untilStopped(store->check(), stop);
    const Result<CacheStatus> status = co_await checking;
    deleteLater(std::move(store));
    if (status)
        tellCache(tell, *status, local);
    else
        tellFailedLogin(tell, status.error(), tlsWords);
}

Task<> ServerTester::testPostgres(PgConfig config, Reporter report, std::stop_token stop) const
{
    const Teller tell{Step::Server::Database, std::move(report)};
    const PgConfig::Host host = config.hosts().front();
    const bool local = config.isLocal();
    if (host.name.startsWith('/') || (host.name.isEmpty() && host.address.isEmpty())) {
        tell(Part::Name, State::Skipped, ConnectionTester::tr("A socket of this machine"));
        tell(Part::Tcp, State::Skipped, ConnectionTester::tr("Not needed"));
    } else {
        const QByteArray name = host.address.isEmpty() ? host.name : host.address;
        const quint16 port = host.port.isEmpty() ? 5432 : host.port.toUShort();
        auto reaching = reach(tell, QString::fromUtf8(name), port, stop);
        const bool reached = co_await reaching;
        if (!reached) {
            tell.skip({Part::Tls, Part::Login, Part::Rights, Part::Schema});
            co_return;
        }
    }
    tell(Part::Login, State::Running);
    auto store = std::make_shared<PgHrStore>(std::move(config));
    auto checking = untilStopped(store->check(), stop);
    const Result<StoreStatus> status = co_await checking;
    deleteLater(std::move(store));
    if (status) {
        tellDatabase(tell, *status, local);
        co_return;
    }
    tellFailedLogin(tell, status.error(), ConnectionTester::tr("As the server demands it"));
    tell.skip({Part::Schema});
}

} // namespace hrcache
