// What the tests of the whole client share.
#pragma once

#include "hr/Employee.h"
#include "support/Await.h"
#include "support/HrStack.h"
#include "support/StaleReadChecker.h"
#include "support/TestDatabase.h"

#include <QElapsedTimer>
#include <QTest>

namespace hrcache {

[[nodiscard]] inline UserId owner()
{
    return userId(QStringLiteral("uid_xyz123"));
}

[[nodiscard]] inline HrQuery employeeQuery(int number = 1)
{
    return HrQuery::employeeById(sampleCompany(), sampleEmployee(number));
}

[[nodiscard]] inline HrQuery listQuery()
{
    return HrQuery::employees(sampleCompany());
}

[[nodiscard]] inline DocumentResult readNow(HrStack &stack, const HrQuery &query,
                                            ReadMode mode = ReadMode::CacheFirst)
{
    ReadOptions options;
    options.mode = mode;
    return awaitResult(stack.service().read(owner(), query, options));
}

/// Reads until the entry is in the cache; the reason of the last read.
[[nodiscard]] inline Reason warm(HrStack &stack, const HrQuery &query)
{
    const DocumentResult first = readNow(stack, query);
    stack.settle();
    const DocumentResult second = readNow(stack, query);
    return first && second ? second->from.reason : Reason::NotCached;
}

[[nodiscard]] inline Reason reasonOf(const DocumentResult &answer)
{
    if (!answer)
        qWarning("the read failed: %s", qPrintable(answer.error().message));
    return answer ? answer->from.reason : Reason::NotCached;
}

[[nodiscard]] inline QString cityOf(const DocumentResult &answer)
{
    return answer ? Employee::from(answer->data).value_or(Employee{}).city
                  : QStringLiteral("error: ") + answer.error().message;
}

[[nodiscard]] inline Result<WriteReceipt> moveTo(HrStack &stack, const char *city,
                                                 bool evenIfNotInvalidated = false)
{
    WriteOptions options;
    options.evenIfNotInvalidated = evenIfNotInvalidated;
    return awaitResult(stack.service().write(
        owner(), employeeUpdate(sampleEmployee(1), {{"city", QByteArray(city)}}), options));
}

/// What somebody sees who reads all the time.
struct ReadTally
{
    int reads = 0;
    int failed = 0;
    int hits = 0;
    int unreachable = 0; ///< the cache could not be asked
    int running = 0;
    qint64 slowestMs = 0;
    QString firstError;
    QString lastNote;
};

/// Reads `query` again and again until `stop`.
inline Task<> keepReading(HrStack *stack, HrQuery query, const bool *stop, ReadTally *tally)
{
    ++tally->running;
    while (!*stop) {
        QElapsedTimer timer;
        timer.start();
        DocumentResult answer = co_await stack->service().read(owner(), query);
        tally->slowestMs = std::max(tally->slowestMs, timer.elapsed());
        ++tally->reads;
        if (!answer) {
            ++tally->failed;
            if (tally->firstError.isEmpty())
                tally->firstError = answer.error().message;
        } else if (answer->from.fromCache()) {
            ++tally->hits;
        } else if (answer->from.reason == Reason::CacheUnreachable) {
            ++tally->unreachable;
            tally->lastNote = answer->from.note;
        }
        co_await pauseFor(std::chrono::milliseconds(1));
    }
    --tally->running;
}

} // namespace hrcache
