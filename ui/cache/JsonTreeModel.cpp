#include "ui/cache/JsonTreeModel.h"

#include "ui/base/Format.h"
#include "ui/cache/KeyText.h"

#include <QFont>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

namespace hrcache {

namespace {

constexpr int childrenAtOnce = 200;
constexpr int shownTextLength = 500;

/// What a person would look for in a row of the HR cache, best first.
constexpr const char *namingMembers[] = {"last_name", "employee_identifier", "name", "label",
                                         "code",      "start_date",          "id"};

int childCountOf(const QJsonValue &value)
{
    if (value.isArray())
        return static_cast<int>(value.toArray().size());
    return value.isObject() ? static_cast<int>(value.toObject().size()) : 0;
}

} // namespace

struct JsonTreeModel::Node
{
    Node *parent = nullptr;
    int row = 0;
    QString name;
    QJsonValue value;
    QStringList members; ///< of an object
    int childCount = 0;
    std::vector<std::unique_ptr<Node>> children; ///< those that were looked at

    void setValue(const QJsonValue &json)
    {
        value = json;
        childCount = childCountOf(json);
    }

    void makeChildren(int count)
    {
        if (members.isEmpty() && value.isObject())
            members = value.toObject().keys();
        const QJsonArray array = value.toArray();
        const QJsonObject object = value.toObject();
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<int>(children.size());
            auto child = std::make_unique<Node>();
            child->parent = this;
            child->row = at;
            if (value.isArray()) {
                child->name = QString::number(at);
                child->setValue(array.at(at));
            } else {
                child->name = members.at(at);
                child->setValue(object.value(members.at(at)));
            }
            children.push_back(std::move(child));
        }
    }
};

JsonTreeModel::JsonTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

JsonTreeModel::~JsonTreeModel() = default;

void JsonTreeModel::setValue(const QJsonValue &value)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_root->setValue(value);
    m_root->makeChildren(std::min(childrenAtOnce, m_root->childCount));
    endResetModel();
}

JsonTreeModel::Node *JsonTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= static_cast<int>(node->children.size()))
        return {};
    return createIndex(row, column, node->children[static_cast<size_t>(row)].get());
}

QModelIndex JsonTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    Node *parent = nodeOf(child)->parent;
    return parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int JsonTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool JsonTreeModel::hasChildren(const QModelIndex &parent) const
{
    return parent.column() <= 0 && nodeOf(parent)->childCount > 0;
}

bool JsonTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    return parent.column() <= 0 && static_cast<int>(node->children.size()) < node->childCount;
}

void JsonTreeModel::fetchMore(const QModelIndex &parent)
{
    Node *node = nodeOf(parent);
    const auto have = static_cast<int>(node->children.size());
    const int count = std::min(childrenAtOnce, node->childCount - have);
    if (parent.column() > 0 || count <= 0)
        return;
    beginInsertRows(parent, have, have + count - 1);
    node->makeChildren(count);
    endInsertRows();
}

QString JsonTreeModel::textOf(const Node &node) const
{
    const QJsonValue &value = node.value;
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        // As JSON writes it: a number in a value is looked at, not calculated with.
        return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact))
            .sliced(1)
            .chopped(1);
    case QJsonValue::String:
        return format::shortened(value.toString(), shownTextLength);
    case QJsonValue::Array:
        return node.childCount == 0 ? tr("empty list")
                                    : keytext::counted(node.childCount, tr("1 item"), tr("%1 items"));
    case QJsonValue::Object:
        for (const char *member : namingMembers) {
            const QString name = value.toObject().value(QLatin1String(member)).toString();
            if (!name.isEmpty())
                return format::shortened(name, shownTextLength);
        }
        return node.childCount == 0 ? tr("empty object")
                                    : keytext::counted(node.childCount, tr("1 member"), tr("%1 members"));
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeOf(index);
    if (role == Qt::DisplayRole)
        return index.column() == Name ? node->name : textOf(*node);
    if (role == Qt::AccessibleTextRole)
        return index.column() == Name ? node->name : QStringLiteral("%1: %2").arg(node->name, textOf(*node));
    if (role == Qt::ToolTipRole && index.column() == Value && node->value.isString())
        return node->value.toString().left(shownTextLength);
    if (role == Qt::FontRole && index.column() == Value &&
        (node->value.isNull() || node->value.isArray() || node->value.isObject())) {
        QFont font;
        font.setItalic(true);
        return font;
    }
    return {};
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Value");
}

} // namespace hrcache
