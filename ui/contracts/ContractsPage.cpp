#include "ui/contracts/ContractsPage.h"

#include "cache/CacheKey.h"
#include "cache/KeyWatch.h"
#include "hr/ContractListReader.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractFilterBar.h"
#include "ui/contracts/ContractWatch.h"

#include <algorithm>

namespace hrcache {

namespace {

using ContractsResult = Result<ContractListReader::Contracts>;

/// A list of more employees than that is not read again as a whole because one entry was renewed.
constexpr size_t mostReadAgain = 2'000;

/// Keeps the reader as long as its read is under way.
Task<ContractsResult> readContracts(std::shared_ptr<ContractListReader> reader, UserId user,
                                    CompanyId company, ReadOptions options,
                                    ContractListReader::Progress progress)
{
    auto reading = reader->read(std::move(user), std::move(company), std::move(options), std::move(progress));
    auto result = co_await reading;
    co_return result;
}

bool isInCache(const ContractOrigin &origin)
{
    return origin.state == ContractOrigin::State::Cache || origin.willStore;
}

} // namespace

void ContractsPage::refresh()
{
    load(ReadMode::Forced);
}

void ContractsPage::readThrough()
{
    load(ReadMode::CacheFirst);
}

void ContractsPage::reloadEverything()
{
    loadWords(ReadMode::Forced);
    refresh();
}

void ContractsPage::cancel()
{
    const bool running = m_listRequest->isRunning();
    ++m_loadSerial;
    m_listRequest->cancel();
    if (running && !m_hasList)
        m_wasCancelled = true;
    m_progress.clear();
    updateState();
}

void ContractsPage::placeChanged()
{
    rememberSelection();
    ++m_loadSerial;
    m_listRequest->cancel();
    m_reread.stop();
    m_watch->stop();
    m_contracts.reset();
    m_model->clear();
    m_hasList = m_wasCancelled = m_outdated = false;
    m_error.reset();
    m_progress.clear();
    m_companyId = session().company().id;
    m_wantedId = settings().placeState(m_companyId, id(), QStringLiteral("selected")).toString();
    setSource({});
    setStrip({});
    if (!m_companyId.isEmpty() && !session().user().isEmpty()) {
        load(ReadMode::CacheFirst);
        loadWords(ReadMode::CacheFirst);
    }
    updateState();
}

void ContractsPage::servicesLeaving()
{
    m_wordsRequest->cancel();
    m_reread.stop();
    m_watch->stop();
}

void ContractsPage::activated()
{
    m_watch->setActive(true);
    if (m_outdated)
        readThrough();
    m_outdated = false;
}

void ContractsPage::deactivated()
{
    m_watch->setActive(false);
    rememberSelection();
}

void ContractsPage::load(ReadMode mode)
{
    const CompanyId company = session().companyId();
    const UserId user = session().user();
    if (company.isEmpty() || user.isEmpty())
        return;
    // Repeated presses merge; a forced read is worth more than one through the cache that is under way.
    if (m_listRequest->isRunning() && (m_mode == mode || m_mode == ReadMode::Forced))
        return;
    m_mode = mode;
    m_wasCancelled = false;
    m_error.reset();
    const quint64 serial = ++m_loadSerial;
    auto progress = [self = QPointer<ContractsPage>(this), serial](const CompanyContracts &soFar) {
        if (self && self->m_loadSerial == serial)
            self->showFirstPart(soFar);
    };
    m_watch->beginReading(user, company);
    m_listRequest->run(
        [this, user, company, mode, progress](std::stop_token stop) {
            auto reader = std::make_shared<ContractListReader>(session().service(), session().clock());
            ReadOptions options{mode, std::move(stop)};
            return readContracts(std::move(reader), user, company, std::move(options), progress);
        },
        [this](ContractsResult result) {
            m_progress.clear();
            if (!result)
                showFailure(result.error());
            else if ((*result)->problem && m_hasList && m_contracts && m_contracts->unread == 0)
                showFailure(*(*result)->problem); // what is on screen is more than what could be read now
            else
                showAnswer(std::move(*result));
        });
    updateState();
}

void ContractsPage::loadWords(ReadMode mode)
{
    const CompanyId company = session().companyId();
    if (company.isEmpty())
        return;
    m_wordsRequest->run(
        [this, company, mode](std::stop_token stop) {
            return session().service().read(
                session().user(), HrQuery::references(company, session().country(), session().language()),
                {mode, stop});
        },
        [this](DocumentResult result) {
            // Without them codes are shown; the list itself is not worse for it.
            if (result)
                m_model->setWords(References::from(result->data));
        });
}

void ContractsPage::showFirstPart(const CompanyContracts &soFar)
{
    const size_t read = soFar.fromCache + soFar.fromDatabase;
    m_progress = tr("Contracts of %1 of %2 employees read")
                     .arg(format::count(static_cast<qint64>(read)),
                          format::count(static_cast<qint64>(soFar.people.size())));
    if (!m_hasList && m_model->totalCount() == 0 && !m_model->isArranging() && !soFar.rows.empty())
        m_model->apply(std::make_shared<const CompanyContracts>(soFar.soFar()), false);
    updateState();
}

void ContractsPage::showAnswer(std::shared_ptr<const CompanyContracts> contracts)
{
    const bool first = !m_hasList;
    m_hasList = true;
    m_contracts = std::move(contracts);
    m_expiries.clear();
    const CompanyContracts &now = *m_contracts;
    const std::optional<Error> &problem = now.problem;
    const SourceInfo::Mix mix{static_cast<int>(now.fromCache), static_cast<int>(now.fromDatabase)};
    SourceInfo info = mix.fromCache + mix.fromDatabase > 0
                          ? SourceInfo::ofMany(now.cached, now.read, mix, session().clock())
                          : SourceInfo::of(now.employeesFrom, session().clock());
    if (problem) {
        info = info.afterFailure(*problem, true);
        setStrip({StripMessage::Level::Problem,
                  tr("The contracts of %n employee(s) could not be read. ", nullptr,
                     static_cast<int>(now.unread)) +
                      problem->message,
                  tr("Retry"), [this] { readThrough(); }, true});
    } else {
        setStrip({});
    }
    setSource(info);
    noteRowInView();
    m_model->apply(m_contracts, !first);
    m_watch->watch(m_contracts);
    updateState();
}

void ContractsPage::showFailure(const Error &error)
{
    if (error.code == ErrorCode::Cancelled) {
        m_wasCancelled = !m_hasList;
    } else if (m_hasList) {
        setSource(source().afterFailure(error, true));
        setStrip({StripMessage::Level::Problem, error.message, tr("Retry"), [this] { refresh(); }, true});
    } else {
        m_error = error;
        setSource(SourceInfo().afterFailure(error, false));
    }
    updateState();
}

void ContractsPage::keyChanged(const QByteArray &, KeyChange change)
{
    const SourceInfo &now = source();
    const bool shown = now.state == SourceInfo::State::Cache || now.state == SourceInfo::State::Database;
    // What a read that is under way stores is what it will show.
    if (!shown || (change == KeyChange::Renewed && m_listRequest->isRunning()))
        return;
    if (change == KeyChange::Renewed && !isActive())
        m_outdated = true;
    else if (change == KeyChange::Renewed && m_contracts && m_contracts->people.size() <= mostReadAgain)
        load(ReadMode::CacheFirst);
    else if (const auto stale = now.afterKeyChange(change))
        setSource(*stale);
}

void ContractsPage::ttlChanged(uint32_t person, std::optional<std::chrono::milliseconds> left)
{
    const Clock &clock = session().clock();
    if (!m_contracts)
        return;
    m_expiries.insert(person, left ? clock.steady() + *left : SteadyTime::max());
    // The badge counts down to the entry that ends first, which may be another one now.
    const auto first = firstToExpire(m_contracts->origins, m_expiries);
    if (!first)
        return;
    std::optional<std::chrono::milliseconds> until;
    if (*first != SteadyTime::max())
        until = std::chrono::duration_cast<std::chrono::milliseconds>(*first - clock.steady());
    if (const auto changed = source().afterTtlChange(m_contracts->cached.key, until, clock))
        setSource(*changed);
}

void ContractsPage::dataWrittenElsewhere()
{
    if (!isActive()) {
        m_outdated = true;
        return;
    }
    // Whoever writes may say so more than once; one read does for all.
    m_reread.start();
}

void ContractsPage::readAgain()
{
    if (!isActive()) {
        m_outdated = true;
        return;
    }
    // What is under way may have been read before the write.
    ++m_loadSerial;
    m_listRequest->cancel();
    readThrough();
}

KeysInView ContractsPage::keysInView() const
{
    if (!m_contracts)
        return {};
    const auto named = std::count_if(m_contracts->origins.begin(), m_contracts->origins.end(), isInCache);
    const QByteArray list = m_contracts->employeesFrom.key;
    const QByteArray prefix = CacheKey::withEnd(session().user(), session().companyId(), "contracts:");
    return {static_cast<size_t>(named) + (list.isEmpty() ? 0 : 1), [contracts = m_contracts, list, prefix] {
                auto keys = std::make_shared<std::vector<QByteArray>>();
                keys->reserve(contracts->people.size() + 1);
                if (!list.isEmpty())
                    keys->push_back(list);
                for (size_t person = 0; person < contracts->people.size(); ++person) {
                    if (!isInCache(contracts->origins[person]))
                        continue;
                    const std::string_view id = contracts->people[person].idUtf8();
                    keys->push_back(prefix +
                                    QByteArray::fromRawData(id.data(), static_cast<qsizetype>(id.size())));
                }
                return KeysInView::Keys(std::move(keys));
            }};
}

bool ContractsPage::hasKeysInView() const
{
    return m_contracts && (!m_contracts->employeesFrom.key.isEmpty() || m_contracts->fromCache > 0 ||
                           m_contracts->read.willStore);
}

bool ContractsPage::showPlaceNotice()
{
    const Session &place = session();
    if (place.user().isEmpty()) {
        m_state->showNotice(QStringLiteral("user"), tr("Who is working?"),
                            tr("Choose a user at the upper left: rows are read and cached for each user."));
    } else if (!m_companyId.isEmpty()) {
        return false;
    } else if (place.isLoadingCompanies()) {
        m_state->showLoading(tr("Loading the companies of this user…"));
    } else if (place.companiesError()) {
        m_state->showError(*place.companiesError(), [this] { session().reloadCompanies(); });
    } else {
        m_state->showNotice(QStringLiteral("lock"), tr("No access to any company"),
                            tr("This user may see no company. Choose another user, or ask for access."),
                            tr("Ask again"), [this] { session().reloadCompanies(); });
    }
    return true;
}

void ContractsPage::updateState()
{
    if (showPlaceNotice()) {
        // There is nothing else to say.
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
        m_state->showLoading(tr("Loading contracts…"));
    } else if (m_model->totalCount() > 0) {
        const ContractFilter &filter = m_model->filter();
        m_state->showNoMatch(filter.text.isEmpty() ? tr("No contract matches the filter")
                                                   : tr("No contract matches “%1”").arg(filter.text),
                             [this] {
                                 m_bar->clearFilter();
                                 m_bar->focusFilter();
                             });
    } else {
        m_state->showEmpty(
            tr("No contracts yet"),
            tr("No active employee of %1 has a contract. Contracts are entered at the employee "
               "they are for.")
                .arg(session().company().name),
            tr("Show employees"), [this] { emit pageRequested(QStringLiteral("employees")); });
    }
    updateStatus();
    updateActions();
    setLoading(m_listRequest->isRunning());
}

void ContractsPage::updateStatus()
{
    const int total = m_model->totalCount();
    const int shown = m_model->rowCount();
    QString text;
    if (!m_progress.isEmpty())
        text = m_progress;
    else if (m_hasList && shown == total)
        text = tr("%n contract(s)", nullptr, total).replace(QString::number(total), format::count(total));
    else if (m_hasList)
        text = tr("%1 of %2 contracts").arg(format::count(shown), format::count(total));
    if (const int selected = m_table->selectedCount(); selected > 1)
        text += tr(" · %1 selected").arg(format::count(selected));
    setStatusText(text);
}

void ContractsPage::selectWanted()
{
    if (m_wantedId.isEmpty() || m_table->selectionModel()->hasSelection())
        return;
    if (const int row = m_model->rowOf(m_wantedId); row >= 0) {
        m_wantedId.clear();
        m_table->select(row);
        m_rowInView = true;
    }
}

void ContractsPage::rememberSelection()
{
    if (m_companyId.isEmpty() || !m_hasList)
        return;
    settings().setPlaceState(m_companyId, id(), QStringLiteral("selected"), m_table->firstSelectedId());
}

} // namespace hrcache
