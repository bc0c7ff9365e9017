#include "app/gui/Languages.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initializeTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace hrcache {

namespace {

const QString folder = QStringLiteral(":/hrcache/translations");
const QString prefix = QStringLiteral("hr-cache-monitor_");

} // namespace

Languages::Languages()
{
    initializeTranslations();
}

Languages::~Languages()
{
    for (const auto &translator : m_translators)
        QCoreApplication::removeTranslator(translator.get());
}

QStringList Languages::available()
{
    initializeTranslations();
    QStringList codes{QStringLiteral("en")};
    const QStringList files = QDir(folder).entryList({prefix + QStringLiteral("*.qm")});
    for (const QString &file : files) {
        const QString code = file.mid(prefix.size()).chopped(3);
        if (!codes.contains(code))
            codes << code;
    }
    return codes;
}

QString Languages::effective(const QString &setting)
{
    const QStringList codes = available();
    if (codes.contains(setting))
        return setting;
    const QStringList wanted = QLocale::system().uiLanguages();
    for (const QString &language : wanted) {
        const QString code = language.section(u'-', 0, 0);
        if (codes.contains(code))
            return code;
    }
    return QStringLiteral("en");
}

void Languages::install(const QString &code)
{
    for (const auto &translator : m_translators)
        QCoreApplication::removeTranslator(translator.get());
    m_translators.clear();
    const auto add = [this](const QString &name, const QString &where) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(name, where))
            return false;
        QCoreApplication::installTranslator(translator.get());
        m_translators.push_back(std::move(translator));
        return true;
    };
    if (code != u"en") {
        const QString qt = QStringLiteral("qtbase_") + code;
        if (!add(qt, folder))
            add(qt, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    }
    // For English too: it has the plural forms.
    add(prefix + code, folder);
}

} // namespace hrcache
