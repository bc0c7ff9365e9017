#include "ui/overview/KeyOverview.h"

#include "base/ThreadPool.h"
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
/// More are counted on the thread pool.
constexpr size_t fewEntries = 2'000;

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
            return look(&m_session.inventory(), &m_session.clock(), std::move(scope), std::move(stop));
        },
        [this, since](Result<Figures> result) { land(std::move(result), since); });
}

void KeyOverview::land(Result<Figures> result, SteadyTime since)
{
    m_loading = false;
    if (m_active) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(m_session.clock().steady() - since);
        m_again.start(std::max<std::chrono::milliseconds>(usualInterval, took * restfulness));
    }
    if (result) {
        m_error.reset();
        take(std::move(*result));
    } else {
        m_error = result.error();
    }
    emit changed();
}

void KeyOverview::take(Figures figures)
{
    m_known = true;
    m_stats = std::move(figures.stats);
    m_ending = std::move(figures.ending);
    m_basis = figures.scanned ? tr("the whole server was walked")
                              : tr("from the rows of the database; the server (%1 keys) was not walked")
                                    .arg(format::count(figures.keysInServer));
}

KeyOverview::Figures KeyOverview::figuresOf(const KeyInventory &inventory, SteadyTime now)
{
    Figures figures{CacheInventory::stats(inventory), {}, inventory.scanned, inventory.keysInServer};
    std::vector<Ending> &ending = figures.ending;
    for (const CacheKeyInfo &info : inventory.entries) {
        if (info.ttlLeft)
            ending.push_back({info.key, now + *info.ttlLeft});
    }
    // What was stored together ends in the same second, and stands in the order of the keys.
    const auto second = [](const Ending &one) {
        return std::chrono::round<std::chrono::seconds>(one.deadline.time_since_epoch());
    };
    const auto sooner = [&](const Ending &a, const Ending &b) {
        return second(a) != second(b) ? second(a) < second(b) : a.key < b.key;
    };
    const size_t count = std::min(endingCount, ending.size());
    std::partial_sort(ending.begin(), ending.begin() + static_cast<std::ptrdiff_t>(count), ending.end(),
                      sooner);
    ending.resize(count);
    return figures;
}

Task<Result<KeyOverview::Figures>> KeyOverview::look(CacheInventory *inventory, const Clock *clock,
                                                     KeyScope scope, std::stop_token stop)
{
    auto collecting = inventory->collect(std::move(scope), ScanPolicy::WhenSmall, {}, stop);
    auto found = co_await collecting;
    if (!found)
        co_return failure(std::move(found.error()));
    if (stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});
    const SteadyTime now = clock->steady();
    if (found->entries.size() <= fewEntries)
        co_return figuresOf(*found, now);
    auto work = [keys = std::make_shared<const KeyInventory>(std::move(*found)), now] {
        return figuresOf(*keys, now);
    };
    auto counting = runOnPool(workerPool(), std::move(work));
    auto counted = co_await counting;
    co_return counted;
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
