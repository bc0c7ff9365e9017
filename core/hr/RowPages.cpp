#include "hr/RowPages.h"

#include "hr/DocumentReader.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

simdjson::error_code cut(QByteArray &list, int rowsPerPage, std::vector<HrRows> &pages)
{
    ScopedParser parser;
    simdjson::ondemand::document document;
    if (const auto error = parser.iterate(list, document))
        return error;
    simdjson::ondemand::array rows;
    if (const auto error = document.get_array().get(rows))
        return error;
    const char *first = nullptr;
    const char *end = nullptr;
    qsizetype count = 0;
    const auto finishPage = [&] {
        constexpr qsizetype padding = 64;
        HrRows page;
        page.count = std::exchange(count, 0);
        page.json.reserve(end - first + 2 + padding);
        page.json.append('[').append(first, end - first).append(']');
        pages.push_back(std::move(page));
    };
    for (auto element : rows) {
        simdjson::ondemand::object row;
        if (const auto error = element.get_object().get(row))
            return error;
        std::string_view text;
        if (const auto error = row.raw_json().get(text))
            return error;
        // The text of an object may reach to the next token.
        while (text.back() != '}')
            text.remove_suffix(1);
        if (count == 0)
            first = text.data();
        end = text.data() + text.size();
        if (++count == rowsPerPage)
            finishPage();
    }
    if (count > 0)
        finishPage();
    return simdjson::SUCCESS;
}

} // namespace

Result<std::vector<HrRows>> cutIntoPages(QByteArray list, int rowsPerPage)
{
    std::vector<HrRows> pages;
    if (const auto error = cut(list, rowsPerPage, pages)) {
        return failure(
            ErrorCode::Protocol,
            QCoreApplication::translate("HrDocument", "The data cannot be read: it is not valid JSON."),
            QString::fromLatin1(simdjson::error_message(error)));
    }
    return pages;
}

} // namespace hrcache
