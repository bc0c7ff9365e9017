#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"
#include "support/Await.h"

#include <QJsonArray>
#include <QTest>

namespace hrcache {

using namespace contractdata;

void HrStoreContract::theAccountContextNamesTheProfile_data()
{
    QTest::addColumn<QByteArray>("userId");
    QTest::addColumn<QByteArray>("companyId");
    QTest::addColumn<QByteArray>("profile"); // empty: no access
    QTest::addColumn<QByteArray>("accessType");
    QTest::newRow("owner") << QByteArray(owner) << QByteArray(companyOne) << QByteArray("admin")
                           << QByteArray("owner");
    QTest::newRow("viewer") << QByteArray(viewer) << QByteArray(companyOne) << QByteArray("viewer")
                            << QByteArray("shared");
    QTest::newRow("manager elsewhere")
        << QByteArray(viewer) << QByteArray(companyTwo) << QByteArray("manager") << QByteArray("shared");
    QTest::newRow("access ended") << QByteArray(former) << QByteArray(companyOne) << QByteArray("")
                                  << QByteArray("");
    QTest::newRow("no access") << QByteArray(stranger) << QByteArray(companyOne) << QByteArray("")
                               << QByteArray("");
    QTest::newRow("another's company")
        << QByteArray(owner) << QByteArray(companyTwo) << QByteArray("") << QByteArray("");
    QTest::newRow("closed company") << QByteArray(viewer) << QByteArray(companyClosed) << QByteArray("")
                                    << QByteArray("");
    QTest::newRow("unknown user") << QByteArray("nobody") << QByteArray(companyOne) << QByteArray("")
                                  << QByteArray("");
    QTest::newRow("unknown company") << QByteArray(owner) << QByteArray(nobody) << QByteArray("")
                                     << QByteArray("");
    QTest::newRow("injection") << QByteArray("x' OR '1'='1") << QByteArray(companyOne) << QByteArray("")
                               << QByteArray("");
}

void HrStoreContract::theAccountContextNamesTheProfile()
{
    QFETCH(QByteArray, userId);
    QFETCH(QByteArray, companyId);
    QFETCH(QByteArray, profile);
    QFETCH(QByteArray, accessType);
    const auto context =
        data(HrQuery::accountContext(user(userId.constData()), company(companyId.constData())));
    QCOMPARE(context.isNull(), profile.isEmpty());
    QCOMPARE(context[u"profile"].toString().toUtf8(), profile);
    QCOMPARE(context[u"access_type"].toString().toUtf8(), accessType);
    if (!profile.isEmpty()) {
        QCOMPARE(context[u"firebase_uid"].toString().toUtf8(), userId);
        QCOMPARE(context[u"company_id"].toString().toUtf8(), companyId);
    }
}

void HrStoreContract::theAccountContextHasTheClusterOfItsRegion_data()
{
    QTest::addColumn<QByteArray>("region"); // as SQL
    QTest::addColumn<QString>("cluster");
    QTest::newRow("a region") << QByteArray("'VD'") << QStringLiteral("CH-VD");
    QTest::newRow("an empty region") << QByteArray("''") << QStringLiteral("CH");
    QTest::newRow("no region") << QByteArray("NULL") << QStringLiteral("CH");
}

void HrStoreContract::theAccountContextHasTheClusterOfItsRegion()
{
    QFETCH(QByteArray, region);
    QFETCH(QString, cluster);
    execute("UPDATE core.companies SET region_code = " + region + " WHERE id = '" + companyOne + "';\n");
    const auto context = data(HrQuery::accountContext(user(owner), company(companyOne)));
    QCOMPARE(context[u"cluster_code"].toString(), cluster);
}

void HrStoreContract::onlyAccessibleCompaniesAreListed()
{
    const auto names = [this](const char *id) {
        QStringList result;
        for (const auto &row : data(HrQuery::accessibleCompanies(user(id))).toArray())
            result.append(row[u"name"].toString() + u'/' + row[u"profile"].toString());
        return result.join(u", ").toUtf8();
    };
    QCOMPARE(names(owner), "Müller & Fils SA/admin");
    QCOMPARE(names(viewer), "Alpha SA/manager, Müller & Fils SA/viewer, Zeta SARL/manager");
    QCOMPARE(names(former), "");
    QCOMPARE(names(stranger), "");
    QCOMPARE(names("nobody"), "");
}

void HrStoreContract::aMandateNamesItsCompany()
{
    const auto path = QStringLiteral("clients/c2/klk_clients/p1/mandates/m'2");
    QCOMPARE(data(HrQuery::companyByMandate(path))[u"company_id"].toString(), QLatin1String(companyEmpty));
}

void HrStoreContract::aMandateOfAClosedCompanyNamesNone()
{
    execute(QByteArray("UPDATE core.companies SET is_active = false WHERE id = '") + companyEmpty + "';\n");
    const auto path = QStringLiteral("clients/c2/klk_clients/p1/mandates/m'2");
    QCOMPARE(jsonText(data(HrQuery::companyByMandate(path))), "[null]");
}

void HrStoreContract::everybodyWithACopyIsAHolder()
{
    const auto holders = [this](const char *id) {
        const auto result = awaitResult(m_store->holders(company(id)));
        return result ? holdersText(*result) : result.error().message.toUtf8();
    };
    // Whose access ended may hold a copy that is younger than the end, and may be let in again.
    QCOMPARE(holders(companyOne), "uid_former uid_viewer uid_xyz123");
    QCOMPARE(holders(companyTwo), "uid_owner2 uid_viewer");
    QCOMPARE(holders(companyClosed), "uid_owner2 uid_viewer");
    QCOMPARE(holders(nobody), "");
}

} // namespace hrcache
