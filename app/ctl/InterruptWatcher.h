#pragma once

#include <QObject>

namespace hrcache {

/// Ctrl-C and the request to terminate, as a signal on the thread of this object. A second one ends the
/// program as if there was no watcher. One at a time.
class InterruptWatcher : public QObject
{
    Q_OBJECT

public:
    explicit InterruptWatcher(QObject *parent = nullptr);
    ~InterruptWatcher() override;

    [[nodiscard]] bool wasInterrupted() const { return m_interrupted; }

signals:
    void interrupted();

private:
    void announce();

    bool m_interrupted = false;
};

} // namespace hrcache
