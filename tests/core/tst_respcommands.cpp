#include "redis/RespCommands.h"

#include <QTest>

#include <limits>
#include <vector>

using namespace hrcache;

class TestRespCommands final : public QObject
{
    Q_OBJECT

private slots:
    void aCommandIsAnArrayOfBulks();
    void integersAreWrittenInFull_data();
    void integersAreWrittenInFull();
    void anyBytesAreAllowed();
    void commandsFollowEachOther();
    void aListOfArgumentsIsOneCommand();
    void takingTheBytesKeepsTheCount();
};

void TestRespCommands::aCommandIsAnArrayOfBulks()
{
    RespCommands commands;
    QVERIFY(commands.isEmpty());
    commands.add("SET", QByteArray("key"), QByteArrayView("value"), "PX", 10000);
    QCOMPARE(commands.count(), 1);
    QCOMPARE(commands.bytes(),
             QByteArray("*5\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n$2\r\nPX\r\n$5\r\n10000\r\n"));
}

void TestRespCommands::integersAreWrittenInFull_data()
{
    QTest::addColumn<qint64>("number");
    for (qint64 number :
         {qint64(0), qint64(-1), std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()})
        QTest::newRow(QByteArray::number(number).constData()) << number;
}

void TestRespCommands::integersAreWrittenInFull()
{
    QFETCH(qint64, number);
    const QByteArray digits = QByteArray::number(number);
    RespCommands commands;
    commands.add("I", number);
    QCOMPARE(commands.bytes(),
             "*2\r\n$1\r\nI\r\n$" + QByteArray::number(digits.size()) + "\r\n" + digits + "\r\n");
}

void TestRespCommands::anyBytesAreAllowed()
{
    const QByteArray bytes("\0\r\n$1\xff", 6);
    RespCommands commands;
    commands.add("X", bytes, QByteArray(), "");
    QCOMPARE(commands.bytes(), "*4\r\n$1\r\nX\r\n$6\r\n" + bytes + "\r\n$0\r\n\r\n$0\r\n\r\n");
}

void TestRespCommands::commandsFollowEachOther()
{
    RespCommands commands;
    commands.add("A").add("B", "b");
    QCOMPARE(commands.count(), 2);
    QCOMPARE(commands.bytes(), QByteArray("*1\r\n$1\r\nA\r\n*2\r\n$1\r\nB\r\n$1\r\nb\r\n"));
}

void TestRespCommands::aListOfArgumentsIsOneCommand()
{
    const std::vector<QByteArray> keys{"a", "", "ccc"};
    RespCommands commands;
    commands.addList("DEL", keys.data(), keys.data() + keys.size());
    QCOMPARE(commands.count(), 1);
    QCOMPARE(commands.bytes(), QByteArray("*4\r\n$3\r\nDEL\r\n$1\r\na\r\n$0\r\n\r\n$3\r\nccc\r\n"));
}

void TestRespCommands::takingTheBytesKeepsTheCount()
{
    RespCommands commands;
    commands.add("PING");
    const QByteArray bytes = commands.takeBytes();
    QCOMPARE(bytes, QByteArray("*1\r\n$4\r\nPING\r\n"));
    QVERIFY(commands.bytes().isEmpty());
    QCOMPARE(commands.count(), 1);
}

QTEST_GUILESS_MAIN(TestRespCommands)
#include "tst_respcommands.moc"
