#include "support/TestServers.h"

#include <QUrl>
#include <QUrlQuery>

namespace hrcache {

namespace {

QString required(const char *name)
{
    const QString value = qEnvironmentVariable(name);
    if (value.isEmpty())
        qFatal("%s is not set: this test needs its servers, run tests/run "
               "(or tests/run --with-servers COMMAND)",
               name);
    return value;
}

std::uint16_t requiredPort(const char *name)
{
    const QString text = required(name);
    bool ok = false;
    const ushort port = text.toUShort(&ok);
    if (!ok || port == 0)
        qFatal("%s is not a port: run tests/run", name);
    return port;
}

} // namespace

std::uint16_t TestServers::redisPort()
{
    return requiredPort("HRCACHE_TEST_REDIS_PORT");
}

std::uint16_t TestServers::redisTlsPort()
{
    return requiredPort("HRCACHE_TEST_REDIS_TLS_PORT");
}

std::uint16_t TestServers::redisAuthPort()
{
    return requiredPort("HRCACHE_TEST_REDIS_AUTH_PORT");
}

QString TestServers::redisPassword()
{
    return required("HRCACHE_TEST_REDIS_PASSWORD");
}

QString TestServers::caFile()
{
    return required("HRCACHE_TEST_CA_FILE");
}

QString TestServers::otherCaFile()
{
    return required("HRCACHE_TEST_OTHER_CA_FILE");
}

QString TestServers::serverCertificateFile()
{
    return required("HRCACHE_TEST_CERT_FILE");
}

QString TestServers::serverKeyFile()
{
    return required("HRCACHE_TEST_KEY_FILE");
}

QString TestServers::postgresUrl()
{
    return required("HRCACHE_TEST_PG_URL");
}

QString TestServers::postgresTlsUrl()
{
    QUrl url(postgresUrl());
    url.setHost(QStringLiteral("localhost"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("sslmode"), QStringLiteral("verify-full"));
    query.addQueryItem(QStringLiteral("sslrootcert"), caFile());
    query.addQueryItem(QStringLiteral("channel_binding"), QStringLiteral("require"));
    url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

QString TestServers::postgresTemplate()
{
    return required("HRCACHE_TEST_PG_TEMPLATE");
}

QString TestServers::postgresBinaries()
{
    return required("HRCACHE_TEST_PG_BIN");
}

QString TestServers::postgresPassword()
{
    return QUrl(postgresUrl()).password();
}

QString TestServers::temporaryFolder()
{
    return required("HRCACHE_TEST_FOLDER");
}

} // namespace hrcache
