#pragma once

#include "app/ctl/KeyCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `keys`: every entry with its TTL, size and age, soonest to expire first.
class KeysCommand final : public KeyCommand
{
    Q_DECLARE_TR_FUNCTIONS(KeysCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("keys"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;
    Task<ExitStatus> run(CommandContext &context) override;

private:
    Task<ExitStatus> watch(CommandContext &context, KeyScope scope);
    Task<Result<KeyInventory>> collect(CommandContext &context, KeyScope scope);

    bool m_watch = false;
};

} // namespace hrcache
