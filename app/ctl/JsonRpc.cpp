#include "app/ctl/JsonRpc.h"

#include "app/ctl/JsonText.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace hrcache {

namespace {

enum Code { ParseError = -32700, InvalidRequest = -32600, MethodNotFound = -32601, InvalidParams = -32602 };

constexpr qsizetype largestBatch = 1'000;
const QByteArray noId = QByteArrayLiteral("null");

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonRpc)
};

QByteArray textOf(const QJsonValue &value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1);
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20;
}

QByteArray errorAnswer(const QByteArray &id, int code, const QString &message)
{
    return "{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"error\": {\"code\": " + QByteArray::number(code) +
           ", \"message\": " + textOf(message) + "}}";
}

JsonRpcRequest refused(const QByteArray &id, Code code, const QString &message)
{
    JsonRpcRequest request;
    request.id = id;
    request.refusal = errorAnswer(id, code, message);
    return request;
}

QByteArray nameOf(const JsonItem &member)
{
    QByteArray name = member.name.toByteArray();
    if (!name.contains('\\'))
        return name;
    return QJsonDocument::fromJson("[\"" + name + "\"]").array().at(0).toString().toUtf8();
}

/// The id as it was sent: a number that no double holds comes back as it is. `json` is the text of the
/// request, `id` what Qt read of it, which takes a little more than JSON allows.
QByteArray sentId(const QByteArray &json, const QJsonValue &id)
{
    static const QRegularExpression number(
        QStringLiteral("\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z"));
    QByteArray sent;
    for (const JsonItem &item : itemsOf(json)) {
        if (nameOf(item) == "id")
            sent = item.value.toByteArray(); // the last of several, as Qt has it
    }
    const bool isAsSent = id.isDouble()
                              ? number.match(QString::fromLatin1(sent)).hasMatch()
                              : sent.startsWith('"') && std::none_of(sent.begin(), sent.end(), isControl);
    return isAsSent ? sent : textOf(id);
}

/// `json`: its text.
JsonRpcRequest requestOf(const QJsonValue &value, const QByteArray &json)
{
    if (!value.isObject())
        return refused(noId, InvalidRequest, Text::tr("A request is a JSON object."));
    const QJsonObject object = value.toObject();
    const QJsonValue id = object.value(u"id");
    const bool hasId = !id.isUndefined();
    if (hasId && !id.isString() && !id.isDouble() && !id.isNull())
        return refused(noId, InvalidRequest, Text::tr("\"id\" is a string, a number or null."));
    const QByteArray shownId = hasId && !id.isNull() ? sentId(json, id) : noId;
    if (object.value(u"jsonrpc").toString() != u"2.0")
        return refused(shownId, InvalidRequest, Text::tr("\"jsonrpc\" must be \"2.0\"."));
    const QJsonValue method = object.value(u"method");
    if (!method.isString())
        return refused(shownId, InvalidRequest, Text::tr("\"method\" must be a string."));
    const QJsonValue params = object.value(u"params");
    if (!params.isUndefined() && !params.isObject() && !params.isArray())
        return refused(shownId, InvalidRequest, Text::tr("\"params\" must be an object."));
    JsonRpcRequest request;
    request.id = hasId ? shownId : QByteArray();
    request.method = method.toString();
    request.params = params.toObject();
    // A call with nothing in a list is as good as one without parameters.
    if (params.isArray() && !params.toArray().isEmpty() && hasId)
        return refused(shownId, InvalidParams, Text::tr("Parameters are given by name, in an object."));
    if (params.isArray() && !params.toArray().isEmpty())
        request.refusal = QByteArray();
    return request;
}

} // namespace

JsonRpcLine parseJsonRpc(const QByteArray &line)
{
    JsonRpcLine parsed;
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(line, &error);
    if (document.isNull()) {
        // A single value is JSON, though Qt takes no such document.
        const bool isValue = QJsonDocument::fromJson('[' + line + ']').array().size() == 1;
        parsed.requests.push_back(
            isValue
                ? refused(noId, InvalidRequest, Text::tr("A request is a JSON object."))
                : refused(
                      noId, ParseError,
                      Text::tr("Not valid JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset)));
        return parsed;
    }
    if (document.isObject()) {
        parsed.requests.push_back(requestOf(document.object(), line));
        return parsed;
    }
    const QJsonArray batch = document.array();
    if (batch.isEmpty()) {
        parsed.requests.push_back(refused(noId, InvalidRequest, Text::tr("The batch is empty.")));
        return parsed;
    }
    if (batch.size() > largestBatch) {
        parsed.requests.push_back(
            refused(noId, InvalidRequest,
                    Text::tr("A batch has at most %1 requests.").arg(QLocale().toString(largestBatch))));
        return parsed;
    }
    parsed.isBatch = true;
    const auto texts = itemsOf(line);
    for (size_t i = 0; i < static_cast<size_t>(batch.size()); ++i) {
        const QByteArray text = i < texts.size() ? texts[i].value.toByteArray() : QByteArray();
        parsed.requests.push_back(requestOf(batch[static_cast<qsizetype>(i)], text));
    }
    return parsed;
}

JsonRpcLine oversizedJsonRpc(qsizetype maximumBytes)
{
    JsonRpcLine parsed;
    parsed.requests.push_back(
        refused(noId, InvalidRequest,
                Text::tr("The line is longer than %1.").arg(QLocale().formattedDataSize(maximumBytes, 0))));
    return parsed;
}

QByteArray jsonRpcAnswer(const QByteArray &id, const RpcAnswer &answer, std::chrono::microseconds elapsed)
{
    if (answer.invalid)
        return errorAnswer(id, answer.unknownMethod ? MethodNotFound : InvalidParams,
                           answer.invalid->message);
    QByteArray text;
    text.reserve(answer.result.size() + 128);
    text.append("{\"jsonrpc\": \"2.0\", \"id\": ").append(id).append(", \"result\": ").append(answer.result);
    text.append(", \"elapsed_us\": ").append(QByteArray::number(static_cast<qint64>(elapsed.count())));
    if (answer.from) {
        text.append(answer.from->fromCache() ? ", \"source\": \"cache\"" : ", \"source\": \"database\"");
        text.append(", \"reason\": ").append(textOf(reasonName(answer.from->reason)));
    }
    return text.append('}');
}

} // namespace hrcache
