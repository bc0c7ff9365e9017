#pragma once

#include "base/Result.h"
#include "hr/HrQuery.h"
#include "hr/HrWrite.h"

#include <QJsonObject>
#include <QString>

namespace hrcache {

/// Turns the parameters of a call into a query or a write. Errors: InvalidArgument naming the parameter.

/// The user of a call (`firebase_user_id`); empty if there is none.
[[nodiscard]] Result<UserId> userParam(const QJsonObject &params);
[[nodiscard]] Result<HrQuery> queryOf(const QString &method, const QJsonObject &params);
[[nodiscard]] Result<HrWrite> writeOf(const QString &method, const QJsonObject &params);
/// The text of a JSON value for a column: numbers in their shortest form, objects as JSON; none for null.
[[nodiscard]] std::optional<QByteArray> columnText(const QJsonValue &value);

} // namespace hrcache
