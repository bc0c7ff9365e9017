#pragma once

#include <QCoreApplication>
#include <QString>

namespace hrcache {

/// What hrcache-monitor was asked for on its command line.
struct MonitorArguments
{
    enum class Action { Open, Screenshots, Show, Refuse };

    Action action = Action::Open;
    bool embedded = false;
    QString profile;
    QString folder; ///< for Action::Screenshots
    QString text;   ///< for Action::Show and Action::Refuse

    /// `arguments` without the name of the program and without Qt's own.
    [[nodiscard]] static MonitorArguments parse(const QStringList &arguments);

    Q_DECLARE_TR_FUNCTIONS(MonitorArguments)
};

/// The program with the window. Exit status: 0 good, 1 it failed, 2 wrong arguments or configuration.
class MonitorProgram
{
    Q_DECLARE_TR_FUNCTIONS(MonitorProgram)
public:
    static int main(int argc, char **argv);
};

} // namespace hrcache
