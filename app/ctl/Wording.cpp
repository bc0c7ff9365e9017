#include "app/ctl/Wording.h"

#include <QCoreApplication>
#include <QLocale>

namespace hrcache {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

} // namespace

QString spanText(std::chrono::milliseconds span)
{
    using namespace std::chrono;
    const auto seconds = duration_cast<std::chrono::seconds>(span).count();
    if (seconds < 60)
        return Text::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Text::tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Text::tr("%1 h").arg(seconds / 3600);
    return Text::tr("%1 d").arg(seconds / 86400);
}

QString latencyText(std::chrono::microseconds latency)
{
    const auto us = static_cast<double>(latency.count());
    if (us < 10'000)
        return Text::tr("%1 ms").arg(QLocale().toString(us / 1e3, 'f', us < 1'000 ? 2 : 1));
    if (us < 1e6)
        return Text::tr("%1 ms").arg(QLocale().toString(us / 1e3, 'f', 0));
    return Text::tr("%1 s").arg(QLocale().toString(us / 1e6, 'f', 1));
}

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1);
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString entriesText(qint64 count)
{
    return count == 1 ? Text::tr("1 entry") : Text::tr("%1 entries").arg(countText(count));
}

QString dateText(QDate date)
{
    if (!date.isValid())
        return {};
    const QLocale locale;
    // The C locale spells months out.
    if (locale.language() == QLocale::C)
        return date.toString(Qt::ISODate);
    QString format = locale.dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy")))
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    return locale.toString(date, format);
}

QString decimalText(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString sourceLine(const Provenance &from, WallTime now)
{
    const QString separator = QStringLiteral(" · ");
    QStringList parts;
    if (from.fromCache()) {
        parts << Text::tr("cache");
        if (from.cachedAt) {
            const auto age = std::max(std::chrono::microseconds(0), now - *from.cachedAt);
            parts << Text::tr("%1 old").arg(
                spanText(std::chrono::duration_cast<std::chrono::milliseconds>(age)));
        }
        if (from.ttlLeft)
            parts << Text::tr("%1 left").arg(spanText(*from.ttlLeft));
        else
            parts << Text::tr("no TTL: stays until it is deleted");
    } else {
        parts << Text::tr("database") << reasonName(from.reason);
    }
    QString line = parts.join(separator);
    if (!from.note.isEmpty())
        line += u'\n' + from.note;
    return line;
}

QString errorText(const Error &error)
{
    QString text = error.message.isEmpty() ? errorCodeName(error.code) : error.message;
    if (!error.detail.isEmpty())
        text += QStringLiteral("\n  ") + error.detail;
    for (const FieldError &field : error.fields)
        text += QStringLiteral("\n  %1: %2").arg(field.field, field.message);
    return text;
}

} // namespace hrcache
