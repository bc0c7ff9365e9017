#pragma once

#include "ui/forms/Provisions.h"
#include "ui/forms/RecordForm.h"

#include <QSet>

namespace hrcache {

class CheckField;
class ChoiceField;
class NumberField;

/// A new contract of an employee, or one of the database.
class ContractForm : public RecordForm
{
    Q_OBJECT

public:
    /// An empty contract id: a new one.
    ContractForm(UiContext context, const EmployeeId &employee, const ContractId &contract, QWidget *parent);

    /// "per month", "per hour"; another code by its label.
    [[nodiscard]] static QString payPeriod(const QString &remunerationType, const QString &label);

protected:
    void fieldEdited(RecordField *field) override;
    void fieldsLoaded() override;
    [[nodiscard]] std::optional<HrQuery> rowQuery() const override;
    void takeDocument(const HrDocument &document) override;
    [[nodiscard]] std::optional<Row> rowOf(const HrDocument &document) const override;
    void adoptDocument(const HrDocument &document) override;
    [[nodiscard]] RowValues defaults() const override;
    [[nodiscard]] std::vector<HrQuery> listQueries() const override;
    void takeLists(const std::vector<HrDocument> &lists) override;
    [[nodiscard]] HrWrite write() const override;
    [[nodiscard]] WriteFacts knownFacts() const override;
    [[nodiscard]] QString subject() const override;
    [[nodiscard]] HrQuery lookQuery() const override;
    [[nodiscard]] EmployeeId findNew(const HrDocument &document) const override;

private:
    void buildContract();
    void buildPay();
    void buildWork();
    void showName();
    void showUnit();
    [[nodiscard]] QByteArray countryOfCodes() const;
    [[nodiscard]] bool isOfProvisions(const RecordField *field) const;

    ContractId m_contract;
    QString m_name;
    QByteArray m_employeeCountry;
    QString m_lastCurrency;
    /// Contracts that were there when the form was opened.
    QSet<QString> m_known;
    bool m_knowsContracts = false;
    Provisions m_provisions;
    ChoiceField *m_type = nullptr;
    ChoiceField *m_currency = nullptr;
    ChoiceField *m_remuneration = nullptr;
    ChoiceField *m_country = nullptr;
    NumberField *m_salary = nullptr;
    NumberField *m_bonus = nullptr;
    std::vector<RecordField *> m_ofProvisions;
};

} // namespace hrcache
