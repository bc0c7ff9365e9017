#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

/// `get KEY`: one entry as it stands in the cache.
class GetCommand final : public Command
{
    Q_DECLARE_TR_FUNCTIONS(GetCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("get"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

    [[nodiscard]] Backend::Servers servers() const override { return Backend::Servers::Cache; }

    [[nodiscard]] bool hasFallback() const override { return false; }

    Task<ExitStatus> run(CommandContext &context) override;

private:
    QByteArray m_key;
};

} // namespace hrcache
