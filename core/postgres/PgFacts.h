#pragma once

#include "hr/HrWrite.h"
#include "postgres/PgStatement.h"

#include <vector>

namespace hrcache {

/// What writeFacts() asks for one write, in one request, and how to read the answers.
class PgFacts
{
public:
    /// `user` may be empty.
    PgFacts(HrWrite write, UserId user);

    /// The statements; their answers go to read().
    [[nodiscard]] const std::vector<PgStatement> &statements() const { return m_statements; }

    [[nodiscard]] Result<WriteFacts> read(const PgReply &reply) const;

private:
    enum class Part { Company, Target, Identifier, Cluster, References, Holders };

    void add(Part part, PgStatement statement);
    void addTarget();

    HrWrite m_write;
    UserId m_user;
    std::vector<Part> m_parts;
    std::vector<PgStatement> m_statements;
};

/// The one column of holdersStatement(). Ids that cannot stand in a key are left out.
[[nodiscard]] std::vector<UserId> readHolders(const PgResult &result);

} // namespace hrcache
