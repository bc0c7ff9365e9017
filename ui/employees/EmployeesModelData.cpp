// What the model answers; how it gets there is in EmployeesModel.cpp.
#include "ui/base/Format.h"
#include "ui/employees/EmployeesModel.h"

namespace hrcache {

int EmployeesModel::totalCount() const
{
    return m_rows ? static_cast<int>(m_rows->size()) : 0;
}

QStringList EmployeesModel::clusterCodes() const
{
    return m_rows ? m_rows->clusterCodes() : QStringList();
}

QString EmployeesModel::clusterName(const QString &code) const
{
    const QString name = m_orders.clusters->value(code);
    return name.isEmpty() ? code : QStringLiteral("%1 (%2)").arg(name, code);
}

QByteArray EmployeesModel::idAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    const std::string_view id = idOf(slotAt(row));
    return QByteArray(id.data(), static_cast<qsizetype>(id.size()));
}

bool EmployeesModel::holds(const QString &employeeId) const
{
    const QByteArray id = employeeId.toUtf8();
    const std::string_view wanted(id.constData(), static_cast<size_t>(id.size()));
    for (size_t slot = 0; m_rows && slot < m_rows->size(); ++slot) {
        if (m_rows->at(slot).idUtf8() == wanted)
            return true;
    }
    return false;
}

int EmployeesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : employeeColumnCount;
}

QVariant EmployeesModel::raw(uint32_t slot, EmployeeColumn column) const
{
    const EmployeeSummary employee = m_rows->at(slot);
    switch (column) {
    case EmployeeColumn::BirthDate:
        return employee.birthDate();
    case EmployeeColumn::HireDate:
        return employee.hireDate();
    case EmployeeColumn::Cluster:
        return employee.clusterCode();
    case EmployeeColumn::ActiveContract:
        return isContractKnown(slot) ? QVariant(text(slot, column)) : QVariant();
    default:
        return text(slot, column);
    }
}

QString EmployeesModel::text(uint32_t slot, EmployeeColumn column) const
{
    const EmployeeSummary employee = m_rows->at(slot);
    switch (column) {
    case EmployeeColumn::Identifier:
        return employee.identifier();
    case EmployeeColumn::LastName:
        return employee.lastName();
    case EmployeeColumn::FirstName:
        return employee.firstName();
    case EmployeeColumn::BirthDate:
        return format::date(employee.birthDate());
    case EmployeeColumn::Cluster:
        return m_rows->clusterText(slot);
    case EmployeeColumn::HireDate:
        return format::date(employee.hireDate());
    case EmployeeColumn::State:
        return EmployeeTexts::state(m_rows->state(slot));
    case EmployeeColumn::ActiveContract: {
        const std::string_view id = employee.idUtf8();
        const auto known =
            m_contracts.constFind(QByteArray::fromRawData(id.data(), static_cast<qsizetype>(id.size())));
        if (known == m_contracts.constEnd())
            return QStringLiteral("…");
        return known->isEmpty() ? tr("None") : *known;
    }
    }
    return {};
}

bool EmployeesModel::isContractKnown(uint32_t slot) const
{
    const std::string_view id = m_rows->at(slot).idUtf8();
    return m_contracts.contains(QByteArray::fromRawData(id.data(), static_cast<qsizetype>(id.size())));
}

QVariant EmployeesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const uint32_t slot = slotAt(index.row());
    const auto column = static_cast<EmployeeColumn>(index.column());
    switch (role) {
    case Qt::AccessibleTextRole:
        if (column == EmployeeColumn::ActiveContract && !isContractKnown(slot))
            return tr("not read yet");
        [[fallthrough]];
    case Qt::DisplayRole:
        return text(slot, column);
    case Qt::ToolTipRole:
        if (column == EmployeeColumn::ActiveContract && !isContractKnown(slot))
            return tr("The contracts of this employee were not read yet: select the row, or open Contracts.");
        return {};
    case tabletext::RawRole:
        return raw(slot, column);
    case tabletext::IdRole:
        return m_rows->at(slot).id();
    case tabletext::GlowRole:
        return glowOf(slot, index.column());
    default:
        return {};
    }
}

QVariant EmployeesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= employeeColumnCount)
        return {};
    const auto column = static_cast<EmployeeColumn>(section);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return EmployeeTexts::title(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeading | Qt::AlignVCenter));
    case tabletext::NameRole:
        return EmployeeTexts::name(column);
    case Qt::ToolTipRole:
        if (column == EmployeeColumn::ActiveContract)
            return tr(
                "Where it is known: of employees that were selected, or of all once Contracts was open");
        return {};
    default:
        return {};
    }
}

} // namespace hrcache
