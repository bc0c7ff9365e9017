#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QtGlobal>

class QAbstractItemModel;

namespace hrcache {

/// Rows of a model as text for other programs. GUI thread.
namespace tabletext {

/// Role of a cell's raw value, on which programs work: a QString code, a QDate, a number, a bool. Models of
/// tables answer it; dates are written as ISO, numbers with a point. Cells without it are written as shown.
inline constexpr int RawRole = Qt::UserRole;
/// Role of the row's id, any column.
inline constexpr int IdRole = Qt::UserRole + 1;
/// Header data (horizontal) for programs: the contract's name of the column, "birth_date". JSON members.
inline constexpr int NameRole = Qt::UserRole + 2;
/// 0 to 1 for a cell that has just changed and glows; see DataTable.
inline constexpr int GlowRole = Qt::UserRole + 3;

/// Which rows and which columns (logical indexes), in the order they are written.
struct Extract
{
    QList<int> rows;
    QList<int> columns;
};

enum class Format {
    Tsv, ///< tab-separated, as spreadsheets take it from the clipboard: as shown, line breaks made blanks
    TsvWithHeaders,
    Csv, ///< comma-separated (RFC 4180) with headers; raw values
    Json ///< an array of objects by NameRole; raw values
};

/// Writes rows one after the other, so that many can be written in pieces. What stands before, between and
/// behind them is part of the text.
class RowWriter
{
public:
    /// `model` must outlive it.
    RowWriter(const QAbstractItemModel &model, QList<int> columns, Format format);

    void add(int row);
    /// The text, when all rows are written.
    [[nodiscard]] QString take();

private:
    void addTsv(int row);
    void addJson(int row);

    const QAbstractItemModel &m_model;
    QList<int> m_columns;
    Format m_format;
    QStringList m_names; ///< members of JSON
    QString m_text;
    bool m_isFirst = true;
};

[[nodiscard]] QString asText(const QAbstractItemModel &model, const Extract &extract, Format format);

/// One line each of CSV, with its line end.
[[nodiscard]] QString csvHeader(const QAbstractItemModel &model, const QList<int> &columns);
[[nodiscard]] QString csvRow(const QAbstractItemModel &model, int row, const QList<int> &columns);

/// A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a carriage return)
/// with a ' in front. Numbers stay what they are.
[[nodiscard]] QString harmless(const QString &text);

} // namespace tabletext

} // namespace hrcache
