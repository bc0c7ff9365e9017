#pragma once

#include "app/ctl/ReadCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `contracts EMPLOYEE`: all contracts of an employee.
class ContractsCommand final : public ReadCommand
{
    Q_DECLARE_TR_FUNCTIONS(ContractsCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("contracts"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

protected:
    Task<Result<HrQuery>> query(CommandContext &context, Subject subject) override;
    Task<ExitStatus> whenEmpty(CommandContext &context, Subject subject) override;
    [[nodiscard]] QString tableOf(const HrDocument &document) const override;
    [[nodiscard]] QString summaryOf(const HrDocument &document) const override;

    [[nodiscard]] QByteArray member() const override { return "contracts"; }

private:
    QString m_employee; ///< id or identifier
};

} // namespace hrcache
