#include "LayeringRules.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace hrcache;

namespace {

QSet<QString> headerNames(const QString &folder)
{
    const QStringList names = QDir(folder).entryList(QDir::Files);
    return QSet<QString>(names.begin(), names.end());
}

LayeringRules::QtHeaders qtHeaders()
{
    const QSet<QString> core = headerNames(QStringLiteral(QT_CORE_HEADERS));
    LayeringRules::QtHeaders headers;
    headers.gui =
        headerNames(QStringLiteral(QT_GUI_HEADERS)) + headerNames(QStringLiteral(QT_WIDGETS_HEADERS)) - core;
    headers.sql = headerNames(QStringLiteral(QT_SQL_HEADERS)) - core;
    return headers;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Paths from the root of the project.
QStringList sourceFiles(const QStringList &folders)
{
    const QDir root(QStringLiteral(HRCACHE_SOURCE_DIR));
    QStringList files;
    for (const QString &folder : folders) {
        QDirIterator entries(root.filePath(folder),
                             {QStringLiteral("*.h"), QStringLiteral("*.hpp"), QStringLiteral("*.inl"),
                              QStringLiteral("*.cpp"), QStringLiteral("*.cc"), QStringLiteral("*.cxx")},
                             QDir::Files, QDirIterator::Subdirectories);
        while (entries.hasNext())
            files.append(root.relativeFilePath(entries.next()));
    }
    files.sort();
    return files;
}

} // namespace

class LayeringTest : public QObject
{
    Q_OBJECT

private slots:
    void theHeadersOfQtAreKnown();
    void includeLinesAreFound();
    void aBreachIsFound_data();
    void aBreachIsFound();
    void whatIsAllowedIsNoBreach_data();
    void whatIsAllowedIsNoBreach();
    void aLongFileIsABreach();
    void workForThePoolThatPaintsIsABreach();
    void theSourcesKeepTheRules();
    void theTestsAreNoLongFiles();
};

void LayeringTest::theHeadersOfQtAreKnown()
{
    const LayeringRules::QtHeaders headers = qtHeaders();
    QVERIFY(headers.gui.contains(QStringLiteral("QColor")));
    QVERIFY(headers.gui.contains(QStringLiteral("qwidget.h")));
    QVERIFY(!headers.gui.contains(QStringLiteral("QObject")));
    QVERIFY(headers.sql.contains(QStringLiteral("QSqlDatabase")));
}

void LayeringTest::includeLinesAreFound()
{
    const QByteArray text = "#pragma once\n"
                            "#include <QString>\n"
                            "  #  include\t\"base/Error.h\"  // why\n"
                            "// #include \"redis/RedisClient.h\"\n"
                            "const char *text = \"#include <none>\";\n";
    QCOMPARE(LayeringRules::includes(text),
             (QStringList{QStringLiteral("QString"), QStringLiteral("base/Error.h")}));
}

void LayeringTest::aBreachIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    const auto row = [](const char *path, const char *include) {
        QTest::addRow("%s includes %s", path, include)
            << QString::fromLatin1(path) << QString::fromLatin1(include);
    };
    row("core/hr/HrService.cpp", "\"cache/HrCacheManager.h\"");
    row("core/hr/HrService.cpp", "\"core/cache/HrCacheManager.h\"");
    row("core/base/Error.h", "\"hr/HrStore.h\"");
    row("core/cache/CacheKey.h", "\"redis/RedisClient.h\"");
    row("core/cache/CacheKey.h", "<redis/RedisClient.h>");
    row("core/redis/RedisClient.cpp", "\"postgres/PgPool.h\"");
    row("core/redis/RedisClient.cpp", "\"../postgres/PgPool.h\"");
    row("core/postgres/PgPool.cpp", "\"sqlite/SqliteHrStore.h\"");
    row("core/postgres/PgPool.cpp", "\"cache/CacheStore.h\"");
    row("core/sqlite/SqliteHrStore.cpp", "\"redis/RedisCacheStore.h\"");
    row("core/monitor/KeyScanner.cpp", "\"redis/RedisClient.h\"");
    row("core/somewhere/New.cpp", "\"redis/RedisClient.h\"");
    row("core/cache/CacheKey.cpp", "\"ui/MainWindow.h\"");
    row("core/cache/CacheKey.cpp", "\"app/Configuration.h\"");
    row("core/cache/CacheKey.cpp", "\"support/Await.h\"");
    row("app/main.cpp", "\"tests/support/Await.h\"");
    row("ui/MainWindow.cpp", "\"app/Configuration.h\"");
    row("ui/employees/EmployeePage.cpp", "\"redis/RedisClient.h\"");
    row("ui/employees/EmployeePage.cpp", "\"core/sqlite/SqliteHrStore.h\"");
    row("ui/employees/EmployeePage.h", "<QSqlQueryModel>");
    row("ui/employees/EmployeePage.h", "<QtSql/QSqlQuery>");
    row("core/cache/CacheStore.h", "<QSqlDatabase>");
    row("core/cache/CacheStore.h", "<QColor>");
    row("core/cache/CacheStore.h", "<QtGui/QColor>");
    row("core/cache/CacheStore.h", "<qapplication.h>");
    row("core/cache/CacheStore.h", "<QtWidgets>");
    row("core/cache/CacheStore.h", "<QtCharts/QChart>");
    row("core/redis/RespReader.h", "<hiredis/hiredis.h>");
    row("core/redis/RespReader.h", "<hiredis.h>");
    row("core/cache/CacheStore.cpp", "<hiredis/read.h>");
    row("core/postgres/PgConnection.h", "<libpq-fe.h>");
    row("core/postgres/PgConnection.h", "<postgresql/libpq-fe.h>");
    row("core/hr/HrDocument.cpp", "<libpq-fe.h>");
    row("core/hr/HrDocument.h", "<simdjson.h>");
    row("ui/MainWindow.cpp", "<simdjson.h>");
}

void LayeringTest::aBreachIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    const LayeringRules rules(qtHeaders());
    const QByteArray text = "#include <QString>\n#include " + include.toLatin1() + "\n";
    QCOMPARE(rules.breaches(path, text).size(), 1);
}

void LayeringTest::whatIsAllowedIsNoBreach_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    const auto row = [](const char *path, const char *include) {
        QTest::addRow("%s includes %s", path, include)
            << QString::fromLatin1(path) << QString::fromLatin1(include);
    };
    row("app/main.cpp", "\"redis/RedisClient.h\"");
    row("app/main.cpp", "\"ui/MainWindow.h\"");
    row("app/main.cpp", "<QApplication>");
    row("ui/MainWindow.cpp", "\"hr/HrService.h\"");
    row("ui/MainWindow.cpp", "\"MainWindow.h\"");
    row("ui/MainWindow.cpp", "<QMainWindow>");
    row("core/cache/HrCacheManager.h", "\"hr/HrCache.h\"");
    row("core/redis/RedisCacheStore.h", "\"cache/CacheStore.h\"");
    row("core/redis/RespReader.cpp", "<hiredis/read.h>");
    row("core/postgres/PgConnection.cpp", "<libpq-fe.h>");
    row("core/sqlite/SqliteHrStore.cpp", "<QSqlDatabase>");
    row("core/hr/DocumentReader.h", "<simdjson.h>");
    row("core/cache/CacheEnvelope.cpp", "<simdjson.h>");
    row("core/base/Clock.cpp", "<chrono>");
    row("core/base/Clock.cpp", "<QObject>");
}

void LayeringTest::whatIsAllowedIsNoBreach()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    const LayeringRules rules(qtHeaders());
    QCOMPARE(rules.breaches(path, "#include " + include.toLatin1() + "\n"), QStringList());
}

void LayeringTest::aLongFileIsABreach()
{
    const LayeringRules rules(qtHeaders());
    QCOMPARE(rules.breaches(QStringLiteral("core/base/Long.cpp"), QByteArray(400, '\n')), QStringList());
    QCOMPARE(rules.breaches(QStringLiteral("core/base/Long.cpp"), QByteArray(401, '\n')).size(), 1);
}

void LayeringTest::workForThePoolThatPaintsIsABreach()
{
    const LayeringRules rules(qtHeaders());
    const QString path = QStringLiteral("ui/cache/KeyTableModel.cpp");
    QCOMPARE(rules.breaches(path, "    workerPool()->start(work);\n"), QStringList());
    QCOMPARE(rules.breaches(path, "    QThreadPool::globalInstance()->start(work);\n").size(), 1);
}

void LayeringTest::theSourcesKeepTheRules()
{
    const LayeringRules rules(qtHeaders());
    const QDir root(QStringLiteral(HRCACHE_SOURCE_DIR));
    QStringList breaches;
    qsizetype includes = 0;
    const QStringList files =
        sourceFiles({QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("core")});
    for (const QString &path : files) {
        const QByteArray text = contentOf(root.filePath(path));
        includes += LayeringRules::includes(text).size();
        breaches += rules.breaches(path, text);
    }
    QVERIFY2(files.size() > 50 && includes > 200, "the sources were not found");
    QVERIFY2(breaches.isEmpty(), qPrintable(QLatin1Char('\n') + breaches.join(QLatin1Char('\n'))));
}

void LayeringTest::theTestsAreNoLongFiles()
{
    const LayeringRules rules(qtHeaders());
    const QDir root(QStringLiteral(HRCACHE_SOURCE_DIR));
    QStringList breaches;
    const QStringList files = sourceFiles({QStringLiteral("tests")});
    QVERIFY2(files.size() > 10, "the tests were not found");
    for (const QString &path : files) {
        const QByteArray lines(contentOf(root.filePath(path)).count('\n'), '\n');
        breaches += rules.breaches(path, lines);
    }
    QVERIFY2(breaches.isEmpty(), qPrintable(QLatin1Char('\n') + breaches.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(LayeringTest)
#include "tst_layering.moc"
