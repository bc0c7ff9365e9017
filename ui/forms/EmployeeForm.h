#pragma once

#include "ui/forms/RecordForm.h"

#include "hr/References.h"

namespace hrcache {

class ChoiceField;

/// A new employee, or one of the database.
class EmployeeForm : public RecordForm
{
    Q_OBJECT

public:
    /// An empty id: a new one.
    EmployeeForm(UiContext context, const EmployeeId &employee, QWidget *parent);

protected:
    void fieldEdited(RecordField *field) override;
    [[nodiscard]] std::optional<HrQuery> rowQuery() const override;
    [[nodiscard]] std::optional<Row> rowOf(const HrDocument &document) const override;
    void adoptDocument(const HrDocument &document) override;
    [[nodiscard]] RowValues defaults() const override;
    [[nodiscard]] std::vector<HrQuery> listQueries() const override;
    void takeLists(const std::vector<HrDocument> &lists) override;
    [[nodiscard]] HrWrite write() const override;
    [[nodiscard]] WriteFacts knownFacts() const override;
    [[nodiscard]] QString subject() const override;
    [[nodiscard]] QString subjectOf(const Row &row) const override;
    [[nodiscard]] HrQuery lookQuery() const override;
    [[nodiscard]] EmployeeId findNew(const HrDocument &document) const override;

private:
    void buildPerson();
    void buildWork();
    void buildContact();
    void buildTax();
    [[nodiscard]] QByteArray countryOfCodes() const;
    [[nodiscard]] static QString nameIn(const RowValues &values);

    ChoiceField *m_permit = nullptr;
    ChoiceField *m_cluster = nullptr;
    ChoiceField *m_country = nullptr;
    ChoiceField *m_taxStatus = nullptr;
    ChoiceField *m_familyStatus = nullptr;
    std::vector<Cluster> m_clusters;
};

} // namespace hrcache
