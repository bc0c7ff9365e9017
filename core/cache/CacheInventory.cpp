#include "cache/CacheInventory.h"

#include "base/NextTurn.h"
#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "cache/UnlistedHolders.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPointer>
#include <QSet>

#include <algorithm>

namespace hrcache {

namespace {

constexpr std::string_view languages[] = {"fr", "en", "de", "it"};
constexpr std::chrono::milliseconds farAway{5};
constexpr int scanCountNear = 1'000;
constexpr int scanCountFar = 10'000;
/// More is asked for in parts, between which the window gets its turn. A distant server waits between parts.
constexpr size_t keysPerPartNear = 5'000;
constexpr size_t keysPerPartFar = 40'000;
/// More than that many keys are named, sorted and freed on the thread pool.
constexpr size_t fewKeys = 5'000;
constexpr size_t idColumn = 0; // of EmployeeIds

/// Many are freed on the thread pool, whoever lets go of them last.
std::shared_ptr<const std::vector<QByteArray>> shared(std::vector<QByteArray> keys)
{
    if (keys.size() <= fewKeys)
        return std::make_shared<const std::vector<QByteArray>>(std::move(keys));
    return {new std::vector<QByteArray>(std::move(keys)),
            [](std::vector<QByteArray> *many) { workerPool()->start([many] { delete many; }); }};
}

/// `keys` are known to exist; empty if that is what `infos` tell. Half an answer is none.
Result<void> add(KeyInventory &inventory, const std::vector<QByteArray> &keys,
                 std::vector<Result<CacheKeyInfo>> infos, qsizetype KeyInventory::*counter)
{
    for (size_t i = 0; i < infos.size(); ++i) {
        Result<CacheKeyInfo> &info = infos[i];
        if (!info && info.error().code != ErrorCode::PermissionDenied)
            return failure(std::move(info.error()));
        if (!info) {
            ++inventory.denied;
            if (keys.empty())
                continue;
            info = CacheKeyInfo();
            info->key = keys[i];
            info->exists = true;
        }
        if (!info->exists)
            continue;
        if (CacheEnvelope::isLease(info->tail)) {
            inventory.leases.push_back(std::move(info->key));
            continue;
        }
        inventory.entries.push_back(std::move(*info));
        ++(inventory.*counter);
    }
    return {};
}

/// The queries whose answers are no single employee's.
std::vector<HrQuery> commonQueries(const CompanyId &company, size_t employees, const HrDocument &clusters)
{
    std::vector<HrQuery> queries{HrQuery::employees(company), HrQuery::clusters(company)};
    const auto specs = columnsOf(HrQuery::Kind::Clusters);
    const auto country =
        static_cast<size_t>(std::find_if(specs.begin(), specs.end(),
                                         [](const ColumnSpec &spec) { return spec.name == "country_code"; }) -
                            specs.begin());
    QSet<QByteArray> countries;
    for (size_t row = 0; row < clusters.table().size(); ++row) {
        const auto code = clusters.table().row(row).utf8(country);
        countries.insert(QByteArray(code.data(), static_cast<qsizetype>(code.size())));
    }
    for (const QByteArray &code : std::as_const(countries)) {
        queries.push_back(HrQuery::clusters(company, code));
        for (const auto language : languages) {
            queries.push_back(HrQuery::references(
                company, code, QByteArray(language.data(), static_cast<qsizetype>(language.size()))));
        }
    }
    if (employees > static_cast<size_t>(employeesPerPage)) {
        const auto pages = HrQuery::everyPage(company);
        queries.insert(queries.end(), pages.begin(), pages.end());
    }
    return queries;
}

/// The keys that follow from the rows of EmployeeIds and Clusters. Any thread.
Result<std::vector<QByteArray>> nameKeys(const KeyScope &scope, const QByteArray &employeeRows,
                                         const QByteArray &clusterRows)
{
    const auto employees = HrDocument::fromRows(HrQuery::Kind::EmployeeIds, employeeRows);
    if (!employees)
        return failure(employees.error());
    const auto clusters = HrDocument::fromRows(HrQuery::Kind::Clusters, clusterRows);
    if (!clusters)
        return failure(clusters.error());
    const RowTable &rows = employees->table();
    const auto common = commonQueries(scope.company, rows.size(), *clusters);
    std::vector<QByteArray> keys;
    keys.reserve((common.size() + 3 * rows.size()) * scope.users.size());
    for (const UserId &user : scope.users) {
        for (const HrQuery &query : common)
            keys.push_back(CacheKey::of(user, query));
    }
    for (size_t row = 0; row < rows.size(); ++row) {
        const auto id = EmployeeId::parse(rows.row(row).text(idColumn), {});
        if (!id)
            continue;
        for (const HrQuery &query :
             {HrQuery::employeeById(scope.company, *id), HrQuery::contracts(scope.company, *id),
              HrQuery::activeContract(scope.company, *id)}) {
            for (const UserId &user : scope.users)
                keys.push_back(CacheKey::of(user, query));
        }
    }
    return keys;
}

bool inScope(const KeyScope &scope, const QByteArray &key)
{
    const auto parsed = CacheKey::parse(key);
    if (!parsed || (!scope.company.isEmpty() && parsed->company != scope.company.bytes()))
        return false;
    return scope.users.empty() ||
           std::any_of(scope.users.begin(), scope.users.end(),
                       [&](const UserId &user) { return user.bytes() == parsed->user; });
}

} // namespace

CacheInventory::CacheInventory(CacheStore &store, HrStore *rows)
    : m_store(store)
    , m_rows(rows)
{
}

CacheInventory::~CacheInventory() = default;

Task<Result<std::vector<QByteArray>>> CacheInventory::candidates(KeyScope scope)
{
    const QPointer<CacheInventory> self(this);
    std::vector<QByteArray> keys;
    if (m_rows == nullptr || scope.company.isEmpty())
        co_return keys;
    if (scope.users.empty()) {
        auto holders = co_await m_rows->holders(scope.company);
        if (!self)
            co_return failure(ErrorCode::Cancelled, {});
        if (!holders)
            co_return failure(std::move(holders.error()));
        scope.users = std::move(*holders);
        UnlistedHolders unlisted(m_store);
        auto asking = unlisted.of(scope.company);
        const auto others = co_await asking;
        if (!self)
            co_return failure(ErrorCode::Cancelled, {});
        if (!others)
            co_return failure(others.error());
        for (const UserId &user : *others) {
            if (std::find(scope.users.begin(), scope.users.end(), user) == scope.users.end())
                scope.users.push_back(user);
        }
    }
    std::vector<HrQuery> asked{HrQuery::employeeIds(scope.company), HrQuery::clusters(scope.company)};
    const auto read = co_await m_rows->read(std::move(asked));
    for (const Result<HrRows> &rows : read) {
        if (!rows)
            co_return failure(rows.error());
    }
    auto work = [scope, employees = read[0]->json, clusters = read[1]->json] {
        return nameKeys(scope, employees, clusters);
    };
    if (static_cast<size_t>(read[0]->count) * scope.users.size() <= fewKeys)
        co_return work();
    auto naming = runOnPool(workerPool(), std::move(work));
    auto named = co_await naming;
    if (!self)
        co_return failure(ErrorCode::Cancelled, {});
    if (!named)
        co_return failure(std::move(named.error()));
    co_return std::move(*named);
}

Task<Result<KeyInventory>> CacheInventory::collect(KeyScope scope, ScanPolicy policy,
                                                   std::function<void(qsizetype)> progress,
                                                   std::stop_token stop)
{
    const QPointer<CacheInventory> self(this);
    KeyInventory inventory;
    const Result<qint64> count = co_await m_store.keyCount();
    if (!count)
        co_return failure(count.error());
    inventory.keysInServer = *count;
    if (!self || stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});

    auto known = co_await candidates(scope);
    if (!self || stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});
    const bool rowsAsked = known.has_value() && !known->empty();
    if (!known) {
        inventory.note = QCoreApplication::translate("CacheInventory",
                                                     "The database could not be asked which keys there may "
                                                     "be: %1")
                             .arg(known.error().message);
        known = std::vector<QByteArray>();
    }
    const auto candidates = shared(std::move(*known));
    auto describing = describe(candidates, &inventory, stop);
    if (auto described = co_await describing; !described)
        co_return failure(std::move(described.error()));
    if (!self || stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});

    const bool small = inventory.keysInServer <= smallKeyCount;
    if (policy == ScanPolicy::Always || (policy == ScanPolicy::WhenSmall && (small || !rowsAsked))) {
        const UserId user = scope.users.size() == 1 ? scope.users.front() : UserId();
        auto pattern = CacheKey::pattern(user, scope.company);
        auto scanning = scan(std::move(pattern), scope, candidates, &inventory, progress, stop);
        auto scanned = co_await scanning;
        if (!scanned)
            co_return failure(std::move(scanned.error()));
        inventory.scanned = true;
    } else if (inventory.note.isEmpty()) {
        inventory.note = QCoreApplication::translate(
                             "CacheInventory",
                             "These keys follow from the rows of the database. The %1 keys of the server "
                             "were not walked, so keys of rows that no longer exist may be missing.")
                             .arg(QLocale().toString(inventory.keysInServer));
    }
    if (inventory.denied > 0) {
        if (!inventory.note.isEmpty())
            inventory.note += u'\n';
        inventory.note += QCoreApplication::translate("CacheInventory",
                                                      "The Redis user may not look at %1 of the keys (PTTL).")
                              .arg(QLocale().toString(inventory.denied));
    }
    const bool isShort = inventory.entries.size() <= fewKeys;
    auto sort = [entries = std::move(inventory.entries)]() mutable {
        std::sort(entries.begin(), entries.end(),
                  [](const CacheKeyInfo &a, const CacheKeyInfo &b) { return a.key < b.key; });
        return std::move(entries);
    };
    if (isShort) {
        inventory.entries = sort();
    } else {
        auto sorting = runOnPool(workerPool(), std::move(sort));
        auto sorted = co_await sorting;
        if (!sorted)
            co_return failure(std::move(sorted.error()));
        inventory.entries = std::move(*sorted);
    }
    co_return inventory;
}

Task<Result<void>> CacheInventory::describe(std::shared_ptr<const std::vector<QByteArray>> keys,
                                            KeyInventory *inventory, std::stop_token stop)
{
    const QPointer<CacheInventory> self(this);
    const size_t atOnce = m_store.typicalLatency() > farAway ? keysPerPartFar : keysPerPartNear;
    // To move a long list to a larger place takes as long as half a frame.
    inventory->entries.reserve(keys->size());
    for (size_t from = 0; from < keys->size(); from += atOnce) {
        if (from > 0) {
            co_await nextTurn();
            if (!self || stop.stop_requested())
                co_return failure(ErrorCode::Cancelled, {});
        }
        const auto begin = keys->begin() + static_cast<std::ptrdiff_t>(from);
        std::vector<QByteArray> part(
            begin, begin + static_cast<std::ptrdiff_t>(std::min(atOnce, keys->size() - from)));
        auto asking = m_store.describe(std::move(part));
        auto infos = co_await asking;
        if (auto added = add(*inventory, {}, std::move(infos), &KeyInventory::fromRows); !added)
            co_return failure(std::move(added.error()));
    }
    co_return {};
}

Task<Result<void>> CacheInventory::scan(QByteArray pattern, KeyScope scope,
                                        std::shared_ptr<const std::vector<QByteArray>> known,
                                        KeyInventory *inventory, std::function<void(qsizetype)> progress,
                                        std::stop_token stop)
{
    const QPointer<CacheInventory> self(this);
    auto remember = [known] { return QSet<QByteArray>(known->begin(), known->end()); };
    QSet<QByteArray> seen;
    if (known->size() <= fewKeys) {
        seen = remember();
    } else {
        auto remembering = runOnPool(workerPool(), std::move(remember));
        auto remembered = co_await remembering;
        if (!self || stop.stop_requested())
            co_return failure(ErrorCode::Cancelled, {});
        if (!remembered)
            co_return failure(std::move(remembered.error()));
        seen = std::move(*remembered);
    }
    const int count = m_store.typicalLatency() > farAway ? scanCountFar : scanCountNear;
    QByteArray cursor = QByteArrayLiteral("0");
    do {
        auto page = co_await m_store.scan(pattern, cursor, count);
        if (!page)
            co_return failure(std::move(page.error()));
        if (!self)
            co_return failure(ErrorCode::Cancelled, {});
        cursor = page->cursor;
        std::vector<QByteArray> fresh;
        for (QByteArray &key : page->keys) {
            if (!seen.contains(key) && inScope(scope, key)) {
                seen.insert(key);
                fresh.push_back(std::move(key));
            }
        }
        if (!fresh.empty()) {
            auto asked = fresh;
            auto infos = co_await m_store.describe(std::move(asked));
            if (auto added = add(*inventory, fresh, std::move(infos), &KeyInventory::fromScan); !added)
                co_return failure(std::move(added.error()));
        }
        if (!self || stop.stop_requested())
            co_return failure(ErrorCode::Cancelled, {});
        if (progress)
            progress(static_cast<qsizetype>(inventory->entries.size()));
    } while (cursor != "0");
    if (seen.size() > static_cast<qsizetype>(fewKeys))
        freeOnPool(workerPool(), std::move(seen));
    co_return {};
}

CacheStats CacheInventory::stats(const KeyInventory &inventory)
{
    CacheStats stats;
    for (const CacheKeyInfo &info : inventory.entries) {
        const auto key = CacheKey::parse(info.key);
        if (!key)
            continue;
        ++stats.totalKeys;
        ++stats.dataTypes[key->dataType];
        stats.totalSizeBytes += info.bytes;
        // ISO text of one zone orders as time does.
        const QByteArray cachedAt = CacheEnvelope::cachedAtInTail(info.tail);
        if (cachedAt.isEmpty())
            continue;
        if (stats.oldestEntry.isEmpty() || cachedAt < stats.oldestEntry)
            stats.oldestEntry = cachedAt;
        if (cachedAt > stats.newestEntry)
            stats.newestEntry = cachedAt;
    }
    return stats;
}

} // namespace hrcache
