#include "ui/base/Format.h"

#include <QCoreApplication>

#include <cmath>

namespace hrcache::format {

namespace {

struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

} // namespace

QString date(QDate date)
{
    if (!date.isValid())
        return {};
    static const QString pattern = [] {
        QString format = QLocale().dateFormat(QLocale::ShortFormat);
        if (!format.contains(QLatin1String("yyyy")))
            format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
        return format;
    }();
    return QLocale().toString(date, pattern);
}

QString dateTime(WallTime time)
{
    using namespace std::chrono;
    const auto milliseconds = duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(milliseconds.count());
    return QStringLiteral("%1 %2").arg(date(local.date()),
                                       QLocale().toString(local.time(), QStringLiteral("HH:mm:ss")));
}

QString dateTime(const QString &iso)
{
    const QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
    if (!time.isValid())
        return iso;
    return dateTime(WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch())));
}

QString country(const QString &code)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(code);
    if (code.size() != 2 || territory == QLocale::AnyTerritory)
        return code;
    return QStringLiteral("%1 (%2)").arg(QLocale::territoryToString(territory), code);
}

QString gender(const QString &code)
{
    if (code == u"F")
        return Format::tr("Female");
    if (code == u"M")
        return Format::tr("Male");
    return code == u"X" ? Format::tr("Other") : code;
}

QString count(qint64 number)
{
    return QLocale().toString(number);
}

QString money(double amount, const QString &currency)
{
    const QString number = QLocale().toString(amount, 'f', 2);
    return currency.isEmpty() ? number : QStringLiteral("%1 %2").arg(number, currency);
}

QString percent(double part)
{
    const double value = part * 100;
    const int digits = std::abs(value - std::round(value)) < 0.05 ? 0 : 1;
    //: %1 is a number
    return Format::tr("%1 %").arg(QLocale().toString(value, 'f', digits));
}

QString bytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 1024 ? 0 : 1, QLocale::DataSizeTraditionalFormat);
}

QString duration(std::chrono::microseconds duration)
{
    const double milliseconds = static_cast<double>(duration.count()) / 1000.0;
    const QLocale locale;
    if (milliseconds >= 1000)
        return Format::tr("%1 s").arg(locale.toString(milliseconds / 1000, 'f', 1));
    const int digits = milliseconds < 0.1 ? 2 : (milliseconds < 10 ? 1 : 0);
    return Format::tr("%1 ms").arg(locale.toString(milliseconds, 'f', digits));
}

QString span(std::chrono::seconds span)
{
    const qint64 seconds = std::max<qint64>(0, span.count());
    if (seconds < 60)
        return Format::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Format::tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Format::tr("%1 h").arg(seconds / 3600);
    return Format::tr("%n day(s)", nullptr, static_cast<int>(seconds / 86400));
}

QString age(std::chrono::seconds age)
{
    if (age.count() < 5)
        return Format::tr("just now");
    //: %1 is a span of time like "12 min"
    return Format::tr("%1 ago").arg(span(age));
}

QString countdown(std::chrono::milliseconds left)
{
    // A second that has begun counts, so that 0:00 means that it is over.
    const qint64 seconds = std::max<qint64>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
    const QLatin1Char zero('0');
    if (seconds >= 3600) {
        return QStringLiteral("%1:%2:%3")
            .arg(seconds / 3600)
            .arg(seconds / 60 % 60, 2, 10, zero)
            .arg(seconds % 60, 2, 10, zero);
    }
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
}

QString timeLeft(std::chrono::milliseconds left)
{
    if (left.count() <= 0)
        return Format::tr("expired");
    const bool seconds = left < std::chrono::minutes(2);
    const QString text =
        seconds ? countdown(left) : span(std::chrono::duration_cast<std::chrono::seconds>(left));
    //: %1 is a span of time like "48 min"
    return Format::tr("%1 left").arg(text);
}

QString shortened(const QString &text, int length)
{
    const QString line = text.simplified();
    return line.size() <= length ? line : line.left(length - 1) + QChar(0x2026);
}

QFont tabularDigits(QFont font)
{
    // Fonts with proportional digits as default are not asked for features by Qt 6.4: take one that has none.
    static const QStringList proportional{QStringLiteral("Inter"), QStringLiteral("Cantarell")};
    if (proportional.contains(font.family()))
        font.setFamilies({QStringLiteral("DejaVu Sans"), font.family()});
    return font;
}

} // namespace hrcache::format
