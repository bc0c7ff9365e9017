#include "ui/employees/EmployeesPage.h"

#include "cache/HrCacheManager.h"
#include "cache/KeyWatch.h"
#include "ui/base/Collation.h"
#include "ui/base/DataTable.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractPeek.h"
#include "ui/employees/EarlyList.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"

#include <QSplitter>

namespace hrcache {

namespace {

using PagesResult = Result<Sourced<EmployeePages>>;

} // namespace

void EmployeesPage::refresh()
{
    load(ReadMode::Forced);
    m_detail->reload(ReadMode::Forced);
}

void EmployeesPage::readThrough()
{
    load(ReadMode::CacheFirst);
    m_detail->reload(ReadMode::CacheFirst);
}

void EmployeesPage::reloadEverything()
{
    loadWords(ReadMode::Forced);
    refresh();
}

void EmployeesPage::cancel()
{
    const bool running = m_listRequest->isRunning();
    ++m_loadSerial;
    m_listRequest->cancel();
    m_detail->cancel();
    if (running && !m_hasList) {
        m_wasCancelled = true;
        sayIncomplete(tr("Loading was cancelled."));
        updateState();
    }
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

void EmployeesPage::placeChanged()
{
    rememberSelection();
    ++m_loadSerial;
    m_listRequest->cancel();
    m_peek->cancel();
    m_detail->showEmployee({});
    m_detail->reset();
    if (m_watch)
        m_watch->stop();
    m_model->clear();
    m_hasList = m_wasCancelled = m_outdated = false;
    m_error.reset();
    m_companyId = session().company().id;
    m_wantedId = settings().placeState(m_companyId, id(), QStringLiteral("selected")).toString();
    setSource({});
    setStrip({});
    updateStatus();
    updateActions();
    if (!m_companyId.isEmpty() && !session().user().isEmpty()) {
        load(ReadMode::CacheFirst);
        loadWords(ReadMode::CacheFirst);
    }
    updateState();
}

void EmployeesPage::servicesLeaving()
{
    m_referencesRequest->cancel();
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
    if (m_outdated)
        readAnew();
    m_outdated = false;
}

void EmployeesPage::deactivated()
{
    if (m_watch)
        m_watch->setActive(false);
    m_peek->setActive(false);
    m_detail->setActive(false);
    rememberSelection();
}

void EmployeesPage::load(ReadMode mode)
{
    const CompanyId company = session().companyId();
    if (company.isEmpty() || session().user().isEmpty())
        return;
    // Repeated presses merge; a forced read is worth more than one through the cache that is under way.
    if (m_listRequest->isRunning() && (m_mode == mode || m_mode == ReadMode::Forced))
        return;
    m_mode = mode;
    m_wasCancelled = false;
    m_error.reset();
    const quint64 serial = ++m_loadSerial;
    auto firstPage = [self = QPointer<EmployeesPage>(this), serial](const EmployeeList &rows,
                                                                    const Provenance &from) {
        if (self && self->m_loadSerial == serial && !self->m_hasList) {
            self->setSource(SourceInfo::of(from, self->session().clock()));
            self->m_model->apply({rows}, false);
            self->updateState();
        }
    };
    m_listRequest->run(
        [this, company, mode, firstPage](std::stop_token stop) {
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
    updateState();
}

void EmployeesPage::loadWords(ReadMode mode)
{
    const CompanyId company = session().companyId();
    if (company.isEmpty())
        return;
    m_referencesRequest->run(
        [this, company, mode](std::stop_token stop) {
            return session().service().read(
                session().user(), HrQuery::references(company, session().country(), session().language()),
                {mode, stop});
        },
        [this](DocumentResult result) {
            // Without them codes are shown; the list itself is not worse for it.
            if (!result)
                return;
            m_words.references = References::from(result->data);
            m_detail->setVocabulary(m_words);
            m_peek->setVocabulary(m_words);
        });
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

void EmployeesPage::showAnswer(std::vector<EmployeeList> pages, const Provenance &from)
{
    const bool first = !m_hasList;
    m_hasList = true;
    m_error.reset();
    setStrip({});
    setSource(SourceInfo::of(from, session().clock()));
    watch().watch(from);
    noteRowInView();
    m_model->apply(std::move(pages), !first);
    updateState();
}

void EmployeesPage::showFailure(const Error &error)
{
    if (error.code == ErrorCode::Cancelled) {
        m_wasCancelled = !m_hasList;
        updateState();
        return;
    }
    if (m_hasList) {
        setSource(source().afterFailure(error, true));
        setStrip({StripMessage::Level::Problem, error.message, tr("Retry"), [this] { refresh(); }, true});
    } else {
        m_error = error;
        setSource(SourceInfo().afterFailure(error, false));
        sayIncomplete(error.message);
    }
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
        m_outdated = true;
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
        m_wantedId = employeeId;
    m_table->selectionModel()->clearSelection();
    readAnew();
    emit dataWritten();
}

void EmployeesPage::readAnew()
{
    // What is under way may have been read before the write.
    m_listRequest->cancel();
    load(ReadMode::CacheFirst);
    m_detail->readAnew();
}

void EmployeesPage::dataWrittenElsewhere()
{
    if (isActive())
        readAnew();
    else
        m_outdated = true;
}

void EmployeesPage::updateState()
{
    const Session &place = session();
    const bool writes = place.whyNoWrite().isEmpty();
    if (place.user().isEmpty()) {
        m_state->showNotice(QStringLiteral("user"), tr("Who is working?"),
                            tr("Choose a user at the upper left: rows are read and cached for each user."));
    } else if (m_companyId.isEmpty()) {
        if (place.isLoadingCompanies())
            m_state->showLoading(tr("Loading the companies of this user…"));
        else if (place.companiesError())
            m_state->showError(*place.companiesError(), [this] { session().reloadCompanies(); });
        else
            m_state->showNotice(QStringLiteral("lock"), tr("No access to any company"),
                                tr("This user may see no company. Choose another user, or ask for access."),
                                tr("Ask again"), [this] { session().reloadCompanies(); });
    } else if (m_model->rowCount() > 0) {
        m_state->showContent();
    } else if (m_error) {
        m_state->showError(*m_error, [this] {
            m_error.reset();
            readThrough();
        });
    } else if (m_wasCancelled) {
        m_state->showNotice(QStringLiteral("circle-x"), tr("Loading was cancelled"), {}, tr("Load"),
                            [this] { readThrough(); });
    } else if (!m_hasList || m_model->isArranging()) {
        m_state->showLoading(tr("Loading employees…"));
    } else if (m_model->totalCount() > 0) {
        const EmployeeFilter filter = m_model->filter();
        m_state->showNoMatch(filter.text.isEmpty() ? tr("No employee matches the filter")
                                                   : tr("No employee matches “%1”").arg(filter.text),
                             [this] {
                                 m_bar->clearFilter();
                                 m_bar->focusFilter();
                             });
    } else {
        m_state->showEmpty(
            tr("No employees yet"),
            writes ? tr("%1 has no active employees. Enter the first one.").arg(place.company().name)
                   : tr("%1 has no active employees.").arg(place.company().name),
            writes ? tr("New employee…") : QString(), [this] { emit newRequested(); });
    }
    m_detail->setNobody(whyNobody());
    updateStatus();
    updateLoading();
    updateActions();
}

void EmployeesPage::updateStatus()
{
    const int total = m_model->totalCount();
    const int shown = m_model->rowCount();
    QString text;
    if (m_hasList && shown == total)
        text = tr("%n employee(s)", nullptr, total).replace(QString::number(total), format::count(total));
    else if (m_hasList)
        text = tr("%1 of %2 employees").arg(format::count(shown), format::count(total));
    if (const int selected = m_table->selectedCount(); selected > 1)
        text += tr(" · %1 selected").arg(format::count(selected));
    setStatusText(text);
}

void EmployeesPage::updateClusters()
{
    QList<std::pair<QString, QString>> clusters;
    for (const QString &code : m_model->clusterCodes())
        clusters.emplace_back(code, m_model->clusterName(code));
    const QCollator collator = listCollator();
    std::sort(clusters.begin(), clusters.end(),
              [&](const auto &a, const auto &b) { return collator.compare(a.second, b.second) < 0; });
    m_bar->setClusters(clusters);
}

void EmployeesPage::updateLoading()
{
    setLoading(m_listRequest->isRunning() || m_detail->isLoading());
}

void EmployeesPage::selectWanted()
{
    if (m_wantedId.isEmpty() || m_table->selectionModel()->hasSelection())
        return;
    if (const int row = m_model->rowOf(m_wantedId); row >= 0) {
        m_wantedId.clear();
        m_table->select(row);
        m_rowInView = true;
    }
}

void EmployeesPage::rememberSelection()
{
    if (m_companyId.isEmpty() || !m_hasList)
        return;
    settings().setPlaceState(m_companyId, id(), QStringLiteral("selected"), m_table->firstSelectedId());
}

} // namespace hrcache
