#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

/// `init-db [--sample]`: creates the tables in an empty PostgreSQL database.
class InitDbCommand final : public Command
{
    Q_DECLARE_TR_FUNCTIONS(InitDbCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("init-db"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

    [[nodiscard]] Backend::Servers servers() const override { return Backend::Servers::Database; }

    Task<ExitStatus> run(CommandContext &context) override;

private:
    bool m_sample = false;
};

} // namespace hrcache
