#include "postgres/PgConnector.h"

#include "base/Logging.h"
#include "postgres/PgError.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QRegularExpression>
#include <QSocketNotifier>

#include <libpq-fe.h>

namespace hrcache {

namespace {

QByteArray joined(const std::vector<PgConfig::Host> &hosts, QByteArray PgConfig::Host::*member)
{
    QByteArrayList values;
    for (const PgConfig::Host &host : hosts)
        values << host.*member;
    return values.join(',');
}

/// The SQLSTATE in a message of verbose form, "FATAL:  28P01: …"; the words are translated by the server.
QByteArray sqlStateIn(const QString &message)
{
    static const QRegularExpression pattern(QStringLiteral(":\\s+((?=[A-Z]*\\d)[0-9A-Z]{5}): "));
    return pattern.match(message).captured(1).toLatin1();
}

/// What the message says, hints behind "; ", without "FATAL:  28P01: " and source locations.
QString plainWords(const QString &message)
{
    static const QRegularExpression prefix(QStringLiteral("^.*?:\\s+(?=[A-Z]*\\d)[0-9A-Z]{5}: "));
    static const QRegularExpression location(QStringLiteral(":\\s+\\w+, \\w+\\.c:\\d+$"));
    QStringList lines;
    for (const QString &line : message.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (!location.match(line).hasMatch())
            lines << QString(line).remove(prefix).trimmed();
    }
    return lines.join(QLatin1String("; "));
}

} // namespace

PgConnector::PgConnector(PgConfig config, Done done, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_done(std::move(done))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fail(Error::make(ErrorCode::Timeout, tr("The database server did not answer in time."),
                         m_config.toString()));
    });
}

PgConnector::~PgConnector()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void PgConnector::start()
{
    m_timer.start(m_config.connectTimeout);
    QMetaObject::invokeMethod(this, &PgConnector::lookUpNext, Qt::QueuedConnection);
}

void PgConnector::lookUpNext()
{
    m_lookup = -1;
    for (; m_nextHost < m_config.hosts().size(); ++m_nextHost) {
        PgConfig::Host host = m_config.hosts()[m_nextHost];
        const bool isSocket = host.name.isEmpty() || host.name.startsWith('/') || host.name.startsWith('@');
        if (host.address.isEmpty() && !isSocket) {
            if (QHostAddress(QString::fromUtf8(host.name)).isNull()) {
                m_lookup =
                    QHostInfo::lookupHost(QString::fromUtf8(host.name), this, &PgConnector::addAddresses);
                return;
            }
            host.address = host.name;
        }
        m_targets.push_back(std::move(host));
    }
    if (m_targets.empty())
        fail(pgUnreachable(tr("The name of the database server cannot be resolved.")));
    else
        open();
}

void PgConnector::addAddresses(const QHostInfo &info)
{
    PgConfig::Host host = m_config.hosts()[m_nextHost];
    const bool mustBeLoopback = isLoopbackHost(host.name);
    for (const QHostAddress &address : info.addresses()) {
        // TLS may be off for a loopback name, so it must not lead elsewhere.
        if (mustBeLoopback && !address.isLoopback())
            continue;
        host.address = address.toString().toLatin1();
        m_targets.push_back(host);
    }
    ++m_nextHost;
    lookUpNext();
}

void PgConnector::open()
{
    PgConfig::Parameters parameters = m_config.parameters();
    parameters.emplace_back("host", joined(m_targets, &PgConfig::Host::name));
    parameters.emplace_back("hostaddr", joined(m_targets, &PgConfig::Host::address));
    parameters.emplace_back("port", joined(m_targets, &PgConfig::Host::port));
    std::vector<const char *> names;
    std::vector<const char *> values;
    for (const auto &[name, value] : parameters) {
        names.push_back(name.constData());
        values.push_back(value.constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);

    m_connection.reset(PQconnectStartParams(names.data(), values.data(), 0));
    if (!m_connection || PQstatus(m_connection.get()) == CONNECTION_BAD) {
        fail(pgUnreachable(m_connection ? plainWords(QString::fromUtf8(PQerrorMessage(m_connection.get())))
                                        : QString()));
        return;
    }
    // The only way to learn the SQLSTATE of a refused login.
    PQsetErrorVerbosity(m_connection.get(), PQERRORS_VERBOSE);
    PQsetNoticeReceiver(
        m_connection.get(), [](void *, const PGresult *) {}, nullptr);
    watch(false);
}

void PgConnector::poll()
{
    // libpq may close the socket in here and open another, even with the same number.
    m_notifier.reset();
    const int statusBefore = PQstatus(m_connection.get());
    m_earlierWords = PQerrorMessage(m_connection.get());
    switch (PQconnectPoll(m_connection.get())) {
    case PGRES_POLLING_READING:
        watch(true);
        break;
    case PGRES_POLLING_WRITING:
        watch(false);
        break;
    case PGRES_POLLING_OK:
        finish(ready());
        break;
    default:
        fail(connectError(statusBefore));
        break;
    }
}

void PgConnector::watch(bool forReading)
{
    m_notifier = std::make_unique<QSocketNotifier>(
        PQsocket(m_connection.get()), forReading ? QSocketNotifier::Read : QSocketNotifier::Write);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PgConnector::poll);
}

Result<PgConnHandle> PgConnector::ready()
{
    pg_conn *connection = m_connection.get();
    PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
    if (PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1)
        return failure(ErrorCode::Internal, {}, QString::fromUtf8(PQerrorMessage(connection)));
    qCDebug(logPostgres).noquote() << "connected to" << m_config.toString()
                                   << (PQsslInUse(connection) ? PQsslAttribute(connection, "protocol")
                                                              : "plain");
    return std::move(m_connection);
}

Error PgConnector::connectError(int statusBefore) const
{
    const QByteArray bytes = PQerrorMessage(m_connection.get());
    const QString message = QString::fromUtf8(bytes);
    const QString words = plainWords(message);
    const QByteArray sqlState = sqlStateIn(message);
    if (!sqlState.isEmpty()) {
        PgDiagnostics diagnostics;
        diagnostics.sqlState = sqlState;
        diagnostics.message = words;
        return pgError(diagnostics);
    }
    // libpq's words are translated too; the stage that it failed in is not.
    // Before them stands what was tried in vain: a name often has an IPv6 address that nobody listens on.
    const bool continued = bytes.startsWith(m_earlierWords) && bytes.size() > m_earlierWords.size();
    const QString lastWords =
        continued ? plainWords(QString::fromUtf8(bytes.sliced(m_earlierWords.size()))) : words;
    const QString reason = lastWords.section(QLatin1String("; "), 0, 0);
    const bool lost = PQsocket(m_connection.get()) < 0 || words.contains(QLatin1String("SSL SYSCALL"));
    if (PQconnectionNeedsPassword(m_connection.get()))
        return Error::make(ErrorCode::AuthFailed, tr("The database server asks for a password."), words);
    if (statusBefore == CONNECTION_SSL_STARTUP && !lost) {
        return Error::make(ErrorCode::TlsFailed,
                           tr("No trusted TLS connection to the database server: %1. Check the server's "
                              "certificate, and sslrootcert.")
                               .arg(reason),
                           words);
    }
    if ((statusBefore == CONNECTION_AWAITING_RESPONSE || statusBefore == CONNECTION_AUTH_OK) && !lost)
        return Error::make(ErrorCode::AuthFailed, tr("The login to the database failed: %1").arg(reason),
                           words);
    return pgUnreachable(words);
}

void PgConnector::fail(Error error)
{
    qCInfo(logPostgres).noquote() << "cannot connect to" << m_config.toString() << errorCodeName(error.code)
                                  << error.serverCode;
    finish(failure(std::move(error)));
}

void PgConnector::finish(Result<PgConnHandle> result)
{
    m_timer.stop();
    m_notifier.reset();
    if (!result)
        m_connection.reset();
    auto done = std::exchange(m_done, nullptr);
    if (done)
        done(std::move(result));
}

} // namespace hrcache
