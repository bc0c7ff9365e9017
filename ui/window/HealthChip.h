#pragma once

#include "ui/base/Session.h"

#include <QToolButton>

namespace hrcache {

/// "Redis ✓ 0.4 ms" in the status bar: icon, words and latency of one server; a press shows what is known.
class HealthChip : public QToolButton
{
    Q_OBJECT

public:
    enum class Role { Cache, Database };

    explicit HealthChip(Role role, QWidget *parent = nullptr);

    void setHealth(const LinkHealth &health);

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateLook();

    Role m_role;
    LinkHealth m_health;
};

} // namespace hrcache
