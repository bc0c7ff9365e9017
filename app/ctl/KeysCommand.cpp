#include "app/ctl/KeysCommand.h"

#include "app/ctl/InterruptWatcher.h"
#include "app/ctl/KeyFacts.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"
#include "base/Completion.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hrcache {

namespace {

constexpr std::chrono::seconds watchInterval{1};
constexpr int linesBesideRows = 6;
const QString watchOption = QStringLiteral("watch");

QByteArray jsonOf(const KeyInventory &inventory)
{
    const WallTime now = Clock::system().now();
    QJsonArray keys;
    for (const CacheKeyInfo &info : inventory.entries)
        keys.append(keyJson(info, now));
    return QJsonDocument(keys).toJson(QJsonDocument::Compact) + '\n';
}

QString textOf(const KeyInventory &inventory, qsizetype mostRows)
{
    using Align = TextTable::Align;
    const WallTime now = Clock::system().now();
    TextTable table({{KeysCommand::tr("Key")},
                     {KeysCommand::tr("Type")},
                     {KeysCommand::tr("TTL left"), Align::Right},
                     {KeysCommand::tr("Bytes"), Align::Right},
                     {KeysCommand::tr("Age"), Align::Right}});
    qint64 bytes = 0;
    for (const CacheKeyInfo &info : inventory.entries)
        bytes += info.bytes;
    const auto count = static_cast<qsizetype>(inventory.entries.size());
    const qsizetype shown = std::min(count, mostRows);
    for (qsizetype i = 0; i < shown; ++i) {
        const CacheKeyInfo &info = inventory.entries[static_cast<size_t>(i)];
        const auto age = entryAge(info, now);
        const auto key = CacheKey::parse(info.key);
        table.addRow({QString::fromUtf8(info.key), key ? QString::fromUtf8(key->dataType) : QString(),
                      info.ttlLeft ? spanText(*info.ttlLeft) : KeysCommand::tr("never"),
                      countText(info.bytes), age ? spanText(*age) : QString()});
    }
    QString text = table.toText();
    if (shown < count)
        text += KeysCommand::tr("… and %1 more\n").arg(countText(count - shown));
    if (count == 0)
        return KeysCommand::tr("No entries.\n");
    return text + u'\n' + KeysCommand::tr("%1, %2\n").arg(entriesText(count), sizeText(bytes));
}

/// Resumes after `time`, or at once when the person interrupts.
Task<> pauseUnlessInterrupted(InterruptWatcher *watcher, std::chrono::milliseconds time)
{
    if (watcher->wasInterrupted())
        co_return;
    auto completer = std::make_shared<Completer<Result<bool>>>();
    auto completion = completer->completion();
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [completer] { completer->finish(true); });
    QObject::connect(watcher, &InterruptWatcher::interrupted, &timer,
                     [completer] { completer->finish(true); });
    timer.start(time);
    co_await std::move(completion);
}

} // namespace

QString KeysCommand::summary() const
{
    return KeysCommand::tr("Lists the cached entries of a user and company, soonest to expire first.");
}

QStringList KeysCommand::examples() const
{
    return {QStringLiteral("hrcachectl keys"), QStringLiteral("hrcachectl keys --all-users --watch")};
}

void KeysCommand::declare(QCommandLineParser &parser) const
{
    KeyCommand::declare(parser);
    parser.addOption({watchOption, KeysCommand::tr("Show them again every second, until Ctrl-C.")});
}

std::optional<QString> KeysCommand::accept(const QCommandLineParser &parser)
{
    m_watch = parser.isSet(watchOption);
    return KeyCommand::accept(parser);
}

Task<Result<KeyInventory>> KeysCommand::collect(CommandContext &context, KeyScope scope)
{
    auto inventory =
        co_await context.backend().inventory().collect(std::move(scope), scanPolicy(ScanPolicy::WhenSmall));
    if (inventory) {
        // Those without a TTL last longest.
        const auto left = [](const CacheKeyInfo &info) {
            return info.ttlLeft.value_or(std::chrono::milliseconds::max());
        };
        std::stable_sort(inventory->entries.begin(), inventory->entries.end(),
                         [&](const CacheKeyInfo &a, const CacheKeyInfo &b) { return left(a) < left(b); });
    }
    co_return inventory;
}

Task<ExitStatus> KeysCommand::run(CommandContext &context)
{
    auto scope = co_await this->scope(context);
    if (!scope)
        co_return context.fail(scope.error());
    if (m_watch) {
        const ExitStatus status = co_await watch(context, std::move(*scope));
        co_return status;
    }
    const auto inventory = co_await collect(context, std::move(*scope));
    if (!inventory)
        co_return context.fail(inventory.error());
    if (context.json()) {
        context.console().print(jsonOf(*inventory));
        co_return ExitStatus::Good;
    }
    QString text = textOf(*inventory, std::numeric_limits<qsizetype>::max());
    const QString remark = embeddedRemark(context.backend().configuration());
    text += (remark.isEmpty() ? inventoryBasis(*inventory) : remark) + u'\n';
    context.console().print(text);
    co_return ExitStatus::Good;
}

Task<ExitStatus> KeysCommand::watch(CommandContext &context, KeyScope scope)
{
    InterruptWatcher watcher;
    const bool terminal = Console::outputIsTerminal() && !context.json();
    ExitStatus status = ExitStatus::Good;
    while (!watcher.wasInterrupted() && !context.console().outputFailed()) {
        auto asked = scope;
        const auto inventory = co_await collect(context, std::move(asked));
        // Trouble may pass; whoever watches wants to see when.
        status = inventory ? ExitStatus::Good : ExitStatus::Failed;
        if (context.json() && inventory) {
            context.console().print(jsonOf(*inventory));
        } else if (context.json()) {
            context.console().complain(inventory.error());
        } else {
            const qsizetype rows = terminal ? std::max(5, Console::terminalRows() - linesBesideRows)
                                            : std::numeric_limits<qsizetype>::max();
            const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
            QString text = terminal ? QStringLiteral("\x1b[H\x1b[2J") : QString();
            text +=
                time + u'\n' + (inventory ? textOf(*inventory, rows) : errorText(inventory.error()) + u'\n');
            context.console().print(text + u'\n');
        }
        co_await pauseUnlessInterrupted(&watcher, watchInterval);
    }
    co_return status;
}

} // namespace hrcache
