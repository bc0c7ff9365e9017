#include "ui/overview/OverviewPage.h"

#include "cache/CacheEnvelope.h"
#include "metrics/KeyGroup.h"
#include "ui/base/Format.h"
#include "ui/base/Session.h"
#include "ui/overview/ChartPanel.h"
#include "ui/overview/KeyOverview.h"
#include "ui/overview/MetricCharts.h"
#include "ui/overview/SessionMetrics.h"
#include "ui/overview/StatCard.h"
#include "ui/overview/TextTableModel.h"

#include <QDateTime>

namespace hrcache {

namespace {

constexpr size_t shownEvents = 50;
const QString nothing = QString(QChar(0x2013));

QString timeOfDay(WallTime time, const QString &format)
{
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(since.count()).toString(format);
}

} // namespace

OverviewPage::OverviewPage(UiContext context, std::shared_ptr<const SessionMetrics> metrics, QWidget *parent)
    : PageBase(context, QStringLiteral("overview"), parent)
    , m_metrics(std::move(metrics))
    , m_keys(new KeyOverview(session(), this))
{
    build();
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &OverviewPage::tick);
    connect(m_keys, &KeyOverview::changed, this, &OverviewPage::keysChanged);
    connect(&session(), &Session::healthChanged, this, [this] {
        if (m_keys->error() && isActive() && session().cacheHealth().works())
            m_keys->load();
    });
    updateMetrics();
    updateKeys();
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::placeChanged()
{
    m_keys->placeChanged();
    m_keys->load();
}

void OverviewPage::servicesLeaving()
{
    m_keys->servicesLeaving();
}

void OverviewPage::activated()
{
    m_keys->setActive(true);
    if (m_keys->isKnown() && !m_keys->isLoading())
        m_keys->load();
    m_shownStep = -1;
    m_timer.start();
    tick();
}

void OverviewPage::deactivated()
{
    m_keys->setActive(false);
    m_timer.stop();
}

void OverviewPage::refresh()
{
    m_keys->load();
}

void OverviewPage::readThrough()
{
    refresh();
}

void OverviewPage::cancel()
{
    m_keys->cancel();
    keysChanged();
}

void OverviewPage::tick()
{
    const CacheMetrics &figures = m_metrics->figures();
    const qint64 step = session().clock().steady().time_since_epoch() / MetricsTimeline::stepLength;
    if (figures.revision() != m_shownRevision || step != m_shownStep) {
        m_shownRevision = figures.revision();
        m_shownStep = step;
        updateMetrics();
    }
    updateEnding();
    updateKeys();
}

void OverviewPage::keysChanged()
{
    setLoading(m_keys->isLoading());
    StripMessage strip;
    if (m_keys->error() && m_keys->error()->code != ErrorCode::Cancelled) {
        strip.level = StripMessage::Level::Warning;
        strip.text = tr("The cache cannot be read: %1 Reads go to the database and are slower.")
                         .arg(m_keys->error()->message);
        if (m_keys->isKnown())
            strip.text += QLatin1Char(' ') + tr("The figures of keys are what was known last.");
        strip.actionText = tr("Retry");
        strip.action = [this] { refresh(); };
        strip.dismissible = false;
    }
    if (strip.text != this->strip().text)
        setStrip(strip);
    updateKeys();
    updateEnding();
    ChartData types = charts::keysByType(m_keys->stats());
    if (!m_keys->isKnown())
        types.empty = types.description = whyUnknown();
    m_types->setData(types);
    m_types->setBasis(m_keys->basis());
}

void OverviewPage::updateMetrics()
{
    const CacheMetrics &figures = m_metrics->figures();
    const auto hits = static_cast<qint64>(figures.of(MetricOperation::Hit).count);
    const auto misses = static_cast<qint64>(figures.of(MetricOperation::Miss).count);
    const auto forced = static_cast<qint64>(figures.of(MetricOperation::Forced).count);
    const QString since = timeOfDay(figures.startedAt(), QStringLiteral("HH:mm"));
    const auto rate = figures.hitRate();
    m_hitRate->setFigure(rate ? format::percent(*rate) : nothing,
                         rate ? (hits + misses == 1
                                     ? tr("of 1 lookup of this program since %1, all companies").arg(since)
                                     : tr("of %1 lookups of this program since %2, all companies")
                                           .arg(format::count(hits + misses), since))
                              : tr("no lookups yet since %1").arg(since));
    m_hits->setFigure(tr("%1 / %2").arg(format::count(hits), format::count(misses)),
                      forced > 0 ? tr("forced reads, which count as neither: %1").arg(format::count(forced))
                                 : tr("hits / misses since %1").arg(since));
    const auto show = [](StatCard *card, const LatencyHistogram &latency, const QString &one,
                         const QString &many) {
        const auto median = latency.percentile(0.5);
        if (!median) {
            card->setFigure(nothing, tr("none yet"));
            return;
        }
        const auto count = static_cast<qint64>(latency.count());
        const QString high = format::duration(*latency.percentile(0.95));
        card->setFigure(format::duration(*median),
                        count == 1 ? one.arg(high) : many.arg(high, format::count(count)));
    };
    show(m_cacheTime, figures.cacheLatency(), tr("p95 %1, of 1 lookup"), tr("p95 %1, of %2 lookups"));
    show(m_databaseTime, figures.databaseLatency(), tr("p95 %1, of 1 answer, with the cache lookup before"),
         tr("p95 %1, of %2 answers, with the cache lookup before"));

    const auto steps = figures.timeline();
    const WallTime now = session().clock().now();
    m_lookups->setData(charts::hitsAndMisses(steps, now));
    m_latency->setData(charts::latency(steps, now));
    updateEvents();
}

QString OverviewPage::whyUnknown() const
{
    if (m_keys->error())
        return tr("the cache cannot be read");
    if (session().user().isEmpty())
        return tr("choose a user at the top of the rail");
    if (session().companyId().isEmpty())
        return tr("no company is chosen");
    return tr("counting…");
}

void OverviewPage::updateKeys()
{
    if (!m_keys->isKnown()) {
        const QString why = whyUnknown();
        for (StatCard *card : {m_keyCount, m_bytes, m_oldest, m_newest})
            card->setFigure(nothing, why);
        setStatusText({});
        return;
    }
    const CacheStats &stats = m_keys->stats();
    m_keyCount->setFigure(format::count(stats.totalKeys),
                          tr("of this user and company; %1").arg(m_keys->basis()));
    m_bytes->setFigure(format::bytes(stats.totalSizeBytes), tr("values of these keys"));
    const auto age = [this](StatCard *card, const QByteArray &cachedAt) {
        const auto stored = CacheEnvelope::parseCachedAt(cachedAt);
        if (!stored) {
            card->setFigure(nothing, tr("no entries"));
            return;
        }
        const auto old = std::chrono::floor<std::chrono::seconds>(session().clock().now() - *stored);
        // Writers write their own local time; one in another zone looks younger or older by whole hours.
        card->setFigure(format::age(std::max(std::chrono::seconds(0), old)),
                        tr("stored %1, by its writer's clock").arg(format::dateTime(*stored)));
    };
    age(m_oldest, stats.oldestEntry);
    age(m_newest, stats.newestEntry);
    const QString size = format::bytes(stats.totalSizeBytes);
    setStatusText(stats.totalKeys == 1 ? tr("1 key · %1").arg(size)
                                       : tr("%1 keys · %2").arg(format::count(stats.totalKeys), size));
}

void OverviewPage::updateEnding()
{
    const SteadyTime now = session().clock().steady();
    std::vector<QStringList> rows;
    for (const KeyOverview::Ending &ending : m_keys->ending()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(ending.deadline - now);
        if (left.count() <= 0)
            continue;
        rows.push_back(
            {keyGroupName(keyGroupOf(ending.key)), QString::fromUtf8(ending.key), format::countdown(left)});
    }
    m_ending->setRows(std::move(rows));
}

void OverviewPage::updateEvents()
{
    std::vector<QStringList> rows;
    for (const CacheEvent &event : m_metrics->figures().recentEvents()) {
        if (rows.size() == shownEvents)
            break;
        rows.push_back({timeOfDay(event.time, QStringLiteral("HH:mm:ss")), eventTypeName(event.type),
                        QString::fromUtf8(event.key), format::duration(event.duration)});
    }
    m_events->setRows(std::move(rows));
}

} // namespace hrcache
