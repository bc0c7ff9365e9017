#pragma once

#include "cache/CacheKey.h"
#include "support/Await.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractFilterBar.h"
#include "ui/contracts/ContractWatch.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/support/ShownTable.h"
#include "ui/support/UiTestMain.h"

#include <QTest>

namespace hrcache {

/// The page in view on the sample, its rows loaded unless the test says otherwise.
struct ShownContracts : ShownTable
{
    explicit ShownContracts(const char *company = sample::smallCompany, const char *user = sample::adminUser)
        : ShownTable([](UiContext context) { return std::make_unique<ContractsPage>(context); }, company,
                     user)
        , page(static_cast<ContractsPage &>(list()))
    {
    }

    /// Loaded, and read again so that everything that can be comes from the cache.
    void loadFromCache()
    {
        load();
        awaitResult(session.cache().idle());
        page.readThrough();
        if (!QTest::qWaitFor([this] { return !page.isLoading(); }, 10'000))
            qFatal("The contracts were not read again");
        QTest::qWait(50); // the watch takes its first look
    }

    [[nodiscard]] QString employeeAt(int row) const { return page.model()->employeeAt(row).id(); }

    [[nodiscard]] QString contractAt(int row) const
    {
        return page.model()->index(row, 0).data(tabletext::IdRole).toString();
    }

    [[nodiscard]] QByteArray keyAt(int row) const
    {
        return CacheKey::of(session.user(),
                            HrQuery::contracts(session.companyId(), *EmployeeId::parse(employeeAt(row), {})));
    }

    [[nodiscard]] QString text(int row, ContractColumn column) const
    {
        return page.model()->index(row, static_cast<int>(column)).data().toString();
    }

    /// The contract in `row` with another job title.
    [[nodiscard]] HrWrite retitle(int row, const char *title) const
    {
        HrWrite write;
        write.kind = HrWrite::Kind::UpdateContract;
        write.company = session.companyId();
        write.employee = *EmployeeId::parse(employeeAt(row), {});
        write.contract = *ContractId::parse(contractAt(row), {});
        for (const std::string_view column : writableColumns(write.kind)) {
            if (column == "job_title")
                write.fields.push_back({column, QByteArray(title)});
        }
        return write;
    }

    ContractsPage &page;
};

} // namespace hrcache
