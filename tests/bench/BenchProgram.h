#pragma once

#include "ui/support/StallMeter.h"

#include <QApplication>

#include <cstdio>

namespace hrcache {

/// Names every event that took longer than half a frame, if it is to.
class BenchProgram final : public QApplication
{
public:
    using QApplication::QApplication;

    bool namesSlowEvents = false;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (!namesSlowEvents)
            return QApplication::notify(receiver, event);
        QByteArray name = receiver->metaObject()->className();
        if (const QObject *owner = receiver->parent())
            name += QByteArray(" of ") + owner->metaObject()->className();
        const int type = event->type();
        QElapsedTimer time;
        time.start();
        const double worked = StallMeter::processorTime();
        const bool accepted = QApplication::notify(receiver, event);
        if (time.elapsed() >= 8)
            std::printf("    %s, event %d: %lld ms, %.1f of them worked\n", name.constData(), type,
                        static_cast<long long>(time.elapsed()), StallMeter::processorTime() - worked);
        return accepted;
    }
};

} // namespace hrcache
