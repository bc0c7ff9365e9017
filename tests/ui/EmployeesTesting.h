#pragma once

#include "support/Await.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractCard.h"
#include "ui/employees/DetailBlock.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/ShownTable.h"
#include "ui/support/UiTestMain.h"

#include <QTest>

namespace hrcache {

/// The page in view on the sample, its rows loaded unless the test says otherwise.
struct Shown : ShownTable
{
    explicit Shown(const char *company = sample::smallCompany, const char *user = sample::adminUser)
        : ShownTable([](UiContext context) { return std::make_unique<EmployeesPage>(context); }, company,
                     user)
        , page(static_cast<EmployeesPage &>(list()))
    {
    }

    EmployeesPage &page;
};

} // namespace hrcache
