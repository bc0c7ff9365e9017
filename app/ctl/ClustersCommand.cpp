#include "app/ctl/ClustersCommand.h"

#include "app/ctl/Columns.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

namespace hrcache {

namespace {

const QString countryOption = QStringLiteral("country");

} // namespace

QString ClustersCommand::summary() const
{
    return ClustersCommand::tr("Lists the clusters (cantons, departments).");
}

QStringList ClustersCommand::examples() const
{
    return {QStringLiteral("hrcachectl clusters"), QStringLiteral("hrcachectl clusters --country CH")};
}

void ClustersCommand::declare(QCommandLineParser &parser) const
{
    ReadCommand::declare(parser);
    parser.addOption(
        {countryOption, ClustersCommand::tr("Only those of this country."), ClustersCommand::tr("CODE")});
}

std::optional<QString> ClustersCommand::accept(const QCommandLineParser &parser)
{
    const QString country = parser.value(countryOption);
    if (parser.isSet(countryOption) && !isCode(country))
        return ClustersCommand::tr("--country is a code of two or three letters, such as CH.");
    m_country = country.toLatin1();
    return ReadCommand::accept(parser);
}

Task<Result<HrQuery>> ClustersCommand::query(CommandContext &, Subject subject)
{
    co_return HrQuery::clusters(subject.company, m_country);
}

QString ClustersCommand::tableOf(const HrDocument &document) const
{
    const Columns columns(HrQuery::Kind::Clusters);
    TextTable table({{ClustersCommand::tr("Code")},
                     {ClustersCommand::tr("Name")},
                     {ClustersCommand::tr("Country")},
                     {ClustersCommand::tr("Type")},
                     {ClustersCommand::tr("Part of")}});
    for (size_t i = 0; i < document.table().size(); ++i) {
        const RowView row = document.table().row(i);
        table.addRow({columns.text(row, "code"), columns.text(row, "name"), columns.text(row, "country_code"),
                      columns.text(row, "cluster_type"), columns.text(row, "parent_code")});
    }
    return table.toText();
}

QString ClustersCommand::summaryOf(const HrDocument &document) const
{
    const auto count = static_cast<qint64>(document.itemCount());
    if (count == 0)
        return ClustersCommand::tr("No clusters.");
    return count == 1 ? ClustersCommand::tr("1 cluster")
                      : ClustersCommand::tr("%1 clusters").arg(countText(count));
}

} // namespace hrcache
