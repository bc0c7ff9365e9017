#pragma once

#include "base/Ids.h"
#include "hr/HrDocument.h"

#include <QDate>
#include <QString>

namespace hrcache {

/// One row of the employees list: views into the list, decoded when asked for. Valid while a copy of its
/// EmployeeList lives.
class EmployeeSummary
{
public:
    enum Column {
        Id,
        Identifier,
        FirstName,
        LastName,
        BirthDate,
        ClusterCode,
        HireDate,
        IsActive,
        CreatedAt
    };

    explicit EmployeeSummary(RowView row)
        : m_row(row)
    {
    }

    [[nodiscard]] std::string_view idUtf8() const { return m_row.utf8(Id); }

    [[nodiscard]] QString id() const { return m_row.text(Id); }

    [[nodiscard]] QString identifier() const { return m_row.text(Identifier); }

    [[nodiscard]] QString firstName() const { return m_row.text(FirstName); }

    [[nodiscard]] QString lastName() const { return m_row.text(LastName); }

    [[nodiscard]] QDate birthDate() const { return m_row.date(BirthDate); }

    [[nodiscard]] QString clusterCode() const { return m_row.text(ClusterCode); }

    [[nodiscard]] QDate hireDate() const { return m_row.date(HireDate); }

    [[nodiscard]] bool isActive() const { return m_row.boolean(IsActive); }

    /// UTC, ISO 8601 as in the contract.
    [[nodiscard]] QString createdAt() const { return m_row.text(CreatedAt); }

    /// The cells by Column, for code that treats all columns alike.
    [[nodiscard]] const RowView &row() const { return m_row; }

private:
    RowView m_row;
};

/// The active employees of a company, ordered by last and first name. Cheap to copy.
class EmployeeList
{
public:
    EmployeeList() = default;

    explicit EmployeeList(HrDocument document)
        : m_document(std::move(document))
    {
    }

    [[nodiscard]] size_t size() const { return m_document.table().size(); }

    [[nodiscard]] EmployeeSummary at(size_t index) const
    {
        return EmployeeSummary(m_document.table().row(index));
    }

    [[nodiscard]] const HrDocument &document() const { return m_document; }

private:
    HrDocument m_document;
};

/// One employee with every column that this program knows.
struct Employee
{
    QString id;
    QString companyId;
    QString identifier;
    QString firstName;
    QString lastName;
    QDate birthDate;
    QString gender;
    QString nationality;
    QString clusterCode;
    QString taxStatus;
    QString familyStatus;
    int dependents = 0;
    QString address;
    QString city;
    QString postalCode;
    QString countryCode;
    QString permitType;
    QString email;
    QString phone;
    QDate hireDate;
    QDate terminationDate; ///< invalid: none
    bool isActive = true;
    QString createdAt; ///< UTC, ISO 8601
    QString updatedAt; ///< UTC, ISO 8601 as in the contract; what HrWrite::expectedUpdatedAt compares

    bool operator==(const Employee &) const = default;

    /// The employee of a document of kind Employee; none if it is empty.
    [[nodiscard]] static std::optional<Employee> from(const HrDocument &document);
};

} // namespace hrcache
