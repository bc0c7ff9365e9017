#pragma once

#include "cache/CacheKey.h"
#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractCard.h"
#include "ui/employees/DetailBlock.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace hrcache {

inline const Error unreachable =
    Error::make(ErrorCode::Unreachable, QStringLiteral("No connection to the database."),
                QStringLiteral("connection refused"));

/// A page in view on the sample, its rows loaded unless the test says otherwise.
struct Shown
{
    explicit Shown(const char *company = sample::smallCompany, const char *user = sample::adminUser)
        : page(session.context())
    {
        tester = new QAbstractItemModelTester(page.model(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal, &page);
        session.enter(user, company);
        page.resize(1200, 700);
        page.show();
    }

    void load()
    {
        page.setActive(true);
        // Companies, the list, references and clusters.
        const auto loaded = [this] {
            return page.model()->rowCount() > 0 && !page.isLoading() && page.areWordsLoaded();
        };
        if (!QTest::qWaitFor(loaded, 5000))
            qFatal("The employees were not loaded");
        rows = page.model()->rowCount();
    }

    [[nodiscard]] QByteArray listKey() const
    {
        return CacheKey::of(session.user(), HrQuery::employees(session.companyId()));
    }

    [[nodiscard]] QString badge() const { return SourceBadge::textFor(page.source(), session.clock()); }

    FakeSession session;
    EmployeesPage page;
    QAbstractItemModelTester *tester;
    int rows = 0; ///< of the company
};

inline HrWrite rename(const Shown &shown, const QString &id, const char *lastName)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = shown.session.companyId();
    write.employee = *EmployeeId::parse(id, {});
    for (const std::string_view column : writableColumns(write.kind)) {
        if (column == "last_name")
            write.fields.push_back({column, QByteArray(lastName)});
    }
    return write;
}

} // namespace hrcache
