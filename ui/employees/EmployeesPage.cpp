#include "ui/employees/EmployeesPage.h"

#include "cache/HrCacheManager.h"
#include "cache/KeyWatch.h"
#include "ui/base/Collation.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractPeek.h"
#include "ui/employees/EarlyList.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"

namespace hrcache {

namespace {

using PagesResult = Result<Sourced<EmployeePages>>;

} // namespace

void EmployeesPage::refresh()
{
    TablePage::refresh();
    m_detail->reload(ReadMode::Forced);
}

void EmployeesPage::readThrough()
{
    TablePage::readThrough();
    m_detail->reload(ReadMode::CacheFirst);
}

void EmployeesPage::cancel()
{
    m_detail->cancel();
    TablePage::cancel();
}

KeyWatch &EmployeesPage::watch()
{
    if (!m_watch) {
        m_watch = std::make_unique<KeyWatch>(session().cacheStore(), session().cache().events());
        connect(m_watch.get(), &KeyWatch::changed, this, &EmployeesPage::keyChanged);
        connect(m_watch.get(), &KeyWatch::ttlChanged, this, &EmployeesPage::ttlChanged);
        m_watch->setActive(isActive());
    }
    return *m_watch;
}

void EmployeesPage::forgetPlace()
{
    m_peek->cancel();
    m_detail->showEmployee({});
    m_detail->reset();
    if (m_watch)
        m_watch->stop();
}

void EmployeesPage::servicesLeaving()
{
    TablePage::servicesLeaving();
    m_clustersRequest->cancel();
    m_peek->cancel();
    m_detail->reset();
    m_watch.reset();
}

void EmployeesPage::activated()
{
    if (m_watch)
        m_watch->setActive(true);
    m_peek->setActive(true);
    m_detail->setActive(true);
    TablePage::activated();
}

void EmployeesPage::deactivated()
{
    if (m_watch)
        m_watch->setActive(false);
    m_peek->setActive(false);
    m_detail->setActive(false);
    TablePage::deactivated();
}

void EmployeesPage::read(ReadMode mode, quint64 serial)
{
    auto firstPage = [self = QPointer<EmployeesPage>(this), serial](const EmployeeList &rows,
                                                                    const Provenance &from) {
        if (self && self->isWanted(serial) && !self->hasList()) {
            self->setSource(SourceInfo::of(from, self->session().clock()));
            self->m_model->apply({rows}, false);
            self->updateState();
        }
    };
    listRequest()->run(
        [this, company = session().companyId(), mode, firstPage](std::stop_token stop) {
            const auto early = std::exchange(m_early, {});
            if (early && mode == ReadMode::CacheFirst && early->isFor(session().user(), company))
                return early->take(firstPage, stop);
            return EarlyList::read(session(), session().user(), company, {mode, stop}, firstPage);
        },
        [this](PagesResult result) {
            if (result)
                showAnswer(std::move(result->data.pages), result->from);
            else
                showFailure(result.error());
        });
}

void EmployeesPage::loadWords(ReadMode mode)
{
    TablePage::loadWords(mode);
    const CompanyId company = session().companyId();
    if (company.isEmpty())
        return;
    m_clustersRequest->run(
        [this, company, mode](std::stop_token stop) {
            return session().service().read(session().user(), HrQuery::clusters(company), {mode, stop});
        },
        [this](DocumentResult result) {
            if (!result)
                return;
            m_words.clusters.clear();
            for (const Cluster &cluster : Cluster::allFrom(result->data))
                m_words.clusters.insert(cluster.code, cluster.name);
            m_model->setClusterNames(m_words.clusters);
            m_detail->setVocabulary(m_words);
        });
}

void EmployeesPage::setReferences(const References &references)
{
    m_words.references = references;
    m_detail->setVocabulary(m_words);
    m_peek->setVocabulary(m_words);
}

void EmployeesPage::showAnswer(std::vector<EmployeeList> pages, const Provenance &from)
{
    const bool first = takeAnswer();
    setStrip({});
    setSource(SourceInfo::of(from, session().clock()));
    watch().watch(from);
    noteRowInView();
    m_model->apply(std::move(pages), !first);
    updateState();
}

void EmployeesPage::sayIncomplete(const QString &why)
{
    // Without rows the page itself says it.
    if (m_model->totalCount() == 0)
        return;
    setStrip({StripMessage::Level::Problem,
              tr("Only the first %1 employees are shown. %2").arg(format::count(m_model->totalCount()), why),
              tr("Load all"), [this] { readThrough(); }, true});
}

void EmployeesPage::keyChanged(const QByteArray &key, KeyChange change)
{
    const SourceInfo &now = source();
    const bool shown = now.state == SourceInfo::State::Cache || now.state == SourceInfo::State::Database;
    if (!shown || now.parts.empty() || now.parts.front().key != key)
        return;
    if (change == KeyChange::Renewed && !isActive())
        setOutdated();
    else if (change == KeyChange::Renewed)
        load(ReadMode::CacheFirst);
    else if (change == KeyChange::Expired)
        ttlChanged(key, std::chrono::milliseconds(0));
    else if (const auto stale = now.afterKeyChange(change))
        setSource(*stale);
}

void EmployeesPage::ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left)
{
    if (const auto changed = source().afterTtlChange(key, left, session().clock()))
        setSource(*changed);
}

void EmployeesPage::written(const QString &employeeId)
{
    if (!employeeId.isEmpty())
        want(employeeId);
    table()->selectionModel()->clearSelection();
    readAnew();
    emit dataWritten();
}

void EmployeesPage::readAnew()
{
    TablePage::readAnew();
    m_detail->readAnew();
}

EmployeesPage::Words EmployeesPage::words() const
{
    const QString text = m_model->filter().text;
    return {tr("Loading employees…"),
            text.isEmpty() ? tr("No employee matches the filter") : tr("No employee matches “%1”").arg(text),
            tr("Export employees"), tr("employees")};
}

void EmployeesPage::showEmpty()
{
    const bool writes = session().whyNoWrite().isEmpty();
    const QString company = session().company().name;
    stateView()->showEmpty(tr("No employees yet"),
                           writes ? tr("%1 has no active employees. Enter the first one.").arg(company)
                                  : tr("%1 has no active employees.").arg(company),
                           writes ? tr("New employee…") : QString(), [this] { emit newRequested(); });
}

QString EmployeesPage::countText() const
{
    const int total = m_model->totalCount();
    const int shown = m_model->rowCount();
    if (!hasList())
        return {};
    if (shown == total)
        return tr("%n employee(s)", nullptr, total).replace(QString::number(total), format::count(total));
    return tr("%1 of %2 employees").arg(format::count(shown), format::count(total));
}

void EmployeesPage::updateState()
{
    TablePage::updateState();
    m_detail->setNobody(whyNobody());
}

void EmployeesPage::updateLoading()
{
    setLoading(listRequest()->isRunning() || m_detail->isLoading());
}

void EmployeesPage::updateActions()
{
    m_bar->setWriteRefusal(session().whyNoWrite());
    TablePage::updateActions();
}

void EmployeesPage::updateClusters()
{
    FilterBar::Choices clusters;
    for (const QString &code : m_model->clusterCodes())
        clusters.emplace_back(code, m_model->clusterName(code));
    sortByLabel(clusters);
    m_bar->setClusters(clusters);
}

} // namespace hrcache
