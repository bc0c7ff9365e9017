#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace hrcache {

/// A database of its own for one test on the shared PostgreSQL (or on the server of `serverUrl`),
/// dropped by the destructor, open connections or not. Every failure ends the test program.
/// Blocks the calling thread.
class TestDatabase
{
public:
    enum class Content {
        Empty,
        Schema, ///< tests/support/interop/schema.sql
        Sample, ///< schema.sql and sample.sql
    };

    explicit TestDatabase(Content content = Content::Sample);
    TestDatabase(Content content, QString serverUrl);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    /// Superuser over plain TCP; tlsUrl() the same with verify-full (shared server only).
    [[nodiscard]] QString url() const { return m_url; }

    [[nodiscard]] QString tlsUrl() const;

    [[nodiscard]] QString name() const { return m_name; }

    /// Any SQL, several statements too, on a connection of its own that never saw our code.
    /// The rows of the last statement as text; NULL is a null QString.
    QList<QStringList> exec(const QString &sql) const;

    /// First column of the first row; a null QString if there is none.
    [[nodiscard]] QString value(const QString &sql) const;

private:
    QString m_serverUrl;
    QString m_name;
    QString m_url;
};

} // namespace hrcache
