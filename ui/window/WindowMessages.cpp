#include "ui/window/WindowMessages.h"

#include "cache/HrCacheManager.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"

namespace hrcache {

namespace {

bool isOutage(const Error &error)
{
    return error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
}

} // namespace

WindowMessages::WindowMessages(UiContext context, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_retry(new Request(this))
{
    Session &session = context.session;
    connect(&session, &Session::healthChanged, this, &WindowMessages::update);
    connect(&session, &Session::choicesChanged, this, &WindowMessages::update);
    connect(&session, &Session::companyChanged, this, &WindowMessages::update);
    connect(&session, &Session::aboutToBeReplaced, this, [this] {
        m_retry->cancel();
        m_hasServices = false;
        m_pendingKeys = 0;
        m_dismissed.clear();
    });
    connect(&session, &Session::replaced, this, [this] {
        m_hasServices = true;
        followCache();
        update();
    });
    followCache();
    update();
}

void WindowMessages::followCache()
{
    InvalidationRetry &retry = m_context.session.cache().retry();
    m_pendingKeys = retry.pendingKeys();
    connect(&retry, &InvalidationRetry::pendingChanged, this, [this](qsizetype keys) {
        m_pendingKeys = keys;
        update();
    });
}

void WindowMessages::setPage(PageBase *page)
{
    if (m_page)
        disconnect(m_page, &PageBase::stripChanged, this, nullptr);
    m_page = page;
    if (page)
        connect(page, &PageBase::stripChanged, this, &WindowMessages::update);
    update();
}

void WindowMessages::dismissCurrent()
{
    if (m_currentCause == u"welcome")
        m_context.settings.set(setting::welcomeDismissed, true);
    m_dismissed.insert(m_currentCause);
    update();
}

std::vector<WindowMessages::Candidate> WindowMessages::candidates()
{
    const Session &session = m_context.session;
    std::vector<Candidate> due;
    const auto add = [&](const QString &cause, StripMessage::Level level, const QString &text,
                         const QString &actionText = {}, std::function<void()> action = {}) {
        due.push_back({cause, {level, text, actionText, std::move(action), true}});
    };
    using Level = StripMessage::Level;
    // The cause in the server's words, else in ours, and then what it means.
    const auto lost = [](const LinkHealth &health, const QString &otherwise, const QString &meaning) {
        return (health.words.isEmpty() ? otherwise : health.words) + QLatin1Char(' ') + meaning;
    };
    if (m_pendingKeys > 0) {
        add(QStringLiteral("pending/%1").arg(m_pendingKeys), Level::Warning,
            tr("%n cache entry(ies) could not be deleted yet: other readers may see the old value. It is "
               "tried again by itself.",
               nullptr, static_cast<int>(m_pendingKeys)),
            tr("Try now"), [this] {
                if (m_hasServices && !m_retry->isRunning())
                    m_retry->run(
                        [this](std::stop_token) { return m_context.session.cache().retry().retryNow(); },
                        [](bool) {});
            });
    }
    const bool cacheLost = session.cacheHealth().state == LinkHealth::State::Lost;
    const bool databaseLost = session.databaseHealth().state == LinkHealth::State::Lost;
    if (cacheLost && databaseLost) {
        add(QStringLiteral("both-lost"), Level::Problem,
            tr("Neither the cache nor the database can be reached. What is on screen is the last known copy; "
               "nothing can be changed."),
            tr("Connections…"), [this] { emit connectRequested(); });
    } else if (databaseLost) {
        add(QStringLiteral("database-lost"), Level::Problem,
            lost(session.databaseHealth(), tr("The database cannot be reached."),
                 tr("What is on screen may be old, and nothing can be changed.")),
            tr("Connections…"), [this] { emit connectRequested(); });
    } else if (cacheLost) {
        add(QStringLiteral("cache-lost"), Level::Warning,
            lost(session.cacheHealth(), tr("The cache cannot be reached."),
                 tr("Everything is read from the database, which takes longer. A change asks before it is "
                    "saved, as other readers may see the old value.")));
    }
    // Said above already, with what it means for everything on screen.
    const auto isSaid = [&](const QString &text) {
        return databaseLost && text == session.databaseHealth().words;
    };
    if (const auto &error = session.companiesError(); error && !(databaseLost && isOutage(*error))) {
        add(QStringLiteral("companies/") + error->message, Level::Problem,
            tr("The companies of this user could not be read. %1").arg(error->message), tr("Retry"),
            [this] { m_context.session.reloadCompanies(); });
    }
    if (m_page && !m_page->strip().text.isEmpty() && !isSaid(m_page->strip().text))
        due.push_back(
            {QStringLiteral("page/%1/%2").arg(m_page->id(), m_page->strip().text), m_page->strip()});
    if (session.isEmbedded() && !m_context.settings.get(setting::welcomeDismissed)) {
        add(QStringLiteral("welcome"), Level::Information,
            tr("This is sample data, kept in a file of this machine: look around and change what you like. "
               "Connect to your servers when you are ready."),
            tr("Connect…"), [this] { emit connectRequested(); });
    }
    return due;
}

void WindowMessages::update()
{
    std::vector<Candidate> due = candidates();
    m_current = {};
    m_currentCause.clear();
    for (Candidate &candidate : due) {
        if (m_dismissed.contains(candidate.cause))
            continue;
        m_current = std::move(candidate.message);
        m_currentCause = candidate.cause;
        break;
    }
    // A cause that is gone may be told again when it comes back.
    QSet<QString> still;
    for (const Candidate &candidate : due) {
        if (m_dismissed.contains(candidate.cause))
            still.insert(candidate.cause);
    }
    m_dismissed = still;
    emit changed();
}

} // namespace hrcache
