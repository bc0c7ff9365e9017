#include "hr/ContractRows.h"

#include <QHash>

#include <unordered_map>

namespace hrcache {

namespace {

/// Some rows of another result.
class Slice final : public SqlResult
{
public:
    Slice(const SqlResult &whole, int first, int count)
        : m_whole(whole)
        , m_first(first)
        , m_count(count)
    {
    }

    [[nodiscard]] int rowCount() const override { return m_count; }

    [[nodiscard]] int columnCount() const override { return m_whole.columnCount(); }

    [[nodiscard]] std::string_view columnName(int column) const override
    {
        return m_whole.columnName(column);
    }

    [[nodiscard]] JsonType columnType(int column) const override { return m_whole.columnType(column); }

    [[nodiscard]] bool isNull(int row, int column) const override
    {
        return m_whole.isNull(m_first + row, column);
    }

    [[nodiscard]] std::string_view text(int row, int column) const override
    {
        return m_whole.text(m_first + row, column);
    }

    [[nodiscard]] bool isFromReplica() const override { return m_whole.isFromReplica(); }

private:
    const SqlResult &m_whole;
    int m_first;
    int m_count;
};

struct Range
{
    int first = 0;
    int count = 0;
};

} // namespace

std::vector<std::vector<size_t>> batchesOf(std::span<const HrQuery> queries)
{
    std::vector<std::vector<size_t>> batches;
    batches.reserve(queries.size());
    QHash<QByteArray, size_t> batchOfCompany;
    for (size_t i = 0; i < queries.size(); ++i) {
        if (queries[i].kind == HrQuery::Kind::Contracts) {
            const QByteArray &company = queries[i].company.bytes();
            if (const auto found = batchOfCompany.constFind(company); found != batchOfCompany.constEnd()) {
                batches[*found].push_back(i);
                continue;
            }
            batchOfCompany.insert(company, batches.size());
        }
        batches.push_back({i});
    }
    return batches;
}

std::vector<Result<HrRows>> makeContractRows(std::span<const HrQuery *const> queries, const SqlResult &result)
{
    std::unordered_map<std::string_view, Range> rangeOf;
    // Without that column every makeRows() says which one is missing.
    if (const int column = result.columnOf("employee_id"); column >= 0) {
        rangeOf.reserve(queries.size());
        for (int row = 0; row < result.rowCount(); ++row) {
            const auto [found, isNew] = rangeOf.try_emplace(result.text(row, column), Range{row, 0});
            ++found->second.count;
        }
    }
    std::vector<Result<HrRows>> answers;
    answers.reserve(queries.size());
    for (const HrQuery *query : queries) {
        const QByteArray &employee = query->employee.bytes();
        const auto found =
            rangeOf.find(std::string_view(employee.constData(), static_cast<size_t>(employee.size())));
        const Range range = found == rangeOf.end() ? Range{} : found->second;
        const Slice slice(result, range.first, range.count);
        const SqlResult *const rows[] = {&slice};
        answers.push_back(makeRows(*query, rows));
    }
    return answers;
}

} // namespace hrcache
