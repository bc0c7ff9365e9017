#include "contract/HrStoreContractData.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hrcache::contractdata {

namespace {

HrWrite writeOf(HrWrite::Kind kind, const char *inCompany, std::vector<FieldValue> fields)
{
    HrWrite write;
    write.kind = kind;
    write.company = company(inCompany);
    write.fields = std::move(fields);
    return write;
}

/// `fields`, replaced or extended by `more`.
std::vector<FieldValue> merged(std::vector<FieldValue> fields, std::vector<FieldValue> more)
{
    for (FieldValue &field : more) {
        const auto same = std::find_if(fields.begin(), fields.end(),
                                       [&](const FieldValue &other) { return other.column == field.column; });
        if (same != fields.end())
            *same = std::move(field);
        else
            fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

QByteArray worldSql()
{
    return R"(INSERT INTO core.users (id, firebase_uid, email, display_name) VALUES
('00000000-0000-4000-8000-00000000a002','uid_viewer','viewer@example.ch','Viewer'),
('00000000-0000-4000-8000-00000000a003','uid_former','former@example.ch','Former'),
('00000000-0000-4000-8000-00000000a004','uid_stranger',NULL,NULL);
INSERT INTO core.accounts (id, firebase_uid, email, display_name) VALUES
('00000000-0000-4000-8000-00000000b002','uid_owner2','owner2@example.fr','Second');
INSERT INTO core.account_access (user_id, account_id, access_type, user_profile, is_active) VALUES
('00000000-0000-4000-8000-00000000a002','00000000-0000-4000-8000-00000000b001','shared','viewer',true),
('00000000-0000-4000-8000-00000000a003','00000000-0000-4000-8000-00000000b001','shared','manager',false),
('00000000-0000-4000-8000-00000000a002','00000000-0000-4000-8000-00000000b002','shared','manager',true);
INSERT INTO core.companies (id, account_id, firebase_mandate_path, name, country, country_code, region_code, is_active) VALUES
('11111111-1111-4111-8111-222222222222','00000000-0000-4000-8000-00000000b002','clients/c2/klk_clients/p1/mandates/m1','Zeta SARL','France','FR','75',true),
('11111111-1111-4111-8111-333333333333','00000000-0000-4000-8000-00000000b002','clients/c2/klk_clients/p1/mandates/m''2','Alpha SA','Suisse','CH','VD',true),
('11111111-1111-4111-8111-444444444444','00000000-0000-4000-8000-00000000b002','clients/c2/klk_clients/p1/mandates/m3','Closed SA','Suisse','CH',NULL,false);
INSERT INTO hr.employees (id, company_id, identifier, first_name, last_name, birth_date, cluster_code, hire_date, country_code) VALUES
('22222222-2222-4222-8222-000000000101','11111111-1111-4111-8111-222222222222','EMP001','Luc','Martin','1980-05-05','FR-75','2015-09-01','FR');
INSERT INTO hr.contracts (id, employee_id, contract_type, start_date, base_salary, currency) VALUES
('33333333-3333-4333-8333-000000000101','22222222-2222-4222-8222-000000000101','CDI','2015-09-01',3200.00,'EUR');
INSERT INTO hr.payroll_results (id, employee_id, contract_id, period_year, period_month, gross, net, currency) VALUES
('44444444-4444-4444-8444-000000000101','22222222-2222-4222-8222-000000000101','33333333-3333-4333-8333-000000000101',2026,1,3200.00,2500.00,'EUR');
)";
}

CompanyId company(const char *id)
{
    return CompanyId::parse(QString::fromUtf8(id), QStringLiteral("company_id")).value();
}

EmployeeId employee(const char *id)
{
    return EmployeeId::parse(QString::fromUtf8(id), QStringLiteral("employee_id")).value();
}

ContractId contract(const char *id)
{
    return ContractId::parse(QString::fromUtf8(id), QStringLiteral("contract_id")).value();
}

UserId user(const char *id)
{
    return UserId::parse(QString::fromUtf8(id), QStringLiteral("firebase_user_id")).value();
}

QJsonValue parseJson(const QByteArray &json)
{
    // QJsonDocument takes only arrays and objects at the top.
    const auto document = QJsonDocument::fromJson('[' + json + ']');
    return document.isArray() && document.array().size() == 1 ? document.array().first()
                                                              : QJsonValue(QJsonValue::Undefined);
}

QByteArray jsonText(const QJsonValue &value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
}

QByteArray holdersText(const std::vector<UserId> &holders)
{
    QByteArrayList list;
    for (const UserId &holder : holders)
        list.append(holder.bytes());
    std::sort(list.begin(), list.end());
    return list.join(' ');
}

QString isoDate(int daysFromToday)
{
    return QDate::currentDate().addDays(daysFromToday).toString(Qt::ISODate);
}

HrWrite createEmployee(const char *identifier, std::vector<FieldValue> more, const char *inCompany)
{
    return writeOf(HrWrite::Kind::CreateEmployee, inCompany,
                   merged({{"identifier", identifier},
                           {"first_name", "Nora"},
                           {"last_name", "Neu"},
                           {"birth_date", "1995-04-03"},
                           {"cluster_code", "CH-VD"},
                           {"hire_date", "2025-02-01"}},
                          std::move(more)));
}

HrWrite updateEmployee(const char *id, std::vector<FieldValue> fields, const char *inCompany)
{
    HrWrite write = writeOf(HrWrite::Kind::UpdateEmployee, inCompany, std::move(fields));
    write.employee = employee(id);
    return write;
}

HrWrite deleteEmployee(const char *id, const char *inCompany)
{
    HrWrite write = writeOf(HrWrite::Kind::DeleteEmployee, inCompany, {});
    write.employee = employee(id);
    return write;
}

HrWrite createContract(const char *ofEmployee, std::vector<FieldValue> more, const char *inCompany)
{
    HrWrite write =
        writeOf(HrWrite::Kind::CreateContract, inCompany,
                merged({{"contract_type", "CDI"}, {"start_date", "2025-02-01"}, {"base_salary", "7200"}},
                       std::move(more)));
    write.employee = employee(ofEmployee);
    return write;
}

HrWrite updateContract(const char *id, std::vector<FieldValue> fields, const char *ofEmployee,
                       const char *inCompany)
{
    HrWrite write = writeOf(HrWrite::Kind::UpdateContract, inCompany, std::move(fields));
    write.contract = contract(id);
    if (ofEmployee)
        write.employee = employee(ofEmployee);
    return write;
}

} // namespace hrcache::contractdata
