#pragma once

#include "base/Logging.h"
#include "base/Result.h"

#include <QFile>
#include <QMutex>
#include <QStringList>

#include <memory>

namespace hrcache {

/// Where log lines go while it lives: standard error, and a file that is rotated. There is one at a time;
/// it is reached only through Qt's logging. Thread-safe.
class LogSink
{
public:
    struct Options
    {
        bool verbose = false;  ///< everything on standard error; else only what ends the program
        bool windowed = false; ///< warnings on standard error, too: there is no other place for them
        QString file;          ///< empty: none
        LogPrivacy filePrivacy = LogPrivacy::Redacted;
        LogPrivacy consolePrivacy = LogPrivacy::Full;
        qint64 maximumFileBytes = 5 * 1024 * 1024; ///< then `file` becomes `file.1`, and so on
        int keptFiles = 3;
    };

    /// Takes over Qt's messages. Errors: Storage (the file cannot be written).
    [[nodiscard]] static Result<std::unique_ptr<LogSink>> open(Options options);
    ~LogSink();
    Q_DISABLE_COPY_MOVE(LogSink)

    /// A user's id that redacted lines must not show, wherever it stands.
    void hide(const QString &person);

    /// The line as a redacted log shows it.
    [[nodiscard]] QString redacted(QString line) const;

private:
    explicit LogSink(Options options);
    static void receive(QtMsgType type, const QMessageLogContext &context, const QString &message);
    void write(QtMsgType type, const char *category, const QString &message);
    void rotate();

    Options m_options;
    QStringList m_persons;
    QFile m_file;
    mutable QMutex m_mutex;
    QtMessageHandler m_previous = nullptr;
};

} // namespace hrcache
