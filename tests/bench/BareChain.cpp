#include "bench/BareChain.h"

#include <hiredis/hiredis.h>
#include <libpq-fe.h>
#include <simdjson.h>

#include <QtGlobal>

namespace hrcache {

namespace {

size_t readEverything(simdjson::ondemand::value value)
{
    size_t values = 0;
    switch (value.type()) {
    case simdjson::ondemand::json_type::array:
        for (auto element : value.get_array())
            values += readEverything(element.value());
        return values;
    case simdjson::ondemand::json_type::object:
        for (auto field : value.get_object())
            values += readEverything(field.value());
        return values;
    case simdjson::ondemand::json_type::string:
        return value.get_string().value().empty() ? 0 : 1;
    case simdjson::ondemand::json_type::number:
        return value.get_double().value() == 0 ? 0 : 1;
    case simdjson::ondemand::json_type::boolean:
        return value.get_bool().value() ? 1 : 0;
    case simdjson::ondemand::json_type::null:
        return value.is_null() ? 1 : 0;
    }
    return 0;
}

} // namespace

struct BareChain::Private
{
    redisContext *redis = nullptr;
    PGconn *postgres = nullptr;
    simdjson::ondemand::parser parser;
    std::vector<char> buffer; // kept, as a C program would
};

BareChain::BareChain(int redisPort, const QByteArray &postgresUrl)
    : d(std::make_unique<Private>())
{
    d->redis = redisConnect("127.0.0.1", redisPort);
    if (!d->redis || d->redis->err)
        qFatal("bare chain: no Redis");
    d->redis->reader->maxbuf = 0;
    d->postgres = PQconnectdb(postgresUrl.constData());
    if (PQstatus(d->postgres) != CONNECTION_OK)
        qFatal("bare chain: %s", PQerrorMessage(d->postgres));
    if (PQenterPipelineMode(d->postgres) != 1)
        qFatal("bare chain: no pipeline mode");
}

BareChain::~BareChain()
{
    redisFree(d->redis);
    PQfinish(d->postgres);
}

void BareChain::prepare(const char *name, const char *sql, int parameters)
{
    PQexitPipelineMode(d->postgres);
    PGresult *result = PQprepare(d->postgres, name, sql, parameters, nullptr);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        qFatal("bare chain: %s", PQerrorMessage(d->postgres));
    PQclear(result);
    PQenterPipelineMode(d->postgres);
}

size_t BareChain::hit(const QByteArray &key)
{
    auto *reply =
        static_cast<redisReply *>(redisCommand(d->redis, "GET %b", key.constData(), size_t(key.size())));
    if (!reply || reply->type != REDIS_REPLY_STRING) {
        freeReplyObject(reply);
        return 0;
    }
    const auto length = static_cast<size_t>(reply->len);
    if (d->buffer.size() < length + simdjson::SIMDJSON_PADDING)
        d->buffer.resize(length + simdjson::SIMDJSON_PADDING);
    memcpy(d->buffer.data(), reply->str, length);
    freeReplyObject(reply);
    auto document = d->parser.iterate(d->buffer.data(), length, d->buffer.size());
    size_t values = 0;
    for (auto field : document.get_object())
        values += readEverything(field.value());
    return values;
}

size_t BareChain::miss(const QByteArray &key, const std::vector<const char *> &statements,
                       const std::vector<QByteArray> &parameters)
{
    auto *reply =
        static_cast<redisReply *>(redisCommand(d->redis, "GET %b", key.constData(), size_t(key.size())));
    if (!reply || reply->type != REDIS_REPLY_NIL)
        qFatal("bare chain: the key is there");
    freeReplyObject(reply);
    std::vector<const char *> values;
    for (const QByteArray &parameter : parameters)
        values.push_back(parameter.constData());
    for (const char *statement : statements) {
        PQsendQueryPrepared(d->postgres, statement, static_cast<int>(values.size()), values.data(), nullptr,
                            nullptr, 0);
    }
    PQpipelineSync(d->postgres);
    size_t read = 0;
    for (size_t i = 0; i < statements.size(); ++i) {
        while (PGresult *result = PQgetResult(d->postgres)) {
            if (PQresultStatus(result) != PGRES_TUPLES_OK)
                qFatal("bare chain: %s", PQresultErrorMessage(result));
            for (int row = 0; row < PQntuples(result); ++row) {
                for (int column = 0; column < PQnfields(result); ++column)
                    read += PQgetvalue(result, row, column)[0] != 0;
            }
            PQclear(result);
        }
    }
    PQclear(PQgetResult(d->postgres)); // the sync
    return read;
}

void BareChain::remove(const QByteArray &key)
{
    freeReplyObject(redisCommand(d->redis, "DEL %b", key.constData(), size_t(key.size())));
}

} // namespace hrcache
