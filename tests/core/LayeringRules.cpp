#include "LayeringRules.h"

#include <QHash>
#include <QRegularExpression>

namespace hrcache {

namespace {

constexpr qsizetype longestFile = 400;

/// Which folders of core a folder of core may include, itself included.
const QHash<QString, QStringList> &allowedInCore()
{
    static const QHash<QString, QStringList> allowed{
        {QStringLiteral("base"), {QStringLiteral("base")}},
        {QStringLiteral("hr"), {QStringLiteral("base"), QStringLiteral("hr")}},
        {QStringLiteral("cache"), {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("cache")}},
        {QStringLiteral("redis"),
         {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("cache"), QStringLiteral("redis")}},
        {QStringLiteral("postgres"),
         {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("postgres")}},
        {QStringLiteral("sqlite"), {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("sqlite")}},
        {QStringLiteral("metrics"),
         {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("cache"), QStringLiteral("metrics")}},
        {QStringLiteral("monitor"),
         {QStringLiteral("base"), QStringLiteral("hr"), QStringLiteral("cache"), QStringLiteral("metrics"),
          QStringLiteral("monitor")}},
    };
    return allowed;
}

bool isBackend(const QString &folder)
{
    return folder == QLatin1String("redis") || folder == QLatin1String("postgres") ||
           folder == QLatin1String("sqlite");
}

/// "core/hr" of "core/hr/HrService.h"; "app" or "ui" whatever is below.
QString layerOf(const QString &path)
{
    const QStringList parts = path.split(QLatin1Char('/'));
    return parts.first() == QLatin1String("core") && parts.size() > 2 ? parts[0] + QLatin1Char('/') + parts[1]
                                                                      : parts.first();
}

/// The layer that an #include names, or an empty string if it is none of ours. Paths start at the
/// project or at core.
QString layerOfInclude(const QString &include)
{
    const QString first = include.section(QLatin1Char('/'), 0, 0);
    if (first == include)
        return {};
    if (allowedInCore().contains(first))
        return QStringLiteral("core/") + first;
    static const QStringList top{QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("core"),
                                 QStringLiteral("tests"), QStringLiteral("support")};
    return top.contains(first) ? layerOf(include) : QString();
}

bool isImplementationOf(const QString &path, const QString &layer)
{
    return layerOf(path) == layer && path.endsWith(QLatin1String(".cpp"));
}

QString thirdPartyBreach(const QString &path, const QString &include)
{
    static const QRegularExpression hiredis(QStringLiteral("^(hiredis/.*|hiredis.*\\.h|sds\\.h)$"));
    static const QRegularExpression libpq(QStringLiteral(
        "^(libpq-fe\\.h|libpq-events\\.h|libpq/.*|postgresql/.*|postgres_ext\\.h|pg_config.*\\.h)$"));
    static const QRegularExpression simdjson(QStringLiteral("^simdjson(/.*|\\.h)$"));
    // Internal headers that only .cpp files include.
    static const QStringList simdjsonHeaders{QStringLiteral("core/hr/DocumentReader.h"),
                                             QStringLiteral("core/hr/JsonCheck.h")};
    if (hiredis.match(include).hasMatch() && !isImplementationOf(path, QStringLiteral("core/redis")))
        return QStringLiteral("hiredis belongs in .cpp files of core/redis");
    if (libpq.match(include).hasMatch() && !isImplementationOf(path, QStringLiteral("core/postgres")))
        return QStringLiteral("libpq belongs in .cpp files of core/postgres");
    if (simdjson.match(include).hasMatch()) {
        const bool inCore = path.startsWith(QLatin1String("core/"));
        if (!inCore || (!path.endsWith(QLatin1String(".cpp")) && !simdjsonHeaders.contains(path)))
            return QStringLiteral("simdjson belongs in .cpp files of core");
    }
    return {};
}

} // namespace

LayeringRules::LayeringRules(QtHeaders headers)
    : m_headers(std::move(headers))
{
}

QStringList LayeringRules::includes(const QByteArray &text)
{
    static const QRegularExpression line(QStringLiteral("^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]+)[>\"]"),
                                         QRegularExpression::MultilineOption);
    QStringList names;
    QRegularExpressionMatchIterator matches = line.globalMatch(QString::fromUtf8(text));
    while (matches.hasNext())
        names.append(matches.next().captured(1));
    return names;
}

QStringList LayeringRules::breaches(const QString &path, const QByteArray &text) const
{
    QStringList result;
    const qsizetype lines = text.count('\n');
    if (lines > longestFile)
        result.append(
            QStringLiteral("%1: %2 lines; no file has more than %3").arg(path).arg(lines).arg(longestFile));
    const QStringList names = includes(text);
    for (const QString &name : names) {
        const QString reason = breach(path, name);
        if (!reason.isEmpty())
            result.append(QStringLiteral("%1 includes %2: %3").arg(path, name, reason));
    }
    if (text.contains("QThreadPool::globalInstance"))
        result.append(
            QStringLiteral("%1: work for Qt's own pool holds up painting; take workerPool()").arg(path));
    return result;
}

QString LayeringRules::breach(const QString &path, const QString &include) const
{
    if (include.contains(QLatin1String("..")))
        return QStringLiteral("paths start at the project or at core, not at a parent folder");
    for (const QString &reason :
         {projectBreach(path, include), qtBreach(path, include), thirdPartyBreach(path, include)}) {
        if (!reason.isEmpty())
            return reason;
    }
    return {};
}

QString LayeringRules::projectBreach(const QString &path, const QString &include) const
{
    const QString from = layerOf(path);
    const QString to = layerOfInclude(include);
    if (to.isEmpty())
        return {};
    if (to == QLatin1String("tests") || to == QLatin1String("support"))
        return QStringLiteral("the product does not know its tests");
    if (from == QLatin1String("app"))
        return {};
    if (to == QLatin1String("app"))
        return QStringLiteral("nothing includes app");
    const QString toFolder = to.section(QLatin1Char('/'), 1);
    if (from == QLatin1String("ui")) {
        return isBackend(toFolder) ? QStringLiteral("views know no backend") : QString();
    }
    if (to == QLatin1String("ui"))
        return QStringLiteral("core does not know the views");
    const QString fromFolder = from.section(QLatin1Char('/'), 1);
    if (!allowedInCore().contains(fromFolder))
        return QStringLiteral("core/%1 is no known folder").arg(fromFolder);
    if (!allowedInCore().value(fromFolder).contains(toFolder))
        return QStringLiteral("core/%1 must not include core/%2").arg(fromFolder, toFolder);
    return {};
}

QString LayeringRules::qtBreach(const QString &path, const QString &include) const
{
    static const QRegularExpression guiModules(
        QStringLiteral("^Qt(Gui|Widgets|Charts|Svg|SvgWidgets|PrintSupport|OpenGL|OpenGLWidgets|Quick|"
                       "QuickWidgets|Qml)(/|$)"));
    const bool isGui = guiModules.match(include).hasMatch() || m_headers.gui.contains(include);
    if (isGui && path.startsWith(QLatin1String("core/")))
        return QStringLiteral("core has neither QtGui nor QtWidgets");
    static const QRegularExpression sqlModule(QStringLiteral("^QtSql(/|$)"));
    const bool isSql = sqlModule.match(include).hasMatch() || m_headers.sql.contains(include);
    if (isSql && layerOf(path) != QLatin1String("core/sqlite"))
        return QStringLiteral("QtSql belongs in core/sqlite");
    return {};
}

} // namespace hrcache
