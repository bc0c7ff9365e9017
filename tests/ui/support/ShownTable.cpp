#include "ui/support/ShownTable.h"

#include "cache/CacheKey.h"
#include "ui/base/ArrangedModel.h"
#include "ui/base/FilterBar.h"
#include "ui/base/SourceBadge.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace hrcache {

ShownTable::ShownTable(const MakePage &make, const char *company, const char *user)
    : m_list(make(session.context()))
{
    new QAbstractItemModelTester(&model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                 m_list.get());
    session.enter(user, company);
    m_list->resize(1300, 700);
    m_list->show();
}

ShownTable::~ShownTable() = default;

void ShownTable::load()
{
    m_list->setActive(true);
    // Companies, the list, and the words for its codes.
    const auto loaded = [this] {
        return model().rowCount() > 0 && !m_list->isLoading() && !model().isArranging() &&
               m_list->areWordsLoaded();
    };
    if (!QTest::qWaitFor(loaded, 10'000))
        qFatal("The rows were not loaded");
    rows = model().rowCount();
}

ArrangedModel &ShownTable::model() const
{
    return *qobject_cast<ArrangedModel *>(m_list->table()->model());
}

FilterBar &ShownTable::bar() const
{
    return *m_list->findChild<FilterBar *>();
}

QByteArray ShownTable::listKey() const
{
    return CacheKey::of(session.user(), HrQuery::employees(session.companyId()));
}

QString ShownTable::badge() const
{
    return SourceBadge::textFor(m_list->source(), session.clock());
}

HrWrite rename(const ShownTable &shown, const QString &employeeId, const char *lastName)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = shown.session.companyId();
    write.employee = *EmployeeId::parse(employeeId, {});
    for (const std::string_view column : writableColumns(write.kind)) {
        if (column == "last_name")
            write.fields.push_back({column, QByteArray(lastName)});
    }
    return write;
}

} // namespace hrcache
