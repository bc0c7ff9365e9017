#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"
#include "hr/HrRpc.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace hrcache {

/// `rpc METHOD [JSON]` and `rpc -`: the calls of the contract, by name.
class RpcCommand final : public Command
{
    Q_DECLARE_TR_FUNCTIONS(RpcCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("rpc"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;
    Task<ExitStatus> run(CommandContext &context) override;

private:
    Task<ExitStatus> runOne(CommandContext &context, HrRpc &rpc);
    Task<ExitStatus> runStream(CommandContext &context, HrRpc &rpc);

    QString m_method;
    QJsonObject m_params;
    bool m_stream = false;
    ReadMode m_readMode = ReadMode::CacheFirst;
    WriteOptions m_writeOptions;
};

} // namespace hrcache
