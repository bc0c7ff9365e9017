#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

/// A command about the keys of a user and company, or of everybody in the company.
class KeyCommand : public Command
{
    Q_DECLARE_TR_FUNCTIONS(KeyCommand)
public:
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

protected:
    /// Whose keys are meant. Errors: those of CommandContext::subject(); InvalidArgument without a user.
    Task<Result<KeyScope>> scope(CommandContext &context);

    /// `standard`, unless the options say otherwise.
    [[nodiscard]] ScanPolicy scanPolicy(ScanPolicy standard) const { return m_policy.value_or(standard); }

    [[nodiscard]] bool allUsers() const { return m_allUsers; }

    /// "the user uid_xyz123 in Müller & Fils SA"
    Task<QString> scopeText(CommandContext &context, KeyScope scope);

    /// Takes the options alone, for commands with arguments.
    [[nodiscard]] std::optional<QString> acceptOptions(const QCommandLineParser &parser);

private:
    bool m_allUsers = false;
    std::optional<ScanPolicy> m_policy;
};

/// Which figures rest on the rows of the database, and which on walking the keys of the server.
[[nodiscard]] QString inventoryBasis(const KeyInventory &inventory);
/// Why the embedded cache has nothing to show, for commands that look at it; else empty.
[[nodiscard]] QString embeddedRemark(const Configuration &configuration);

} // namespace hrcache
