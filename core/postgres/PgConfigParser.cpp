#include "postgres/PgConfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

#include <libpq-fe.h>

namespace hrcache {

namespace {

using Options = QHash<QByteArray, QByteArray>;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PgConfig)
};

Options takeOptions(PQconninfoOption *list)
{
    Options options;
    for (const PQconninfoOption *option = list; option && option->keyword; ++option) {
        if (option->val)
            options.insert(option->keyword, option->val);
    }
    PQconninfoFree(list);
    return options;
}

QString unknownParameter(const QString &text)
{
    QStringList known;
    PQconninfoOption *defaults = PQconndefaults();
    for (const PQconninfoOption *option = defaults; option && option->keyword; ++option)
        known << QString::fromLatin1(option->keyword);
    PQconninfoFree(defaults);
    const auto items = QUrlQuery(QUrl(text)).queryItems();
    for (const auto &[name, value] : items) {
        if (!known.contains(name) && name != QLatin1String("ssl"))
            return name;
    }
    return {};
}

/// libpq's own message is not shown: it may quote the password.
Result<Options> parseOptions(const QString &text)
{
    char *message = nullptr;
    PQconninfoOption *list = PQconninfoParse(text.toUtf8().constData(), &message);
    PQfreemem(message);
    if (list)
        return takeOptions(list);
    if (text.startsWith(QLatin1String("postgres://")) || text.startsWith(QLatin1String("postgresql://"))) {
        const QString unknown = unknownParameter(text);
        if (!unknown.isEmpty()) {
            return failure(
                ErrorCode::InvalidArgument,
                Text::tr("The database address has a parameter that is not known: \"%1\". Remove it.")
                    .arg(unknown));
        }
    }
    return failure(
        ErrorCode::InvalidArgument,
        Text::tr("The database address cannot be read. It should look like "
                 "postgresql://user:password@host/database?sslmode=require; special characters in the "
                 "password must be written as %XX."));
}

QByteArray firstOf(const Options &given, const Options &defaults, const char *name)
{
    return given.contains(name) ? given.value(name) : defaults.value(name);
}

Result<std::vector<PgConfig::Host>> hostsOf(const Options &given, const Options &defaults)
{
    const auto names = firstOf(given, defaults, "host").split(',');
    const auto addresses = firstOf(given, defaults, "hostaddr").split(',');
    const auto ports = firstOf(given, defaults, "port").split(',');
    const auto count = std::max(names.size(), addresses.size());
    const auto fits = [count](const QList<QByteArray> &list) {
        return list.size() == count || (list.size() == 1 && list[0].isEmpty());
    };
    if (!fits(names) || !fits(addresses) || (ports.size() != 1 && ports.size() != count)) {
        return failure(
            ErrorCode::InvalidArgument,
            Text::tr("The database address lists several hosts, but not as many ports or addresses."));
    }
    std::vector<PgConfig::Host> hosts;
    for (qsizetype i = 0; i < count; ++i) {
        hosts.push_back({names.value(i).trimmed(), addresses.value(i).trimmed(),
                         ports.size() == 1 ? ports[0] : ports.value(i)});
    }
    return hosts;
}

bool isLocalHost(const PgConfig::Host &host)
{
    return isLoopbackHost(host.address.isEmpty() ? host.name : host.address);
}

QByteArray systemCertificates()
{
    const QByteArray candidates[] = {
        qgetenv("SSL_CERT_FILE"),
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    };
    for (const QByteArray &file : candidates) {
        if (!file.isEmpty() && QFile::exists(QFile::decodeName(file)))
            return file;
    }
    return {};
}

QString ownRootCertificate()
{
#ifdef Q_OS_WIN
    return qEnvironmentVariable("APPDATA") + QLatin1String("/postgresql/root.crt");
#else
    return QDir::homePath() + QLatin1String("/.postgresql/root.crt");
#endif
}

/// The mode that is used; empty if `mode` is none of libpq's.
Result<QByteArray> effectiveMode(const QByteArray &mode, bool local, bool channelBinding)
{
    static const QList<QByteArray> known{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"};
    if (!mode.isEmpty() && !known.contains(mode)) {
        return failure(
            ErrorCode::InvalidArgument,
            Text::tr("The database address has an unknown sslmode: \"%1\".").arg(QString::fromUtf8(mode)));
    }
    if (local) {
        if (!mode.isEmpty())
            return mode;
        // Channel binding needs TLS, and "allow" would begin without.
        return channelBinding ? QByteArray("prefer") : QByteArray("allow");
    }
    if (mode == "disable") {
        return failure(ErrorCode::TlsFailed,
                       Text::tr("sslmode=disable would send HR data in the clear to another machine. Use "
                                "sslmode=verify-full, or a tunnel to this machine."));
    }
    return mode == "verify-ca" ? mode : QByteArray("verify-full");
}

} // namespace

bool isLoopbackHost(const QByteArray &host)
{
    if (host.isEmpty() || host.startsWith('/') || host.startsWith('@'))
        return true;
    if (host.compare("localhost", Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress address(QString::fromUtf8(host));
    return !address.isNull() && address.isLoopback();
}

Result<PgConfig> PgConfig::parse(const QString &text)
{
    auto parsed = parseOptions(text.trimmed());
    if (!parsed)
        return failure(std::move(parsed.error()));
    Options given = std::move(*parsed);
    const Options defaults = takeOptions(PQconndefaults());
    auto hosts = hostsOf(given, defaults);
    if (!hosts)
        return failure(std::move(hosts.error()));

    PgConfig config;
    config.m_hosts = std::move(*hosts);
    // A service may name any host; only libpq reads its file.
    const bool byService =
        given.contains("service") && !given.contains("host") && !given.contains("hostaddr");
    config.m_local = !byService && std::all_of(config.m_hosts.begin(), config.m_hosts.end(), isLocalHost);

    QByteArray wanted = given.contains("sslmode") ? given.value("sslmode") : qgetenv("PGSSLMODE");
    // "prefer" is what libpq says when nobody said anything; anything else comes from a service file.
    if (wanted.isEmpty() && defaults.value("sslmode") != "prefer")
        wanted = defaults.value("sslmode");
    const bool binding = firstOf(given, defaults, "channel_binding") == "require";
    auto mode = effectiveMode(wanted, config.m_local, binding);
    if (!mode)
        return failure(std::move(mode.error()));
    given.insert("sslmode", *mode);

    const QByteArray root = firstOf(given, defaults, "sslrootcert");
    if (root == "system" || (root.isEmpty() && !config.m_local && !QFile::exists(ownRootCertificate()))) {
        const QByteArray file = systemCertificates();
        if (!file.isEmpty())
            given.insert("sslrootcert", file);
    }

    bool isNumber = false;
    const int seconds = firstOf(given, defaults, "connect_timeout").toInt(&isNumber);
    if (isNumber && seconds > 0)
        config.connectTimeout = std::chrono::seconds(seconds);

    const auto setDefault = [&given](const char *name, const char *variable, const char *value) {
        if (!given.contains(name) && !qEnvironmentVariableIsSet(variable))
            given.insert(name, value);
    };
    given.insert("client_encoding", "UTF8");
    setDefault("application_name", "PGAPPNAME", "HR Cache Monitor");
    setDefault("gssencmode", "PGGSSENCMODE", "disable"); // asking the server for it takes a round trip
    // A peer that vanished is noticed; cancelling, which waits for the peer, ends as well.
    setDefault("tcp_user_timeout", "", "10000");
    setDefault("keepalives_idle", "", "60");
    if (config.m_hosts.size() > 1)
        setDefault("target_session_attrs", "PGTARGETSESSIONATTRS", "read-write");

    config.m_user = firstOf(given, defaults, "user");
    config.m_database = firstOf(given, defaults, "dbname");
    if (config.m_database.isEmpty())
        config.m_database = config.m_user;
    for (const char *name : {"host", "hostaddr", "port", "replication", "connect_timeout"})
        given.remove(name);
    if (byService)
        config.m_hosts = {Host{}};
    for (auto it = given.cbegin(); it != given.cend(); ++it)
        config.m_parameters.emplace_back(it.key(), it.value());
    std::sort(config.m_parameters.begin(), config.m_parameters.end());
    return config;
}

} // namespace hrcache
