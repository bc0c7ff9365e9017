#include "app/gui/SessionBus.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QByteArrayList>
#include <QFile>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#endif

namespace hrcache {

#ifdef Q_OS_LINUX

namespace {

constexpr char addressName[] = "DBUS_SESSION_BUS_ADDRESS";

/// What libdbus makes of the environment; empty: nothing that can be asked in advance.
QByteArray busAddress()
{
    if (const QByteArray address = qgetenv(addressName); !address.isEmpty())
        return address;
    const QByteArray usual = qgetenv("XDG_RUNTIME_DIR") + "/bus";
    return usual.startsWith('/') && QFile::exists(QFile::decodeName(usual)) ? "unix:path=" + usual
                                                                            : QByteArray();
}

/// The socket of one address of the list; none: it is none that has a name.
std::optional<sockaddr_un> socketOf(const QByteArray &address, socklen_t &length)
{
    if (!address.startsWith("unix:"))
        return std::nullopt;
    for (const QByteArray &part : address.mid(5).split(',')) {
        QByteArray name;
        if (part.startsWith("path="))
            name = QByteArray::fromPercentEncoding(part.mid(5));
        else if (part.startsWith("abstract="))
            name = '\0' + QByteArray::fromPercentEncoding(part.mid(9));
        sockaddr_un socket{};
        if (name.isEmpty() || static_cast<size_t>(name.size()) >= sizeof socket.sun_path)
            continue;
        socket.sun_family = AF_UNIX;
        std::memcpy(socket.sun_path, name.constData(), static_cast<size_t>(name.size()));
        length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<size_t>(name.size()));
        return socket;
    }
    return std::nullopt;
}

enum class Life { Refuses, Answers, Silent };

Life ask(const sockaddr_un &address, socklen_t length, std::chrono::milliseconds patience)
{
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return Life::Answers; // not its fault
    const timeval bound{patience.count() / 1000, (patience.count() % 1000) * 1000};
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
    const QByteArray user = QByteArray::number(::geteuid()).toHex();
    // The first byte is for the credentials.
    const QByteArray question = QByteArray(1, '\0') + "AUTH EXTERNAL " + user + "\r\n";
    const auto size = static_cast<size_t>(question.size());
    char answer = 0;
    Life life = Life::Answers;
    // Where its queue is full, connecting waits as an answer does.
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), length) != 0)
        life = errno == EAGAIN ? Life::Silent : Life::Refuses;
    else if (::send(fd, question.constData(), size, MSG_NOSIGNAL) > 0 && ::recv(fd, &answer, 1, 0) < 0)
        life = errno == EAGAIN || errno == EWOULDBLOCK ? Life::Silent : Life::Answers;
    ::close(fd);
    return life;
}

} // namespace

bool leaveSilentSessionBus(std::chrono::milliseconds patience)
{
    // The first that takes a connection is the one that will be used.
    for (const QByteArray &one : busAddress().split(';')) {
        socklen_t length = 0;
        const auto address = socketOf(one, length);
        const Life life = address ? ask(*address, length, patience) : Life::Answers;
        if (life == Life::Refuses)
            continue;
        if (life == Life::Silent)
            qputenv(addressName, "disabled:");
        return life != Life::Silent;
    }
    return true;
}

#else

bool leaveSilentSessionBus(std::chrono::milliseconds)
{
    return true;
}

#endif

} // namespace hrcache
