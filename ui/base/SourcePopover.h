#pragma once

#include "ui/base/SourceInfo.h"

#include <QFrame>

class QFormLayout;

namespace hrcache {

class SourceBadge;

/// What a SourceBadge shows when it is clicked. Deletes itself when it is closed (Esc, a click elsewhere).
class SourcePopover : public QFrame
{
    Q_OBJECT

public:
    /// Name and value of everything that is known of a source, in the order of the popover.
    using Facts = std::vector<std::pair<QString, QString>>;

    SourcePopover(SourceBadge *badge, const QString &subject, const Clock &clock);

    [[nodiscard]] static Facts facts(const SourceInfo &source, const Clock &clock);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace hrcache
