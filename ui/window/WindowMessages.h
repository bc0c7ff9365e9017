#pragma once

#include "ui/base/PageBase.h"

#include <QObject>
#include <QPointer>
#include <QSet>

namespace hrcache {

class Request;

/// Which one of the messages that are due stands in the strip: keys that still wait for their deletion,
/// servers that are away, what the page says, the welcome of the sample data.
class WindowMessages : public QObject
{
    Q_OBJECT

public:
    WindowMessages(UiContext context, QObject *parent = nullptr);

    void setPage(PageBase *page);

    [[nodiscard]] const StripMessage &current() const { return m_current; }

    /// The user closed it: it does not come back until its cause is another one.
    void dismissCurrent();

signals:
    void changed();
    void connectRequested();

private:
    struct Candidate
    {
        QString cause;
        StripMessage message;
    };

    void followCache();
    void update();
    [[nodiscard]] std::vector<Candidate> candidates();

    UiContext m_context;
    QPointer<PageBase> m_page;
    QSet<QString> m_dismissed;
    QString m_currentCause;
    StripMessage m_current;
    Request *m_retry;
    qsizetype m_pendingKeys = 0;
    bool m_hasServices = true;
};

} // namespace hrcache
