#include "app/ctl/Console.h"

#include "app/ctl/Wording.h"

#include <cerrno>
#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#include <windows.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace hrcache {

namespace {

bool isTerminal(FILE *stream)
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stream)) != 0;
#else
    return isatty(fileno(stream)) != 0;
#endif
}

bool write(FILE *stream, const QByteArray &bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    const bool taken = std::fwrite(bytes.constData(), 1, size, stream) == size;
    return std::fflush(stream) == 0 && taken;
}

} // namespace

void Console::print(const QString &text)
{
    print(text.toUtf8());
}

void Console::print(const QByteArray &utf8)
{
    if (m_outputFailed)
        return;
    errno = 0;
    m_outputFailed = !write(stdout, utf8);
    m_outputClosed = m_outputFailed && errno == EPIPE;
}

void Console::complain(const QString &text)
{
    write(stderr, (QStringLiteral("hrcachectl: ") + text + u'\n').toUtf8());
}

void Console::complain(const Error &error)
{
    complain(errorText(error));
}

void Console::remark(const QString &text)
{
    write(stderr, (text + u'\n').toUtf8());
}

bool Console::inputIsTerminal()
{
    return isTerminal(stdin);
}

bool Console::outputIsTerminal()
{
    return isTerminal(stdout);
}

int Console::terminalRows()
{
#ifdef Q_OS_WIN
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info))
        return info.srWindow.Bottom - info.srWindow.Top + 1;
#else
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
        return size.ws_row;
#endif
    return 24;
}

bool Console::confirm(const QString &question)
{
    write(stderr, (question + QStringLiteral(" [y/N] ")).toUtf8());
    char answer[16] = {};
    if (!std::fgets(answer, sizeof answer, stdin))
        return false;
    const QByteArray text = QByteArray(answer).trimmed().toLower();
    return text == "y" || text == "yes";
}

} // namespace hrcache
