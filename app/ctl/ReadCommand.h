#pragma once

#include "app/ctl/Command.h"
#include "app/ctl/CommandContext.h"

namespace hrcache {

/// A cached read, shown as a table with its source line.
class ReadCommand : public Command
{
public:
    void declare(QCommandLineParser &parser) const override;
    [[nodiscard]] std::optional<QString> accept(const QCommandLineParser &parser) override;
    Task<ExitStatus> run(CommandContext &context) final;

protected:
    /// What is to be read.
    virtual Task<Result<HrQuery>> query(CommandContext &context, Subject subject) = 0;
    /// The rows for people; empty text if there are none.
    [[nodiscard]] virtual QString tableOf(const HrDocument &document) const = 0;
    /// "25 employees"
    [[nodiscard]] virtual QString summaryOf(const HrDocument &document) const = 0;
    /// The member of the JSON object that holds the rows; empty: the rows are an object whose members stand
    /// beside those of the source.
    [[nodiscard]] virtual QByteArray member() const = 0;

    /// Says what else there is to say of no rows; the status to end with.
    virtual Task<ExitStatus> whenEmpty(CommandContext &context, Subject subject);

    [[nodiscard]] ReadOptions readOptions() const;

private:
    void print(CommandContext &context, const Sourced<HrDocument> &answer) const;

    bool m_refresh = false;
};

/// Two or three letters, as countries and languages have.
[[nodiscard]] bool isCode(const QString &text);

} // namespace hrcache
