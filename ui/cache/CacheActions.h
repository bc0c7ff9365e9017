#pragma once

#include "hr/Sourced.h"
#include "ui/base/UiContext.h"
#include "ui/cache/KeyRow.h"

#include <QObject>

#include <vector>

class QWidget;

namespace hrcache {

class KeyTableModel;
class Request;

/// What a person can do with keys: invalidate, warm, copy, export. Tells what came of it in words.
class CacheActions : public QObject
{
    Q_OBJECT

public:
    enum class Format { Tsv, TsvWithHeaders, Csv, Json };

    /// Dialogs stand over `parent`. `keys` has the rows of the keys that are meant, as long as this lives.
    CacheActions(UiContext context, const KeyTableModel &keys, QWidget *parent);

    /// One is done at once, several are asked for.
    void invalidate(std::vector<QByteArray> keys);
    /// Asks whose keys.
    void invalidateAll();
    /// Reads through the cache what nearly every page needs.
    void warm();
    /// Few are in the clipboard at once; many, while the window goes on. Those that are gone by then are left
    /// out.
    void copy(std::vector<QByteArray> keys, Format format);
    void copyText(const QString &text);
    /// Asks for a file.
    void exportKeys(std::vector<QByteArray> keys);
    /// CSV, or JSON if the name ends in ".json".
    void exportTo(const QString &file, std::vector<QByteArray> keys);
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
    void copyMany(std::vector<QByteArray> keys, Format format);
    void endCopy();

    UiContext m_context;
    const KeyTableModel &m_keys;
    QWidget *m_parent;
    Request *m_invalidation;
    Request *m_warming;
    Request *m_copy;
    Request *m_export;
    QMetaObject::Connection m_otherCopy;
};

} // namespace hrcache
