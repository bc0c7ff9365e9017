#pragma once

#include "app/ctl/KeyCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `invalidate`: deletes cached entries, after saying which.
class InvalidateCommand final : public KeyCommand
{
    Q_DECLARE_TR_FUNCTIONS(InvalidateCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("invalidate"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;
    Task<ExitStatus> run(CommandContext &context) override;

private:
    /// What is to go.
    struct Plan
    {
        KeyScope scope;
        std::vector<CacheKeyInfo> entries; ///< that exist
        std::vector<QByteArray> others; ///< keys that may hold a lease, so that fills under way are refused
        QString basis;
    };

    Task<Result<Plan>> planScope(CommandContext &context);
    Task<Result<Plan>> planKeys(CommandContext &context);
    Task<Result<Plan>> planKeysOfEverybody(CommandContext &context);
    Task<QString> planText(CommandContext &context, Plan plan);
    Task<ExitStatus> carryOut(CommandContext &context, Plan plan);
    [[nodiscard]] bool isWanted(const QByteArray &key) const;

    std::vector<QByteArray> m_keys;
    std::vector<QByteArray> m_types;
    bool m_yes = false;
};

} // namespace hrcache
