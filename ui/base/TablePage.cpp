// What the page loads and says of it; what can be done with its rows is in TablePageRows.cpp.
#include "ui/base/TablePage.h"

#include "hr/References.h"
#include "ui/base/ArrangedModel.h"
#include "ui/base/CsvExport.h"
#include "ui/base/FilterBar.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"

namespace hrcache {

TablePage::TablePage(UiContext context, QString id, QWidget *parent)
    : PageBase(context, std::move(id), parent)
    , m_listRequest(new Request(this))
    , m_wordsRequest(new Request(this))
{
}

TablePage::~TablePage() = default;

void TablePage::refresh()
{
    load(ReadMode::Forced);
}

void TablePage::readThrough()
{
    load(ReadMode::CacheFirst);
}

void TablePage::reloadEverything()
{
    loadWords(ReadMode::Forced);
    refresh();
}

void TablePage::cancel()
{
    const bool running = m_listRequest->isRunning();
    ++m_loadSerial;
    m_listRequest->cancel();
    if (running && !m_hasList) {
        m_wasCancelled = true;
        sayIncomplete(tr("Loading was cancelled."));
    }
    updateState();
}

void TablePage::placeChanged()
{
    rememberSelection();
    ++m_loadSerial;
    m_listRequest->cancel();
    forgetPlace();
    m_model->clear();
    m_hasList = m_wasCancelled = m_outdated = false;
    m_error.reset();
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

void TablePage::servicesLeaving()
{
    m_wordsRequest->cancel();
}

void TablePage::activated()
{
    if (std::exchange(m_outdated, false))
        readAnew();
}

void TablePage::deactivated()
{
    rememberSelection();
}

void TablePage::dataWrittenElsewhere()
{
    if (isActive())
        readAnew();
    else
        m_outdated = true;
}

void TablePage::load(ReadMode mode)
{
    if (session().companyId().isEmpty() || session().user().isEmpty())
        return;
    // Repeated presses merge; a forced read is worth more than one through the cache that is under way.
    if (m_listRequest->isRunning() && (m_mode == mode || m_mode == ReadMode::Forced))
        return;
    m_mode = mode;
    m_wasCancelled = false;
    m_error.reset();
    read(mode, ++m_loadSerial);
    updateState();
}

void TablePage::readAnew()
{
    ++m_loadSerial;
    m_listRequest->cancel();
    load(ReadMode::CacheFirst);
}

void TablePage::loadWords(ReadMode mode)
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
                setReferences(References::from(result->data));
        });
}

bool TablePage::areWordsLoaded() const
{
    return !m_wordsRequest->isRunning();
}

bool TablePage::takeAnswer()
{
    m_error.reset();
    return !std::exchange(m_hasList, true);
}

void TablePage::showFailure(const Error &error)
{
    if (error.code == ErrorCode::Cancelled) {
        m_wasCancelled = !m_hasList;
    } else if (m_hasList) {
        setSource(source().afterFailure(error, true));
        setStrip({StripMessage::Level::Problem, error.message, tr("Retry"), [this] { refresh(); }, true});
    } else {
        m_error = error;
        setSource(SourceInfo().afterFailure(error, false));
        sayIncomplete(error.message);
    }
    updateState();
}

bool TablePage::showPlaceNotice()
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

void TablePage::updateState()
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
        m_state->showLoading(words().loading);
    } else if (m_model->totalCount() > 0) {
        m_state->showNoMatch(words().noMatch, [this] {
            m_bar->clearFilter();
            m_bar->focusFilter();
        });
    } else {
        showEmpty();
    }
    updateStatus();
    updateLoading();
    updateActions();
}

void TablePage::updateStatus()
{
    QString text = countText();
    if (const int selected = m_table->selectedCount(); selected > 1)
        text += tr(" · %1 selected").arg(format::count(selected));
    setStatusText(text);
}

void TablePage::updateLoading()
{
    setLoading(m_listRequest->isRunning());
}

void TablePage::updateActions()
{
    m_bar->setExportEnabled(can(PageCommand::Export));
    emit commandsChanged();
}

} // namespace hrcache
