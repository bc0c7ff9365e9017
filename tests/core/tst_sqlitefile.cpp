#include "core/SqliteTesting.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace hrcache;

/// What becomes of database files: new, damaged, foreign, shared.
class SqliteFileTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aNewFileHasTheSample();
    void anEmptyFileIsFilled();
    void aNewFileIsItsOwnersAlone();
    void anEmptyStoreHasTablesOnly();
    void aFileIsFoundAgainAsItWas();
    void twoStoresMayMakeTheSameFile();
    void aStoreInMemoryLeavesNoFile();
    void closingWritesTheFileOutWhileTheCallerGoesOn();
    void closingCancelsWhatIsUnderWay();
    void aDamagedFileIsReportedAndLeftAsItIs_data();
    void aDamagedFileIsReportedAndLeftAsItIs();
    void aFileOfANewerVersionIsRefused();
    void aFileOfAnotherProgramIsRefused();
    void aFileThatCannotBeIsReported_data();
    void aFileThatCannotBeIsReported();
    void aFileThatComesLaterIsFound();

private:
    [[nodiscard]] std::unique_ptr<SqliteHrStore> open(SqliteContents contents = SqliteContents::Sample) const;
    [[nodiscard]] QByteArray bytes() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

namespace {

const HrQuery smallList = HrQuery::employees(sampleCompany(sample::smallCompany));
const HrQuery largeList = HrQuery::employees(sampleCompany(sample::largeCompany));

} // namespace

void SqliteFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("a folder/ümlaut/hr.sqlite"));
}

void SqliteFileTest::cleanup()
{
    m_folder.reset();
}

std::unique_ptr<SqliteHrStore> SqliteFileTest::open(SqliteContents contents) const
{
    return std::make_unique<SqliteHrStore>(SqliteHrStore::Options{m_path, contents});
}

QByteArray SqliteFileTest::bytes() const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void SqliteFileTest::aNewFileHasTheSample()
{
    const auto store = open();
    QElapsedTimer timer;
    timer.start();
    const auto rows = readOne(*store, largeList);
    const qint64 elapsed = timer.elapsed();
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
    QVERIFY2(rows->count > 1000, qPrintable(QString::number(rows->count)));
    qInfo("file with sample made and 1,200 employees read in %lld ms", static_cast<long long>(elapsed));
    QVERIFY2(elapsed < 3000, qPrintable(QString::number(elapsed)));
}

void SqliteFileTest::anEmptyFileIsFilled()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto rows = readOne(*open(), smallList);
    QVERIFY(rows);
    QVERIFY(rows->count > 0);
}

void SqliteFileTest::aNewFileIsItsOwnersAlone()
{
    const auto store = open();
    QVERIFY(readOne(*store, smallList));
    for (const char *suffix : {"", "-wal", "-shm"}) {
        const QFileInfo info(m_path + QLatin1String(suffix));
        QVERIFY2(info.exists(), suffix);
        QVERIFY2(!(info.permissions() &
                   (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)),
                 suffix);
    }
}

void SqliteFileTest::anEmptyStoreHasTablesOnly()
{
    const auto store = open(SqliteContents::Empty);
    const auto rows = readOne(*store, smallList);
    QVERIFY(rows);
    QCOMPARE(rows->json, "[]");
    QCOMPARE(readOne(*store, HrQuery::clusters({}))->json, "[]");
    const auto status = awaitResult(store->check());
    QVERIFY(status);
    QCOMPARE(status->missingTables, QStringList());
}

void SqliteFileTest::aFileIsFoundAgainAsItWas()
{
    QByteArray before;
    {
        const auto store = open();
        const auto rows = readOne(*store, smallList);
        const auto first = QJsonDocument::fromJson(rows->json)[0][u"id"].toString();
        const auto employee = EmployeeId::parse(first, {}).value();
        QVERIFY(awaitResult(store->write(moveTo(smallList.company, employee, "Nyon"))));
        before = readOne(*store, HrQuery::employeeById(smallList.company, employee))->json;
        QVERIFY(before.contains("Nyon"));
    }
    // Whatever a second store would put into a new file.
    const auto store = open(SqliteContents::Empty);
    const auto first = QJsonDocument::fromJson(readOne(*store, smallList)->json)[0][u"id"].toString();
    const auto employee = EmployeeId::parse(first, {}).value();
    QCOMPARE(readOne(*store, HrQuery::employeeById(smallList.company, employee))->json, before);
}

void SqliteFileTest::twoStoresMayMakeTheSameFile()
{
    const auto one = open();
    const auto two = open();
    auto first = one->read({largeList});
    auto second = two->read({largeList});
    const auto firstRows = awaitResult(std::move(first));
    const auto secondRows = awaitResult(std::move(second));
    QVERIFY2(firstRows[0], firstRows[0] ? "" : qPrintable(firstRows[0].error().message));
    QVERIFY2(secondRows[0], secondRows[0] ? "" : qPrintable(secondRows[0].error().message));
    QCOMPARE(firstRows[0]->json, secondRows[0]->json);
    QCOMPARE(SideConnection(m_path).execute(QStringLiteral("SELECT count(*) FROM core_companies")).toInt(),
             3);
}

void SqliteFileTest::aStoreInMemoryLeavesNoFile()
{
    m_path = QStringLiteral(":memory:");
    const auto store = open();
    const auto rows = readOne(*store, smallList);
    QVERIFY(rows);
    QVERIFY(rows->count > 0);
    QCOMPARE(readOne(*store, smallList)->json, rows->json);
    QVERIFY(!QFile::exists(m_path));
}

void SqliteFileTest::closingWritesTheFileOutWhileTheCallerGoesOn()
{
    SqliteHrStore store({.path = m_path});
    QVERIFY(awaitResult(store.check()).has_value());
    const QString log = m_path + QStringLiteral("-wal");
    QVERIFY(QFile::exists(log));
    auto closing = store.close();
    QVERIFY(!closing.isReady());
    awaitResult(std::move(closing));
    QVERIFY(!QFile::exists(log));
}

void SqliteFileTest::closingCancelsWhatIsUnderWay()
{
    std::optional<Task<std::vector<Result<HrRows>>>> reading;
    {
        SqliteHrStore store({.path = m_path});
        reading.emplace(store.read({HrQuery::employees(sampleCompany(sample::largeCompany))}));
        awaitResult(store.close());
    }
    const auto answers = awaitResult(std::move(*reading));
    QVERIFY(!answers.front());
    QCOMPARE(answers.front().error().code, ErrorCode::Cancelled);
}

void SqliteFileTest::aDamagedFileIsReportedAndLeftAsItIs_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("text") << 0;
    QTest::newRow("no header") << 1;
    QTest::newRow("cut off") << 2;
}

void SqliteFileTest::aDamagedFileIsReportedAndLeftAsItIs()
{
    QFETCH(int, kind);
    QVERIFY(readOne(*open(), smallList));
    const QByteArray whole = bytes();
    QVERIFY(whole.size() > 500'000);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    if (kind == 0) {
        QVERIFY(file.resize(0));
        file.write(QByteArray("These are my notes, not a database.\n").repeated(500));
    } else if (kind == 1) {
        file.write(QByteArray(4096, 'x'));
    } else {
        QVERIFY(file.resize(whole.size() / 8));
    }
    file.close();
    const QByteArray damaged = bytes();

    const auto store = open();
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto rows = readOne(*store, largeList);
        QVERIFY(!rows);
        QCOMPARE(rows.error().code, ErrorCode::Storage);
        QVERIFY2(rows.error().message.contains(u"damaged"), qPrintable(rows.error().message));
        QCOMPARE(bytes(), damaged);
    }
}

void SqliteFileTest::aFileOfANewerVersionIsRefused()
{
    QVERIFY(readOne(*open(), smallList));
    {
        const SideConnection side(m_path);
        QCOMPARE(side.execute(QStringLiteral("PRAGMA user_version")).toInt(), 1);
        side.execute(QStringLiteral("PRAGMA user_version = 2"));
    }
    const QByteArray newer = bytes();
    const auto store = open();
    const auto rows = readOne(*store, smallList);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Storage);
    QVERIFY2(rows.error().message.contains(u"newer version"), qPrintable(rows.error().message));
    QVERIFY(!awaitResult(store->check()));
    QVERIFY(!awaitResult(store->holders(smallList.company)));
    QCOMPARE(bytes(), newer);
}

void SqliteFileTest::aFileOfAnotherProgramIsRefused()
{
    QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
    SideConnection(m_path).execute(QStringLiteral("CREATE TABLE notes (text)"));
    const QByteArray before = bytes();
    const auto rows = readOne(*open(), smallList);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Storage);
    QVERIFY2(rows.error().message.contains(u"another program"), qPrintable(rows.error().message));
    QCOMPARE(bytes(), before);
}

void SqliteFileTest::aFileThatCannotBeIsReported_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::newRow("a folder") << true;
    QTest::newRow("below a file") << false;
}

void SqliteFileTest::aFileThatCannotBeIsReported()
{
    QFETCH(bool, isFolder);
    if (isFolder) {
        QVERIFY(QDir().mkpath(m_path));
    } else {
        QFile file(m_folder->filePath(QStringLiteral("a folder")));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto rows = readOne(*open(), smallList);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Storage);
    QVERIFY(!rows.error().message.isEmpty());
}

void SqliteFileTest::aFileThatComesLaterIsFound()
{
    QFile inTheWay(m_folder->filePath(QStringLiteral("a folder")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const auto store = open();
    store->prepare();
    QVERIFY(!readOne(*store, smallList));
    QVERIFY(inTheWay.remove());
    const auto rows = readOne(*store, smallList);
    QVERIFY(rows);
    QVERIFY(rows->count > 0);
}

QTEST_GUILESS_MAIN(SqliteFileTest)
#include "tst_sqlitefile.moc"
