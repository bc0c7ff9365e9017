#include "app/ctl/Command.h"

#include "app/ctl/CheckCommand.h"
#include "app/ctl/ClustersCommand.h"
#include "app/ctl/ContractsCommand.h"
#include "app/ctl/EmployeesCommand.h"
#include "app/ctl/GetCommand.h"
#include "app/ctl/InitDbCommand.h"
#include "app/ctl/InvalidateCommand.h"
#include "app/ctl/KeysCommand.h"
#include "app/ctl/ReferencesCommand.h"
#include "app/ctl/RpcCommand.h"
#include "app/ctl/StatsCommand.h"
#include "app/ctl/WarmCommand.h"

namespace hrcache {

std::optional<QString> Command::accept(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().isEmpty())
        return std::nullopt;
    return QCoreApplication::translate("Command", "The argument \"%1\" is not expected.")
        .arg(parser.positionalArguments().constFirst());
}

std::vector<std::unique_ptr<Command>> allCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<EmployeesCommand>());
    commands.push_back(std::make_unique<ContractsCommand>());
    commands.push_back(std::make_unique<ReferencesCommand>());
    commands.push_back(std::make_unique<ClustersCommand>());
    commands.push_back(std::make_unique<RpcCommand>());
    commands.push_back(std::make_unique<StatsCommand>());
    commands.push_back(std::make_unique<KeysCommand>());
    commands.push_back(std::make_unique<GetCommand>());
    commands.push_back(std::make_unique<InvalidateCommand>());
    commands.push_back(std::make_unique<WarmCommand>());
    commands.push_back(std::make_unique<CheckCommand>());
    commands.push_back(std::make_unique<InitDbCommand>());
    return commands;
}

} // namespace hrcache
