#include "redis/RespReader.h"

#include <QTest>

#include <malloc.h>

using namespace hrcache;

namespace {

constexpr qsizetype mebibyte = 1024 * 1024;

RespValue array(std::vector<RespValue> elements)
{
    RespValue value;
    value.type = RespValue::Type::Array;
    value.elements = std::move(elements);
    return value;
}

QByteArray bulk(const QByteArray &text)
{
    return '$' + QByteArray::number(text.size()) + "\r\n" + text + "\r\n";
}

const QByteArray awkward = QByteArray("\r\n$3\r\nab\0+", 10);

// Every type, empty values, bytes that look like framing, and nesting.
QByteArray corpus()
{
    return "+OK\r\n-WRONGTYPE a key\r\n:-9223372036854775808\r\n:0\r\n" + bulk({}) + "$-1\r\n*0\r\n*-1\r\n" +
           bulk(awkward) + "*3\r\n*2\r\n:1\r\n" + bulk("x") + "*1\r\n*0\r\n-ERR in it\r\n+\r\n";
}

std::vector<RespValue> corpusReplies()
{
    return {RespValue::ofStatus("OK"),
            RespValue::ofError("WRONGTYPE a key"),
            RespValue::ofInteger(std::numeric_limits<qint64>::min()),
            RespValue::ofInteger(0),
            RespValue::ofBulk(""),
            RespValue::nil(),
            array({}),
            RespValue::nil(),
            RespValue::ofBulk(awkward),
            array({array({RespValue::ofInteger(1), RespValue::ofBulk("x")}), array({array({})}),
                   RespValue::ofError("ERR in it")}),
            RespValue::ofStatus("")};
}

struct Outcome
{
    std::vector<RespValue> replies;
    bool refused = false;
};

// Reads `parts` one after the other, on after a refusal too.
Outcome read(const QList<QByteArray> &parts, RespLimits limits = {})
{
    RespReader reader(limits);
    Outcome outcome;
    for (const QByteArray &part : parts) {
        const Result<void> fed = reader.feed(part, outcome.replies);
        if (!fed && fed.error().code != ErrorCode::Protocol)
            qFatal("a refusal must be ErrorCode::Protocol");
        outcome.refused = outcome.refused || !fed;
    }
    return outcome;
}

// Bytes that the program has allocated, large blocks included.
qint64 allocated()
{
    const auto info = mallinfo2();
    return qint64(info.uordblks + info.hblkhd);
}

} // namespace

class TestRespReader final : public QObject
{
    Q_OBJECT

private slots:
    void everyTypeOfReplyIsRead();
    void everySplitGivesTheSameReplies();
    void everyPairOfSplitsGivesTheSameReplies();
    void singleBytesGiveTheSameReplies();
    void aBulkHasRoomBehindItsText();
    void aLongBulkInSmallPartsIsReadWhole();
    void manyElementsAreRead();
    void whatBreaksTheProtocolIsRefused_data();
    void whatBreaksTheProtocolIsRefused();
    void theLimitsThemselvesAreAllowed_data();
    void theLimitsThemselvesAreAllowed();
    void whatIsBeyondALimitIsRefused_data();
    void whatIsBeyondALimitIsRefused();
    void refusalsDoNotDependOnSplits_data();
    void refusalsDoNotDependOnSplits();
    void aDeclaredSizeCostsNoMemory_data();
    void aDeclaredSizeCostsNoMemory();
    void anEndlessLineCostsNoMemory();
    void limitsCountPerReply();
    void theBufferIsKeptBetweenReplies();
    void aHugeReplyDoesNotKeepItsBuffer();
};

void TestRespReader::everyTypeOfReplyIsRead()
{
    const Outcome outcome = read({corpus()});
    QVERIFY(!outcome.refused);
    QCOMPARE(outcome.replies, corpusReplies());
}

void TestRespReader::everySplitGivesTheSameReplies()
{
    const QByteArray stream = corpus();
    for (qsizetype at = 0; at <= stream.size(); ++at) {
        const Outcome outcome = read({stream.left(at), stream.mid(at)});
        QVERIFY2(!outcome.refused, qPrintable(QString::number(at)));
        QVERIFY2(outcome.replies == corpusReplies(), qPrintable(QString::number(at)));
    }
}

void TestRespReader::everyPairOfSplitsGivesTheSameReplies()
{
    const QByteArray stream = corpus();
    const std::vector<RespValue> expected = corpusReplies();
    for (qsizetype first = 0; first <= stream.size(); ++first) {
        for (qsizetype second = first; second <= stream.size(); ++second) {
            const Outcome outcome =
                read({stream.left(first), stream.mid(first, second - first), stream.mid(second)});
            if (outcome.refused || outcome.replies != expected)
                QFAIL(qPrintable(QStringLiteral("split at %1 and %2").arg(first).arg(second)));
        }
    }
}

void TestRespReader::singleBytesGiveTheSameReplies()
{
    QList<QByteArray> bytes;
    for (char byte : corpus())
        bytes.append(QByteArray(1, byte));
    const Outcome outcome = read(bytes);
    QVERIFY(!outcome.refused);
    QCOMPARE(outcome.replies, corpusReplies());
}

void TestRespReader::aBulkHasRoomBehindItsText()
{
    for (qsizetype size : {qsizetype(0), qsizetype(1), qsizetype(100), qsizetype(7000), 2 * mebibyte}) {
        const Outcome outcome = read({bulk(QByteArray(size, 'x'))});
        QCOMPARE(outcome.replies.size(), size_t(1));
        const QByteArray &text = outcome.replies[0].text;
        QCOMPARE(text.size(), size);
        QVERIFY(text.capacity() >= size + RespValue::padding);
        QCOMPARE(text.constData()[size], '\0');
    }
}

void TestRespReader::aLongBulkInSmallPartsIsReadWhole()
{
    QByteArray text(300'000, Qt::Uninitialized);
    for (qsizetype index = 0; index < text.size(); ++index)
        text[index] = char(index * 7 + index / 251);
    const QByteArray stream = bulk(text) + ":1\r\n";
    QList<QByteArray> parts;
    for (qsizetype at = 0; at < stream.size(); at += 1447)
        parts.append(stream.mid(at, 1447));
    const Outcome outcome = read(parts);
    QVERIFY(!outcome.refused);
    QCOMPARE(outcome.replies.size(), size_t(2));
    QCOMPARE(outcome.replies[0].text, text);
    QCOMPARE(outcome.replies[1].integer, 1);
}

void TestRespReader::manyElementsAreRead()
{
    constexpr int count = 100'000;
    QByteArray stream = '*' + QByteArray::number(count) + "\r\n";
    for (int index = 0; index < count; ++index)
        stream += ':' + QByteArray::number(index) + "\r\n";
    const Outcome outcome = read({stream});
    QCOMPARE(outcome.replies.size(), size_t(1));
    QCOMPARE(outcome.replies[0].elements.size(), size_t(count));
    QCOMPARE(outcome.replies[0].elements.back().integer, count - 1);
}

void TestRespReader::whatBreaksTheProtocolIsRefused_data()
{
    QTest::addColumn<QByteArray>("stream");
    const QList<QByteArray> streams{"x",
                                    "HTTP/1.1 400 Bad Request\r\n",
                                    QByteArray("\0", 1),
                                    "\r\n",
                                    "%1\r\n",
                                    "_\r\n",
                                    ":\r\n",
                                    ":-\r\n",
                                    ":+1\r\n",
                                    ":1x\r\n",
                                    ":1 \r\n",
                                    ":01\r\n",
                                    ":-0\r\n",
                                    ":9223372036854775808\r\n",
                                    ":-9223372036854775809\r\n",
                                    ":1\rx",
                                    ":1\n",
                                    "$\r\n",
                                    "$-2\r\n",
                                    "$a\r\n",
                                    "$1.5\r\n",
                                    "$3\r\nabcd\r\n",
                                    "$3\r\nabc\rx",
                                    "*-2\r\n",
                                    "*1a\r\n",
                                    "*1\r\nx",
                                    "*99999999999999999999\r\n",
                                    "$99999999999999999999\r\n",
                                    "+a\rb\r\n"};
    for (const QByteArray &stream : streams)
        QTest::newRow(stream.toPercentEncoding().constData()) << stream;
}

void TestRespReader::whatBreaksTheProtocolIsRefused()
{
    QFETCH(QByteArray, stream);
    const Outcome outcome = read({stream});
    QVERIFY(outcome.refused);
    QVERIFY(outcome.replies.empty());
}

void TestRespReader::theLimitsThemselvesAreAllowed_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("bytes") << bulk(QByteArray(1000, 'x'));
    QTest::newRow("bytes of several values") << "*2\r\n" + bulk(QByteArray(999, 'x')) + "+y\r\n";
    QTest::newRow("elements") << QByteArray("*3\r\n:1\r\n:2\r\n:3\r\n");
    QTest::newRow("elements within elements") << QByteArray("*2\r\n*1\r\n:1\r\n:2\r\n");
    QTest::newRow("nesting") << QByteArray("*1\r\n*1\r\n:1\r\n");
    QTest::newRow("line") << '+' + QByteArray(20, 'x') + "\r\n";
}

namespace {

RespLimits smallLimits()
{
    RespLimits limits;
    limits.replyBytes = 1000;
    limits.elements = 3;
    limits.nesting = 2;
    limits.lineBytes = 20;
    return limits;
}

} // namespace

void TestRespReader::theLimitsThemselvesAreAllowed()
{
    QFETCH(QByteArray, stream);
    const Outcome outcome = read({stream, stream}, smallLimits());
    QVERIFY(!outcome.refused);
    QCOMPARE(outcome.replies.size(), size_t(2));
}

void TestRespReader::whatIsBeyondALimitIsRefused_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("bytes") << bulk(QByteArray(1001, 'x'));
    QTest::newRow("declared bytes") << QByteArray("$1001\r\n");
    QTest::newRow("bytes of several values") << "*2\r\n" + bulk(QByteArray(999, 'x')) + "+yy\r\n";
    QTest::newRow("elements") << QByteArray("*4\r\n");
    QTest::newRow("elements within elements") << QByteArray("*2\r\n*2\r\n");
    QTest::newRow("nesting") << QByteArray("*1\r\n*1\r\n*1\r\n");
    QTest::newRow("nesting of an empty array") << QByteArray("*1\r\n*1\r\n*0\r\n");
    QTest::newRow("line") << '+' + QByteArray(21, 'x');
    QTest::newRow("error line") << '-' + QByteArray(21, 'x') + "\r\n";
}

void TestRespReader::whatIsBeyondALimitIsRefused()
{
    QFETCH(QByteArray, stream);
    const Outcome outcome = read({stream}, smallLimits());
    QVERIFY(outcome.refused);
    QVERIFY(outcome.replies.empty());
}

void TestRespReader::refusalsDoNotDependOnSplits_data()
{
    whatIsBeyondALimitIsRefused_data();
    QTest::newRow("garbage") << QByteArray("*2\r\n:1\r\nx");
    QTest::newRow("bad end") << QByteArray("$2\r\nabc\r\n");
}

void TestRespReader::refusalsDoNotDependOnSplits()
{
    QFETCH(QByteArray, stream);
    const QByteArray whole = "+before\r\n" + stream + "+after\r\n";
    for (qsizetype at = 0; at <= whole.size(); ++at) {
        const Outcome outcome = read({whole.left(at), whole.mid(at)}, smallLimits());
        QVERIFY(outcome.refused);
        QCOMPARE(outcome.replies, std::vector<RespValue>{RespValue::ofStatus("before")});
    }
}

void TestRespReader::aDeclaredSizeCostsNoMemory_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("refused");
    QTest::newRow("13 bytes") << QByteArray("*2147483647\r\n") << true;
    QTest::newRow("largest array") << QByteArray("*9223372036854775807\r\n") << true;
    QTest::newRow("array over the limit") << QByteArray("*1048577\r\n") << true;
    QTest::newRow("array within the limit") << QByteArray("*1048576\r\n") << false;
    QTest::newRow("bulk over the limit") << QByteArray("$67108865\r\nabc") << true;
    QTest::newRow("bulk within the limit") << QByteArray("$67108864\r\nabc") << false;
    QTest::newRow("arrays within arrays") << QByteArray("*500000\r\n*500000\r\n*48576\r\n") << false;
}

void TestRespReader::aDeclaredSizeCostsNoMemory()
{
    QFETCH(QByteArray, stream);
    QFETCH(bool, refused);
    RespReader reader;
    std::vector<RespValue> replies;
    const qint64 before = allocated();
    const Result<void> fed = reader.feed(stream, replies);
    QVERIFY(allocated() - before < mebibyte);
    QCOMPARE(!fed, refused);
    QVERIFY(replies.empty());
}

void TestRespReader::anEndlessLineCostsNoMemory()
{
    for (const char *type : {"+", "-", ":", "$", "*"}) {
        RespReader reader;
        std::vector<RespValue> replies;
        const QByteArray part(16 * 1024, '1');
        const qint64 before = allocated();
        Result<void> fed = reader.feed(QByteArrayView(type), replies);
        QVERIFY(fed);
        for (int index = 0; index < 1000; ++index)
            fed = reader.feed(part, replies);
        QVERIFY(allocated() - before < mebibyte);
        QVERIFY(!fed);
        QCOMPARE(fed.error().code, ErrorCode::Protocol);
        QVERIFY(replies.empty());
    }
}

void TestRespReader::limitsCountPerReply()
{
    const QByteArray one = "*3\r\n:1\r\n" + bulk(QByteArray(900, 'x')) + "*0\r\n";
    const Outcome outcome = read({one.repeated(50)}, smallLimits());
    QVERIFY(!outcome.refused);
    QCOMPARE(outcome.replies.size(), size_t(50));
}

void TestRespReader::theBufferIsKeptBetweenReplies()
{
    RespReader reader;
    std::vector<RespValue> replies;
    const QByteArray stream = bulk(QByteArray(300'000, 'x'));
    QVERIFY(reader.feed(stream, replies));
    const qsizetype capacity = reader.bufferCapacity();
    QVERIFY(capacity >= 300'000);
    for (int index = 0; index < 10; ++index)
        QVERIFY(reader.feed(stream, replies));
    QCOMPARE(reader.bufferCapacity(), capacity);
}

void TestRespReader::aHugeReplyDoesNotKeepItsBuffer()
{
    RespReader reader;
    std::vector<RespValue> replies;
    QVERIFY(reader.feed(bulk(QByteArray(40 * mebibyte, 'x')), replies));
    QVERIFY(reader.feed("+OK\r\n", replies));
    QVERIFY(reader.bufferCapacity() < mebibyte);
    QCOMPARE(replies.size(), size_t(2));
}

QTEST_GUILESS_MAIN(TestRespReader)
#include "tst_respreader.moc"
