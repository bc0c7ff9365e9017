#pragma once

#include "app/ctl/CommandLine.h"
#include "app/ctl/Console.h"

namespace hrcache {

/// The command line program: arguments in, exit status out.
class Hrcachectl
{
public:
    [[nodiscard]] static int main(int argc, char **argv);

private:
    explicit Hrcachectl(CommandLine line)
        : m_line(std::move(line))
    {
    }

    Task<> runAndQuit();
    Task<ExitStatus> run();

    CommandLine m_line;
    Console m_console;
};

} // namespace hrcache
