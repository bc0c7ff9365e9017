#pragma once

#include "app/ctl/ReadCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `clusters`: the active clusters, of one country or of all.
class ClustersCommand final : public ReadCommand
{
    Q_DECLARE_TR_FUNCTIONS(ClustersCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("clusters"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

protected:
    Task<Result<HrQuery>> query(CommandContext &context, Subject subject) override;
    [[nodiscard]] QString tableOf(const HrDocument &document) const override;
    [[nodiscard]] QString summaryOf(const HrDocument &document) const override;

    [[nodiscard]] QByteArray member() const override { return "clusters"; }

private:
    QByteArray m_country;
};

} // namespace hrcache
