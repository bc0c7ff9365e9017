#include "contract/CacheStoreContract.h"
#include "redis/RedisCacheStore.h"
#include "support/RedisProcess.h"
#include "support/TestServers.h"

#include <QTest>

using namespace hrcache;

namespace {

class RedisFixture final : public CacheStoreFixture
{
public:
    RedisFixture(RedisProcess &server, RedisConfig config)
        : m_server(server)
        , m_config(std::move(config))
    {
        m_config.host = QStringLiteral("127.0.0.1");
        m_config.port = m_server.port();
    }

    std::unique_ptr<CacheStore> makeStore() override
    {
        if (m_server.peer().text({"FLUSHALL"}) != "OK")
            qFatal("the server cannot be emptied");
        return std::make_unique<RedisCacheStore>(m_config);
    }

    void pass(std::chrono::milliseconds time) override { QTest::qWait(int(time.count())); }

private:
    RedisProcess &m_server;
    RedisConfig m_config;
};

int run(RedisProcess &server, const RedisConfig &config, const QStringList &arguments)
{
    RedisFixture fixture(server, config);
    CacheStoreContract suite(fixture);
    return QTest::qExec(&suite, arguments);
}

} // namespace

// The suite on a plain server, in another database than the first; by a role without scripts, which stores by
// transactions; and over TLS.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    int failures = 0;

    RedisProcess server({QStringLiteral("--user"), QStringLiteral("noscript"), QStringLiteral("on"),
                         QStringLiteral(">secret"), QStringLiteral("~*"), QStringLiteral("&*"),
                         QStringLiteral("+@all"), QStringLiteral("-@scripting")});
    RedisConfig plain;
    plain.database = 3;
    failures += run(server, plain, arguments);

    RedisConfig noScript;
    noScript.username = QStringLiteral("noscript");
    noScript.password = QStringLiteral("secret");
    failures += run(server, noScript, arguments);

    RedisProcess tlsServer({}, RedisProcess::Transport::Tls);
    RedisConfig tls;
    tls.tls = true;
    tls.caFile = TestServers::caFile();
    failures += run(tlsServer, tls, arguments);
    return failures;
}
