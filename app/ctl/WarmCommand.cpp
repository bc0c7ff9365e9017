#include "app/ctl/WarmCommand.h"

#include "app/ctl/JoinedReads.h"
#include "app/ctl/ReadCommand.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hrcache {

namespace {

/// So that a round trip stays a round trip, and not minutes of work for a server.
constexpr size_t employeesAtOnce = 200;

const QString countryOption = QStringLiteral("country");
const QString languageOption = QStringLiteral("lang");
const QString detailsOption = QStringLiteral("details");

} // namespace

QString WarmCommand::summary() const
{
    return WarmCommand::tr("Loads into the cache what is missing for a user and company.");
}

QString WarmCommand::description() const
{
    return WarmCommand::tr("Employees, clusters and references. The list of employees as the window "
                           "reads it: more than 1,000 in\n"
                           "pages, which other programs do not read. One round trip to each server, two to "
                           "the database for such\n"
                           "a list. With --details also every employee with contracts and active contract.");
}

QStringList WarmCommand::examples() const
{
    return {QStringLiteral("hrcachectl warm"), QStringLiteral("hrcachectl warm --lang fr,de --details")};
}

void WarmCommand::declare(QCommandLineParser &parser) const
{
    parser.addOption({countryOption, WarmCommand::tr("References and clusters of this country (CH)."),
                      WarmCommand::tr("CODE"), QStringLiteral("CH")});
    parser.addOption({languageOption,
                      WarmCommand::tr("References in these languages (fr), with commas between."),
                      WarmCommand::tr("CODES"), QStringLiteral("fr")});
    parser.addOption({detailsOption, WarmCommand::tr("Every employee with contracts, too.")});
}

std::optional<QString> WarmCommand::accept(const QCommandLineParser &parser)
{
    m_details = parser.isSet(detailsOption);
    m_country = parser.value(countryOption).toLatin1();
    if (!isCode(parser.value(countryOption)))
        return WarmCommand::tr("--country is a code of two or three letters, such as CH.");
    for (const QString &language : parser.value(languageOption).split(u',')) {
        if (!isCode(language.trimmed()))
            return WarmCommand::tr("--lang is a list of codes, such as fr,de.");
        m_languages.push_back(language.trimmed().toLatin1());
    }
    return Command::accept(parser);
}

WarmCommand::Tally &WarmCommand::tallyOf(const HrQuery &query)
{
    QString name;
    switch (query.kind) {
    case HrQuery::Kind::Employee:
        name = QStringLiteral("employee");
        break;
    case HrQuery::Kind::Contracts:
        name = QStringLiteral("contracts");
        break;
    case HrQuery::Kind::ActiveContract:
        name = QStringLiteral("active_contract");
        break;
    default: {
        const auto key = CacheKey::parse(CacheKey::of(UserId::parse(u"x", {}).value_or(UserId()), query));
        name = key ? QString::fromUtf8(key->source().mid(3)) : QString();
    }
    }
    const auto found = std::find_if(m_tallies.begin(), m_tallies.end(),
                                    [&](const Tally &tally) { return tally.name == name; });
    if (found != m_tallies.end())
        return *found;
    m_tallies.push_back({name});
    return m_tallies.back();
}

void WarmCommand::Tally::add(const Provenance &from, bool isEmpty)
{
    if (from.fromCache())
        ++there;
    else if (from.willStore)
        ++loaded;
    else if (isEmpty)
        ++empty;
    else if (from.reason == Reason::NotCached)
        ++off;
    else
        ++left;
}

Backend::Wrapping WarmCommand::wrapping() const
{
    Backend::Wrapping wrapping;
    wrapping.hrStore = [](std::unique_ptr<HrStore> inner) {
        return std::make_unique<JoinedReads>(std::move(inner));
    };
    return wrapping;
}

Task<Result<void>> WarmCommand::load(CommandContext &context, Subject subject, std::vector<HrQuery> queries)
{
    auto asked = queries;
    const auto answers = co_await context.backend().service().readAll(subject.user, std::move(asked));
    for (size_t i = 0; i < answers.size(); ++i) {
        const DocumentResult &answer = answers[i];
        if (!answer)
            co_return failure(answer.error());
        const Provenance &from = answer->from;
        if (from.reason == Reason::CacheUnreachable)
            co_return failure(ErrorCode::Unreachable, from.note);
        tallyOf(queries[i]).add(from, answer->data.isEmpty());
        if (!from.note.isEmpty())
            m_note = from.note;
    }
    co_return Result<void>();
}

void WarmCommand::tallyList(const Sourced<EmployeePages> &list)
{
    const qsizetype rows = static_cast<qsizetype>(list.data.rowCount());
    m_tallies.front().add(list.from, rows == 0);
    if (!list.from.note.isEmpty())
        m_note = list.from.note;
    if (list.data.pageEntries == 0)
        return;
    m_employees = rows;
    m_pages = list.data.pageEntries;
    Tally pages{QStringLiteral("employees:page")};
    (list.from.fromCache() ? pages.there : pages.loaded) = m_pages;
    m_tallies.insert(m_tallies.begin() + 1, pages);
}

Task<Result<EmployeePages>> WarmCommand::loadLists(CommandContext &context, Subject subject)
{
    Backend &backend = context.backend();
    std::vector<HrQuery> queries{HrQuery::clusters(subject.company),
                                 HrQuery::clusters(subject.company, m_country)};
    for (const QByteArray &language : m_languages)
        queries.push_back(HrQuery::references(subject.company, m_country, language));
    tallyOf(HrQuery::employees(subject.company)); // stands first
    EmployeeListReader reader(backend.hrStore(), backend.cache(), Clock::system());
    reader.endWith(&backend.service());
    auto readingList = reader.read(subject.user, subject.company);
    auto loadingRest = load(context, subject, std::move(queries));
    auto list = co_await readingList;
    const auto rest = co_await loadingRest;
    if (!list)
        co_return failure(std::move(list.error()));
    if (list->from.reason == Reason::CacheUnreachable)
        co_return failure(ErrorCode::Unreachable, list->from.note);
    if (!rest)
        co_return failure(rest.error());
    tallyList(*list);
    co_return std::move(list->data);
}

Task<Result<void>> WarmCommand::loadDetails(CommandContext &context, Subject subject, EmployeePages employees)
{
    std::vector<EmployeeId> ids;
    ids.reserve(employees.rowCount());
    for (const EmployeeList &page : employees.pages) {
        for (size_t i = 0; i < page.size(); ++i) {
            auto id = EmployeeId::parse(page.at(i).id(), QStringLiteral("id"));
            if (!id)
                co_return failure(std::move(id.error()));
            ids.push_back(std::move(*id));
        }
    }
    employees = {};
    for (size_t from = 0; from < ids.size(); from += employeesAtOnce) {
        std::vector<HrQuery> queries;
        for (size_t i = from; i < std::min(ids.size(), from + employeesAtOnce); ++i) {
            queries.push_back(HrQuery::employeeById(subject.company, ids[i]));
            queries.push_back(HrQuery::contracts(subject.company, ids[i]));
            queries.push_back(HrQuery::activeContract(subject.company, ids[i]));
        }
        auto loading = load(context, subject, std::move(queries));
        const auto loaded = co_await loading;
        if (!loaded)
            co_return failure(loaded.error());
        // The next part's rows would pile up in memory behind fills that are on their way.
        co_await context.backend().cache().idle();
    }
    co_return Result<void>();
}

Task<ExitStatus> WarmCommand::run(CommandContext &context)
{
    const auto subject = co_await context.subject();
    if (!subject)
        co_return context.fail(subject.error());
    if (subject->user.isEmpty()) {
        co_return context.fail(Error::make(
            ErrorCode::InvalidArgument,
            WarmCommand::tr("For whom? Entries belong to a user: give --user ID, or set HRCACHE_USER.")));
    }
    auto loadingLists = loadLists(context, *subject);
    auto employees = co_await loadingLists;
    if (!employees)
        co_return context.fail(employees.error());
    if (m_details) {
        auto loadingDetails = loadDetails(context, *subject, std::move(*employees));
        const auto loaded = co_await loadingDetails;
        if (!loaded)
            co_return context.fail(loaded.error());
    }
    co_await context.backend().cache().idle();
    print(context);
    const bool complete =
        std::all_of(m_tallies.begin(), m_tallies.end(), [](const Tally &tally) { return tally.left == 0; });
    co_return complete ? ExitStatus::Good : ExitStatus::Failed;
}

void WarmCommand::print(CommandContext &context) const
{
    if (context.json()) {
        QJsonArray json;
        for (const Tally &tally : m_tallies) {
            json.append(QJsonObject{{QStringLiteral("data"), tally.name},
                                    {QStringLiteral("loaded"), tally.loaded},
                                    {QStringLiteral("there_already"), tally.there},
                                    {QStringLiteral("no_rows"), tally.empty},
                                    {QStringLiteral("not_stored"), tally.left},
                                    {QStringLiteral("switched_off"), tally.off}});
        }
        context.console().print(QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
        return;
    }
    using Align = TextTable::Align;
    TextTable table({{WarmCommand::tr("Data")},
                     {WarmCommand::tr("Loaded"), Align::Right},
                     {WarmCommand::tr("There already"), Align::Right},
                     {WarmCommand::tr("No rows"), Align::Right},
                     {WarmCommand::tr("Not stored"), Align::Right}});
    qint64 loaded = 0;
    qint64 there = 0;
    for (const Tally &tally : m_tallies) {
        table.addRow({tally.name, countText(tally.loaded), countText(tally.there), countText(tally.empty),
                      countText(tally.left + tally.off)});
        loaded += tally.loaded;
        there += tally.there;
    }
    QString text = table.toText() + u'\n' +
                   WarmCommand::tr("%1 loaded, %2 there already.\n").arg(countText(loaded), countText(there));
    if (m_pages > 0)
        text += WarmCommand::tr("The list of %1 employees is kept in %2 pages, as the window reads it.\n")
                    .arg(countText(m_employees), countText(m_pages));
    const bool off =
        std::any_of(m_tallies.begin(), m_tallies.end(), [](const Tally &tally) { return tally.off > 0; });
    if (off)
        text += WarmCommand::tr("Some data are not to be cached: their TTL is set to 0.\n");
    if (!m_note.isEmpty())
        text += m_note + u'\n';
    if (context.backend().configuration().isEmbedded())
        text += WarmCommand::tr("The built-in cache ends with this program, so this was for practice.\n");
    context.console().print(text);
}

} // namespace hrcache
