#include "ui/base/TableCopy.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>

namespace hrcache {

namespace {

constexpr qint64 millisecondsPerTurn = 6;
QPointer<TableCopy> underWay;

} // namespace

TableCopy::TableCopy(const QAbstractItemModel *model, tabletext::Extract extract, tabletext::Format format,
                     QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_extract(std::move(extract))
    , m_writer(*model, m_extract.columns, format)
{
    connect(&m_timer, &QTimer::timeout, this, &TableCopy::writeSome);
}

void TableCopy::start()
{
    if (underWay)
        underWay->cancel();
    if (m_extract.rows.size() <= atOnce) {
        while (m_written < m_extract.rows.size())
            m_writer.add(m_extract.rows[m_written++]);
        end(true, {});
        return;
    }
    underWay = this;
    // Row numbers mean other rows then.
    const auto changed = [this] { end(false, tr("The list changed meanwhile. Copy it again.")); };
    connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this, changed);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, changed);
    connect(m_model, &QAbstractItemModel::layoutChanged, this, changed);
    connect(m_model, &QAbstractItemModel::modelReset, this, changed);
    // What was copied last is what a person wants to paste.
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, [this] {
        end(false, tr("Something else was copied meanwhile; the rows are not in the clipboard."));
    });
    m_timer.start(0);
}

void TableCopy::cancel()
{
    end(false, {});
}

void TableCopy::writeSome()
{
    if (!m_model) {
        end(false, {});
        return;
    }
    QElapsedTimer time;
    time.start();
    while (m_written < m_extract.rows.size() && time.elapsed() < millisecondsPerTurn)
        m_writer.add(m_extract.rows[m_written++]);
    if (m_written == m_extract.rows.size())
        end(true, {});
}

void TableCopy::end(bool done, const QString &problem)
{
    if (m_model)
        m_model->disconnect(this);
    QGuiApplication::clipboard()->disconnect(this);
    m_timer.stop();
    if (underWay == this)
        underWay = nullptr;
    if (done)
        QGuiApplication::clipboard()->setText(m_writer.take());
    emit finished(done, problem);
    disconnect();
    deleteLater();
}

} // namespace hrcache
