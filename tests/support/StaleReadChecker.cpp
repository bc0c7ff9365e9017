#include "support/StaleReadChecker.h"

#include "hr/Employee.h"
#include "support/Await.h"
#include "support/TestDatabase.h"

#include <QJsonDocument>
#include <QRandomGenerator>

namespace hrcache {

namespace {

qint64 versionIn(const QString &text)
{
    bool isNumber = false;
    const qint64 version = text.mid(1).toLongLong(&isNumber);
    return isNumber && text.startsWith(QLatin1Char('v')) ? version : -1;
}

QByteArray versionText(qint64 version)
{
    return "v" + QByteArray::number(version);
}

/// One row of either kind of answer: the two columns of each writer; a column that is not there repeats the
/// other one.
struct SeenRow
{
    QString id;
    std::array<std::array<QString, 2>, StaleReadChecker::writers> columns;
};

std::vector<SeenRow> rowsOf(const HrQuery &query, const HrDocument &document)
{
    std::vector<SeenRow> rows;
    if (query.kind == HrQuery::Kind::Employee) {
        if (const auto employee = Employee::from(document)) {
            rows.push_back(
                {employee->id,
                 {{{employee->firstName, employee->city}, {employee->lastName, employee->address}}}});
        }
        return rows;
    }
    const EmployeeList list(document);
    for (size_t index = 0; index < list.size(); ++index) {
        const EmployeeSummary row = list.at(index);
        rows.push_back({row.id(), {{{row.firstName(), row.firstName()}, {row.lastName(), row.lastName()}}}});
    }
    return rows;
}

std::optional<HrQuery> queryOf(const CacheKey &key)
{
    const auto company = CompanyId::parse(QString::fromUtf8(key.company), QStringLiteral("company"));
    if (!company)
        return std::nullopt;
    if (key.dataType == "employees")
        return HrQuery::employees(*company);
    const auto employee = EmployeeId::parse(QString::fromUtf8(key.subType), QStringLiteral("employee"));
    if (key.dataType == "employee" && employee)
        return HrQuery::employeeById(*company, *employee);
    return std::nullopt;
}

} // namespace

Task<> pauseFor(std::chrono::milliseconds time)
{
    auto pause = std::make_shared<Completer<Result<void>>>();
    auto completion = pause->completion();
    QTimer::singleShot(time, [pause] { pause->finish({}); });
    [[maybe_unused]] Result<void> over = co_await std::move(completion);
}

double StaleReadChecker::Figures::stalePerMillion() const
{
    return reads == 0 ? 0 : 1e6 * static_cast<double>(stale) / static_cast<double>(reads);
}

StaleReadChecker::Figures &StaleReadChecker::Figures::operator+=(const Figures &other)
{
    reads += other.reads;
    hits += other.hits;
    stale += other.stale;
    torn += other.torn;
    failed += other.failed;
    if (firstProblem.isEmpty())
        firstProblem = other.firstProblem;
    writes += other.writes;
    unacknowledged += other.unacknowledged;
    return *this;
}

StaleReadChecker::StaleReadChecker(Plan plan)
    : m_plan(std::move(plan))
    , m_readsLeft(m_plan.reads)
{
}

void StaleReadChecker::prepare(const TestDatabase &database, const QStringList &users)
{
    for (const QString &user : users) {
        database.exec(
            QStringLiteral("WITH u AS (INSERT INTO core.users (firebase_uid) VALUES ('%1') RETURNING id) "
                           "INSERT INTO core.account_access SELECT u.id, c.account_id, 'shared', 'user' "
                           "FROM u, core.companies c WHERE c.id = '%2'")
                .arg(user, sampleCompany().toString()));
    }
    database.exec(QStringLiteral(
        "UPDATE hr.employees SET first_name = 'v0', city = 'v0', last_name = 'v0', address = 'v0'"));
}

StaleReadChecker::Versions StaleReadChecker::acknowledged() const
{
    Versions versions{};
    for (size_t employee = 0; employee < employees; ++employee) {
        for (size_t writer = 0; writer < writers; ++writer)
            versions[employee][writer] = m_acknowledged[employee][writer].load();
    }
    return versions;
}

bool StaleReadChecker::judge(const HrQuery &query, const DocumentResult &answer, const Versions &expected,
                             Figures &figures)
{
    if (!answer) {
        ++figures.failed;
        if (figures.firstProblem.isEmpty())
            figures.firstProblem = answer.error().message;
        return true;
    }
    ++figures.reads;
    figures.hits += answer->from.fromCache() ? 1 : 0;
    bool stale = false;
    bool torn = false;
    const std::vector<SeenRow> rows = rowsOf(query, answer->data);
    // A row that is missing is as wrong as an old one.
    stale = rows.size() != (query.kind == HrQuery::Kind::Employee ? 1 : employees);
    for (const SeenRow &row : rows) {
        const auto employee = static_cast<size_t>(row.id.right(1).toInt() - 1);
        for (size_t writer = 0; writer < writers; ++writer) {
            const qint64 version = versionIn(row.columns[writer][0]);
            stale = stale || version < expected[employee][writer];
            torn = torn || version != versionIn(row.columns[writer][1]);
            if ((stale || torn) && figures.firstProblem.isEmpty()) {
                figures.firstProblem =
                    QStringLiteral("employee %1, writer %2: %3 / %4 where %5 was acknowledged; %6, %7")
                        .arg(row.id, QString::number(writer), row.columns[writer][0], row.columns[writer][1],
                             QString::number(expected[employee][writer]), reasonName(answer->from.reason),
                             QString::fromUtf8(answer->from.key));
            }
        }
    }
    figures.stale += stale ? 1 : 0;
    figures.torn += torn ? 1 : 0;
    return !stale && !torn;
}

Task<> StaleReadChecker::readLoop(HrStack &stack, UserId user)
{
    Figures figures;
    QRandomGenerator random(m_plan.seed + 1000 * ++m_loops);
    const CompanyId company = sampleCompany();
    while (m_readsLeft.fetch_sub(1) > 0 || m_writing.load()) {
        const HrQuery list = HrQuery::employees(company);
        const HrQuery one = HrQuery::employeeById(company, sampleEmployee(random.bounded(employees) + 1));
        const quint32 choice = random.bounded(10u);
        const Versions expected = acknowledged();
        const qint64 failedBefore = figures.failed;
        if (choice < 2) {
            m_readsLeft.fetch_sub(1);
            std::vector<HrQuery> both{list, one};
            std::vector<DocumentResult> answers = co_await stack.service().readAll(user, std::move(both));
            judge(list, answers[0], expected, figures);
            judge(one, answers[1], expected, figures);
        } else {
            const HrQuery query = choice < 6 ? list : one;
            DocumentResult answer = co_await stack.service().read(user, query);
            judge(query, answer, expected, figures);
        }
        // What fails at once must not keep the others from the event loop.
        if (figures.failed == failedBefore)
            continue;
        m_readsLeft.fetch_add(figures.failed - failedBefore);
        co_await pauseFor(std::chrono::milliseconds(2));
    }
    add(figures);
}

Task<bool> StaleReadChecker::raise(HrStack &stack, int writer, UserId user, int employee, Figures *figures)
{
    static constexpr std::array<std::array<std::string_view, 2>, writers> columns{
        {{"first_name", "city"}, {"last_name", "address"}}};
    const auto row = static_cast<size_t>(employee);
    const auto column = static_cast<size_t>(writer);
    const qint64 version = ++m_issued[row][column];
    const QByteArray text = versionText(version);
    std::vector<FieldValue> fields{{columns[column][0], text}, {columns[column][1], text}};
    HrWrite write = employeeUpdate(sampleEmployee(employee + 1), std::move(fields));
    WriteOptions options;
    options.evenIfNotInvalidated = m_plan.evenIfNotInvalidated;
    Result<WriteReceipt> receipt = co_await stack.service().write(user, std::move(write), options);
    if (receipt && receipt->invalidation.acknowledged) {
        m_acknowledged[row][column].store(version);
        ++figures->writes;
        co_return true;
    }
    ++figures->unacknowledged;
    if (!receipt) {
        if (receipt.error().code == ErrorCode::CommitUnknown && m_plan.settleUnknown)
            m_plan.settleUnknown(writer);
        else if (receipt.error().code == ErrorCode::ValidationFailed ||
                 receipt.error().code == ErrorCode::PermissionDenied)
            qFatal("the checker's writes are refused: %s", qPrintable(receipt.error().message));
    }
    co_return false;
}

Task<> StaleReadChecker::writeLoop(HrStack &stack, int writer, UserId user)
{
    Figures figures;
    QRandomGenerator random(m_plan.seed + 77 * static_cast<quint32>(writer + 1));
    while (!isEnding()) {
        const int employee = random.bounded(employees);
        co_await raise(stack, writer, user, employee, &figures);
        co_await pauseFor(m_plan.writePause);
    }
    for (int employee = 0; employee < employees; ++employee) {
        bool done = co_await raise(stack, writer, user, employee, &figures);
        while (!done) {
            co_await pauseFor(std::chrono::milliseconds(20));
            done = co_await raise(stack, writer, user, employee, &figures);
        }
    }
    bool settled = co_await stack.cache().retry().retryNow();
    while (!settled) {
        co_await pauseFor(std::chrono::milliseconds(20));
        settled = co_await stack.cache().retry().retryNow();
    }
    add(figures);
    if (m_writersLeft.fetch_sub(1) == 1) {
        m_readsLeft.store(m_plan.readsAtRest);
        m_writing.store(false);
    }
}

StaleReadChecker::Figures StaleReadChecker::figures() const
{
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

void StaleReadChecker::add(const Figures &figures)
{
    const std::lock_guard lock(m_mutex);
    m_figures += figures;
}

RestingState compareAtRest(RedisPeer redis, HrStore &database)
{
    RestingState state;
    const QVariantList keys = redis.command({"KEYS", "cache:*"}).toList();
    for (const QVariant &name : keys) {
        const QByteArray bytes = name.toByteArray();
        const QVariant found = redis.command({"GET", bytes});
        // Deleted since it was listed: a second delete is still to come when nobody writes any more.
        if (found.isNull())
            continue;
        const QByteArray value = found.toByteArray();
        const auto key = CacheKey::parse(bytes);
        const auto query = key ? queryOf(*key) : std::nullopt;
        if (!query) {
            state.differences << QString::fromUtf8(bytes + ": not a key of the checker");
            continue;
        }
        if (CacheEnvelope::isLease(value)) {
            ++state.leases;
            continue;
        }
        const CacheEnvelope envelope = CacheEnvelope::parse(query->kind, value);
        const auto rows = awaitResult(database.read({*query}));
        if (!rows.front())
            qFatal("the database does not answer: %s", qPrintable(rows.front().error().message));
        ++state.compared;
        if (QJsonDocument::fromJson(envelope.document.jsonBytes()) !=
            QJsonDocument::fromJson(rows.front()->json))
            state.differences << QString::fromUtf8(bytes) + QStringLiteral(": ") + QString::fromUtf8(value);
    }
    return state;
}

} // namespace hrcache
