#pragma once

#include "ui/base/UiContext.h"

#include <QObject>

#include <functional>
#include <vector>

class QWidget;

namespace hrcache {

class Request;

/// Deletes cache keys because somebody asked for it: one at once, several after a dialog that says how many,
/// of which company and whose.
class KeyInvalidation : public QObject
{
    Q_OBJECT

public:
    KeyInvalidation(UiContext context, QWidget *parent);

    void start(std::vector<QByteArray> keys);
    void cancel();

signals:
    /// For people: what was done, or why not.
    void finished(const QString &text);

private:
    void run(std::vector<QByteArray> keys);

    UiContext m_context;
    QWidget *m_parent;
    Request *m_request;
};

} // namespace hrcache
