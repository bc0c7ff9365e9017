#pragma once

#include "hr/Sourced.h"
#include "ui/base/UiContext.h"
#include "ui/cache/KeyRow.h"

#include <QObject>

#include <vector>

class QWidget;

namespace hrcache {

class Request;

/// What a person can do with keys: invalidate, warm, copy, export. Tells what came of it in words.
class CacheActions : public QObject
{
    Q_OBJECT

public:
    enum class Format { Tsv, TsvWithHeaders, Csv, Json };

    /// Dialogs stand over `parent`.
    CacheActions(UiContext context, QWidget *parent);

    /// One is done at once, several are asked for.
    void invalidate(std::vector<QByteArray> keys);
    /// Asks whose keys.
    void invalidateAll();
    /// Reads through the cache what nearly every page needs.
    void warm();
    void copy(const std::vector<KeyRow> &rows, Format format);
    void copyText(const QString &text);
    /// Asks for a file.
    void exportRows(const std::vector<KeyRow> &rows);
    /// CSV, or JSON if the name ends in ".json".
    void exportTo(const QString &file, std::vector<KeyRow> rows);
    void cancel();

    [[nodiscard]] bool isWarming() const;

    [[nodiscard]] static QByteArray text(const std::vector<KeyRow> &rows, Format format, SteadyTime now,
                                         WallTime wallNow);

signals:
    /// For people: what was done, or why not.
    void finished(const QString &text);
    void warmingChanged();

private:
    void remove(std::vector<QByteArray> keys);

    UiContext m_context;
    QWidget *m_parent;
    Request *m_invalidation;
    Request *m_warming;
    Request *m_export;
};

} // namespace hrcache
