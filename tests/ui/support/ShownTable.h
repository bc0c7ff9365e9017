#pragma once

#include "sqlite/SampleData.h"
#include "ui/base/TablePage.h"
#include "ui/support/FakeSession.h"

#include <functional>
#include <memory>

namespace hrcache {

class ArrangedModel;
class FilterBar;

inline const Error databaseAway =
    Error::make(ErrorCode::Unreachable, QStringLiteral("No connection to the database."),
                QStringLiteral("connection refused"));

/// A page of a list in view on the sample, its rows loaded unless the test says otherwise.
class ShownTable
{
public:
    using MakePage = std::function<std::unique_ptr<TablePage>(UiContext)>;

    explicit ShownTable(const MakePage &make, const char *company = sample::smallCompany,
                        const char *user = sample::adminUser);
    ~ShownTable();

    void load();

    [[nodiscard]] TablePage &list() const { return *m_list; }

    [[nodiscard]] ArrangedModel &model() const;
    [[nodiscard]] FilterBar &bar() const;
    [[nodiscard]] QByteArray listKey() const;
    [[nodiscard]] QString badge() const;

    FakeSession session;
    int rows = 0; ///< of the company

private:
    std::unique_ptr<TablePage> m_list;
};

/// An employee's new last name.
[[nodiscard]] HrWrite rename(const ShownTable &shown, const QString &employeeId, const char *lastName);

} // namespace hrcache
