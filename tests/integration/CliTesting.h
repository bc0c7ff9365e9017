#pragma once

#include "support/RedisProcess.h"
#include "support/TestDatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace hrcache {

struct CliResult
{
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }

    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(out).array(); }

    /// One answer of `rpc -` for each line.
    [[nodiscard]] QList<QJsonObject> answers() const
    {
        QList<QJsonObject> found;
        for (const QByteArray &line : out.split('\n')) {
            if (!line.isEmpty())
                found << QJsonDocument::fromJson(line).object();
        }
        return found;
    }
};

/// The real program, with an environment that holds nothing but what a test sets: no HOME, no display.
class Cli
{
public:
    Cli()
    {
        const auto system = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"}) {
            if (system.contains(QLatin1String(name)))
                m_environment.insert(QLatin1String(name), system.value(QLatin1String(name)));
        }
        set("HRCACHE_DATA_DIR", m_folder.path());
    }

    void set(const char *name, const QString &value) { m_environment.insert(QLatin1String(name), value); }

    void useRedis(std::uint16_t port)
    {
        set("LISTENERS_REDIS_HOST", QStringLiteral("127.0.0.1"));
        set("LISTENERS_REDIS_PORT", QString::number(port));
    }

    void useDatabase(const QString &url) { set("NEON_DATABASE_URL", url); }

    [[nodiscard]] QString folder() const { return m_folder.path(); }

    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments,
                                                  const QString &outputFile = {}) const
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(m_environment);
        if (!outputFile.isEmpty())
            process->setStandardOutputFile(outputFile, QIODevice::Append);
        process->start(QStringLiteral(HRCACHE_BIN_DIR "/hrcachectl"), arguments);
        if (!process->waitForStarted())
            qFatal("hrcachectl cannot be started: %s", qPrintable(process->errorString()));
        return process;
    }

    [[nodiscard]] static CliResult finish(QProcess &process)
    {
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000))
            qFatal("hrcachectl did not end: %s", process.readAllStandardError().constData());
        CliResult result;
        result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        result.out = process.readAllStandardOutput();
        result.err = process.readAllStandardError();
        return result;
    }

    /// A line as somebody pastes it into a shell.
    [[nodiscard]] CliResult runPasted(const QString &line) const
    {
        QProcess process;
        QProcessEnvironment environment = m_environment;
        environment.insert(QStringLiteral("PATH"), QStringLiteral(HRCACHE_BIN_DIR ":/usr/bin:/bin"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), line});
        return finish(process);
    }

    [[nodiscard]] CliResult run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        const auto process = start(arguments);
        if (!input.isEmpty())
            process->write(input);
        return finish(*process);
    }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

/// A line for `rpc -`.
[[nodiscard]] inline QByteArray request(int id, const char *method, const QJsonObject &params = {})
{
    QJsonObject object{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                       {QStringLiteral("method"), QLatin1String(method)},
                       {QStringLiteral("params"), params}};
    if (id >= 0)
        object[QStringLiteral("id")] = id;
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

/// Of tests/support/interop.
namespace interop {
inline const QString user = QStringLiteral("uid_xyz123");
inline const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");
inline const QString employee = QStringLiteral("22222222-2222-4222-8222-000000000001");
inline const QByteArray prefix =
    QByteArrayLiteral("cache:uid_xyz123:11111111-1111-4111-8111-111111111111:hr:");

[[nodiscard]] inline QJsonDocument file(const char *name)
{
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", name);
    return QJsonDocument::fromJson(file.readAll());
}

/// Company and user of the sample, and an employee if there is one.
[[nodiscard]] inline QJsonObject ids(const QString &employeeId = {})
{
    QJsonObject params{{QStringLiteral("company_id"), company}, {QStringLiteral("firebase_user_id"), user}};
    if (!employeeId.isEmpty())
        params[QStringLiteral("employee_id")] = employeeId;
    return params;
}
} // namespace interop

} // namespace hrcache
