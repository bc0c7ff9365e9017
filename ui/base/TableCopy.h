#pragma once

#include "ui/base/TableText.h"

#include <QAbstractItemModel>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace hrcache {

/// Puts rows of a model into the clipboard as text: few at once, many a piece in each turn of the event loop.
/// There is one under way at most, in whichever table: the next copy, of anybody, ends it. Deletes itself
/// after finished().
class TableCopy : public QObject
{
    Q_OBJECT

public:
    /// Up to this many rows are in the clipboard when start() returns.
    static constexpr qsizetype atOnce = 1'000;

    /// Writes the rows as they stand when their turn comes; if the model loses or moves rows meanwhile, it
    /// ends with a failure.
    TableCopy(const QAbstractItemModel *model, tabletext::Extract extract, tabletext::Format format,
              QObject *parent = nullptr);

    void start();
    /// Ends without a word, and leaves the clipboard as it is.
    void cancel();

signals:
    /// `problem` is empty if all is well, and for a person if not; Cancelled has no words.
    void finished(bool done, const QString &problem);

private:
    void writeSome();
    void end(bool done, const QString &problem);

    QPointer<const QAbstractItemModel> m_model;
    tabletext::Extract m_extract;
    tabletext::RowWriter m_writer;
    QTimer m_timer;
    qsizetype m_written = 0;
};

} // namespace hrcache
