#pragma once

#include "ui/base/SourceInfo.h"

#include <QDialog>

class QFormLayout;

namespace hrcache {

class SourceBadge;

/// What a SourceBadge shows when it is clicked. Deletes itself when it is closed (Esc, a click elsewhere).
class SourcePopover : public QDialog
{
    Q_OBJECT

public:
    /// Name and value of everything that is known of a source, in the order of the popover.
    using Facts = std::vector<std::pair<QString, QString>>;

    SourcePopover(SourceBadge *badge, const QString &subject, const Clock &clock);

    [[nodiscard]] static Facts facts(const SourceInfo &source, const Clock &clock);

protected:
    void changeEvent(QEvent *event) override;

private:
    bool m_wasActive = false;
};

} // namespace hrcache
