#include "ui/employees/ContractPeek.h"

#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"
#include "cache/CacheStore.h"
#include "ui/base/DataTable.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/employees/ContractCard.h"
#include "ui/employees/EmployeesModel.h"

#include <QScrollBar>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds pause{200};
constexpr int mostAtOnce = 100;

} // namespace

ContractPeek::ContractPeek(UiContext context, EmployeesModel *model, DataTable *table)
    : m_context(context)
    , m_model(model)
    , m_table(table)
    , m_request(new Request(this))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &ContractPeek::look);
    connect(table->verticalScrollBar(), &QScrollBar::valueChanged, this, &ContractPeek::schedule);
    connect(model, &EmployeesModel::arranged, this, &ContractPeek::schedule);
}

void ContractPeek::setActive(bool active)
{
    m_active = active;
    if (active)
        schedule();
    else
        m_pause.stop();
}

void ContractPeek::schedule()
{
    if (m_active)
        m_pause.start();
}

void ContractPeek::cancel()
{
    m_pause.stop();
    m_request->cancel();
}

void ContractPeek::look()
{
    const Session &session = m_context.session;
    const CompanyId company = session.companyId();
    if (session.user().isEmpty() || company.isEmpty() || m_model->rowCount() == 0 ||
        m_table->isColumnHidden(static_cast<int>(EmployeeColumn::ActiveContract)))
        return;
    const int first = std::max(0, m_table->rowAt(0));
    const int last = m_table->rowAt(m_table->viewport()->height() - 1);
    const int end = std::min(last < 0 ? m_model->rowCount() : last + 1, first + mostAtOnce);
    std::vector<std::pair<int, QByteArray>> asked;
    std::vector<QByteArray> keys;
    for (int row = first; row < end; ++row) {
        const QByteArray id = m_model->idAt(row);
        const auto employee = EmployeeId::parse(QString::fromUtf8(id), QStringLiteral("employee_id"));
        if (!employee)
            continue;
        asked.emplace_back(row, id);
        keys.push_back(CacheKey::of(session.user(), HrQuery::contracts(company, *employee)));
    }
    if (keys.empty())
        return;
    // Looked at as it is, without a lease: nobody is to fill these entries now.
    m_request->run([this, keys](std::stop_token) { return m_context.session.cacheStore().get(keys); },
                   [this, asked](std::vector<Result<CacheValue>> values) {
                       const QDate today = QDate::currentDate();
                       for (size_t i = 0; i < values.size() && i < asked.size(); ++i) {
                           if (!values[i])
                               continue;
                           CacheEnvelope entry;
                           if (values[i]->value)
                               entry = CacheEnvelope::parse(HrQuery::Kind::Contracts, *values[i]->value);
                           // What was known of an entry that is gone may be old.
                           if (entry.state != CacheEnvelope::State::Usable) {
                               m_model->forgetActiveContract(asked[i].second, asked[i].first);
                               continue;
                           }
                           const std::vector<Contract> contracts = Contract::allFrom(entry.document);
                           const Contract *active = ContractCard::activeOf(contracts, today);
                           m_model->setActiveContract(asked[i].second,
                                                      active ? ContractCard::summary(*active, m_vocabulary)
                                                             : QString(),
                                                      asked[i].first);
                       }
                   });
}

} // namespace hrcache
