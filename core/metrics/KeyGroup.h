#pragma once

#include <QByteArray>
#include <QString>

namespace hrcache {

/// The data type that stands in a key ("employees", "active_contract"), by which figures are grouped; "other"
/// for a key that is none of HR's.
[[nodiscard]] QByteArray keyGroupOf(const QByteArray &key);

/// The group for people: "Active contract"; the group itself if it is an unknown one.
[[nodiscard]] QString keyGroupName(const QByteArray &group);

} // namespace hrcache
