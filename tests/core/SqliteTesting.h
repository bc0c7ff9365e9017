#pragma once

#include "sqlite/SampleData.h"
#include "sqlite/SqliteHrStore.h"
#include "support/Await.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>

namespace hrcache {

/// A connection to a database file beside the store's, on the test's thread; closed by the destructor.
class SideConnection
{
public:
    explicit SideConnection(const QString &path)
        : m_name(QStringLiteral("side-%1").arg(++s_count))
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(path);
        if (!database.open())
            qFatal("the database file cannot be opened");
    }

    ~SideConnection() { QSqlDatabase::removeDatabase(m_name); }

    SideConnection(const SideConnection &) = delete;
    SideConnection &operator=(const SideConnection &) = delete;

    /// The first value of the first row, if there is one. A failure ends the test program.
    QVariant execute(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        return query.next() ? query.value(0) : QVariant();
    }

private:
    static inline int s_count = 0;
    QString m_name;
};

[[nodiscard]] inline CompanyId sampleCompany(const char *id)
{
    return CompanyId::parse(QString::fromLatin1(id), {}).value();
}

[[nodiscard]] inline Result<HrRows> readOne(HrStore &store, HrQuery query)
{
    auto results = awaitResult(store.read({std::move(query)}));
    return std::move(results.front());
}

/// A write that changes one thing of an employee.
[[nodiscard]] inline HrWrite moveTo(const CompanyId &company, const EmployeeId &employee, const char *city)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = company;
    write.employee = employee;
    write.fields = {{"city", city}};
    return write;
}

} // namespace hrcache
