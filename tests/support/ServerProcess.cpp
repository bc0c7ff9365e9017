#include "support/ServerProcess.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace hrcache {

namespace {

constexpr std::chrono::seconds patience{30};

const passwd *unprivilegedUser()
{
    if (const passwd *user = getpwnam("postgres"))
        return user;
    return getpwnam("nobody");
}

/// Fields of /proc/PID/stat from the state on: the name before it may hold blanks and brackets.
QList<QByteArray> statFields(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ');
}

std::vector<qint64> childrenOf(qint64 parent)
{
    std::vector<qint64> children;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isPid = false;
        const qint64 pid = entry.toLongLong(&isPid);
        if (!isPid)
            continue;
        const QList<QByteArray> fields = statFields(pid);
        if (fields.size() > 1 && fields[1].toLongLong() == parent)
            children.push_back(pid);
    }
    return children;
}

bool isGone(qint64 pid)
{
    const QList<QByteArray> fields = statFields(pid);
    return fields.isEmpty() || fields[0] == "Z" || fields[0] == "X";
}

} // namespace

ServerProcess::ServerProcess(RunAs runAs)
    : m_runAs(runAs)
{
}

ServerProcess::~ServerProcess()
{
    if (!isRunning())
        return;
    resume();
    stop(SIGTERM);
}

void ServerProcess::start(const QString &program, const QStringList &arguments, const QString &logFile)
{
    m_logFile = logFile;
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    // A file, because a pipe that nobody empties while a test blocks would stop the server.
    m_process->setStandardOutputFile(logFile);
    m_process->setWorkingDirectory(QStringLiteral("/"));
    const bool change = m_runAs == RunAs::Unprivileged && needsUnprivilegedUser();
    const passwd *user = change ? unprivilegedUser() : nullptr;
    const uid_t uid = user ? user->pw_uid : 0;
    const gid_t gid = user ? user->pw_gid : 0;
    m_process->setChildProcessModifier([change, uid, gid] {
        if (change && (setgroups(0, nullptr) != 0 || setgid(gid) != 0 || setuid(uid) != 0))
            _exit(126);
        // After the change of user, which clears it.
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    });
    m_process->start(program, arguments);
    if (!m_process->waitForStarted())
        qFatal("%s cannot be started: %s", qPrintable(program), qPrintable(m_process->errorString()));
}

bool ServerProcess::waitUntil(const std::function<bool()> &ready)
{
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired()) {
        if (m_process->waitForFinished(2))
            return false;
        if (ready())
            return true;
    }
    return false;
}

bool ServerProcess::isRunning() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

qint64 ServerProcess::processId() const
{
    return m_process ? m_process->processId() : 0;
}

QString ServerProcess::log() const
{
    QFile file(m_logFile);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

std::vector<qint64> ServerProcess::family() const
{
    std::vector<qint64> pids = childrenOf(processId());
    pids.insert(pids.begin(), processId());
    return pids;
}

void ServerProcess::kill()
{
    if (!isRunning())
        return;
    // A stopped parent starts no more children while they are being counted.
    ::kill(static_cast<pid_t>(processId()), SIGSTOP);
    const std::vector<qint64> pids = family();
    for (const qint64 pid : pids)
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    m_process->waitForFinished();
    const bool allGone = QTest::qWaitFor([&pids] { return std::all_of(pids.begin(), pids.end(), isGone); },
                                         static_cast<int>(std::chrono::milliseconds(patience).count()));
    if (!allGone)
        qFatal("killed servers are still there");
}

void ServerProcess::stop(int signal)
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(processId()), signal);
    if (!m_process->waitForFinished(10'000))
        kill();
}

void ServerProcess::pause()
{
    ::kill(static_cast<pid_t>(processId()), SIGSTOP);
    for (const qint64 pid : childrenOf(processId()))
        ::kill(static_cast<pid_t>(pid), SIGSTOP);
}

void ServerProcess::resume()
{
    for (const qint64 pid : family())
        ::kill(static_cast<pid_t>(pid), SIGCONT);
}

std::uint16_t ServerProcess::freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no free port: %s", qPrintable(server.errorString()));
    return server.serverPort();
}

bool ServerProcess::needsUnprivilegedUser()
{
    return geteuid() == 0;
}

void ServerProcess::giveToUnprivilegedUser(const QString &folder)
{
    if (!needsUnprivilegedUser())
        return;
    const passwd *user = unprivilegedUser();
    if (chown(qPrintable(folder), user->pw_uid, user->pw_gid) != 0)
        qFatal("%s cannot be given to %s", qPrintable(folder), user->pw_name);
}

} // namespace hrcache
