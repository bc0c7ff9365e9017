#pragma once

#include "base/Completion.h"
#include "base/Tasks.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace hrcache {

/// Lines of standard input, read on a thread of their own so that files, pipes and terminals on any system
/// leave the event loop alone. Reads ahead only so far.
class LineReader
{
public:
    struct Line
    {
        QByteArray text; ///< without its end; empty if it was too long
        bool tooLong = false;
    };

    /// Longer lines are skipped, without keeping them.
    explicit LineReader(qsizetype maximumBytes);
    ~LineReader();
    Q_DISABLE_COPY_MOVE(LineReader)

    /// The next line; none at the end, or after stop(). One call at a time.
    Task<std::optional<Line>> next();

    /// Ends it: what has not been taken is dropped.
    void stop();

private:
    struct Shared;

    static void readAll(std::shared_ptr<Shared> shared, qsizetype maximumBytes);

    std::shared_ptr<Shared> m_shared;
};

} // namespace hrcache
