#include "ui/contracts/ContractsPage.h"

#include "cache/CacheKey.h"
#include "cache/KeyWatch.h"
#include "hr/ContractListReader.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractWatch.h"

#include <algorithm>

namespace hrcache {

namespace {

using ContractsResult = Result<ContractListReader::Contracts>;

/// Keeps the reader as long as its read is under way.
Task<ContractsResult> readContracts(std::shared_ptr<ContractListReader> reader, UserId user,
                                    CompanyId company, ReadOptions options,
                                    ContractListReader::Progress progress)
{
    auto reading = reader->read(std::move(user), std::move(company), std::move(options), std::move(progress));
    auto result = co_await reading;
    co_return result;
}

/// An entry, or a lease for one, whoever holds it.
bool hasKey(const ContractOrigin &origin)
{
    return origin.state == ContractOrigin::State::Cache || origin.willStore || origin.isBeingFilled;
}

} // namespace

void ContractsPage::cancel()
{
    m_progress.clear();
    TablePage::cancel();
}

void ContractsPage::forgetPlace()
{
    m_reread.stop();
    m_watch->stop();
    m_contracts.reset();
    m_progress.clear();
}

void ContractsPage::servicesLeaving()
{
    TablePage::servicesLeaving();
    m_reread.stop();
    m_watch->stop();
}

void ContractsPage::activated()
{
    m_watch->setActive(true);
    TablePage::activated();
}

void ContractsPage::deactivated()
{
    m_watch->setActive(false);
    TablePage::deactivated();
}

void ContractsPage::read(ReadMode mode, quint64 serial)
{
    const CompanyId company = session().companyId();
    const UserId user = session().user();
    auto progress = [self = QPointer<ContractsPage>(this), serial](const CompanyContracts &soFar) {
        if (self && self->isWanted(serial))
            self->showFirstPart(soFar);
    };
    m_watch->beginReading(user, company);
    listRequest()->run(
        [this, user, company, mode, progress](std::stop_token stop) {
            auto reader = std::make_shared<ContractListReader>(session().service(), session().clock());
            ReadOptions options{mode, std::move(stop)};
            return readContracts(std::move(reader), user, company, std::move(options), progress);
        },
        [this](ContractsResult result) {
            m_progress.clear();
            if (!result)
                showFailure(result.error());
            else if ((*result)->problem && hasList() && m_contracts && m_contracts->unread == 0)
                showFailure(*(*result)->problem); // what is on screen is more than what could be read now
            else
                showAnswer(std::move(*result));
        });
}

void ContractsPage::setReferences(const References &references)
{
    m_model->setWords(references);
}

void ContractsPage::showFirstPart(const CompanyContracts &soFar)
{
    const size_t read = soFar.fromCache + soFar.fromDatabase;
    m_progress = tr("Contracts of %1 of %2 employees read")
                     .arg(format::count(static_cast<qint64>(read)),
                          format::count(static_cast<qint64>(soFar.people.size())));
    if (!hasList() && m_model->totalCount() == 0 && !m_model->isArranging() && !soFar.rows.empty())
        m_model->apply(std::make_shared<const CompanyContracts>(soFar.soFar()), false);
    updateState();
}

void ContractsPage::showAnswer(std::shared_ptr<const CompanyContracts> contracts)
{
    const bool first = takeAnswer();
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

void ContractsPage::keyChanged(const QByteArray &, KeyChange change)
{
    const SourceInfo &now = source();
    const bool shown = now.state == SourceInfo::State::Cache || now.state == SourceInfo::State::Database;
    // What a read that is under way stores is what it will show.
    if (!shown || (change == KeyChange::Renewed && listRequest()->isRunning()))
        return;
    if (change == KeyChange::Renewed && !isActive())
        setOutdated();
    else if (change == KeyChange::Renewed && m_contracts &&
             m_contracts->people.size() <= ContractWatch::mostReadAgain)
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
    // Whoever writes may say so more than once; one read does for all.
    if (isActive())
        m_reread.start();
    else
        TablePage::dataWrittenElsewhere();
}

KeysInView ContractsPage::keysInView() const
{
    if (!m_contracts)
        return {};
    const auto named = std::count_if(m_contracts->origins.begin(), m_contracts->origins.end(), hasKey);
    const QByteArray list = m_contracts->employeesFrom.key;
    const QByteArray prefix = CacheKey::withEnd(session().user(), session().companyId(), "contracts:");
    return {static_cast<size_t>(named) + (list.isEmpty() ? 0 : 1), [contracts = m_contracts, list, prefix] {
                auto keys = std::make_shared<std::vector<QByteArray>>();
                keys->reserve(contracts->people.size() + 1);
                if (!list.isEmpty())
                    keys->push_back(list);
                for (size_t person = 0; person < contracts->people.size(); ++person) {
                    if (!hasKey(contracts->origins[person]))
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

ContractsPage::Words ContractsPage::words() const
{
    const QString text = m_model->filter().text;
    return {tr("Loading contracts…"),
            text.isEmpty() ? tr("No contract matches the filter") : tr("No contract matches “%1”").arg(text),
            tr("Export contracts"), tr("contracts")};
}

void ContractsPage::showEmpty()
{
    stateView()->showEmpty(
        tr("No contracts yet"),
        tr("No active employee of %1 has a contract. Contracts are entered at the employee "
           "they are for.")
            .arg(session().company().name),
        tr("Show employees"), [this] { emit pageRequested(QStringLiteral("employees")); });
}

QString ContractsPage::countText() const
{
    const int total = m_model->totalCount();
    const int shown = m_model->rowCount();
    if (!m_progress.isEmpty() || !hasList())
        return m_progress;
    if (shown == total)
        return tr("%n contract(s)", nullptr, total).replace(QString::number(total), format::count(total));
    return tr("%1 of %2 contracts").arg(format::count(shown), format::count(total));
}

} // namespace hrcache
