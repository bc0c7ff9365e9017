#include "app/ctl/Leftovers.h"

#include "app/ctl/DisplayWidth.h"
#include "app/ctl/Wording.h"
#include "cache/CacheKey.h"

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t shownKeys = 20;

QString quoted(const QByteArray &text)
{
    return u'\'' + QString::fromUtf8(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QByteArray everybodysKey(const QByteArray &company, const QByteArray &end)
{
    return "cache:*:" + company + ":hr:" + end;
}

} // namespace

Leftovers::Leftovers(std::vector<PendingInvalidation> pending)
{
    for (const PendingInvalidation &one : pending) {
        const QByteArray &company = one.company.bytes();
        // Pages go with the list that they are the pages of.
        for (const QByteArray &key : one.keys) {
            if (!isPageKey(key))
                m_companies[company].keys.insert(key);
        }
        for (const QByteArray &end : one.endsForUnlisted) {
            if (!isPageKey(everybodysKey(company, end)))
                m_companies[company].endsForUnlisted.insert(end);
        }
    }
}

Task<> Leftovers::dropAbsent(CacheStore &cache)
{
    for (auto &[company, left] : m_companies) {
        std::vector<QByteArray> asked(left.keys.begin(), left.keys.end());
        auto looking = cache.describe(std::move(asked));
        const auto infos = co_await looking;
        for (const Result<CacheKeyInfo> &info : infos) {
            if (info && !info->exists)
                left.keys.erase(info->key);
        }
    }
}

bool Leftovers::isEmpty() const
{
    return std::all_of(m_companies.begin(), m_companies.end(), [](const auto &one) {
        return one.second.keys.empty() && one.second.endsForUnlisted.empty();
    });
}

QString Leftovers::command(const QByteArray &company, const OfCompany &left)
{
    QString command = QStringLiteral("hrcachectl invalidate --yes");
    if (left.endsForUnlisted.empty() && left.keys.size() <= shownKeys) {
        for (const QByteArray &key : left.keys)
            command += u' ' + quoted(key);
        return command;
    }
    std::set<QByteArray> users;
    std::set<QByteArray> types;
    std::set<QByteArray> ends = left.endsForUnlisted;
    for (const QByteArray &bytes : left.keys) {
        if (const auto key = CacheKey::parse(bytes)) {
            users.insert(key->user);
            ends.insert(key->end());
        }
    }
    const bool everybody = users.size() != 1 || !left.endsForUnlisted.empty();
    command +=
        everybody ? QStringLiteral(" --all-users") : QStringLiteral(" --user ") + quoted(*users.begin());
    if (everybody && ends.size() <= shownKeys) {
        for (const QByteArray &end : ends)
            command += u' ' + quoted(everybodysKey(company, end));
        return command;
    }
    for (const QByteArray &end : ends)
        types.insert(end.split(':').front());
    command += QStringLiteral(" --company ") + QString::fromUtf8(company);
    for (const QByteArray &type : types)
        command += QStringLiteral(" --type ") + QString::fromUtf8(type);
    return command;
}

QString Leftovers::text(bool denied) const
{
    QStringList lines;
    QStringList commands;
    size_t keys = 0;
    bool unlisted = false;
    for (const auto &[company, left] : m_companies) {
        for (const QByteArray &key : left.keys) {
            if (++keys <= shownKeys)
                lines << QStringLiteral("  ") + printable(QString::fromUtf8(key));
        }
        unlisted = unlisted || !left.endsForUnlisted.empty();
        if (!left.keys.empty() || !left.endsForUnlisted.empty())
            commands << QStringLiteral("  ") + command(company, left);
    }
    if (keys > shownKeys)
        lines << Leftovers::tr("  … and %1 more").arg(countText(static_cast<qint64>(keys - shownKeys)));
    if (keys > 0) {
        lines.prepend(Leftovers::tr(
            "The cache did not confirm that these keys are gone, so readers may see old values:"));
    }
    if (unlisted) {
        lines << Leftovers::tr(
            "Users who are not listed in core.account_access may see old values, too; their "
            "copies cannot be\nnamed now, because only Redis knows whose there are.");
    }
    lines << (denied     ? Leftovers::tr("Allow the Redis user +del on cache:*; then clear them with:")
              : unlisted ? Leftovers::tr("When Redis answers again, clear all of them with:")
                         : Leftovers::tr("When Redis answers again, clear them with:"));
    return (lines + commands).join(u'\n');
}

} // namespace hrcache
