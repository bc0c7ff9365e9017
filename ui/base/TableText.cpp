#include "ui/base/TableText.h"

#include <QAbstractItemModel>
#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace hrcache::tabletext {

namespace {

QVariant raw(const QAbstractItemModel &model, int row, int column)
{
    const QModelIndex index = model.index(row, column);
    const QVariant value = model.data(index, RawRole);
    return value.isValid() ? value : model.data(index, Qt::DisplayRole);
}

bool isNumber(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Double:
        return true;
    default:
        return false;
    }
}

QString rawText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate);
    case QMetaType::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QMetaType::Double:
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    default:
        return value.toString();
    }
}

QString quoted(QString text)
{
    static const QString special = QStringLiteral(",\";\t\r\n");
    const bool needed =
        text.startsWith(QLatin1Char(' ')) || text.endsWith(QLatin1Char(' ')) ||
        std::any_of(text.cbegin(), text.cend(), [](QChar character) { return special.contains(character); });
    if (!needed)
        return text;
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString onOneLine(QString text)
{
    for (const char16_t character : {u'\t', u'\r', u'\n'})
        text.replace(QChar(character), QLatin1Char(' '));
    return text;
}

QString title(const QAbstractItemModel &model, int column)
{
    return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

} // namespace

QString harmless(const QString &text)
{
    static const QString starters = QStringLiteral("=+-@\t\r");
    if (text.isEmpty() || !starters.contains(text.front()))
        return text;
    return QLatin1Char('\'') + text;
}

QString asTsv(const QAbstractItemModel &model, const Extract &extract, bool headers)
{
    QString text;
    if (headers) {
        QStringList titles;
        for (const int column : extract.columns)
            titles << onOneLine(title(model, column));
        text += titles.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    for (const int row : extract.rows) {
        QStringList cells;
        for (const int column : extract.columns) {
            const QModelIndex index = model.index(row, column);
            const QString shown = model.data(index, Qt::DisplayRole).toString();
            // What is pasted into a spreadsheet is as dangerous there as a file.
            cells << onOneLine(isNumber(model.data(index, RawRole)) ? shown : harmless(shown));
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

QString csvHeader(const QAbstractItemModel &model, const QList<int> &columns)
{
    QStringList titles;
    for (const int column : columns)
        titles << quoted(title(model, column));
    return titles.join(QLatin1Char(',')) + QLatin1String("\r\n");
}

QString csvRow(const QAbstractItemModel &model, int row, const QList<int> &columns)
{
    QStringList cells;
    for (const int column : columns) {
        const QVariant value = raw(model, row, column);
        const QString text = rawText(value);
        cells << quoted(isNumber(value) ? text : harmless(text));
    }
    return cells.join(QLatin1Char(',')) + QLatin1String("\r\n");
}

QString asCsv(const QAbstractItemModel &model, const Extract &extract)
{
    QString text = csvHeader(model, extract.columns);
    for (const int row : extract.rows)
        text += csvRow(model, row, extract.columns);
    return text;
}

QString asJson(const QAbstractItemModel &model, const Extract &extract)
{
    QJsonArray rows;
    for (const int row : extract.rows) {
        QJsonObject object;
        object.insert(QStringLiteral("id"), model.data(model.index(row, 0), IdRole).toString());
        for (const int column : extract.columns) {
            const QString name = model.headerData(column, Qt::Horizontal, NameRole).toString();
            const QVariant value = raw(model, row, column);
            QJsonValue json;
            if (value.typeId() == QMetaType::Bool || isNumber(value))
                json = QJsonValue::fromVariant(value);
            else if (const QString text = rawText(value); !text.isEmpty())
                json = text;
            object.insert(name.isEmpty() ? title(model, column) : name, json);
        }
        rows.append(object);
    }
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Indented));
}

} // namespace hrcache::tabletext
