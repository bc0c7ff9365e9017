#include "app/ctl/ReferencesCommand.h"

#include "app/ctl/Columns.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

namespace hrcache {

namespace {

const QString countryOption = QStringLiteral("country");
const QString languageOption = QStringLiteral("lang");

} // namespace

QString ReferencesCommand::summary() const
{
    return ReferencesCommand::tr("Lists contract types, remuneration, family and tax status, and permits.");
}

QStringList ReferencesCommand::examples() const
{
    return {QStringLiteral("hrcachectl references"),
            QStringLiteral("hrcachectl references --country CH --lang de")};
}

void ReferencesCommand::declare(QCommandLineParser &parser) const
{
    ReadCommand::declare(parser);
    parser.addOption({countryOption, ReferencesCommand::tr("Of this country (CH)."),
                      ReferencesCommand::tr("CODE"), QStringLiteral("CH")});
    parser.addOption({languageOption, ReferencesCommand::tr("In this language: fr, en, de, it (fr)."),
                      ReferencesCommand::tr("CODE"), QStringLiteral("fr")});
}

std::optional<QString> ReferencesCommand::accept(const QCommandLineParser &parser)
{
    const QString country = parser.value(countryOption);
    const QString language = parser.value(languageOption);
    if (!isCode(country) || !isCode(language))
        return ReferencesCommand::tr(
            "--country and --lang are codes of two or three letters, such as CH and fr.");
    m_country = country.toLatin1();
    m_language = language.toLatin1();
    return ReadCommand::accept(parser);
}

Task<Result<HrQuery>> ReferencesCommand::query(CommandContext &, Subject subject)
{
    co_return HrQuery::references(subject.company, m_country, m_language);
}

QString ReferencesCommand::tableOf(const HrDocument &document) const
{
    const QString titles[] = {ReferencesCommand::tr("Contract types"), ReferencesCommand::tr("Remuneration"),
                              ReferencesCommand::tr("Family status"), ReferencesCommand::tr("Tax status"),
                              ReferencesCommand::tr("Permits")};
    const Columns columns(HrQuery::Kind::References);
    QString text;
    for (size_t list = 0; list < std::size(titles); ++list) {
        TextTable table({{ReferencesCommand::tr("Code")}, {titles[list]}});
        for (size_t i = 0; i < document.table(list).size(); ++i) {
            const RowView row = document.table(list).row(i);
            table.addRow({columns.text(row, "code"), columns.text(row, "label")});
        }
        if (!table.isEmpty())
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + table.toText();
    }
    return text;
}

QString ReferencesCommand::summaryOf(const HrDocument &document) const
{
    const auto count = static_cast<qint64>(document.itemCount());
    if (count == 0)
        return ReferencesCommand::tr("No references for %1.").arg(QString::fromLatin1(m_country));
    return ReferencesCommand::tr("%1 references for %2 in \"%3\"")
        .arg(countText(count), QString::fromLatin1(m_country), QString::fromLatin1(m_language));
}

} // namespace hrcache
