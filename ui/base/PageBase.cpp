#include "ui/base/PageBase.h"

#include "ui/base/Session.h"

namespace hrcache {

namespace {

/// A database that answers pings and fails reads is not asked all the time.
constexpr std::chrono::seconds readAgainPause{30};

} // namespace

PageBase::PageBase(UiContext context, QString id, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_id(std::move(id))
{
    setObjectName(QStringLiteral("page-%1").arg(m_id));
    connect(&session(), &Session::companyChanged, this, &PageBase::newPlace);
    connect(&session(), &Session::replaced, this, &PageBase::newPlace);
    connect(&session(), &Session::healthChanged, this, &PageBase::noteDatabase);
    connect(&session(), &Session::aboutToBeReplaced, this, [this] {
        m_readAgain.stop();
        cancel();
        servicesLeaving();
    });
    m_readAgain.setSingleShot(true);
    connect(&m_readAgain, &QTimer::timeout, this, &PageBase::readAgain);
    connect(&session(), &Session::databaseIsBack, this, [this] {
        const auto rest =
            std::chrono::ceil<std::chrono::milliseconds>(m_readAgainAfter - session().clock().steady());
        m_readAgain.start(std::max(std::chrono::milliseconds(0), rest));
    });
}

void PageBase::readAgain()
{
    m_isToReadAgain = !m_active;
    const bool failed =
        m_source.state == SourceInfo::State::Error || m_source.state == SourceInfo::State::Offline;
    if (!m_active || !failed || m_loading)
        return;
    m_readAgainAfter = session().clock().steady() + readAgainPause;
    readThrough();
}

void PageBase::noteDatabase()
{
    using State = SourceInfo::State;
    const bool isLost = session().databaseHealth().state == LinkHealth::State::Lost;
    if (!isLost || (m_source.state != State::Cache && m_source.state != State::Database))
        return;
    setSource(m_source.afterFailure(
        Error::make(ErrorCode::Unreachable, tr("The database cannot be reached.")), true));
}

void PageBase::setActive(bool active)
{
    if (std::exchange(m_active, active) == active)
        return;
    if (!active) {
        deactivated();
        return;
    }
    if (m_placeIsNew)
        newPlace();
    activated();
    if (m_isToReadAgain)
        readAgain();
}

void PageBase::newPlace()
{
    m_placeIsNew = !m_active;
    if (m_active)
        placeChanged();
}

bool PageBase::can(PageCommand) const
{
    return false;
}

void PageBase::perform(PageCommand) {}

bool PageBase::escape()
{
    if (!m_loading)
        return false;
    cancel();
    return true;
}

void PageBase::setSource(const SourceInfo &source)
{
    m_source = source;
    emit sourceChanged();
}

void PageBase::setStrip(const StripMessage &strip)
{
    m_strip = strip;
    emit stripChanged();
}

void PageBase::setStatusText(const QString &text)
{
    if (m_statusText == text)
        return;
    m_statusText = text;
    emit statusTextChanged();
}

void PageBase::setLoading(bool loading)
{
    if (std::exchange(m_loading, loading) != loading)
        emit loadingChanged(loading);
}

} // namespace hrcache
