#include "redis/PendingReplies.h"
#include "redis/RedisBackoff.h"
#include "redis/RedisError.h"

#include <QLocale>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

RedisRequest request(int expected, SteadyTime deadline)
{
    RedisRequest made;
    made.expected = expected;
    made.deadline = deadline;
    made.bytes = 10;
    return made;
}

} // namespace

class TestRedisParts final : public QObject
{
    Q_OBJECT

private slots:
    void repliesGoToTheOldestRequest();
    void whatTimesOutStillTakesItsReplies();
    void loginIsNotSubjectToDeadlines();
    void waitsGrowUpToTheLongest();
    void attemptsKeepTheirDistance();
    void errorRepliesKeepTheirCode_data();
    void errorRepliesKeepTheirCode();
    void anErrorDoesNotRepeatArguments();
    void aRefusedLoginIsExplained_data();
    void aRefusedLoginIsExplained();
    void anEndpointIsReadable();
    void whatWasWaitedIsSaidInSeconds();
};

void TestRedisParts::repliesGoToTheOldestRequest()
{
    PendingReplies pending;
    pending.push(request(2, SteadyTime(1s)));
    pending.push(request(1, SteadyTime(1s)));
    QCOMPARE(pending.commands(), 3);
    QCOMPARE(pending.bytes(), 20);
    QVERIFY(!pending.take(RespValue::ofInteger(1)));
    const auto first = pending.take(RespValue::ofInteger(2));
    QVERIFY(first);
    QCOMPARE(first->replies, (std::vector<RespValue>{RespValue::ofInteger(1), RespValue::ofInteger(2)}));
    QCOMPARE(pending.commands(), 1);
    const auto second = pending.take(RespValue::ofInteger(3));
    QVERIFY(second);
    QCOMPARE(second->replies.front().integer, 3);
    QVERIFY(pending.isEmpty());
    QCOMPARE(pending.bytes(), 0);
}

void TestRedisParts::whatTimesOutStillTakesItsReplies()
{
    PendingReplies pending;
    pending.push(request(2, SteadyTime(1s)));
    pending.push(request(1, SteadyTime(5s)));
    QVERIFY(!pending.take(RespValue::ofBulk("early")));
    QVERIFY(pending.expire(SteadyTime(999ms)).empty());
    std::vector<ExpiredRequest> expired = pending.expire(SteadyTime(1s));
    QCOMPARE(expired.size(), size_t(1));
    QCOMPARE(pending.overdue(), 1);
    QVERIFY(pending.expire(SteadyTime(2s)).empty());
    expired.front().completer.finish({});

    const auto late = pending.take(RespValue::ofBulk("late"));
    QVERIFY(late);
    QVERIFY(late->abandoned);
    QCOMPARE(pending.overdue(), 0);
    const auto next = pending.take(RespValue::ofBulk("next"));
    QVERIFY(next);
    QVERIFY(!next->abandoned);
    QCOMPARE(next->replies.front().text, QByteArray("next"));
}

void TestRedisParts::loginIsNotSubjectToDeadlines()
{
    PendingReplies pending;
    RedisRequest login = request(1, SteadyTime(1s));
    login.login = true;
    pending.push(std::move(login));
    QVERIFY(pending.expire(SteadyTime(10s)).empty());
    QCOMPARE(pending.takeAll().size(), size_t(1));
    QVERIFY(pending.isEmpty());
    QCOMPARE(pending.commands(), 0);
}

void TestRedisParts::waitsGrowUpToTheLongest()
{
    RedisBackoff backoff(100ms, 10s);
    for (std::chrono::milliseconds bound :
         {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms, 10000ms, 10000ms}) {
        QCOMPARE(backoff.longestDelay().count(), bound.count());
        const auto wait = backoff.failed();
        QVERIFY(wait >= 0ms && wait <= bound);
    }
    backoff.succeeded();
    QCOMPARE(backoff.longestDelay().count(), (100ms).count());
}

void TestRedisParts::attemptsKeepTheirDistance()
{
    RedisBackoff backoff(100ms, 10s);
    QVERIFY(backoff.mayAttempt(SteadyTime(1s), 100ms));
    backoff.attempt(SteadyTime(1s));
    QVERIFY(!backoff.mayAttempt(SteadyTime(1099ms), 100ms));
    QVERIFY(backoff.mayAttempt(SteadyTime(1100ms), 100ms));
}

void TestRedisParts::errorRepliesKeepTheirCode_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("serverCode");
    QTest::addColumn<bool>("retryable");
    const auto row = [](const char *reply, ErrorCode code, const char *serverCode, bool retryable) {
        QTest::newRow(reply) << QByteArray(reply) << code << QString::fromLatin1(serverCode) << retryable;
    };
    row("NOAUTH Authentication required.", ErrorCode::AuthFailed, "NOAUTH", false);
    row("WRONGPASS invalid username-password pair", ErrorCode::AuthFailed, "WRONGPASS", false);
    row("NOPERM this user has no permissions", ErrorCode::PermissionDenied, "NOPERM", false);
    row("EXECABORT Transaction discarded because of: NOPERM this user has no permissions",
        ErrorCode::PermissionDenied, "EXECABORT", false);
    row("WRONGTYPE Operation against a key", ErrorCode::ServerError, "WRONGTYPE", false);
    row("LOADING Redis is loading", ErrorCode::ServerError, "LOADING", true);
    row("READONLY You can't write", ErrorCode::ServerError, "READONLY", false);
    row("OOM command not allowed", ErrorCode::ServerError, "OOM", true);
    row("BUSY Redis is busy", ErrorCode::ServerError, "BUSY", true);
    row("MASTERDOWN Link with MASTER is down", ErrorCode::ServerError, "MASTERDOWN", true);
    row("MISCONF Redis is configured to save", ErrorCode::ServerError, "MISCONF", true);
    row("ERR something", ErrorCode::ServerError, "ERR", false);
    row("NEWCODE something", ErrorCode::ServerError, "NEWCODE", false);
}

void TestRedisParts::errorRepliesKeepTheirCode()
{
    QFETCH(QByteArray, reply);
    QFETCH(ErrorCode, code);
    QFETCH(QString, serverCode);
    QFETCH(bool, retryable);
    const Error error = redisReplyError(RespValue::ofError(reply));
    QCOMPARE(error.code, code);
    QCOMPARE(error.serverCode, serverCode);
    QCOMPARE(error.retryable, retryable);
    QCOMPARE(error.detail, QString::fromLatin1(reply));
    QVERIFY(!error.message.isEmpty());
}

void TestRedisParts::anErrorDoesNotRepeatArguments()
{
    const Error error = redisReplyError(
        RespValue::ofError("ERR unknown command `AUTH`, with args beginning with: `hunter2`"));
    QVERIFY(!error.message.contains(QStringLiteral("hunter2")));
    QVERIFY(!error.detail.contains(QStringLiteral("hunter2")));
    QVERIFY(error.detail.contains(QStringLiteral("unknown command")));
}

void TestRedisParts::aRefusedLoginIsExplained_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<bool>("atSelect");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("before Redis 6") << QByteArray("ERR invalid password") << false << ErrorCode::AuthFailed
                                    << QStringLiteral("refused the login");
    QTest::newRow("no password set") << QByteArray("ERR Client sent AUTH, but no password is set") << false
                                     << ErrorCode::AuthFailed << QStringLiteral("has none");
    QTest::newRow("no password at all")
        << QByteArray("ERR AUTH <password> called without any password configured for the default user.")
        << false << ErrorCode::AuthFailed << QStringLiteral("has none");
    QTest::newRow("no such database") << QByteArray("ERR DB index is out of range") << true
                                      << ErrorCode::ServerError << QStringLiteral("no database 99");
    QTest::newRow("may not select") << QByteArray("NOPERM no permissions to run the 'select' command") << true
                                    << ErrorCode::PermissionDenied << QStringLiteral("database 99");
    QTest::newRow("not logged in") << QByteArray("NOAUTH Authentication required.") << true
                                   << ErrorCode::AuthFailed << QStringLiteral("password");
}

void TestRedisParts::aRefusedLoginIsExplained()
{
    QFETCH(QByteArray, reply);
    QFETCH(bool, atSelect);
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    RedisConfig config;
    config.database = 99;
    const Error error = redisLoginError(config, RespValue::ofError(reply), atSelect);
    QCOMPARE(error.code, code);
    QVERIFY2(error.message.contains(words), qPrintable(error.message));
}

void TestRedisParts::anEndpointIsReadable()
{
    RedisConfig config;
    QCOMPARE(config.endpoint(), QStringLiteral("localhost:6379"));
    config.host = QStringLiteral("::1");
    QCOMPARE(config.endpoint(), QStringLiteral("[::1]:6379"));
}

void TestRedisParts::whatWasWaitedIsSaidInSeconds()
{
    using namespace std::chrono_literals;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Switzerland));
    const RedisConfig config;
    const auto words = [&](std::chrono::milliseconds waited) {
        return redisTimeout(config, waited, true).message;
    };
    QCOMPARE(words(5000ms), QStringLiteral("Redis at localhost:6379 did not answer within 5 s."));
    QCOMPARE(words(1500ms), QStringLiteral("Redis at localhost:6379 did not answer within 1.5 s."));
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QCOMPARE(words(250ms), QStringLiteral("Redis at localhost:6379 did not answer within 0,25 s."));
    QLocale::setDefault(QLocale::c());
}

QTEST_GUILESS_MAIN(TestRedisParts)
#include "tst_redisparts.moc"
