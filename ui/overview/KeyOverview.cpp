#include "ui/overview/KeyOverview.h"

#include "cache/HrCacheManager.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"

#include <algorithm>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds gatherEvents{500};
constexpr std::chrono::seconds usualInterval{15};
/// Looking may take one part in so many of the time.
constexpr int restfulness = 50;

} // namespace

KeyOverview::KeyOverview(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_request(new Request(this))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(gatherEvents);
    m_again.setSingleShot(true);
    for (QTimer *timer : {&m_soon, &m_again})
        connect(timer, &QTimer::timeout, this, [this] { start(false); });
}

void KeyOverview::load()
{
    start(true);
}

void KeyOverview::start(bool loud)
{
    if (m_request->isRunning() && !loud) {
        // What is under way may have looked before the change.
        m_soon.start();
        return;
    }
    const UserId user = m_session.user();
    const CompanyId company = m_session.companyId();
    if (user.isEmpty() || company.isEmpty())
        return;
    m_soon.stop();
    m_again.stop();
    m_loading = loud;
    const SteadyTime since = m_session.clock().steady();
    emit changed();
    m_request->run(
        [this, user, company](std::stop_token stop) {
            KeyScope scope{{user}, company};
            return m_session.inventory().collect(std::move(scope), ScanPolicy::WhenSmall, {},
                                                 std::move(stop));
        },
        [this, since](Result<KeyInventory> result) { land(std::move(result), since); });
}

void KeyOverview::land(Result<KeyInventory> result, SteadyTime since)
{
    m_loading = false;
    if (m_active) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(m_session.clock().steady() - since);
        m_again.start(std::max<std::chrono::milliseconds>(usualInterval, took * restfulness));
    }
    if (result) {
        m_error.reset();
        take(*result);
    } else {
        m_error = result.error();
    }
    emit changed();
}

void KeyOverview::take(const KeyInventory &inventory)
{
    m_known = true;
    m_stats = CacheInventory::stats(inventory);
    m_basis = inventory.scanned ? tr("the whole server was walked")
                                : tr("from the rows of the database; the server (%1 keys) was not walked")
                                      .arg(format::count(inventory.keysInServer));
    const SteadyTime now = m_session.clock().steady();
    m_ending.clear();
    for (const CacheKeyInfo &info : inventory.entries) {
        if (info.ttlLeft)
            m_ending.push_back({info.key, now + *info.ttlLeft});
    }
    // What was stored together ends in the same second, and stands in the order of the keys.
    const auto second = [](const Ending &ending) {
        return std::chrono::round<std::chrono::seconds>(ending.deadline.time_since_epoch());
    };
    const auto sooner = [&](const Ending &a, const Ending &b) {
        return second(a) != second(b) ? second(a) < second(b) : a.key < b.key;
    };
    const size_t count = std::min(endingCount, m_ending.size());
    std::partial_sort(m_ending.begin(), m_ending.begin() + static_cast<std::ptrdiff_t>(count), m_ending.end(),
                      sooner);
    m_ending.resize(count);
}

void KeyOverview::setActive(bool active)
{
    m_active = active;
    if (!active) {
        m_soon.stop();
        m_again.stop();
    }
    listen();
}

void KeyOverview::placeChanged()
{
    cancel();
    m_known = false;
    m_stats = {};
    m_ending.clear();
    m_basis.clear();
    m_error.reset();
    listen();
    emit changed();
}

void KeyOverview::servicesLeaving()
{
    cancel();
    disconnect(m_feed);
}

void KeyOverview::cancel()
{
    m_request->cancel();
    m_soon.stop();
    m_loading = false;
}

void KeyOverview::listen()
{
    disconnect(m_feed);
    if (m_active)
        m_feed =
            connect(&m_session.cache().events(), &CacheEventFeed::happened, this, &KeyOverview::happened);
}

void KeyOverview::happened(const CacheEvent &event)
{
    const bool changes = event.type == CacheEvent::Type::Store || event.type == CacheEvent::Type::Invalidate;
    if (changes && !m_soon.isActive())
        m_soon.start();
}

} // namespace hrcache
