#include "bench/BenchData.h"

namespace hrcache {

namespace {

const auto smallId = QStringLiteral("11111111-1111-4111-8111-000000000025");
const auto largeId = QStringLiteral("11111111-1111-4111-8111-000000001000");

QString employees(const QString &company, int count)
{
    return QStringLiteral(
               "INSERT INTO hr.employees (id, company_id, identifier, first_name, last_name, birth_date, "
               "gender, "
               "nationality, cluster_code, tax_status, family_status, dependents, address, city, "
               "postal_code, "
               "country_code, permit_type, email, phone, hire_date) "
               "SELECT ('22222222-2222-4222-8222-' || lpad((%2 * 1000000 + i)::text, 12, '0'))::uuid, '%1', "
               "'EMP' || lpad(i::text, 6, '0'), (ARRAY['Zoë','Jean','Müller','Aïcha','Łukasz'])[1 + i %% 5], "
               "'Nachname ' || i, date '1960-01-01' + i %% 15000, 'F', 'CH', 'CH-GE', 'A0', 'SINGLE', i %% "
               "4, "
               "'Rue du Rhône ' || i, 'Genève', '1204', 'CH', 'B', 'e' || i || '@example.ch', '+41 22 000 00 "
               "00', "
               "date '2000-01-01' + i %% 9000 FROM generate_series(1, %2) i;")
        .replace(QStringLiteral("%%"), QStringLiteral("%"))
        .arg(company)
        .arg(count);
}

} // namespace

QString BenchData::sql()
{
    QString sql =
        QStringLiteral(
            "INSERT INTO core.users (id, firebase_uid) VALUES "
            "('00000000-0000-4000-8000-00000000a001','bench_user');"
            "INSERT INTO core.accounts (id, firebase_uid) VALUES "
            "('00000000-0000-4000-8000-00000000b001','bench_user');"
            "INSERT INTO core.account_access (user_id, account_id, access_type, user_profile) VALUES "
            "('00000000-0000-4000-8000-00000000a001','00000000-0000-4000-8000-00000000b001','owner','admin');"
            "INSERT INTO core.companies (id, account_id, firebase_mandate_path, name, country_code) VALUES "
            "('%1','00000000-0000-4000-8000-00000000b001','m1','Small','CH'),"
            "('%2','00000000-0000-4000-8000-00000000b001','m2','Large','CH');"
            "INSERT INTO hr.clusters VALUES ('CH-GE','Genève','CH','canton',NULL,true);")
            .arg(smallId, largeId);
    sql += employees(smallId, 25) + employees(largeId, 1000);
    sql += QStringLiteral(
        "INSERT INTO hr.contracts (employee_id, contract_type, start_date, base_salary, provisions) "
        "SELECT e.id, 'CDI', date '2020-01-01' + n, 6500.00, '{\"bonus_target\": 0.1}' "
        "FROM hr.employees e, generate_series(1, 3) n;");
    for (const auto *table :
         {"contract_types", "remuneration_types", "family_status", "tax_status", "permit_types"}) {
        sql += QStringLiteral(
                   "INSERT INTO hr.ref_%1 (country_code, code, label_fr, label_en, sort_order) "
                   "SELECT 'CH', 'C' || i, 'Libellé ' || i, 'Label ' || i, i FROM generate_series(1, 6) i;")
                   .arg(QLatin1String(table));
    }
    return sql + QStringLiteral("ANALYZE;");
}

BenchData BenchData::make()
{
    BenchData data;
    data.user = *UserId::parse(u"bench_user", {});
    data.small = *CompanyId::parse(smallId, {});
    data.large = *CompanyId::parse(largeId, {});
    data.employee = *EmployeeId::parse(u"22222222-2222-4222-8222-000025000001", {});
    return data;
}

} // namespace hrcache
