#pragma once

#include "base/Result.h"
#include "ui/base/TableText.h"

#include <QObject>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>

namespace hrcache {

/// Writes rows of a model into a CSV file (UTF-8 with a byte order mark, which spreadsheets need), a piece in
/// each turn of the event loop. The file is there whole or not at all. Deletes itself after finished().
class CsvExport : public QObject
{
    Q_OBJECT

public:
    /// Writes the rows as they stand when their turn comes; if the model loses rows meanwhile, it ends with
    /// a failure.
    CsvExport(const QAbstractItemModel *model, tabletext::Extract extract, const QString &file,
              QObject *parent = nullptr);

    void start();
    void cancel();

signals:
    void progress(int written, int total);
    /// `problem` is empty if all is well, and for a person if not; Cancelled has no words.
    void finished(bool done, const QString &problem);

private:
    void writeSome();
    void end(bool done, const QString &problem);

    QPointer<const QAbstractItemModel> m_model;
    tabletext::Extract m_extract;
    QSaveFile m_file;
    QTimer m_timer;
    int m_written = 0;
};

} // namespace hrcache
