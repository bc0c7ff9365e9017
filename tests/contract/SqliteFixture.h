#pragma once

#include "contract/HrStoreFixture.h"

#include <QTemporaryDir>

namespace hrcache {

class SqliteConnection;

/// A database file in a temporary folder.
class SqliteFixture final : public HrStoreFixture
{
public:
    SqliteFixture();
    ~SqliteFixture() override;

    [[nodiscard]] QString reset() override;
    [[nodiscard]] std::unique_ptr<HrStore> open() override;
    [[nodiscard]] QString execute(const QByteArray &sql) override;

private:
    [[nodiscard]] QString makeOriginal(const QString &path);
    [[nodiscard]] QString connect(const QString &path);
    [[nodiscard]] QString insert(const QString &statement);

    QTemporaryDir m_folder;
    int m_resets = 0;
    QString m_path;
    std::unique_ptr<SqliteConnection> m_connection;
};

} // namespace hrcache
