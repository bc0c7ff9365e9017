#pragma once

#include "app/ctl/ReadCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `employees`: the active employees of a company.
class EmployeesCommand final : public ReadCommand
{
    Q_DECLARE_TR_FUNCTIONS(EmployeesCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("employees"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;

protected:
    Task<Result<HrQuery>> query(CommandContext &context, Subject subject) override;
    [[nodiscard]] QString tableOf(const HrDocument &document) const override;
    [[nodiscard]] QString summaryOf(const HrDocument &document) const override;

    [[nodiscard]] QByteArray member() const override { return "employees"; }
};

} // namespace hrcache
