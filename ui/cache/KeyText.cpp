#include "ui/cache/KeyText.h"

#include "ui/base/Format.h"

#include <QCoreApplication>

namespace hrcache::keytext {

namespace {

struct KeyText
{
    Q_DECLARE_TR_FUNCTIONS(KeyText)
};

} // namespace

QString timeLeft(const std::optional<std::chrono::milliseconds> &left)
{
    if (!left)
        return KeyText::tr("no end");
    return left->count() <= 0 ? KeyText::tr("expired") : format::countdown(*left);
}

QString spokenSpan(std::chrono::seconds span)
{
    const auto minutes = [](qint64 count) {
        return count == 1 ? KeyText::tr("1 minute") : KeyText::tr("%1 minutes").arg(count);
    };
    const qint64 seconds = std::max<qint64>(0, span.count());
    if (seconds < 60)
        return seconds == 1 ? KeyText::tr("1 second") : KeyText::tr("%1 seconds").arg(seconds);
    if (seconds < 3600)
        return minutes(seconds / 60);
    const qint64 hours = seconds / 3600;
    const QString text = hours == 1 ? KeyText::tr("1 hour") : KeyText::tr("%1 hours").arg(hours);
    const qint64 rest = seconds / 60 % 60;
    return rest == 0 ? text : text + QLatin1Char(' ') + minutes(rest);
}

QString spokenTimeLeft(const KeyRow &row, SteadyTime now)
{
    const auto left = row.left(now);
    if (!left)
        return KeyText::tr("never expires");
    if (left->count() <= 0)
        return KeyText::tr("expired");
    const QString rest = spokenSpan(std::chrono::ceil<std::chrono::seconds>(*left));
    if (row.ttl.count() <= 0)
        return KeyText::tr("%1 left").arg(rest);
    //: both are spans of time: "12 minutes left of 1 hour"
    const QString text = KeyText::tr("%1 left of %2").arg(rest, spokenSpan(row.ttl));
    return row.isLow(now) ? KeyText::tr("%1, ends soon").arg(text) : text;
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(format::count(count));
}

QString keys(qint64 count)
{
    return counted(count, KeyText::tr("1 key"), KeyText::tr("%1 keys"));
}

} // namespace hrcache::keytext
