#pragma once

#include "ui/base/Session.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace hrcache {

/// How the cache and the database are: icon, word, server, latency, and what it means.
class HealthList : public QWidget
{
    Q_OBJECT

public:
    explicit HealthList(Session &session, QWidget *parent = nullptr);

    /// "Redis at 127.0.0.1:6379: works, 0.4 ms"
    [[nodiscard]] static QString textOf(const LinkHealth &health);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QLabel *icon = nullptr;
        QLabel *text = nullptr;
        QLabel *words = nullptr;
    };

    Line addLine(QGridLayout *layout, const QString &name, const char *objectName);
    void update();
    void show(const Line &line, const LinkHealth &health);

    Session &m_session;
    Line m_cache;
    Line m_database;
};

} // namespace hrcache
