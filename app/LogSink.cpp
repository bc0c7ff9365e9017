#include "app/LogSink.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>

namespace hrcache {

namespace {

std::atomic<LogSink *> installed = nullptr;

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "DEBUG";
    case QtInfoMsg:
        return "INFO";
    case QtWarningMsg:
        return "WARNING";
    case QtCriticalMsg:
        return "ERROR";
    case QtFatalMsg:
        return "FATAL";
    }
    return "";
}

bool isOurs(const char *category)
{
    return category && qstrncmp(category, "hrcache.", 8) == 0;
}

} // namespace

Result<std::unique_ptr<LogSink>> LogSink::open(Options options)
{
    std::unique_ptr<LogSink> sink(new LogSink(std::move(options)));
    QFile &file = sink->m_file;
    if (!file.fileName().isEmpty()) {
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append)) {
            return failure(ErrorCode::Storage,
                           QCoreApplication::translate("LogSink", "The log file %1 cannot be written: %2")
                               .arg(file.fileName(), file.errorString()));
        }
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    if (sink->m_options.verbose)
        QLoggingCategory::setFilterRules(QStringLiteral("hrcache.*=true"));
    else if (file.isOpen())
        QLoggingCategory::setFilterRules(QStringLiteral("hrcache.*.info=true"));
    installed = sink.get();
    sink->m_previous = qInstallMessageHandler(&LogSink::receive);
    return sink;
}

LogSink::LogSink(Options options)
    : m_options(std::move(options))
    , m_file(m_options.file)
{
}

LogSink::~LogSink()
{
    if (installed.load() != this)
        return;
    qInstallMessageHandler(m_previous);
    installed = nullptr;
}

void LogSink::hide(const QString &person)
{
    const QMutexLocker lock(&m_mutex);
    if (!person.isEmpty() && !m_persons.contains(person))
        m_persons << person;
}

QString LogSink::redacted(QString line) const
{
    // User ids in keys; passwords and roles in URLs; values that PostgreSQL quotes from a row; addresses.
    static const std::pair<QRegularExpression, QString> rules[] = {
        {QRegularExpression(QStringLiteral("cache:[^:\\s\"]+:")), QStringLiteral("cache:***:")},
        {QRegularExpression(QStringLiteral("://[^@/\\s]+@")), QStringLiteral("://***@")},
        {QRegularExpression(QStringLiteral("=\\([^)]*\\)")), QStringLiteral("=(***)")},
        {QRegularExpression(QStringLiteral("[\\w.+-]+@[\\w-]+\\.[\\w.-]+")), QStringLiteral("***")},
    };
    for (const auto &[pattern, replacement] : rules)
        line.replace(pattern, replacement);
    for (const QString &person : m_persons)
        line.replace(person, QStringLiteral("***"));
    return line;
}

void LogSink::receive(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (LogSink *sink = installed.load())
        sink->write(type, context.category, message);
}

void LogSink::write(QtMsgType type, const char *category, const QString &message)
{
    const bool ours = isOurs(category);
    const bool grave = type == QtCriticalMsg || type == QtFatalMsg;
    const bool onConsole = grave || m_options.verbose || (m_options.windowed && type == QtWarningMsg);
    const QMutexLocker lock(&m_mutex);
    const bool hideAll = m_options.consolePrivacy == LogPrivacy::Redacted;
    if (onConsole) {
        const QString line = hideAll ? redacted(message) : message;
        const QString prefix = ours ? QString() : QString::fromLatin1(category) + QStringLiteral(": ");
        std::fputs((prefix + line + u'\n').toUtf8().constData(), stderr);
    }
    // Qt's own chatter is not what a log of this program is for.
    if (!m_file.isOpen() || (!ours && !grave))
        return;
    const QString line = m_options.filePrivacy == LogPrivacy::Redacted ? redacted(message) : message;
    if (m_file.size() >= m_options.maximumFileBytes)
        rotate();
    m_file.write(QDateTime::currentDateTime().toString(Qt::ISODateWithMs).toLatin1() + ' ' + levelName(type) +
                 ' ' + category + ' ' + line.toUtf8() + '\n');
    m_file.flush();
}

void LogSink::rotate()
{
    const QString name = m_file.fileName();
    m_file.close();
    QFile::remove(name + u'.' + QString::number(m_options.keptFiles));
    for (int number = m_options.keptFiles - 1; number >= 1; --number)
        QFile::rename(name + u'.' + QString::number(number), name + u'.' + QString::number(number + 1));
    QFile::rename(name, name + QStringLiteral(".1"));
    if (m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace hrcache
