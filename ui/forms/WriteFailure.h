#pragma once

#include "base/Error.h"
#include "ui/base/PageBase.h"

#include <functional>

namespace hrcache {

/// What can be done after a write failed.
struct FailureActions
{
    std::function<void()> tryAgain;
    std::function<void()> writeAnyway; ///< for CannotInvalidate
    QString writeAnywayText;           ///< "Write anyway"
    QString unwritten;                 ///< "Nothing was written."
    std::function<void()> look;        ///< for CommitUnknown
};

/// What happened and what to do, as a strip in the dialog that wanted to write.
[[nodiscard]] StripMessage failureMessage(const Error &error, const FailureActions &actions);

} // namespace hrcache
