#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace hrcache {

/// One server program with its child processes, which ends when the test does, whatever way that
/// is: by the destructor, or by the kernel when the thread that started it dies. Linux only.
class ServerProcess
{
public:
    enum class RunAs { Self, Unprivileged };

    explicit ServerProcess(RunAs runAs = RunAs::Self);
    ~ServerProcess();
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    /// `logFile` takes what the program writes to standard output and standard error.
    void start(const QString &program, const QStringList &arguments, const QString &logFile);

    /// Waits until `ready` holds. False if the program ends first; a program that neither gets
    /// ready nor ends within 30 s counts as failed as well.
    [[nodiscard]] bool waitUntil(const std::function<bool()> &ready);

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 processId() const;
    [[nodiscard]] QString log() const;

    /// SIGKILL to the program and its children; returns when all of them are gone.
    void kill();
    /// `signal` (SIGTERM, SIGQUIT …) to the program alone, SIGKILL to what is left after 10 s.
    void stop(int signal);
    /// SIGSTOP and SIGCONT to the program and its children: connections stay up and fall silent.
    void pause();
    void resume();

    /// A TCP port of 127.0.0.1 that was free just now. Another program may take it before ours
    /// does: start again with another one then.
    [[nodiscard]] static std::uint16_t freePort();

    /// Owner for files of programs that refuse to run as root: ids of "postgres", else of "nobody";
    /// nothing changes when we are not root.
    [[nodiscard]] static bool needsUnprivilegedUser();
    static void giveToUnprivilegedUser(const QString &folder);

private:
    std::vector<qint64> family() const;

    RunAs m_runAs;
    std::unique_ptr<QProcess> m_process;
    QString m_logFile;
};

} // namespace hrcache
