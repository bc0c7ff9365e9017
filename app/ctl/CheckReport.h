#pragma once

#include "base/Result.h"
#include "cache/CacheStore.h"
#include "hr/HrStore.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace hrcache {

/// What a check of one server found, point by point.
class CheckReport
{
    Q_DECLARE_TR_FUNCTIONS(CheckReport)
public:
    enum class Mark {
        Good,
        Doubtful, ///< works, but not all of it, or not as safely as it could
        Bad
    };

    /// `host` for a server that does not answer.
    [[nodiscard]] static CheckReport of(const Result<CacheStatus> &status, const QString &host);
    [[nodiscard]] static CheckReport of(const Result<StoreStatus> &status, const QString &host);

    /// No point is bad.
    [[nodiscard]] bool isGood() const;

    /// A title, and a line with ✓, ! or ✗ for each point.
    [[nodiscard]] QString toText() const;
    [[nodiscard]] QJsonObject toJson() const;

private:
    void add(Mark mark, const QString &text, const QString &advice = {});
    void addTls(bool encrypted, const QString &protocol, const QString &host, const QString &advice);

    struct Point
    {
        Mark mark;
        QString text;
        QString advice;
    };

    QString m_title;
    std::vector<Point> m_points;
    QJsonObject m_facts;
};

} // namespace hrcache
