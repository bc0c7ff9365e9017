#pragma once

#include <QList>
#include <QString>
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

/// Tab-separated, as spreadsheets take it from the clipboard: as shown, tabs and line breaks made blanks.
[[nodiscard]] QString asTsv(const QAbstractItemModel &model, const Extract &extract, bool headers);
/// Comma-separated (RFC 4180) with headers; raw values.
[[nodiscard]] QString asCsv(const QAbstractItemModel &model, const Extract &extract);
/// A JSON array of objects by NameRole; raw values.
[[nodiscard]] QString asJson(const QAbstractItemModel &model, const Extract &extract);

/// One line each, with its line end; asCsv() piecewise.
[[nodiscard]] QString csvHeader(const QAbstractItemModel &model, const QList<int> &columns);
[[nodiscard]] QString csvRow(const QAbstractItemModel &model, int row, const QList<int> &columns);

/// A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a carriage return)
/// with a ' in front. Numbers stay what they are.
[[nodiscard]] QString harmless(const QString &text);

} // namespace tabletext

} // namespace hrcache
