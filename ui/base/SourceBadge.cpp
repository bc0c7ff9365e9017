#include "ui/base/SourceBadge.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/SourcePopover.h"
#include "ui/base/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QStyle>

namespace hrcache {

namespace {

constexpr int pictogram = 16;
constexpr int horizontalMargin = 8;
constexpr int verticalMargin = 4;
constexpr int gap = 6;

/// One timer for all badges: they change in the same instant, and the program wakes once a second.
class Ticker : public QTimer
{
public:
    static Ticker &instance()
    {
        static QPointer<Ticker> ticker;
        if (!ticker)
            ticker = new Ticker;
        return *ticker;
    }

private:
    Ticker()
        : QTimer(QCoreApplication::instance())
    {
        setInterval(std::chrono::seconds(1));
        start();
    }
};

} // namespace

SourceBadge::SourceBadge(const Clock &clock, QWidget *parent)
    : QAbstractButton(parent)
    , m_clock(clock)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFont(format::tabularDigits(font()));
    connect(&Ticker::instance(), &QTimer::timeout, this, &SourceBadge::tick);
    connect(this, &QAbstractButton::clicked, this, &SourceBadge::showPopover);
    setSource({});
}

SourceBadge::~SourceBadge() = default;

QString SourceBadge::iconName(SourceInfo::State state)
{
    switch (state) {
    case SourceInfo::State::Cache:
        return QStringLiteral("zap");
    case SourceInfo::State::Database:
        return QStringLiteral("database");
    case SourceInfo::State::Stale:
        return QStringLiteral("triangle-alert");
    case SourceInfo::State::Offline:
        return QStringLiteral("cloud-off");
    case SourceInfo::State::Error:
        return QStringLiteral("circle-alert");
    case SourceInfo::State::Sample:
        return QStringLiteral("layers");
    case SourceInfo::State::None:
        break;
    }
    return {};
}

QString SourceBadge::stateWord(SourceInfo::State state)
{
    switch (state) {
    case SourceInfo::State::Cache:
        return tr("Cache");
    case SourceInfo::State::Database:
        return tr("Database");
    case SourceInfo::State::Stale:
        return tr("Stale");
    case SourceInfo::State::Offline:
        return tr("Offline copy");
    case SourceInfo::State::Error:
        return tr("Error");
    case SourceInfo::State::Sample:
        return tr("Sample data");
    case SourceInfo::State::None:
        break;
    }
    return {};
}

QString SourceBadge::textFor(const SourceInfo &source, const Clock &clock)
{
    QStringList words{stateWord(source.state)};
    const auto seconds = [](auto span) { return std::chrono::duration_cast<std::chrono::seconds>(span); };
    const std::chrono::seconds sinceAnswer = seconds(clock.steady() - source.receivedSteady);
    std::chrono::seconds age = sinceAnswer;
    if (const auto cachedAt = source.cachedAt())
        age = std::max(age, seconds(clock.now() - *cachedAt));
    switch (source.state) {
    case SourceInfo::State::Cache:
        words << format::age(age);
        if (const auto left = source.ttlLeft(clock))
            words << format::timeLeft(*left);
        else if (source.isEndless())
            words << tr("does not expire");
        break;
    case SourceInfo::State::Database:
        if (source.fromCache() > 0) {
            words = {tr("Cache %1").arg(format::count(source.fromCache())),
                     tr("Database %1").arg(format::count(source.fromDatabase()))};
        } else if (!source.parts.empty() && source.parts.front().reason != Reason::NotCached) {
            words << reasonName(source.parts.front().reason);
        }
        words << format::age(sinceAnswer);
        break;
    case SourceInfo::State::Stale:
    case SourceInfo::State::Offline:
        if (source.state == SourceInfo::State::Stale && !source.words.isEmpty())
            words << source.words;
        words << format::age(age);
        break;
    case SourceInfo::State::Error:
    case SourceInfo::State::Sample:
    case SourceInfo::State::None:
        break;
    }
    return words.join(QStringLiteral(" · "));
}

void SourceBadge::setSource(const SourceInfo &source)
{
    m_source = source;
    setVisible(source.state != SourceInfo::State::None);
    tick();
    update();
}

void SourceBadge::setSubject(const QString &subject)
{
    m_subject = subject;
    setAccessibleDescription(tr("Where this comes from: %1. Press for details.").arg(subject));
}

void SourceBadge::tick()
{
    const QString now = textFor(m_source, m_clock);
    if (now == text())
        return;
    setText(now);
    setAccessibleText(this, now);
    setToolTip(details());
    updateGeometry();
    update();
}

QString SourceBadge::details() const
{
    QStringList lines;
    for (const auto &[name, value] : SourcePopover::facts(m_source, m_clock))
        lines << QStringLiteral("%1: %2").arg(name, value);
    return lines.join(QLatin1Char('\n'));
}

QSize SourceBadge::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(text()) + pictogram + gap + 2 * horizontalMargin + 2,
            std::max(metrics.height(), pictogram) + 2 * verticalMargin};
}

QSize SourceBadge::minimumSizeHint() const
{
    return {pictogram + 2 * horizontalMargin + 40, sizeHint().height()};
}

void SourceBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme::Colors colors = Theme::badge(m_source.state, palette());
    const QRectF frame = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(colors.text, 1));
    painter.setBrush(colors.background);
    painter.drawRoundedRect(frame, 5, 5);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    QRect inner = rect().adjusted(horizontalMargin, 0, -horizontalMargin, 0);
    const QRect iconRect = QStyle::alignedRect(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter,
                                               {pictogram, pictogram}, inner);
    icons::paint(&painter, iconName(m_source.state), iconRect, colors.text);
    if (layoutDirection() == Qt::LeftToRight)
        inner.setLeft(iconRect.right() + gap);
    else
        inner.setRight(iconRect.left() - gap);
    painter.setPen(colors.text);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
}

void SourceBadge::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        tick();
}

void SourceBadge::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

QPoint SourceBadge::placeOf(const QSize &popover) const
{
    constexpr int distance = 4;
    const QRect room = screen()->availableGeometry().adjusted(distance, distance, -distance, -distance);
    QPoint place = mapToGlobal(QPoint(0, height() + distance));
    if (place.y() + popover.height() > room.bottom())
        place.setY(mapToGlobal(QPoint(0, -distance)).y() - popover.height());
    place.setX(std::min(place.x(), room.right() + 1 - popover.width()));
    return {std::max(place.x(), room.left()), std::max(place.y(), room.top())};
}

void SourceBadge::showPopover()
{
    auto *popover = new SourcePopover(this, m_subject, m_clock);
    popover->resize(popover->sizeHint());
    popover->move(placeOf(popover->size()));
    popover->show();
}

} // namespace hrcache
