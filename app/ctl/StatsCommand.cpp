#include "app/ctl/StatsCommand.h"

#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hrcache {

namespace {

QJsonObject jsonOf(const CacheStats &stats, const KeyInventory &inventory)
{
    QJsonObject types;
    for (const auto &[type, count] : stats.dataTypes)
        types[QString::fromUtf8(type)] = count;
    const auto moment = [](const QByteArray &text) {
        return text.isEmpty() ? QJsonValue() : QJsonValue(QString::fromUtf8(text));
    };
    QJsonObject json;
    json[QStringLiteral("total_keys")] = stats.totalKeys;
    json[QStringLiteral("data_types")] = types;
    json[QStringLiteral("total_size_bytes")] = stats.totalSizeBytes;
    json[QStringLiteral("oldest_entry")] = moment(stats.oldestEntry);
    json[QStringLiteral("newest_entry")] = moment(stats.newestEntry);
    json[QStringLiteral("keys_from_rows")] = static_cast<qint64>(inventory.fromRows);
    json[QStringLiteral("keys_from_scan")] = static_cast<qint64>(inventory.fromScan);
    json[QStringLiteral("complete")] = inventory.scanned;
    json[QStringLiteral("keys_in_server")] = inventory.keysInServer;
    if (!inventory.note.isEmpty())
        json[QStringLiteral("note")] = inventory.note;
    return json;
}

} // namespace

QString StatsCommand::summary() const
{
    return StatsCommand::tr("Counts the cached entries of a user and company.");
}

QString StatsCommand::description() const
{
    return StatsCommand::tr(
        "Nearly all keys follow from the rows of the database, so they are asked for without walking\n"
        "everybody's keys. A server with at most 100,000 keys is walked as well, to find the rest.");
}

QStringList StatsCommand::examples() const
{
    return {QStringLiteral("hrcachectl stats"), QStringLiteral("hrcachectl stats --all-users --scan --json")};
}

Task<ExitStatus> StatsCommand::run(CommandContext &context)
{
    auto scope = co_await this->scope(context);
    if (!scope)
        co_return context.fail(scope.error());
    const KeyScope asked = *scope;
    const auto inventory =
        co_await context.backend().inventory().collect(std::move(*scope), scanPolicy(ScanPolicy::WhenSmall));
    if (!inventory)
        co_return context.fail(inventory.error());
    const CacheStats stats = CacheInventory::stats(*inventory);
    if (context.json()) {
        context.console().print(QJsonDocument(jsonOf(stats, *inventory)).toJson(QJsonDocument::Compact) +
                                '\n');
        co_return ExitStatus::Good;
    }
    const QString whose = co_await scopeText(context, asked);
    QString text = StatsCommand::tr("Cached for %1\n\n").arg(whose);
    using Align = TextTable::Align;
    TextTable table({{StatsCommand::tr("Type")}, {StatsCommand::tr("Entries"), Align::Right}});
    for (const auto &[type, count] : stats.dataTypes)
        table.addRow({QString::fromUtf8(type), countText(count)});
    text += table.toText();
    if (stats.totalKeys == 0) {
        text += StatsCommand::tr("No entries.\n");
    } else {
        text +=
            StatsCommand::tr("\n%1, %2\n").arg(entriesText(stats.totalKeys), sizeText(stats.totalSizeBytes));
        if (!stats.oldestEntry.isEmpty())
            text += StatsCommand::tr("Oldest cached at %1, newest at %2\n")
                        .arg(QString::fromUtf8(stats.oldestEntry.left(19)).replace(u'T', u' '),
                             QString::fromUtf8(stats.newestEntry.left(19)).replace(u'T', u' '));
    }
    const QString remark = embeddedRemark(context.backend().configuration());
    text += (remark.isEmpty() ? inventoryBasis(*inventory) : remark) + u'\n';
    context.console().print(text);
    co_return ExitStatus::Good;
}

} // namespace hrcache
