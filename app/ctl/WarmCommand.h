#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

/// `warm`: loads into the cache what is missing for a user and company.
class WarmCommand final : public Command
{
    Q_DECLARE_TR_FUNCTIONS(WarmCommand)
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("warm"); }

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList examples() const override;
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;

    [[nodiscard]] bool hasFallback() const override { return false; }

    Task<ExitStatus> run(CommandContext &context) override;

private:
    /// What became of the reads of one kind.
    struct Tally
    {
        QString name;
        qint64 loaded = 0;
        qint64 there = 0;
        qint64 empty = 0; ///< no rows, which are never cached
        qint64 left = 0;  ///< neither there nor stored: too large, refused, being filled
        qint64 off = 0;   ///< its TTL is 0: not to be cached
    };

    /// Reads all of one kind, or one of each; adds up in `tallies`. The document of the first query.
    Task<Result<HrDocument>> load(CommandContext &context, Subject subject, std::vector<HrQuery> queries);
    Task<Result<void>> loadDetails(CommandContext &context, Subject subject, HrDocument employees);
    Tally &tallyOf(const HrQuery &query);
    void print(CommandContext &context) const;

    QByteArray m_country;
    std::vector<QByteArray> m_languages;
    bool m_details = false;
    std::vector<Tally> m_tallies;
    QString m_note;
};

} // namespace hrcache
