#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QStringList>

namespace hrcache {

/// The dependency rules of the source tree, as a function of a file's path and text:
/// app → ui → core, and within core base ← hr ← cache, with backends that do not know each other.
class LayeringRules
{
public:
    /// Names of headers ("QColor", "qcolor.h") that stand for a Qt module. A name that QtCore has as
    /// well belongs to QtCore.
    struct QtHeaders
    {
        QSet<QString> gui;
        QSet<QString> sql;
    };

    explicit LayeringRules(QtHeaders headers);

    /// `path` from the root of the project, as "core/hr/HrService.cpp". Each breach as one sentence.
    [[nodiscard]] QStringList breaches(const QString &path, const QByteArray &text) const;

    /// What the #include lines of `text` name, without brackets and quotation marks.
    [[nodiscard]] static QStringList includes(const QByteArray &text);

private:
    [[nodiscard]] QString breach(const QString &path, const QString &include) const;
    [[nodiscard]] QString projectBreach(const QString &path, const QString &include) const;
    [[nodiscard]] QString qtBreach(const QString &path, const QString &include) const;

    QtHeaders m_headers;
};

} // namespace hrcache
