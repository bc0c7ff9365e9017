#include "sqlite/SampleData.h"
#include "support/TestDatabase.h"

#include <QTest>

using namespace hrcache;

/// The sample on a real PostgreSQL.
class SampleDataPostgresTest : public QObject
{
    Q_OBJECT

private slots:
    void everyRowArrivesInAnEmptyDatabase();
};

void SampleDataPostgresTest::everyRowArrivesInAnEmptyDatabase()
{
    const TestDatabase database(TestDatabase::Content::Schema);
    const QDate today(2026, 3, 15);
    database.exec(QStringLiteral("BEGIN;\n") + QString::fromUtf8(sampleDataSql(today)) +
                  QStringLiteral("COMMIT;"));
    for (const SampleTable &table : sampleData(today)) {
        QStringList columns;
        for (const QByteArray &column : table.columns)
            columns.append(QString::fromLatin1(column));
        const auto rows = database.exec(
            QStringLiteral("SELECT %1 FROM %2").arg(columns.join(u", "), QString::fromLatin1(table.table)));
        QCOMPARE(rows.size(), qsizetype(table.rows.size()));
        // As inserted, but for what the type prints its own way.
        QHash<QString, QStringList> byFirst;
        for (const QStringList &row : rows)
            byFirst.insert(row.join(u'\x1f').left(row[0].size() + 1 + row[1].size()), row);
        for (const auto &row : table.rows) {
            const QString key =
                QString::fromUtf8(row[0].value()) + u'\x1f' + QString::fromUtf8(row[1].value());
            const QStringList stored = byFirst.value(key);
            QVERIFY2(!stored.isEmpty(), qPrintable(key));
            for (size_t i = 0; i < row.size(); ++i) {
                const QString &value = stored[static_cast<qsizetype>(i)];
                QCOMPARE(value.isNull(), !row[i].has_value());
                const QByteArray &column = table.columns[i];
                if (row[i] && column != "is_active" && column != "provisions" && !column.endsWith("_at"))
                    QCOMPARE(value, QString::fromUtf8(*row[i]));
            }
        }
    }
}

QTEST_GUILESS_MAIN(SampleDataPostgresTest)
#include "tst_sampledatapostgres.moc"
