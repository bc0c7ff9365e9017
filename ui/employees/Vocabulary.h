#pragma once

#include "hr/References.h"

#include <QHash>
#include <QString>

namespace hrcache {

/// Words for the codes in rows, in the user's language, as far as they are loaded.
struct Vocabulary
{
    References references;
    QHash<QString, QString> clusters; ///< name by code

    /// The label of a code in a reference list ("tax_status"); the code itself where there is none.
    [[nodiscard]] QString label(std::string_view list, const QString &code) const
    {
        return code.isEmpty() ? code : references.label(list, code);
    }

    /// "Zürich (ZH)"
    [[nodiscard]] QString cluster(const QString &code) const
    {
        const QString name = clusters.value(code);
        return name.isEmpty() ? code : QStringLiteral("%1 (%2)").arg(name, code);
    }
};

} // namespace hrcache
