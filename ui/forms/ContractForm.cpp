#include "ui/forms/ContractForm.h"

#include "hr/Contract.h"
#include "hr/Employee.h"
#include "hr/References.h"
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
using Scale = NumberField::Scale;

const FieldRule &rule(const char *column)
{
    return *ruleOf(Kind::UpdateContract, column);
}

const FieldRule &memberRule(std::string_view name)
{
    const auto rules = Provisions::rules();
    return *std::find_if(rules.begin(), rules.end(),
                         [name](const FieldRule &candidate) { return candidate.column == name; });
}

std::optional<Contract> contractOf(const HrDocument &document, const QString &id)
{
    for (Contract &contract : Contract::allFrom(document)) {
        if (contract.id == id)
            return std::move(contract);
    }
    return std::nullopt;
}

RowValues allValues(const Contract &contract)
{
    RowValues values = valuesOf(contract);
    values.insert(Provisions(contract.provisions).values());
    return values;
}

} // namespace

ContractForm::ContractForm(UiContext context, const EmployeeId &employee, const ContractId &contract,
                           QWidget *parent)
    : RecordForm(std::move(context), contract.isEmpty() ? Purpose::New : Purpose::Edit, employee, parent)
    , m_contract(contract)
{
    setObjectName(QStringLiteral("contract-form"));
    showName();
    buildContract();
    buildPay();
    buildWork();
}

void ContractForm::showName()
{
    const QString title = isNew() ? tr("New contract") : tr("Edit contract");
    const QString company = session().company().name;
    if (m_name.isEmpty())
        setTitle(title, title, company);
    else
        setTitle(QStringLiteral("%1 — %2").arg(title, m_name),
                 isNew() ? tr("New contract of %1").arg(m_name) : tr("Contract of %1").arg(m_name), company);
}

void ContractForm::buildContract()
{
    QGridLayout *group = frame()->addGroup(tr("Contract"));
    m_type = place(group, new ChoiceField(rule("contract_type"), tr("Contract &type"), List::Complete), 0, 0);
    place(group, new DateField(rule("start_date"), tr("St&art date")), 0, 1);
    place(group, new DateField(rule("end_date"), tr("&End date")), 0, 2);
    place(group, new TextField(rule("job_title"), tr("&Job title")), 1, 0);
    place(group, new TextField(rule("department"), tr("&Department")), 1, 1);
    m_country = place(group, new ChoiceField(rule("country_code"), tr("&Country"), List::Open), 1, 2);
    m_country->setChoices(countryChoices());
    if (!isNew())
        place(group, new CheckField(rule("is_active"), tr("Acti&ve"), CheckField::Place::Alone), 2, 0,
              FormFrame::columns);
}

void ContractForm::buildPay()
{
    QGridLayout *group = frame()->addGroup(tr("Pay"));
    m_salary = place(group, new NumberField(rule("base_salary"), tr("&Base salary"), 2), 0, 0);
    m_salary->setMinimumDigits(2);
    m_currency = place(group, new ChoiceField(rule("currency"), tr("C&urrency"), List::Open), 0, 1);
    m_currency->setChoices(currencyChoices());
    m_remuneration =
        place(group, new ChoiceField(rule("remuneration_type"), tr("&Remuneration"), List::Complete), 0, 2);

    auto *thirteenth =
        place(group, new CheckField(memberRule("thirteenth_month"), tr("&13th month salary")), 1, 0);
    auto *rate = place(
        group, new NumberField(memberRule("thirteenth_month_rate"), tr("Rate &of the 13th month"), 4), 1, 1);
    rate->setUnit(tr("%"));
    m_bonus = place(
        group, new NumberField(memberRule("bonus_target"), tr("Bonus tar&get"), 4, Scale::Percent), 2, 0);
    auto *bonusType = place(group, new TextField(memberRule("bonus_type"), tr("Bonus t&ype")), 2, 1);
    m_ofProvisions = {thirteenth, rate, m_bonus, bonusType};
}

void ContractForm::buildWork()
{
    QGridLayout *group = frame()->addGroup(tr("Working time"));
    place(group, new NumberField(rule("work_rate"), tr("&Work rate"), 2, Scale::Percent), 0, 0);
    auto *hours = place(group, new NumberField(rule("weekly_hours"), tr("Weekly &hours"), 2), 0, 1);
    hours->setUnit(tr("h"));
    auto *leave = place(group, new NumberField(rule("annual_leave_days"), tr("Annual &leave"), 0), 0, 2);
    leave->setUnit(tr("days"));
}

QString ContractForm::payPeriod(const QString &remunerationType, const QString &label)
{
    if (remunerationType == u"MONTHLY")
        return tr("per month");
    if (remunerationType == u"HOURLY")
        return tr("per hour");
    if (remunerationType == u"DAILY")
        return tr("per day");
    if (remunerationType == u"WEEKLY")
        return tr("per week");
    if (remunerationType == u"YEARLY" || remunerationType == u"ANNUAL")
        return tr("per year");
    return label;
}

void ContractForm::showUnit()
{
    const QString code = QString::fromUtf8(m_remuneration->value().value_or(QByteArray()));
    const QString currency = QString::fromUtf8(m_currency->value().value_or(QByteArray()));
    const QString unit =
        QStringLiteral("%1 %2").arg(currency, payPeriod(code, m_remuneration->labelOf(code))).trimmed();
    if (unit != m_salary->unit())
        m_salary->setUnit(unit);
}

void ContractForm::fieldsLoaded()
{
    showUnit();
}

void ContractForm::fieldEdited(RecordField *field)
{
    if (field == m_currency || field == m_remuneration)
        showUnit();
    if (field == m_country && field->ownProblem().isEmpty())
        loadLists();
}

std::optional<HrQuery> ContractForm::rowQuery() const
{
    return HrQuery::contracts(company(), employee());
}

void ContractForm::takeDocument(const HrDocument &document)
{
    if (std::exchange(m_knowsContracts, true))
        return;
    for (const Contract &contract : Contract::allFrom(document)) {
        m_known.insert(contract.id);
        // The newest stands first.
        if (m_lastCurrency.isEmpty())
            m_lastCurrency = contract.currency;
    }
}

std::optional<RecordForm::Row> ContractForm::rowOf(const HrDocument &document) const
{
    const auto found = contractOf(document, m_contract.toString());
    if (!found)
        return std::nullopt;
    return Row{allValues(*found), found->updatedAt.toLatin1()};
}

void ContractForm::adoptDocument(const HrDocument &document)
{
    const auto found = contractOf(document, m_contract.toString());
    m_provisions = Provisions(found->provisions);
    const auto target = m_provisions.values().value("bonus_target");
    // More than the whole salary is an amount, not a part.
    if (target && target->toDouble() > 1)
        m_bonus->setPlain();
    for (RecordField *field : m_ofProvisions)
        field->setEnabled(m_provisions.isEditable());
}

RowValues ContractForm::defaults() const
{
    return {{"currency", m_lastCurrency.isEmpty() ? QByteArrayLiteral("CHF") : m_lastCurrency.toUtf8()},
            {"remuneration_type", QByteArrayLiteral("MONTHLY")},
            {"work_rate", QByteArrayLiteral("1")},
            {"weekly_hours", QByteArrayLiteral("42")},
            {"annual_leave_days", QByteArrayLiteral("25")}};
}

QByteArray ContractForm::countryOfCodes() const
{
    if (const auto country = m_country->value(); country && m_country->ownProblem().isEmpty())
        return *country;
    return m_employeeCountry.isEmpty() ? session().country() : m_employeeCountry;
}

std::vector<HrQuery> ContractForm::listQueries() const
{
    return {HrQuery::references(company(), countryOfCodes(), session().language()),
            HrQuery::employeeById(company(), employee())};
}

void ContractForm::takeLists(const std::vector<HrDocument> &lists)
{
    const References references = References::from(lists[0]);
    for (ChoiceField *field : {m_type, m_remuneration}) {
        std::vector<Choice> choices;
        for (const ReferenceEntry &entry : references.list(field->rule().reference))
            choices.push_back({entry.code, entry.label});
        field->setChoices(std::move(choices));
    }
    if (const auto found = Employee::from(lists[1])) {
        m_name = QStringLiteral("%1 %2").arg(found->firstName, found->lastName);
        m_employeeCountry = found->countryCode.toLatin1();
        showName();
    }
    showUnit();
    loadLists();
}

bool ContractForm::isOfProvisions(const RecordField *field) const
{
    return std::find(m_ofProvisions.begin(), m_ofProvisions.end(), field) != m_ofProvisions.end();
}

HrWrite ContractForm::write() const
{
    HrWrite write;
    write.kind = isNew() ? Kind::CreateContract : Kind::UpdateContract;
    write.company = company();
    write.employee = employee();
    write.contract = m_contract;
    RowValues members;
    for (const RecordField *field : fields().all()) {
        const auto value = field->value();
        if (!(isNew() ? value.has_value() : field->isChanged()))
            continue;
        if (isOfProvisions(field))
            members.insert(field->column(), value);
        else
            write.fields.push_back({field->rule().column, value});
    }
    if (!members.isEmpty())
        write.fields.push_back({"provisions", m_provisions.with(members)});
    return write;
}

WriteFacts ContractForm::knownFacts() const
{
    WriteFacts facts;
    if (!row())
        return facts;
    facts.contractStartDate = row()->values.value("start_date").value_or(QByteArray());
    facts.contractEndDate = row()->values.value("end_date").value_or(QByteArray());
    return facts;
}

QString ContractForm::subject() const
{
    return m_name.isEmpty() ? tr("the contract") : tr("the contract of %1").arg(m_name);
}

HrQuery ContractForm::lookQuery() const
{
    return *rowQuery();
}

EmployeeId ContractForm::findNew(const HrDocument &document) const
{
    const RowValues typed = fields().values();
    for (const Contract &contract : Contract::allFrom(document)) {
        if (m_known.contains(contract.id))
            continue;
        const RowValues there = allValues(contract);
        const bool same = std::all_of(typed.keyBegin(), typed.keyEnd(), [&](const QByteArray &column) {
            return !typed.value(column) || RecordFields::same(typed.value(column), there.value(column));
        });
        if (same)
            return employee();
    }
    return {};
}

} // namespace hrcache
