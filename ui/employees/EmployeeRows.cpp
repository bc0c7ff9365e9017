#include "ui/employees/EmployeeRows.h"

#include "ui/base/Format.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace hrcache {

namespace {

bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

void appendFolded(QByteArray &to, std::string_view text)
{
    if (isPlain(text)) {
        for (const char c : text)
            to.append(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
    } else {
        to.append(EmployeeRows::folded(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))));
    }
    to.append('\n');
}

bool contains(std::string_view text, const QByteArray &word)
{
    return memmem(text.data(), text.size(), word.constData(), static_cast<size_t>(word.size())) != nullptr;
}

} // namespace

QByteArray EmployeeRows::folded(const QString &text)
{
    QString decomposed = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    decomposed.removeIf([](QChar character) { return character.category() == QChar::Mark_NonSpacing; });
    return decomposed.toUtf8();
}

std::shared_ptr<const EmployeeRows> EmployeeRows::make(std::vector<EmployeeList> pages, ClusterNames clusters,
                                                       QDate today)
{
    auto rows = std::make_shared<EmployeeRows>();
    rows->m_pages = std::move(pages);
    rows->m_clusters = std::move(clusters);
    rows->m_today = today;
    size_t count = 0;
    for (const EmployeeList &page : rows->m_pages)
        count += page.size();
    rows->m_rows.reserve(count);
    for (const EmployeeList &page : rows->m_pages) {
        for (size_t i = 0; i < page.size(); ++i)
            rows->m_rows.push_back(page.at(i).row());
    }
    std::set<std::string_view> codes;
    for (const RowView &row : rows->m_rows)
        codes.insert(row.utf8(EmployeeSummary::ClusterCode));
    for (const std::string_view code : codes) {
        if (!code.empty())
            rows->m_clusterCodes << QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()));
    }
    if (count > preparedLater)
        std::call_once(rows->m_textsFolded, [&rows] { rows->foldTexts(); });
    return rows;
}

void EmployeeRows::foldTexts() const
{
    m_ends.reserve(size());
    m_text.reserve(static_cast<qsizetype>(size()) * 90);
    QHash<QByteArray, QByteArray> clusterTexts;
    QByteArray &text = m_text;
    for (size_t slot = 0; slot < size(); ++slot) {
        const EmployeeSummary employee = at(slot);
        const RowView &row = employee.row();
        const std::string_view code = row.utf8(EmployeeSummary::ClusterCode);
        for (const int column :
             {EmployeeSummary::Identifier, EmployeeSummary::LastName, EmployeeSummary::FirstName})
            appendFolded(text, row.utf8(static_cast<size_t>(column)));
        const QByteArray codeBytes =
            QByteArray::fromRawData(code.data(), static_cast<qsizetype>(code.size()));
        auto cluster = clusterTexts.constFind(codeBytes);
        if (cluster == clusterTexts.constEnd()) {
            cluster = clusterTexts.insert(QByteArray(code.data(), static_cast<qsizetype>(code.size())),
                                          folded(clusterText(slot)) + '\n');
        }
        text.append(*cluster);
        // Dates are found as they are shown and as they are written in the database.
        for (const int column : {EmployeeSummary::BirthDate, EmployeeSummary::HireDate}) {
            const QDate date = row.date(static_cast<size_t>(column));
            if (date.isValid()) {
                text.append(format::date(date).toUtf8()).append(' ');
                appendFolded(text, row.utf8(static_cast<size_t>(column)).substr(0, 10));
            }
        }
        appendFolded(text, EmployeeTexts::state(state(slot)).toUtf8().toStdString());
        m_ends.push_back(static_cast<uint32_t>(text.size()));
    }
    text.squeeze();
}

bool EmployeeRows::isSameAnswer(const EmployeeRows &other) const
{
    return m_today == other.m_today &&
           std::equal(m_rows.begin(), m_rows.end(), other.m_rows.begin(), other.m_rows.end(),
                      [](const RowView &a, const RowView &b) {
                          return EmployeeSummary(a).idUtf8().data() == EmployeeSummary(b).idUtf8().data();
                      });
}

QString EmployeeRows::clusterText(size_t slot) const
{
    const QString code = at(slot).clusterCode();
    const QString name = m_clusters ? m_clusters->value(code) : QString();
    return name.isEmpty() ? code : QStringLiteral("%1 (%2)").arg(name, code);
}

QByteArray EmployeeRows::contractText(size_t slot, const QHash<QByteArray, QString> &contracts) const
{
    const std::string_view id = at(slot).idUtf8();
    const QByteArray key = QByteArray::fromRawData(id.data(), static_cast<qsizetype>(id.size()));
    const auto known = contracts.constFind(key);
    return known == contracts.cend() || known->isEmpty() ? QByteArray() : folded(*known);
}

std::vector<uint32_t> EmployeeRows::filtered(const std::vector<uint32_t> &from, const EmployeeFilter &filter,
                                             const QHash<QByteArray, QString> *contracts) const
{
    if (filter.isEmpty())
        return from;
    std::vector<QByteArray> words;
    for (const QByteArray &word : folded(filter.text).split(' ')) {
        if (!word.isEmpty())
            words.push_back(word);
    }
    if (!words.empty())
        std::call_once(m_textsFolded, [this] { foldTexts(); });
    const QByteArray cluster = filter.cluster.toUtf8();
    const std::string_view wanted(cluster.constData(), static_cast<size_t>(cluster.size()));
    std::vector<uint32_t> matching;
    for (const uint32_t slot : from) {
        if (!words.empty()) {
            const uint32_t begin = slot == 0 ? 0 : m_ends[slot - 1];
            const std::string_view text(m_text.constData() + begin, m_ends[slot] - begin);
            const auto isInRow = [text](const QByteArray &word) { return contains(text, word); };
            if (!std::all_of(words.begin(), words.end(), isInRow)) {
                const QByteArray more = contracts ? contractText(slot, *contracts) : QByteArray();
                const std::string_view contract(more.constData(), static_cast<size_t>(more.size()));
                if (more.isEmpty() || !std::all_of(words.begin(), words.end(), [&](const QByteArray &word) {
                        return isInRow(word) || contains(contract, word);
                    }))
                    continue;
            }
        }
        if ((!wanted.empty() && at(slot).row().utf8(EmployeeSummary::ClusterCode) != wanted))
            continue;
        if (filter.state && state(slot) != *filter.state)
            continue;
        matching.push_back(slot);
    }
    return matching;
}

} // namespace hrcache
