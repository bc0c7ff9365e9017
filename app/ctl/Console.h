#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace hrcache {

/// Standard input, output and error of the program, in UTF-8.
class Console
{
public:
    /// Writes at once.
    void print(const QString &text);
    void print(const QByteArray &utf8);
    /// `text` and an end of line on standard error, after the program's name.
    void complain(const QString &text);
    void complain(const Error &error);
    /// A remark on standard error, for people who watch.
    void remark(const QString &text);

    [[nodiscard]] static bool inputIsTerminal();
    [[nodiscard]] static bool outputIsTerminal();

    /// Lines that the terminal shows; 24 if it does not tell.
    [[nodiscard]] static int terminalRows();

    /// Asks on the terminal; only "y" and "yes" are a yes. Blocks: nothing may be under way.
    [[nodiscard]] bool confirm(const QString &question);
};

} // namespace hrcache
