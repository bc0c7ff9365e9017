// What the model answers; how it gets there is in ContractsModel.cpp.
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/contracts/ContractsModel.h"

#include <QLocale>

namespace hrcache {

namespace {

bool isNumber(ContractColumn column)
{
    return column == ContractColumn::Salary || column == ContractColumn::Rate ||
           column == ContractColumn::Hours;
}

Qt::Alignment alignmentOf(ContractColumn column)
{
    return (isNumber(column) ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter;
}

} // namespace

int ContractsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : contractColumnCount;
}

QVariant ContractsModel::raw(uint32_t slot, ContractColumn column) const
{
    const CompanyContract contract = m_rows->at(slot);
    switch (column) {
    case ContractColumn::Type:
        return contract.contractType();
    case ContractColumn::From:
        return contract.startDate();
    case ContractColumn::To:
        return contract.endDate();
    case ContractColumn::EndingSoon: {
        const qint64 days = m_rows->endsSoonIn(slot);
        return days >= 0 ? QVariant(days) : QVariant(QString());
    }
    case ContractColumn::Salary:
        return contract.baseSalary();
    case ContractColumn::Pay:
        return contract.remunerationType();
    case ContractColumn::Rate:
        return contract.workRate();
    case ContractColumn::Hours:
        return contract.weeklyHours();
    case ContractColumn::Employee:
    case ContractColumn::Identifier:
    case ContractColumn::State:
    case ContractColumn::JobTitle:
    case ContractColumn::Currency:
        break;
    }
    return text(slot, column);
}

QString ContractsModel::text(uint32_t slot, ContractColumn column) const
{
    const CompanyContract contract = m_rows->at(slot);
    switch (column) {
    case ContractColumn::Employee:
        return nameOf(m_rows->employee(slot));
    case ContractColumn::Identifier:
        return m_rows->employee(slot).identifier();
    case ContractColumn::Type:
        return m_rows->typeText(slot);
    case ContractColumn::From:
        return format::date(contract.startDate());
    case ContractColumn::To:
        return format::date(contract.endDate());
    case ContractColumn::EndingSoon: {
        const qint64 days = m_rows->endsSoonIn(slot);
        return days >= 0 ? ContractWords::endsIn(days) : QString();
    }
    case ContractColumn::State:
        return ContractWords::state(m_rows->state(slot));
    case ContractColumn::Salary:
        return format::money(contract.baseSalary(), contract.currency());
    case ContractColumn::Pay:
        return m_rows->payText(slot);
    case ContractColumn::Rate:
        return format::percent(contract.workRate());
    case ContractColumn::Hours:
        return QLocale().toString(contract.weeklyHours(), 'f', QLocale::FloatingPointShortest);
    case ContractColumn::JobTitle:
        return contract.jobTitle();
    case ContractColumn::Currency:
        return contract.currency();
    }
    return {};
}

QVariant ContractsModel::decoration(uint32_t slot, ContractColumn column) const
{
    if (column == ContractColumn::State)
        return icons::get(ContractWords::stateIcon(m_rows->state(slot)));
    if (column == ContractColumn::EndingSoon && m_rows->endsSoonIn(slot) >= 0)
        return icons::get(QStringLiteral("triangle-alert"));
    return {};
}

QVariant ContractsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const uint32_t slot = slotAt(index.row());
    const auto column = static_cast<ContractColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(slot, column);
    case Qt::DecorationRole:
        return decoration(slot, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(column));
    case tabletext::RawRole:
        return raw(slot, column);
    case tabletext::IdRole: {
        const std::string_view id = idOf(slot);
        return QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
    }
    case tabletext::GlowRole:
        return glowOf(slot, index.column());
    default:
        return {};
    }
}

QVariant ContractsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= contractColumnCount)
        return {};
    const auto column = static_cast<ContractColumn>(section);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return ContractWords::title(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(column));
    case Qt::ToolTipRole:
        return ContractWords::explanation(column);
    case tabletext::NameRole:
        return ContractWords::name(column);
    default:
        return {};
    }
}

} // namespace hrcache
