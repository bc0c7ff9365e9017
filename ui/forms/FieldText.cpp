#include "ui/forms/FieldText.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace hrcache::fieldtext {

namespace {

constexpr int yearsAhead = 10;

/// "1.234.567", with the separator of thousands given.
bool isGrouped(const QString &whole, const QString &separator)
{
    const QRegularExpression pattern(
        QStringLiteral("^[+-]?\\d{1,3}(%1\\d{3})+$").arg(QRegularExpression::escape(separator)));
    return pattern.match(whole).hasMatch();
}

/// The place of day, month and year in the locale's dates, as "dMy".
QString dateOrder()
{
    const QString format = QLocale().dateFormat(QLocale::ShortFormat);
    QString order;
    for (const QChar c : format) {
        if (QStringLiteral("dMy").contains(c) && !order.contains(c))
            order.append(c);
    }
    return order.size() == 3 ? order : QStringLiteral("dMy");
}

int fullYear(int year, qsizetype digits)
{
    if (digits > 2)
        return year;
    const int now = QDate::currentDate().year();
    const int inThisCentury = now / 100 * 100 + year;
    return inThisCentury > now + yearsAhead ? inThisCentury - 100 : inThisCentury;
}

/// Some locales name the month, or put words around the numbers.
std::optional<QDate> shownDate(const QString &text)
{
    for (const QString &format :
         {datePattern(), QStringLiteral("d MMM yyyy"), QStringLiteral("d MMMM yyyy")}) {
        const QDate date = QLocale().toDate(text.simplified(), format);
        if (date.isValid())
            return date;
    }
    return std::nullopt;
}

} // namespace

std::optional<QByteArray> normalizedDecimal(const QByteArray &text)
{
    static const QRegularExpression pattern(QStringLiteral("^([+-]?)0*(\\d*)(?:\\.(\\d*))?$"));
    const auto match = pattern.match(QString::fromLatin1(text));
    if (!match.hasMatch() ||
        std::none_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const QByteArray whole = match.captured(2).toLatin1();
    QByteArray part = match.captured(3).toLatin1();
    while (part.endsWith('0'))
        part.chop(1);
    if (whole.isEmpty() && part.isEmpty())
        return QByteArrayLiteral("0");
    QByteArray decimal = match.captured(1) == u"-" ? "-" : "";
    decimal += whole.isEmpty() ? QByteArrayLiteral("0") : whole;
    if (!part.isEmpty())
        decimal += '.' + part;
    return decimal;
}

QByteArray decimalOf(double value)
{
    const QByteArray text = QByteArray::number(value, 'f', QLocale::FloatingPointShortest);
    return normalizedDecimal(text).value_or(text);
}

std::optional<QByteArray> decimalFrom(const QString &text)
{
    static const QRegularExpression spaces(QStringLiteral("[\\s\\x{00a0}\\x{2009}\\x{202f}'\\x{2019}]"));
    QString typed = text.trimmed();
    typed.remove(spaces);
    const QLocale locale;
    const QString point = locale.decimalPoint();
    const QString group = locale.groupSeparator();
    const QString whole = typed.section(point, 0, 0);
    if (isGrouped(whole, group))
        typed = QString(whole).remove(group) + typed.mid(whole.size());
    if (point != u"." && !typed.contains(u'.'))
        typed.replace(point, QStringLiteral("."));
    for (const QChar c : typed) {
        if (c.unicode() > 127)
            return std::nullopt;
    }
    return normalizedDecimal(typed.toLatin1());
}

QString decimalText(const QByteArray &decimal, int minimumDigits)
{
    return QLocale().toString(decimal.toDouble(), 'f', std::max(minimumDigits, decimalsOf(decimal)));
}

int decimalsOf(const QByteArray &decimal)
{
    const qsizetype point = decimal.indexOf('.');
    return point < 0 ? 0 : static_cast<int>(decimal.size() - point - 1);
}

QByteArray shifted(const QByteArray &decimal, int places)
{
    const bool negative = decimal.startsWith('-');
    QByteArray digits = negative ? decimal.mid(1) : decimal;
    qsizetype point = digits.indexOf('.');
    if (point < 0)
        point = digits.size();
    else
        digits.remove(point, 1);
    point += places;
    if (point < 0) {
        digits.prepend(QByteArray(-point, '0'));
        point = 0;
    }
    if (point > digits.size())
        digits.append(QByteArray(point - digits.size(), '0'));
    digits.insert(point, '.');
    return normalizedDecimal((negative ? "-" : "") + digits).value_or(decimal);
}

std::optional<QDate> dateFrom(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*(\\d{1,4})[-./\\s]+(\\d{1,2})[-./\\s]+(\\d{1,4})[.\\s]*$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return shownDate(text);
    const bool yearFirst = match.capturedLength(1) > 2;
    const QString order = yearFirst ? QStringLiteral("yMd") : dateOrder();
    const qsizetype yearDigits = match.capturedLength(static_cast<int>(order.indexOf(u'y')) + 1);
    if (yearDigits == 3 || yearDigits == 1)
        return std::nullopt;
    const auto number = [&](QChar what) {
        return match.captured(static_cast<int>(order.indexOf(what)) + 1).toInt();
    };
    const QDate date(fullYear(number(u'y'), yearDigits), number(u'M'), number(u'd'));
    return date.isValid() ? std::optional(date) : std::nullopt;
}

QString datePattern()
{
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy")))
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    return format;
}

QString sentence(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace hrcache::fieldtext
