#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommonOptions.h"

#include <QCoreApplication>
#include <QStringList>

#include <memory>

namespace hrcache {

/// What the arguments of the program ask for.
struct CommandLine
{
    enum class Action {
        Run,
        Show,  ///< print `text`: help or version
        Refuse ///< `text` says what is wrong with the arguments
    };

    Action action = Action::Refuse;
    QString text;
    CommonOptions options;
    std::unique_ptr<Command> command;

    /// `arguments` begins with the program's name. Common options may stand before or behind the command.
    [[nodiscard]] static CommandLine parse(const QStringList &arguments);

    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

} // namespace hrcache
