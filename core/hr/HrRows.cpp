#include "hr/HrRows.h"

#include "hr/CanonicalJson.h"
#include "hr/HrDocument.h"

#include <QCoreApplication>
#include <QVarLengthArray>

#include <string>

namespace hrcache {

namespace {

/// Room behind the text, so that a parser that reads ahead finds memory of ours there.
constexpr qsizetype padding = 64;

/// The member names of a result as they stand between values, made once for all rows of a long list.
class MemberNames
{
public:
    explicit MemberNames(const SqlResult &result)
        : m_text(result.columnCount() * 24)
    {
        m_ends.reserve(result.columnCount());
        for (int i = 0; i < result.columnCount(); ++i) {
            m_text.append(i == 0 ? "{" : ", ");
            appendJsonString(m_text, result.columnName(i));
            m_text.append(": ");
            m_ends.push_back(m_text.size());
        }
        m_bytes = m_text.take(0);
    }

    /// `{"id": ` for the first column, `, "name": ` for others.
    [[nodiscard]] std::string_view before(int column) const
    {
        const qsizetype begin = column == 0 ? 0 : m_ends[column - 1];
        return {m_bytes.constData() + begin, static_cast<size_t>(m_ends[column] - begin)};
    }

private:
    JsonOutput m_text;
    QVarLengthArray<qsizetype, 32> m_ends;
    QByteArray m_bytes;
};

/// Appends the row without its closing brace.
void appendRow(JsonOutput &out, const SqlResult &result, const MemberNames &names, int row)
{
    for (int i = 0; i < result.columnCount(); ++i) {
        out.append(names.before(i));
        if (result.isNull(row, i))
            out.append("null");
        else
            appendJsonValue(out, result.columnType(i), result.text(row, i));
    }
}

void appendList(JsonOutput &out, const SqlResult &result)
{
    const MemberNames names(result);
    out.append('[');
    for (int row = 0; row < result.rowCount(); ++row) {
        if (row > 0)
            out.append(", ");
        appendRow(out, result, names, row);
        out.append('}');
        if (row == 0)
            out.room(out.size() * result.rowCount() * 5 / 4);
    }
    out.append(']');
}

/// label = label_{lang}, else label_fr, else code: by the columns that this table has.
void appendLabelledList(JsonOutput &out, const SqlResult &result, const QByteArray &language)
{
    const MemberNames names(result);
    const int choices[] = {result.columnOf("label_" + language.toStdString()), result.columnOf("label_fr"),
                           result.columnOf("code")};
    out.append('[');
    for (int row = 0; row < result.rowCount(); ++row) {
        if (row > 0)
            out.append(", ");
        appendRow(out, result, names, row);
        out.append(", \"label\": ");
        std::string_view label;
        for (const int choice : choices) {
            if (choice >= 0 && label.empty() && !result.isNull(row, choice))
                label = result.text(row, choice);
        }
        appendJsonString(out, label);
        out.append('}');
    }
    out.append(']');
}

Result<void> checkColumns(const HrQuery &query, const SqlResult &result)
{
    for (const ColumnSpec &spec : columnsOf(query.kind)) {
        // The label is not a column of the table: it is made from the row.
        if (!spec.required || (query.kind == HrQuery::Kind::References && spec.name == "label"))
            continue;
        if (result.columnOf(spec.name) < 0) {
            return failure(
                ErrorCode::SchemaMismatch,
                QCoreApplication::translate("HrRows", "The database lacks the column \"%1\", which is "
                                                      "needed here. Ask for the schema to be updated.")
                    .arg(QString::fromLatin1(spec.name.data(), static_cast<qsizetype>(spec.name.size()))));
        }
    }
    return {};
}

} // namespace

Result<HrRows> makeRows(const HrQuery &query, std::span<const SqlResult *const> results)
{
    HrRows rows;
    const bool references = query.kind == HrQuery::Kind::References;
    const size_t expected = references ? std::size(referenceTables) : 1;
    if (results.size() != expected)
        return failure(ErrorCode::Internal, {}, QStringLiteral("wrong number of results"));
    for (const SqlResult *result : results) {
        auto checked = checkColumns(query, *result);
        if (!checked)
            return failure(std::move(checked.error()));
        rows.count += result->rowCount();
        rows.fromReplica = rows.fromReplica || result->isFromReplica();
    }

    JsonOutput out;
    if (references) {
        for (size_t i = 0; i < expected; ++i) {
            out.append(i == 0 ? "{" : ", ");
            appendJsonString(out, referenceTables[i].member);
            out.append(": ");
            appendLabelledList(out, *results[i], query.language);
        }
        out.append('}');
    } else if (query.isList()) {
        appendList(out, *results[0]);
    } else if (rows.count > 0) {
        appendRow(out, *results[0], MemberNames(*results[0]), 0);
        out.append('}');
        rows.count = 1;
    } else {
        out.append("null");
    }
    rows.json = out.take(padding);
    return rows;
}

} // namespace hrcache
