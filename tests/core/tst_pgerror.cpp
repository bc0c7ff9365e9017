#include "postgres/PgError.h"

#include <QTest>

using namespace hrcache;

class TestPgError : public QObject
{
    Q_OBJECT

private slots:
    void anSqlStateHasItsCodeAndWords_data();
    void anSqlStateHasItsCodeAndWords();
};

void TestPgError::anSqlStateHasItsCodeAndWords_data()
{
    QTest::addColumn<QByteArray>("sqlState");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("retryable");
    const auto add = [](const char *sqlState, ErrorCode code, bool retryable = false) {
        QTest::newRow(sqlState) << QByteArray(sqlState) << code << retryable;
    };
    add("28P01", ErrorCode::AuthFailed);
    add("28000", ErrorCode::AuthFailed);
    add("3D000", ErrorCode::ServerError);
    add("42501", ErrorCode::PermissionDenied);
    add("25006", ErrorCode::PermissionDenied);
    add("42P01", ErrorCode::SchemaMismatch);
    add("42703", ErrorCode::SchemaMismatch);
    add("3F000", ErrorCode::SchemaMismatch);
    add("57014", ErrorCode::Timeout, true);
    add("57P01", ErrorCode::Unreachable, true);
    add("57P02", ErrorCode::Unreachable, true);
    add("57P03", ErrorCode::Unreachable, true);
    add("57P05", ErrorCode::Unreachable, true);
    add("08006", ErrorCode::Unreachable, true);
    add("53300", ErrorCode::Unreachable, true);
    add("53200", ErrorCode::ServerError, true);
    add("40001", ErrorCode::Conflict, true);
    add("40P01", ErrorCode::ServerError, true);
    add("23505", ErrorCode::ValidationFailed);
    add("23503", ErrorCode::ValidationFailed);
    add("22008", ErrorCode::ValidationFailed);
    add("54000", ErrorCode::ValidationFailed);
    add("XX000", ErrorCode::ServerError);
    add("", ErrorCode::ServerError);
}

void TestPgError::anSqlStateHasItsCodeAndWords()
{
    QFETCH(QByteArray, sqlState);
    QFETCH(ErrorCode, code);
    QFETCH(bool, retryable);
    PgDiagnostics diagnostics;
    diagnostics.sqlState = sqlState;
    diagnostics.message = QStringLiteral("what 50%1 the server said");
    diagnostics.detail = "Failing row contains (salary).";
    const Error error = pgError(diagnostics);
    QCOMPARE(error.code, code);
    QCOMPARE(error.retryable, retryable);
    QCOMPARE(error.serverCode, QString::fromLatin1(sqlState));
    QCOMPARE(error.detail, diagnostics.message);
    QVERIFY(error.message.size() > 20);
    QVERIFY(!error.message.contains(QLatin1String("salary")));
}

QTEST_GUILESS_MAIN(TestPgError)
#include "tst_pgerror.moc"
