#include "core/SampleView.h"
#include "sqlite/SampleData.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

using namespace hrcache;

/// Whether the sample is what it says it is, and could be true.
class SampleDataTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theSameDayGivesTheSameRows();
    void anotherDayMovesOnlyTheDates();
    void everyRowFitsItsColumns();
    void theCompaniesHaveTheirEmployees();
    void theUsersHaveTheirAccess();
    void everyReferredRowComesBefore();
    void everyCodeIsKnownInItsCountry();
    void everyListIsThereForBothCountriesInFourLanguages();
    void nobodyIsHiredAsAChildOrBeforeBirth();
    void whoHasLeftIsNotActive();
    void contractsFollowEachOther();
    void mostHaveAnActiveContract();
    void everyKindOfContractOccurs();
    void someContractsEndSoon();
    void payrollFollowsTheContracts();
    void namesAndAddressesComeFromTheRegions();
    void mailGoesNowhereAndIsUnique();
    void theSqlQuotesItsValues();
    void itIsMadeQuickly();

private:
    QDate m_today{2026, 3, 15};
    SampleView m_sample{m_today};
};

void SampleDataTest::initTestCase()
{
    QVERIFY(m_sample.rows("hr.employees").size() > 1000);
}

void SampleDataTest::theSameDayGivesTheSameRows()
{
    QCOMPARE(sampleDataSql(m_today), sampleDataSql(m_today));
}

void SampleDataTest::anotherDayMovesOnlyTheDates()
{
    const SampleView later(m_today.addDays(400));
    const auto &before = m_sample.rows("hr.employees");
    const auto &after = later.rows("hr.employees");
    QCOMPARE(after.size(), before.size());
    for (size_t i = 0; i < before.size(); ++i) {
        for (const char *column :
             {"id", "identifier", "first_name", "last_name", "cluster_code", "email", "city"})
            QCOMPARE(after[i][column], before[i][column]);
        QVERIFY(after[i]["hire_date"] > before[i]["hire_date"]);
    }
}

void SampleDataTest::everyRowFitsItsColumns()
{
    for (const SampleTable &table : sampleData(m_today)) {
        QVERIFY2(!table.rows.empty(), table.table.constData());
        for (const auto &row : table.rows)
            QVERIFY2(row.size() == table.columns.size(), table.table.constData());
    }
}

void SampleDataTest::theCompaniesHaveTheirEmployees()
{
    QHash<QByteArray, int> counts;
    QSet<QByteArray> identifiers;
    QSet<QByteArray> ids;
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        ++counts[employee["company_id"]];
        identifiers.insert(employee["company_id"] + employee["identifier"]);
        ids.insert(employee["id"]);
    }
    QCOMPARE(m_sample.rows("core.companies").size(), size_t(3));
    QCOMPARE(counts.value(sample::smallCompany), 25);
    QCOMPARE(counts.value(sample::largeCompany), 1200);
    QCOMPARE(counts.value(sample::emptyCompany), 0);
    QCOMPARE(identifiers.size(), 1225);
    QCOMPARE(ids.size(), 1225);
}

void SampleDataTest::theUsersHaveTheirAccess()
{
    QHash<QByteArray, QByteArray> users;
    for (const SampleRow &user : m_sample.rows("core.users"))
        users.insert(user["id"], user["firebase_uid"]);
    QCOMPARE(users.size(), 2);
    QByteArrayList access;
    for (const SampleRow &row : m_sample.rows("core.account_access")) {
        for (const SampleRow &company : m_sample.rows("core.companies")) {
            if (company["account_id"] == row["account_id"])
                access.append(users.value(row["user_id"]) + ' ' + row["access_type"] + ' ' +
                              row["user_profile"] + ' ' + company["id"]);
        }
    }
    std::sort(access.begin(), access.end());
    QCOMPARE(access, QByteArrayList({QByteArray("demo-admin owner admin ") + sample::emptyCompany,
                                     QByteArray("demo-admin owner admin ") + sample::smallCompany,
                                     QByteArray("demo-admin owner admin ") + sample::largeCompany,
                                     QByteArray("demo-viewer shared viewer ") + sample::smallCompany}));
}

void SampleDataTest::everyReferredRowComesBefore()
{
    QSet<QByteArray> seen;
    const QHash<QByteArray, QByteArray> targets{
        {"account_id", "core.accounts"}, {"user_id", "core.users"},       {"company_id", "core.companies"},
        {"parent_code", "hr.clusters"},  {"cluster_code", "hr.clusters"}, {"employee_id", "hr.employees"},
        {"contract_id", "hr.contracts"}};
    for (const SampleTable &table : sampleData(m_today)) {
        for (const auto &row : table.rows) {
            for (size_t i = 0; i < row.size(); ++i) {
                const QByteArray target = targets.value(table.columns[i]);
                if (!target.isEmpty() && row[i])
                    QVERIFY2(seen.contains(target + *row[i]), row[i]->constData());
            }
            seen.insert(table.table + row[0].value());
        }
    }
}

void SampleDataTest::everyCodeIsKnownInItsCountry()
{
    const auto known = [this](const char *table, const QByteArray &country, const QByteArray &code) {
        return m_sample.codes(table).contains(country + ' ' + code);
    };
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        const QByteArray country = employee["country_code"];
        QVERIFY2(known("hr.ref_family_status", country, employee["family_status"]),
                 employee["family_status"]);
        QVERIFY2(known("hr.ref_tax_status", country, employee["tax_status"]), employee["tax_status"]);
        if (!employee["permit_type"].isNull())
            QVERIFY2(known("hr.ref_permit_types", country, employee["permit_type"]), employee["permit_type"]);
        QVERIFY2(m_sample.codes("hr.country_clusters").contains(country + ' ' + employee["cluster_code"]),
                 employee["cluster_code"]);
    }
    for (const SampleRow &contract : m_sample.rows("hr.contracts")) {
        const QByteArray country = contract["country_code"];
        QVERIFY2(known("hr.ref_contract_types", country, contract["contract_type"]),
                 contract["contract_type"]);
        QVERIFY2(known("hr.ref_remuneration_types", country, contract["remuneration_type"]),
                 contract["remuneration_type"]);
        QCOMPARE(contract["currency"], country == "FR" ? "EUR" : "CHF");
    }
}

void SampleDataTest::everyListIsThereForBothCountriesInFourLanguages()
{
    for (const char *table : {"hr.ref_contract_types", "hr.ref_remuneration_types", "hr.ref_family_status",
                              "hr.ref_tax_status", "hr.ref_permit_types"}) {
        QSet<QByteArray> countries;
        for (const SampleRow &row : m_sample.rows(table)) {
            countries.insert(row["country_code"]);
            for (const char *label : {"label_fr", "label_en", "label_de", "label_it"})
                QVERIFY2(!row[label].isEmpty(), table);
        }
        QCOMPARE(countries, QSet<QByteArray>({"CH", "FR"}));
    }
    for (const char *canton : {"CH-GE", "CH-VD", "CH-ZH", "CH-BE", "CH-TI"})
        QVERIFY2(m_sample.codes("hr.country_clusters").contains(QByteArray("CH ") + canton), canton);
    QVERIFY(m_sample.codes("hr.country_clusters").contains("FR FR-75"));
}

void SampleDataTest::nobodyIsHiredAsAChildOrBeforeBirth()
{
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        QVERIFY2(employee.date("birth_date").addYears(15) <= employee.date("hire_date"),
                 employee["identifier"]);
        QVERIFY2(employee.date("birth_date").addYears(66) > m_today, employee["identifier"]);
        QVERIFY2(employee.date("hire_date") < m_today, employee["identifier"]);
    }
}

void SampleDataTest::whoHasLeftIsNotActive()
{
    int left = 0;
    int leaving = 0;
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        const QDate end = employee.date("termination_date");
        QCOMPARE(employee["is_active"] == "false", end.isValid() && end < m_today);
        if (!end.isValid())
            continue;
        QVERIFY(end > employee.date("hire_date"));
        ++(end < m_today ? left : leaving);
    }
    QVERIFY2(left >= 30, qPrintable(QString::number(left)));
    QVERIFY2(leaving >= 5, qPrintable(QString::number(leaving)));
}

void SampleDataTest::contractsFollowEachOther()
{
    const auto contracts = m_sample.contractsByEmployee();
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        const auto own = contracts.value(employee["id"]);
        QVERIFY2(own.size() >= 1 && own.size() <= 3, employee["identifier"]);
        QCOMPARE(own.first().date("start_date"), employee.date("hire_date"));
        int active = 0;
        for (qsizetype i = 0; i < own.size(); ++i) {
            const QDate end = own[i].date("end_date");
            QVERIFY2(!end.isValid() || end >= own[i].date("start_date"), employee["identifier"]);
            if (i + 1 < own.size())
                QVERIFY2(end.isValid() && end < own[i + 1].date("start_date"), employee["identifier"]);
            active += own[i]["is_active"] == "true" ? 1 : 0;
        }
        QCOMPARE(active, employee["is_active"] == "true" ? 1 : 0);
    }
}

void SampleDataTest::mostHaveAnActiveContract()
{
    int people = 0;
    int paid = 0;
    const auto contracts = m_sample.contractsByEmployee();
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        if (employee["is_active"] != "true")
            continue;
        ++people;
        for (const SampleRow &contract : contracts.value(employee["id"]))
            paid += isActiveContract(contract, m_today) ? 1 : 0;
    }
    QVERIFY2(paid > people * 95 / 100, qPrintable(QStringLiteral("%1 of %2").arg(paid).arg(people)));
}

void SampleDataTest::everyKindOfContractOccurs()
{
    QSet<QByteArray> types;
    int hourly = 0;
    int partTime = 0;
    int withProvisions = 0;
    for (const SampleRow &contract : m_sample.rows("hr.contracts")) {
        types.insert(contract["contract_type"]);
        const double rate = contract["work_rate"].toDouble();
        QVERIFY2(rate > 0 && rate <= 1, contract["work_rate"]);
        const double fullTime = contract["country_code"] == "FR" ? 35.0 : 42.0;
        QVERIFY(qAbs(contract["weekly_hours"].toDouble() - fullTime * rate) < 0.01);
        const double salary = contract["base_salary"].toDouble();
        const bool isHourly = contract["remuneration_type"] == "HOURLY";
        QVERIFY2(isHourly ? salary > 20 && salary < 60 : salary > 300 && salary < 20'000,
                 contract["base_salary"]);
        QVERIFY(!contract["job_title"].isEmpty());
        QVERIFY(!contract["department"].isEmpty());
        hourly += isHourly ? 1 : 0;
        partTime += rate < 1 ? 1 : 0;
        withProvisions += contract["provisions"].isNull() ? 0 : 1;
    }
    QCOMPARE(types, QSet<QByteArray>({"CDI", "CDD", "AUXILIAIRE", "APPRENTI", "STAGE"}));
    QVERIFY(hourly > 20);
    QVERIFY(partTime > 200);
    QVERIFY(withProvisions > 500);
}

void SampleDataTest::someContractsEndSoon()
{
    QHash<QByteArray, int> ending;
    const auto contracts = m_sample.contractsByEmployee();
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        for (const SampleRow &contract : contracts.value(employee["id"])) {
            const QDate end = contract.date("end_date");
            if (isActiveContract(contract, m_today) && end.isValid() && end <= m_today.addDays(90))
                ++ending[employee["company_id"]];
        }
    }
    QVERIFY(ending.value(sample::smallCompany) >= 1);
    QVERIFY(ending.value(sample::largeCompany) >= 30);
}

void SampleDataTest::payrollFollowsTheContracts()
{
    QHash<QByteArray, SampleRow> contracts;
    for (const SampleRow &contract : m_sample.rows("hr.contracts"))
        contracts.insert(contract["id"], contract);
    QSet<QByteArray> periods;
    QSet<QByteArray> paid;
    for (const SampleRow &result : m_sample.rows("hr.payroll_results")) {
        const SampleRow contract = contracts.value(result["contract_id"]);
        QCOMPARE(contract["employee_id"], result["employee_id"]);
        QCOMPARE(contract["currency"], result["currency"]);
        const QDate month(result["period_year"].toInt(), result["period_month"].toInt(), 1);
        QVERIFY(month.addMonths(1) <= m_today);
        QVERIFY(contract.date("start_date") <= month);
        QVERIFY(result["net"].toDouble() < result["gross"].toDouble());
        QVERIFY(result["net"].toDouble() > result["gross"].toDouble() / 2);
        periods.insert(result["employee_id"] + month.toString(Qt::ISODate).toLatin1());
        paid.insert(result["employee_id"]);
    }
    QCOMPARE(size_t(periods.size()), m_sample.rows("hr.payroll_results").size());
    QVERIFY(paid.size() > 250 && paid.size() < 600);
}

void SampleDataTest::namesAndAddressesComeFromTheRegions()
{
    int accented = 0;
    QHash<QByteArray, QByteArray> cityOfCode;
    QHash<QByteArray, int> perCluster;
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        const QByteArray name = employee["first_name"] + employee["last_name"];
        accented += name.size() != QString::fromUtf8(name).size() ? 1 : 0;
        ++perCluster[employee["cluster_code"]];
        if (employee["city"].isNull()) {
            QCOMPARE(employee["permit_type"], "G");
            continue;
        }
        auto &city = cityOfCode[employee["country_code"] + employee["postal_code"]];
        if (city.isEmpty())
            city = employee["city"];
        QCOMPARE(employee["city"], city);
        QCOMPARE(employee["postal_code"].size(), employee["country_code"] == "FR" ? 5 : 4);
    }
    QVERIFY2(accented > 300, qPrintable(QString::number(accented)));
    QVERIFY(perCluster.size() > 20);
    QVERIFY(perCluster.value("CH-ZH") > 200);
}

void SampleDataTest::mailGoesNowhereAndIsUnique()
{
    QSet<QByteArray> addresses;
    for (const SampleRow &employee : m_sample.rows("hr.employees")) {
        const QByteArray mail = employee["email"];
        QVERIFY2(mail.endsWith("@example.ch"), mail);
        for (const char c : mail)
            QVERIFY2(QByteArrayView("abcdefghijklmnopqrstuvwxyz0123456789.-@").contains(c), mail);
        addresses.insert(mail);
        QVERIFY2(employee["phone"].contains(" 000 "), employee["phone"]);
    }
    QVERIFY(addresses.size() > 1200);
}

void SampleDataTest::theSqlQuotesItsValues()
{
    const QByteArray sql = sampleDataSql(m_today);
    QVERIFY(sql.contains("'L''Éplattenier'"));
    QVERIFY(!sql.contains("'L'Éplattenier'"));
    QVERIFY(sql.contains("NULL"));
    QVERIFY(sql.contains("INSERT INTO hr.employees (id, company_id, "));
    QCOMPARE(sql.count('\'') % 2, 0);
}

void SampleDataTest::itIsMadeQuickly()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!sampleData(m_today).empty());
    qInfo("made in %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(SampleDataTest)
#include "tst_sampledata.moc"
