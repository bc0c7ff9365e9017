#include "sqlite/SampleData.h"

#include "sqlite/SampleContracts.h"
#include "sqlite/SampleReferences.h"

#include <iterator>

namespace hrcache {

namespace {

constexpr auto adminId = "5a3b1e00-0000-4000-8000-00000000a001";
constexpr auto viewerId = "5a3b1e00-0000-4000-8000-00000000a002";
constexpr auto groupAccount = "5a3b1e00-0000-4000-8000-00000000b001";
constexpr auto workshopAccount = "5a3b1e00-0000-4000-8000-00000000b002";

constexpr const char *smallClusters[] = {"CH-GE", "CH-GE", "CH-GE", "CH-GE",
                                         "CH-VD", "CH-VD", "CH-VS", "CH-TI"};
constexpr const char *largeClusters[] = {
    "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-ZH", "CH-BE",
    "CH-BE", "CH-BE", "CH-BE", "CH-AG", "CH-AG", "CH-AG", "CH-SG", "CH-SG", "CH-LU", "CH-LU", "CH-BS",
    "CH-BL", "CH-TG", "CH-ZG", "CH-SZ", "CH-SO", "CH-SH", "CH-GR", "CH-TI", "CH-TI", "CH-TI", "CH-VD",
    "CH-VD", "CH-GE", "CH-GE", "CH-NE", "CH-FR", "CH-VS", "CH-JU", "FR-69", "FR-75", "FR-68"};

std::vector<SampleTable> accessTables()
{
    return {{"core.users",
             {"id", "firebase_uid", "email", "display_name"},
             {{adminId, sample::adminUser, "admin@example.ch", "Demo Admin"},
              {viewerId, sample::viewerUser, "viewer@example.ch", "Demo Viewer"}}},
            {"core.accounts",
             {"id", "firebase_uid", "email", "display_name"},
             {{groupAccount, sample::adminUser, "admin@example.ch", "Musterwerk Beispiel"},
              {workshopAccount, "demo-atelier", "atelier@example.ch", "Exemple Atelier"}}},
            // Access is to an account, so what the viewer may see has one of its own.
            {"core.account_access",
             {"user_id", "account_id", "access_type", "user_profile"},
             {{adminId, groupAccount, "owner", "admin"},
              {adminId, workshopAccount, "owner", "admin"},
              {viewerId, workshopAccount, "shared", "viewer"}}},
            {"core.companies",
             {"id", "account_id", "firebase_mandate_path", "name", "country", "country_code", "region",
              "region_code", "base_currency"},
             {{sample::smallCompany, workshopAccount, "clients/demo/klk_clients/atelier/mandates/exemple",
               "Exemple Atelier Sàrl", "Suisse", "CH", "Genève", "GE", "CHF"},
              {sample::largeCompany, groupAccount, "clients/demo/klk_clients/gruppe/mandates/musterwerk",
               "Musterwerk Beispiel AG", "Suisse", "CH", "Zürich", "ZH", "CHF"},
              {sample::emptyCompany, groupAccount, "clients/demo/klk_clients/gruppe/mandates/esempio",
               "Nuova Esempio SA", "Suisse", "CH", "Ticino", "TI", "CHF"}}}};
}

std::vector<SampleTable> clusterTables()
{
    SampleTable clusters{"hr.clusters", {"code", "name", "country_code", "cluster_type", "parent_code"}, {}};
    SampleTable countries{"hr.country_clusters", {"country_code", "cluster_code"}, {}};
    const auto add = [&](const char *country, const char *name, const char *type,
                         std::span<const SampleCluster> parts) {
        clusters.rows.push_back({country, name, country, "country", std::nullopt});
        for (const SampleCluster &part : parts) {
            clusters.rows.push_back({part.code, part.name, country, type, country});
            countries.rows.push_back({country, part.code});
        }
    };
    add("CH", "Suisse", "canton", sampleCantons());
    add("FR", "France", "department", sampleDepartments());
    return {clusters, countries};
}

/// Employees of one company with their contracts and payroll results.
class Staff
{
public:
    explicit Staff(QDate today)
        : m_today(today)
    {
    }

    void add(const SampleWorkforce &workforce, int everyNthIsPaid, int months)
    {
        // Each company has its own numbers, so that one may change without the other.
        SampleRandom random(static_cast<uint64_t>(workforce.count));
        int index = 0;
        for (const SamplePerson &person : makeWorkforce(workforce, m_today, random, m_employees)) {
            SampleRandom own = random.fork();
            const bool mayEnd = person.active && !person.apprentice && !person.terminationDate.isValid();
            addContracts(person, mayEnd && index % 20 == 11, m_today, own, m_contracts);
            if (index % everyNthIsPaid == 0)
                addPayroll(person, m_contracts.rows.back(), months, m_today, own, m_payroll);
            ++index;
        }
    }

    std::vector<SampleTable> take()
    {
        return {std::move(m_employees), std::move(m_contracts), std::move(m_payroll)};
    }

private:
    QDate m_today;
    SampleTable m_employees = emptyEmployees();
    SampleTable m_contracts = emptyContracts();
    SampleTable m_payroll = emptyPayroll();
};

} // namespace

std::vector<SampleTable> sampleData(QDate today)
{
    std::vector<SampleTable> tables;
    const auto append = [&tables](std::vector<SampleTable> more) {
        std::move(more.begin(), more.end(), std::back_inserter(tables));
    };
    append(accessTables());
    append(clusterTables());
    append(sampleReferences());
    Staff staff(today);
    staff.add({sample::smallCompany, 25, "EA-", 3, smallClusters}, 1, 6);
    staff.add({sample::largeCompany, 1200, "MB-", 4, largeClusters}, 4, 3);
    append(staff.take());
    return tables;
}

} // namespace hrcache
