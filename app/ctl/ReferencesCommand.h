#pragma once

#include "app/ctl/ReadCommand.h"

#include <QCoreApplication>

namespace hrcache {

/// `references`: the five reference lists of a country in a language.
class ReferencesCommand final : public ReadCommand
{
    Q_DECLARE_TR_FUNCTIONS(ReferencesCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("references"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

protected:
    Task<Result<HrQuery>> query(CommandContext &context, Subject subject) override;
    [[nodiscard]] QString tableOf(const HrDocument &document) const override;
    [[nodiscard]] QString summaryOf(const HrDocument &document) const override;

    [[nodiscard]] QByteArray member() const override { return {}; }

private:
    QByteArray m_country;
    QByteArray m_language;
};

} // namespace hrcache
