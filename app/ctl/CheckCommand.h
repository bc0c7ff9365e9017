#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

/// `check`: what is well with both servers and what is not, and what to do about it.
class CheckCommand final : public Command
{
    Q_DECLARE_TR_FUNCTIONS(CheckCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("check"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;
    Task<ExitStatus> run(CommandContext &context) override;
};

} // namespace hrcache
