#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"
#include "hr/EmployeeListReader.h"

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

    [[nodiscard]] Backend::Wrapping wrapping() const override;

    Task<ExitStatus> run(CommandContext &context) override;

private:
    /// What became of the reads of one kind.
    struct Tally
    {
        void add(const Provenance &from, bool isEmpty);

        QString name;
        qint64 loaded = 0;
        qint64 there = 0;
        qint64 empty = 0; ///< no rows, which are never cached
        qint64 left = 0;  ///< neither there nor stored: too large, refused, being filled
        qint64 off = 0;   ///< its TTL is 0: not to be cached
    };

    /// Reads all of one kind, or one of each; adds up in the tallies.
    Task<Result<void>> load(CommandContext &context, Subject subject, std::vector<HrQuery> queries);
    /// Reads the list of employees as the window does, and the rest in the same round trips.
    Task<Result<EmployeePages>> loadLists(CommandContext &context, Subject subject);
    Task<Result<void>> loadDetails(CommandContext &context, Subject subject, EmployeePages employees);
    void tallyList(const Sourced<EmployeePages> &list);
    Tally &tallyOf(const HrQuery &query);
    void print(CommandContext &context) const;

    QByteArray m_country;
    std::vector<QByteArray> m_languages;
    bool m_details = false;
    std::vector<Tally> m_tallies;
    QString m_note;
    qint64 m_employees = 0; ///< in pages
    int m_pages = 0;
};

} // namespace hrcache
