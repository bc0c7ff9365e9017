#include "app/ctl/InitDbCommand.h"

#include "postgres/PgSchema.h"
#include "sqlite/SampleData.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

/// Outside of any namespace, as the macro wants it.
static void loadSqlResource()
{
    Q_INIT_RESOURCE(hrcache);
}

namespace hrcache {

QString InitDbCommand::summary() const
{
    return InitDbCommand::tr("Creates the HR tables in an empty PostgreSQL database.");
}

QString InitDbCommand::description() const
{
    return InitDbCommand::tr(
        "Everything happens in one transaction. A database that holds anything is left as it is.");
}

QStringList InitDbCommand::examples() const
{
    return {QStringLiteral(
        "NEON_DATABASE_URL=postgresql://postgres@localhost/hr_test hrcachectl init-db --sample")};
}

void InitDbCommand::declare(QCommandLineParser &parser) const
{
    parser.addOption(
        {QStringLiteral("sample"),
         InitDbCommand::tr(
             "Also create made-up companies (25, 1,200 and 0 employees), contracts and references.")});
}

std::optional<QString> InitDbCommand::accept(const QCommandLineParser &parser)
{
    m_sample = parser.isSet(QStringLiteral("sample"));
    return Command::accept(parser);
}

Task<ExitStatus> InitDbCommand::run(CommandContext &context)
{
    const auto &database = context.backend().configuration().database;
    if (!database) {
        co_return context.fail(Error::make(
            ErrorCode::NotConfigured,
            InitDbCommand::tr(
                "init-db needs a PostgreSQL database. Set NEON_DATABASE_URL "
                "(postgresql://user:password@host/database), or give a profile. The built-in database is "
                "created by itself.")));
    }
    loadSqlResource();
    QFile file(QStringLiteral(":/hrcache/sql/schema.sql"));
    if (!file.open(QIODevice::ReadOnly))
        co_return context.fail(
            Error::make(ErrorCode::Internal, InitDbCommand::tr("This build lacks its schema.")));
    QByteArray sql = file.readAll();
    if (m_sample)
        sql += '\n' + sampleDataSql(QDate::currentDate());
    PgSchema schema(*database);
    const auto created = co_await schema.create(std::move(sql));
    if (!created)
        co_return context.fail(created.error());
    if (context.json()) {
        const QJsonObject json{{QStringLiteral("created"), true}, {QStringLiteral("sample"), m_sample}};
        context.console().print(QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
        co_return ExitStatus::Good;
    }
    QString text = InitDbCommand::tr("Created the schemas core and hr in %1\n").arg(database->toString());
    if (m_sample) {
        text += InitDbCommand::tr(
                    "The sample's users are %1 (admin of three companies) and %2 (viewer of one). Try:\n"
                    "  hrcachectl employees --user %1 --company %3\n")
                    .arg(QLatin1String(sample::adminUser), QLatin1String(sample::viewerUser),
                         QLatin1String(sample::smallCompany));
    }
    context.console().print(text);
    co_return ExitStatus::Good;
}

} // namespace hrcache
