#include "contract/HrStoreContract.h"
#include "postgres/PgHrStore.h"
#include "support/TestDatabase.h"

#include <QTest>

#include <optional>

namespace {

using namespace hrcache;

class PostgresFixture final : public HrStoreFixture
{
public:
    QString reset() override
    {
        m_database.emplace(TestDatabase::Content::Sample);
        return {};
    }

    std::unique_ptr<HrStore> open() override
    {
        auto config = PgConfig::parse(m_database->url());
        return config ? std::make_unique<PgHrStore>(std::move(*config)) : nullptr;
    }

    QString execute(const QByteArray &sql) override
    {
        m_database->exec(QString::fromUtf8(sql));
        return {};
    }

private:
    std::optional<TestDatabase> m_database;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    PostgresFixture fixture;
    hrcache::HrStoreContract suite(fixture);
    return QTest::qExec(&suite, argc, argv);
}
