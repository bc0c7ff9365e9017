#pragma once

#include "base/Result.h"

#include <QCoreApplication>
#include <QString>

namespace hrcache {

/// Pictures of every page and the main dialogs, light and dark, on sample data of its own in a temporary
/// folder. What this user has configured is neither read nor changed.
class Screenshots
{
    Q_DECLARE_TR_FUNCTIONS(Screenshots)
public:
    /// Writes PNG files into `folder`, which is made if there is none. Waits until what is shown is complete.
    /// Errors: Storage; Timeout (a page did not come to rest), and those of Monitor::open().
    [[nodiscard]] static Result<void> writeAll(const QString &folder);
};

} // namespace hrcache
