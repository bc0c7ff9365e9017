#pragma once

#include "ui/base/KeysInView.h"
#include "ui/base/UiContext.h"

#include <QObject>

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

    /// Many are named on the thread pool, before the question is asked.
    void start(const KeysInView &keys);
    void cancel();

signals:
    /// For people: what was done, or why not.
    void finished(const QString &text);

private:
    void ask(const KeysInView::Keys &keys);
    void run(const KeysInView::Keys &keys);

    UiContext m_context;
    QWidget *m_parent;
    Request *m_naming;
    Request *m_request;
};

} // namespace hrcache
