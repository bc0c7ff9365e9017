#pragma once

#include "app/Backend.h"
#include "app/ctl/ExitStatus.h"
#include "base/Tasks.h"

#include <QCommandLineParser>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace hrcache {

class CommandContext;

/// One command of hrcachectl. Made for one run: accept(), then run().
class Command
{
public:
    virtual ~Command() = default;

    [[nodiscard]] virtual QString name() const = 0;
    /// One line for the list of commands.
    [[nodiscard]] virtual QString summary() const = 0;

    /// What its help tells beyond that; may be empty.
    [[nodiscard]] virtual QString description() const { return {}; }

    /// Whole command lines, each worth trying.
    [[nodiscard]] virtual QStringList examples() const = 0;

    /// Adds its own options and arguments.
    virtual void declare(QCommandLineParser &parser) const { Q_UNUSED(parser) }

    /// Takes its options and arguments; a text says what is wrong with them.
    [[nodiscard]] virtual std::optional<QString> accept(const QCommandLineParser &parser);

    /// The servers that it is sure to need.
    [[nodiscard]] virtual Backend::Servers servers() const { return Backend::Servers::Both; }

    /// Whether the database answers where the cache is slow; else it waits for the cache longer.
    [[nodiscard]] virtual bool hasFallback() const { return true; }

    /// What it puts in front of the stores.
    [[nodiscard]] virtual Backend::Wrapping wrapping() const { return {}; }

    /// Does it. Says itself what went wrong.
    virtual Task<ExitStatus> run(CommandContext &context) = 0;
};

/// One of each, in the order of the help.
[[nodiscard]] std::vector<std::unique_ptr<Command>> allCommands();

} // namespace hrcache
