#include "ui/forms/EmployeeForm.h"

#include "hr/Employee.h"
#include "ui/base/Session.h"
#include "ui/forms/CheckField.h"
#include "ui/forms/ChoiceField.h"
#include "ui/forms/Countries.h"
#include "ui/forms/DateField.h"
#include "ui/forms/FormFrame.h"
#include "ui/forms/NumberField.h"
#include "ui/forms/TextField.h"

#include <QGridLayout>

#include <algorithm>

namespace hrcache {

namespace {

using Kind = HrWrite::Kind;
using List = ChoiceField::List;

const FieldRule &rule(const char *column)
{
    return *ruleOf(Kind::UpdateEmployee, column);
}

} // namespace

EmployeeForm::EmployeeForm(UiContext context, const EmployeeId &employee, QWidget *parent)
    : RecordForm(std::move(context), employee.isEmpty() ? Purpose::New : Purpose::Edit, employee, parent)
{
    setObjectName(QStringLiteral("employee-form"));
    const QString company = session().company().name;
    if (isNew())
        setTitle(tr("New employee"), tr("New employee"), company);
    else
        setTitle(tr("Edit employee"), tr("Employee"), company);
    buildPerson();
    buildWork();
    buildContact();
    buildTax();
}

void EmployeeForm::buildPerson()
{
    QGridLayout *group = frame()->addGroup(tr("Person"));
    place(group, new TextField(rule("identifier"), tr("&Identifier")), 0, 0);
    place(group, new TextField(rule("first_name"), tr("&First name")), 0, 1);
    place(group, new TextField(rule("last_name"), tr("&Last name")), 0, 2);
    place(group, new DateField(rule("birth_date"), tr("&Birth date")), 1, 0);
    auto *gender = place(group, new ChoiceField(rule("gender"), tr("&Gender"), List::Open), 1, 1);
    gender->setChoices(genderChoices());
    auto *nationality =
        place(group, new ChoiceField(rule("nationality"), tr("&Nationality"), List::Open), 1, 2);
    nationality->setChoices(countryChoices());
    m_permit = place(group, new ChoiceField(rule("permit_type"), tr("&Permit type"), List::Complete), 2, 0);
}

void EmployeeForm::buildWork()
{
    QGridLayout *group = frame()->addGroup(tr("Employment"));
    m_cluster = place(group, new ChoiceField(rule("cluster_code"), tr("Cl&uster"), List::Complete), 0, 0);
    place(group, new DateField(rule("hire_date"), tr("&Hire date")), 0, 1);
    if (isNew())
        return;
    place(group, new DateField(rule("termination_date"), tr("&Termination date")), 0, 2);
    place(group,
          new CheckField(rule("is_active"), tr("Acti&ve: stands in the list of employees"),
                         CheckField::Place::Alone),
          1, 0, FormFrame::columns);
}

void EmployeeForm::buildContact()
{
    QGridLayout *group = frame()->addGroup(tr("Contact"));
    place(group, new TextField(rule("email"), tr("&E-mail")), 0, 0, 2);
    place(group, new TextField(rule("phone"), tr("Ph&one")), 0, 2);
    place(group, new TextField(rule("address"), tr("&Address"), TextField::Shape::Lines), 1, 0,
          FormFrame::columns);
    place(group, new TextField(rule("postal_code"), tr("Postal &code")), 2, 0);
    place(group, new TextField(rule("city"), tr("Cit&y")), 2, 1);
    m_country = place(group, new ChoiceField(rule("country_code"), tr("Count&ry"), List::Open), 2, 2);
    m_country->setChoices(countryChoices());
}

void EmployeeForm::buildTax()
{
    QGridLayout *group = frame()->addGroup(tr("Tax and family"));
    m_taxStatus = place(group, new ChoiceField(rule("tax_status"), tr("Ta&x status"), List::Complete), 0, 0);
    m_familyStatus =
        place(group, new ChoiceField(rule("family_status"), tr("Fa&mily status"), List::Complete), 0, 1);
    place(group, new NumberField(rule("dependents"), tr("&Dependents"), 0), 0, 2);
}

void EmployeeForm::fieldEdited(RecordField *field)
{
    // Which codes there are follows from the country; half a code is none.
    if ((field == m_country && field->ownProblem().isEmpty()) || field == m_cluster)
        loadLists();
}

std::optional<HrQuery> EmployeeForm::rowQuery() const
{
    if (isNew())
        return std::nullopt;
    return HrQuery::employeeById(company(), employee());
}

std::optional<RecordForm::Row> EmployeeForm::rowOf(const HrDocument &document) const
{
    const auto found = isNew() ? std::nullopt : Employee::from(document);
    if (!found)
        return std::nullopt;
    return Row{valuesOf(*found), found->updatedAt.toLatin1()};
}

void EmployeeForm::adoptDocument(const HrDocument &document)
{
    const auto found = Employee::from(document);
    const QString name = QStringLiteral("%1 %2").arg(found->firstName, found->lastName);
    setTitle(tr("Edit %1").arg(name), name,
             QStringLiteral("%1 · %2").arg(found->identifier, session().company().name));
}

RowValues EmployeeForm::defaults() const
{
    return {{"dependents", QByteArrayLiteral("0")}};
}

QByteArray EmployeeForm::countryOfCodes() const
{
    // The order in which the service looks for it.
    if (const auto country = m_country->value(); country && m_country->ownProblem().isEmpty())
        return *country;
    const QString cluster = m_cluster->value() ? QString::fromUtf8(*m_cluster->value()) : QString();
    for (const Cluster &known : m_clusters) {
        if (known.code == cluster)
            return known.countryCode.toLatin1();
    }
    return session().country();
}

std::vector<HrQuery> EmployeeForm::listQueries() const
{
    return {HrQuery::references(company(), countryOfCodes(), session().language()),
            HrQuery::clusters(company())};
}

void EmployeeForm::takeLists(const std::vector<HrDocument> &lists)
{
    const References references = References::from(lists[0]);
    for (ChoiceField *field : {m_permit, m_taxStatus, m_familyStatus}) {
        std::vector<Choice> choices;
        for (const ReferenceEntry &entry : references.list(field->rule().reference))
            choices.push_back({entry.code, entry.label});
        field->setChoices(std::move(choices));
    }
    m_clusters = Cluster::allFrom(lists[1]);
    std::vector<Choice> clusters;
    for (const Cluster &cluster : m_clusters)
        clusters.push_back({cluster.code, cluster.name});
    m_cluster->setChoices(std::move(clusters));
    // The cluster's country is known only now.
    loadLists();
}

HrWrite EmployeeForm::write() const
{
    HrWrite write;
    write.kind = isNew() ? Kind::CreateEmployee : Kind::UpdateEmployee;
    write.company = company();
    write.employee = employee();
    for (const RecordField *field : fields().all()) {
        const auto value = field->value();
        if (isNew() ? value.has_value() : field->isChanged())
            write.fields.push_back({field->rule().column, value});
    }
    return write;
}

WriteFacts EmployeeForm::knownFacts() const
{
    WriteFacts facts;
    if (!row())
        return facts;
    const auto date = [this](const char *column) {
        return row()->values.value(column).value_or(QByteArray());
    };
    facts.birthDate = date("birth_date");
    facts.hireDate = date("hire_date");
    facts.terminationDate = date("termination_date");
    return facts;
}

QString EmployeeForm::nameIn(const RowValues &values)
{
    QStringList names;
    for (const char *column : {"first_name", "last_name"}) {
        if (const auto value = values.value(column))
            names << QString::fromUtf8(*value);
    }
    return names.isEmpty() ? tr("the employee") : names.join(u' ');
}

QString EmployeeForm::subject() const
{
    return nameIn(fields().values());
}

QString EmployeeForm::subjectOf(const Row &row) const
{
    return nameIn(row.values);
}

HrQuery EmployeeForm::lookQuery() const
{
    return isNew() ? HrQuery::employees(company()) : *rowQuery();
}

EmployeeId EmployeeForm::findNew(const HrDocument &document) const
{
    const EmployeeList list(document);
    const auto typed = [this](const char *column) {
        return QString::fromUtf8(field(column)->value().value_or(QByteArray()));
    };
    for (size_t i = 0; i < list.size(); ++i) {
        const EmployeeSummary there = list.at(i);
        if (there.identifier() == typed("identifier") && there.lastName() == typed("last_name") &&
            there.firstName() == typed("first_name"))
            return EmployeeId::parse(there.id(), QStringLiteral("employee_id")).value_or(EmployeeId());
    }
    return {};
}

} // namespace hrcache
