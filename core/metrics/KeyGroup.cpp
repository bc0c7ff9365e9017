#include "metrics/KeyGroup.h"

#include "cache/CacheKey.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

struct KeyGroup
{
    Q_DECLARE_TR_FUNCTIONS(KeyGroup)
};

} // namespace

QByteArray keyGroupOf(const QByteArray &key)
{
    const auto parsed = CacheKey::parse(key);
    return parsed ? parsed->dataType : QByteArrayLiteral("other");
}

QString keyGroupName(const QByteArray &group)
{
    if (group == "employees")
        return KeyGroup::tr("Employees");
    if (group == "employee")
        return KeyGroup::tr("Employee");
    if (group == "contracts")
        return KeyGroup::tr("Contracts");
    if (group == "active_contract")
        return KeyGroup::tr("Active contract");
    if (group == "clusters")
        return KeyGroup::tr("Clusters");
    if (group == "references")
        return KeyGroup::tr("References");
    if (group == "other")
        return KeyGroup::tr("Other");
    return QString::fromUtf8(group);
}

} // namespace hrcache
