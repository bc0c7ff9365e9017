#include "ui/base/CsvExport.h"

#include <QAbstractItemModel>
#include <QElapsedTimer>

namespace hrcache {

CsvExport::CsvExport(const QAbstractItemModel *model, tabletext::Extract extract, const QString &file,
                     QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_extract(std::move(extract))
    , m_file(file)
{
    connect(&m_timer, &QTimer::timeout, this, &CsvExport::writeSome);
    // Row numbers mean other rows then.
    const auto changed = [this] { end(false, tr("The list changed meanwhile. Export it again.")); };
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, changed);
    connect(model, &QAbstractItemModel::rowsInserted, this, changed);
    connect(model, &QAbstractItemModel::layoutChanged, this, changed);
    connect(model, &QAbstractItemModel::modelReset, this, changed);
}

void CsvExport::start()
{
    if (!m_file.open(QIODevice::WriteOnly)) {
        QMetaObject::invokeMethod(
            this, [this] { end(false, tr("The file cannot be written: %1").arg(m_file.errorString())); },
            Qt::QueuedConnection);
        return;
    }
    m_file.write("\xEF\xBB\xBF");
    m_file.write(tabletext::csvHeader(*m_model, m_extract.columns).toUtf8());
    m_timer.start(0);
}

void CsvExport::cancel()
{
    end(false, {});
}

void CsvExport::writeSome()
{
    if (!m_model) {
        end(false, {});
        return;
    }
    QElapsedTimer time;
    time.start();
    const auto total = static_cast<int>(m_extract.rows.size());
    QByteArray text;
    while (m_written < total && time.elapsed() < 8)
        text += tabletext::csvRow(*m_model, m_extract.rows[m_written++], m_extract.columns).toUtf8();
    m_file.write(text);
    emit progress(m_written, total);
    if (m_written < total)
        return;
    if (m_file.commit())
        end(true, {});
    else
        end(false, tr("The file cannot be written: %1").arg(m_file.errorString()));
}

void CsvExport::end(bool done, const QString &problem)
{
    if (m_model)
        m_model->disconnect(this);
    m_timer.stop();
    if (!done)
        m_file.cancelWriting();
    emit finished(done, problem);
    disconnect();
    deleteLater();
}

} // namespace hrcache
