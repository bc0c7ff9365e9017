#include "hr/JsonCheck.h"

namespace hrcache {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

namespace {

constexpr int deepest = 64;

error_code walk(ondemand::value value, int depth);

error_code checkArray(ondemand::value value, int depth)
{
    ondemand::array elements;
    if (const auto error = value.get_array().get(elements))
        return error;
    for (auto element : elements) {
        ondemand::value inner;
        if (const auto error = std::move(element).get(inner))
            return error;
        if (const auto error = walk(inner, depth + 1))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code checkObject(ondemand::value value, int depth)
{
    ondemand::object members;
    if (const auto error = value.get_object().get(members))
        return error;
    for (auto item : members) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field))
            return error;
        std::string_view name;
        if (const auto error = field.unescaped_key().get(name))
            return error;
        if (const auto error = walk(field.value(), depth + 1))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code walk(ondemand::value value, int depth)
{
    if (depth > deepest)
        return simdjson::DEPTH_ERROR;
    ondemand::json_type type{};
    if (const auto error = value.type().get(type))
        return error;
    switch (type) {
    case ondemand::json_type::array:
        return checkArray(value, depth);
    case ondemand::json_type::object:
        return checkObject(value, depth);
    case ondemand::json_type::string: {
        std::string_view text;
        return value.get_string().get(text);
    }
    case ondemand::json_type::number: {
        // Takes whole numbers of any length, too.
        double number = 0;
        return value.get_double().get(number);
    }
    case ondemand::json_type::boolean: {
        bool boolean = false;
        return value.get_bool().get(boolean);
    }
    case ondemand::json_type::null: {
        bool isNull = false;
        if (const auto error = value.is_null().get(isNull))
            return error;
        return isNull ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
    }
    }
    return simdjson::TAPE_ERROR;
}

} // namespace

error_code checkJson(ondemand::value value)
{
    const error_code error = walk(value, 0);
    // What is wrong with its type is no matter of a column's type.
    return error == simdjson::SUCCESS || error == simdjson::DEPTH_ERROR ? error : simdjson::TAPE_ERROR;
}

QByteArray onOneLine(QByteArray json)
{
    if (!json.contains('\n') && !json.contains('\r'))
        return json;
    QByteArray line(json.size(), Qt::Uninitialized);
    size_t length = 0;
    const auto error =
        simdjson::minify(json.constData(), static_cast<size_t>(json.size()), line.data(), length);
    if (error)
        return json.replace('\n', ' ').replace('\r', ' ');
    line.truncate(static_cast<qsizetype>(length));
    return line;
}

} // namespace hrcache
