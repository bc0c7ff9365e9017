#pragma once

#include "app/ctl/KeyCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `stats`: how many entries there are, of which types, how large and how old.
class StatsCommand final : public KeyCommand
{
    Q_DECLARE_TR_FUNCTIONS(StatsCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("stats"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    Task<ExitStatus> run(CommandContext &context) override;
};

} // namespace hrcache
