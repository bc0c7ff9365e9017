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

bool isDangerous(const QString &text)
{
    static const QString starters = QStringLiteral("=+-@\t\r");
    return !text.isEmpty() && starters.contains(text.front());
}

QString title(const QAbstractItemModel &model, int column)
{
    return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

} // namespace

QString harmless(const QString &text)
{
    return isDangerous(text) ? QLatin1Char('\'') + text : text;
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

RowWriter::RowWriter(const QAbstractItemModel &model, QList<int> columns, Format format)
    : m_model(model)
    , m_columns(std::move(columns))
    , m_format(format)
{
    switch (format) {
    case Format::Tsv:
        break;
    case Format::TsvWithHeaders: {
        QStringList titles;
        for (const int column : m_columns)
            titles << onOneLine(title(model, column));
        m_text = titles.join(QLatin1Char('\t')) + QLatin1Char('\n');
        break;
    }
    case Format::Csv:
        m_text = csvHeader(model, m_columns);
        break;
    case Format::Json:
        for (const int column : m_columns) {
            const QString name = model.headerData(column, Qt::Horizontal, NameRole).toString();
            m_names << (name.isEmpty() ? title(model, column) : name);
        }
        m_text = QStringLiteral("[\n");
        break;
    }
}

void RowWriter::add(int row)
{
    switch (m_format) {
    case Format::Tsv:
    case Format::TsvWithHeaders:
        addTsv(row);
        break;
    case Format::Csv:
        m_text += csvRow(m_model, row, m_columns);
        break;
    case Format::Json:
        addJson(row);
        break;
    }
    m_isFirst = false;
}

void RowWriter::addTsv(int row)
{
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const QModelIndex index = m_model.index(row, m_columns[i]);
        QString shown = m_model.data(index, Qt::DisplayRole).toString();
        // What is pasted into a spreadsheet is as dangerous there as a file.
        if (isDangerous(shown) && !isNumber(m_model.data(index, RawRole)))
            shown = harmless(shown);
        if (i > 0)
            m_text += QLatin1Char('\t');
        m_text += onOneLine(std::move(shown));
    }
    m_text += QLatin1Char('\n');
}

void RowWriter::addJson(int row)
{
    QJsonObject object;
    object.insert(QStringLiteral("id"), m_model.data(m_model.index(row, 0), IdRole).toString());
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const QVariant value = raw(m_model, row, m_columns[i]);
        QJsonValue json;
        if (value.typeId() == QMetaType::Bool || isNumber(value))
            json = QJsonValue::fromVariant(value);
        else if (const QString text = rawText(value); !text.isEmpty())
            json = text;
        object.insert(m_names[i], json);
    }
    if (!m_isFirst)
        m_text += QLatin1String(",\n");
    // Line breaks within texts are written as escapes, so that each one here is between members.
    const QString lines = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented));
    for (const QStringView line : QStringView(lines).chopped(1).tokenize(u'\n')) {
        m_text += QLatin1String(line.startsWith(u'{') ? "    " : "\n    ");
        m_text += line;
    }
}

QString RowWriter::take()
{
    if (m_format == Format::Json)
        m_text += QLatin1String(m_isFirst ? "]\n" : "\n]\n");
    return std::exchange(m_text, {});
}

QString asText(const QAbstractItemModel &model, const Extract &extract, Format format)
{
    RowWriter writer(model, extract.columns, format);
    for (const int row : extract.rows)
        writer.add(row);
    return writer.take();
}

} // namespace hrcache::tabletext
