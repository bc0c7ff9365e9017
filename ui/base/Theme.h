#pragma once

#include "ui/base/SourceInfo.h"

#include <QColor>
#include <QObject>
#include <QPalette>

class QDBusVariant;

namespace hrcache {

/// Light or dark, by the system or by choice. The one object is made by main() and sets the application's
/// style and palette; widgets take colours from their palette through the static functions, and are repainted
/// by the palette change event.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };

    struct Colors
    {
        QColor background;
        QColor text;
    };

    explicit Theme(QObject *parent = nullptr);

    /// How the desktop was last, so that the first picture has its colours. Call before apply().
    void expectSystem(bool dark);
    /// Sets the style (Fusion, see ControlStyle) and the palette of `choice`; for System as it is expected,
    /// or light, until the desktop has answered, which is not waited for.
    void apply(Choice choice);

    /// Whether the desktop is dark, as far as it is known.
    [[nodiscard]] bool isSystemDark() const { return m_systemDark; }

    [[nodiscard]] Choice choice() const { return m_choice; }

    [[nodiscard]] bool isDark() const { return m_dark; }

    /// "system", "light", "dark", as in the settings.
    [[nodiscard]] static Choice choiceFrom(const QString &name);
    [[nodiscard]] static QString nameOf(Choice choice);

    [[nodiscard]] static QPalette lightPalette();
    [[nodiscard]] static QPalette darkPalette();
    [[nodiscard]] static bool isDark(const QPalette &palette);

    /// Of the badge in a state; contrast at least 7:1.
    [[nodiscard]] static Colors badge(SourceInfo::State state, const QPalette &palette);
    /// Text of second rank, still 4.5:1 on Base.
    [[nodiscard]] static QColor secondaryText(const QPalette &palette);
    /// Around fields, choosers, boxes and buttons, and around what has the keyboard: at least 3:1 on Window,
    /// Base and Button.
    [[nodiscard]] static QColor controlFrame(const QPalette &palette);
    [[nodiscard]] static QColor focusFrame(const QPalette &palette);
    /// Lines between things.
    [[nodiscard]] static QColor line(const QPalette &palette);
    /// Text that says that something is wrong, and that something should be looked at.
    [[nodiscard]] static QColor problemText(const QPalette &palette);
    [[nodiscard]] static QColor warningText(const QPalette &palette);
    /// Behind a cell that has just changed.
    [[nodiscard]] static QColor glow(const QPalette &palette);

signals:
    void changed();
    /// The desktop told its colours: isSystemDark().
    void systemKnown();

private slots:
    void portalSettingChanged(const QString &nameSpace, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void systemIs(bool dark);
    void paint(bool dark);

    Choice m_choice = Choice::System;
    bool m_systemDark = false;
    bool m_expected = false;
    bool m_dark = false;
    bool m_asked = false;
};

} // namespace hrcache
