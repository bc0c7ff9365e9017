#pragma once

#include "base/Error.h"

#include <tl/expected.hpp>

namespace hrcache {

/// A value, or the reason why there is none. Core functions and tasks return it and do not throw.
template<typename T>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::Timeout, tr("…"))` from any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, QString message, QString detail = {},
                                                   QString serverCode = {})
{
    return failure(Error::make(code, std::move(message), std::move(detail), std::move(serverCode)));
}

} // namespace hrcache
