#pragma once

#include "base/Completion.h"
#include "postgres/PgStatement.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace hrcache {

/// Statements that go to the server in one write, and the end to be finished with their answers.
struct PgRequest
{
    enum class Kind {
        /// Each statement stands for itself: if one fails, the others are answered all the same.
        Read,
        /// BEGIN … COMMIT around all of them: if one fails, nothing was done. Never sent twice, and so
        /// never prepared.
        Transaction
    };

    Kind kind = Kind::Read;
    std::vector<PgStatement> statements;
    Completer<Result<PgReply>> completer;

    PgReply reply;   ///< as far as it has come
    size_t next = 0; ///< Read: the first statement that has no answer yet

    int id = 0;
    int attempts = 0;  ///< connections that it was given to
    bool sent = false; ///< some byte may have reached the server
    /// Tells the pool that the caller no longer wants the answer; declared last so that it goes first.
    std::unique_ptr<std::stop_callback<std::function<void()>>> stopCallback;
};

} // namespace hrcache
