#include "contract/HrStoreContract.h"
#include "postgres/PgHrStore.h"
#include "support/TestDatabase.h"

#include <QFile>
#include <QTest>

namespace {

using namespace hrcache;

QString interopFile(const QString &name)
{
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

class PostgresFixture final : public HrStoreFixture
{
public:
    QString reset() override
    {
        // Much faster than a new database.
        m_database.exec(QStringLiteral("SET client_min_messages = warning; "
                                       "DROP SCHEMA IF EXISTS hr, core CASCADE;") +
                        interopFile(QStringLiteral("schema.sql")) +
                        interopFile(QStringLiteral("sample.sql")));
        return {};
    }

    std::unique_ptr<HrStore> open() override
    {
        auto config = PgConfig::parse(m_database.url());
        return config ? std::make_unique<PgHrStore>(std::move(*config)) : nullptr;
    }

    QString execute(const QByteArray &sql) override
    {
        m_database.exec(QString::fromUtf8(sql));
        return {};
    }

private:
    TestDatabase m_database{TestDatabase::Content::Empty};
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    PostgresFixture fixture;
    hrcache::HrStoreContract suite(fixture);
    return QTest::qExec(&suite, argc, argv);
}
