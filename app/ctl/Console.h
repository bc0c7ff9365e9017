#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace hrcache {

/// Standard input, output and error of the program, in UTF-8.
class Console
{
public:
    /// Writes at once, on standard output; see outputFailed().
    void print(const QString &text);
    void print(const QByteArray &utf8);
    /// `text` and an end of line on standard error, after the program's name.
    void complain(const QString &text);
    void complain(const Error &error);
    /// A remark on standard error, for people who watch.
    void remark(const QString &text);

    /// Whether something could not be printed, such as on a full disk or after the reader has gone.
    [[nodiscard]] bool outputFailed() const { return m_outputFailed; }

    /// Whether that is because the reader has gone, as "head" does when it has enough.
    [[nodiscard]] bool outputClosed() const { return m_outputClosed; }

    [[nodiscard]] static bool inputIsTerminal();
    [[nodiscard]] static bool outputIsTerminal();

    /// Lines that the terminal shows; 24 if it does not tell.
    [[nodiscard]] static int terminalRows();

    /// Asks on the terminal; only "y" and "yes" are a yes. Blocks: nothing may be under way.
    [[nodiscard]] bool confirm(const QString &question);

private:
    bool m_outputFailed = false;
    bool m_outputClosed = false;
};

} // namespace hrcache
