#include "contract/HrStoreContract.h"

#include "contract/HrStoreContractData.h"
#include "support/Await.h"

#include <QJsonArray>
#include <QTest>

namespace hrcache {

HrStoreContract::HrStoreContract(HrStoreFixture &fixture)
    : m_fixture(fixture)
{
}

HrStoreContract::~HrStoreContract() = default;

void HrStoreContract::init()
{
    const QString problem = m_fixture.reset();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    execute(contractdata::worldSql());
    m_store = m_fixture.open();
    QVERIFY(m_store);
}

void HrStoreContract::cleanup()
{
    m_store.reset();
}

void HrStoreContract::execute(const QByteArray &sql)
{
    const QString problem = m_fixture.execute(sql);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

Result<HrRows> HrStoreContract::readOne(HrStore &store, const HrQuery &query)
{
    auto results = awaitResult(store.read({query}));
    if (results.size() != 1)
        return failure(ErrorCode::Internal, QStringLiteral("%1 results for one query").arg(results.size()));
    return std::move(results.front());
}

QJsonValue HrStoreContract::data(const HrQuery &query)
{
    const auto rows = readOne(*m_store, query);
    if (!rows) {
        qWarning() << rows.error();
        return QJsonValue::Undefined;
    }
    return contractdata::parseJson(rows->json);
}

Result<WriteFacts> HrStoreContract::facts(HrWrite write, const char *user)
{
    UserId id;
    if (user)
        id = contractdata::user(user);
    return awaitResult(m_store->writeFacts(std::move(write), std::move(id)));
}

Result<WriteOutcome> HrStoreContract::write(HrWrite write)
{
    auto outcome = awaitResult(m_store->write(std::move(write)));
    if (!outcome)
        qInfo() << outcome.error();
    return outcome;
}

QByteArray HrStoreContract::everything()
{
    QByteArray all;
    for (const char *company :
         {contractdata::companyOne, contractdata::companyTwo, contractdata::companyEmpty}) {
        const auto id = contractdata::company(company);
        const auto ids = readOne(*m_store, HrQuery::employeeIds(id));
        if (!ids)
            return QByteArrayLiteral("cannot be read: ") + ids.error().message.toUtf8();
        const auto list = contractdata::parseJson(ids->json).toArray();
        for (const auto &row : list) {
            const auto employee = contractdata::employee(row[u"id"].toString().toLatin1().constData());
            all += contractdata::jsonText(data(HrQuery::employeeById(id, employee)));
            all += contractdata::jsonText(data(HrQuery::contracts(id, employee)));
        }
    }
    return all;
}

} // namespace hrcache
