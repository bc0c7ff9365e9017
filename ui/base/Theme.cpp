#include "ui/base/Theme.h"

#include "ui/base/ControlStyle.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QIcon>
#include <QStyle>
#include <QTimer>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds expectedDelay{200};
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

struct Shades
{
    QRgb window, base, alternate, text, button, tooltip, tooltipText, highlight, highlightedText, link,
        placeholder, disabled, light, midlight, mid, dark, shadow;
};

QPalette paletteOf(const Shades &shades)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb value) { palette.setColor(role, rgb(value)); };
    set(QPalette::Window, shades.window);
    set(QPalette::WindowText, shades.text);
    set(QPalette::Base, shades.base);
    set(QPalette::AlternateBase, shades.alternate);
    set(QPalette::Text, shades.text);
    set(QPalette::Button, shades.button);
    set(QPalette::ButtonText, shades.text);
    set(QPalette::BrightText, 0xffffff);
    set(QPalette::ToolTipBase, shades.tooltip);
    set(QPalette::ToolTipText, shades.tooltipText);
    set(QPalette::Highlight, shades.highlight);
    set(QPalette::HighlightedText, shades.highlightedText);
    set(QPalette::Link, shades.link);
    set(QPalette::LinkVisited, shades.link);
    set(QPalette::PlaceholderText, shades.placeholder);
    set(QPalette::Light, shades.light);
    set(QPalette::Midlight, shades.midlight);
    set(QPalette::Mid, shades.mid);
    set(QPalette::Dark, shades.dark);
    set(QPalette::Shadow, shades.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, rgb(shades.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, rgb(shades.mid));
    return palette;
}

/// The portal wraps the value in one or two variants, depending on its version.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
{
    // Every icon is our own, or the style's; to look for the desktop's takes a fifth of the time that the
    // window takes to build.
    QIcon::setThemeSearchPaths({});
    QIcon::setFallbackSearchPaths({});
}

Theme::Choice Theme::choiceFrom(const QString &name)
{
    if (name == u"light")
        return Choice::Light;
    return name == u"dark" ? Choice::Dark : Choice::System;
}

QString Theme::nameOf(Choice choice)
{
    switch (choice) {
    case Choice::Light:
        return QStringLiteral("light");
    case Choice::Dark:
        return QStringLiteral("dark");
    case Choice::System:
        break;
    }
    return QStringLiteral("system");
}

void Theme::expectSystem(bool dark)
{
    m_systemDark = dark;
    m_expected = true;
}

void Theme::apply(Choice choice)
{
    if (!qobject_cast<ControlStyle *>(QApplication::style()))
        QApplication::setStyle(new ControlStyle);
    m_choice = choice;
    if (choice == Choice::System && !m_asked) {
        m_asked = true;
#ifdef Q_OS_LINUX
        // Connecting to the bus can take a while, and the first picture does not need it.
        QTimer::singleShot(m_expected ? expectedDelay : std::chrono::milliseconds(0), this,
                           &Theme::askPortal);
#else
        m_systemDark = isDark(QApplication::palette());
#endif
    }
    paint(choice == Choice::Dark || (choice == Choice::System && m_systemDark));
}

void Theme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(portalService, portalPath, portalInterface, QStringLiteral("SettingChanged"), this,
                SLOT(portalSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question =
        QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, QStringLiteral("Read"));
    question << appearance << colorScheme;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError())
            systemIs(unwrapped(reply.value().variant()).toUInt() == 1);
    });
}

void Theme::portalSettingChanged(const QString &nameSpace, const QString &key, const QDBusVariant &value)
{
    if (nameSpace == appearance && key == colorScheme)
        systemIs(unwrapped(value.variant()).toUInt() == 1);
}

void Theme::systemIs(bool dark)
{
    m_systemDark = dark;
    emit systemKnown();
    if (m_choice == Choice::System && m_dark != dark)
        paint(dark);
}

void Theme::paint(bool dark)
{
    m_dark = dark;
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
    emit changed();
}

QPalette Theme::lightPalette()
{
    return paletteOf({.window = 0xf4f5f7,
                      .base = 0xffffff,
                      .alternate = 0xf7f8fa,
                      .text = 0x1b1f24,
                      .button = 0xfcfcfd,
                      .tooltip = 0x24292f,
                      .tooltipText = 0xffffff,
                      .highlight = 0x1d5fa8,
                      .highlightedText = 0xffffff,
                      .link = 0x0b5394,
                      .placeholder = 0x656d76,
                      .disabled = 0x8b929a,
                      .light = 0xffffff,
                      .midlight = 0xeceef1,
                      .mid = 0xc9cdd3,
                      .dark = 0x9aa1aa,
                      .shadow = 0x6b737c});
}

QPalette Theme::darkPalette()
{
    return paletteOf({.window = 0x1e2227,
                      .base = 0x16191d,
                      .alternate = 0x1b1f24,
                      .text = 0xe6e8ea,
                      .button = 0x2a2f36,
                      .tooltip = 0x3a414a,
                      .tooltipText = 0xf2f4f6,
                      .highlight = 0x2f6fb5,
                      .highlightedText = 0xffffff,
                      .link = 0x8cc4ff,
                      .placeholder = 0x9aa3ad,
                      .disabled = 0x6f7882,
                      .light = 0x3b424b,
                      .midlight = 0x2f353d,
                      .mid = 0x3a4149,
                      .dark = 0x0f1216,
                      .shadow = 0x07090b});
}

bool Theme::isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

Theme::Colors Theme::badge(SourceInfo::State state, const QPalette &palette)
{
    const bool dark = isDark(palette);
    const auto pick = [dark](QRgb lightBack, QRgb lightText, QRgb darkBack, QRgb darkText) {
        return dark ? Colors{rgb(darkBack), rgb(darkText)} : Colors{rgb(lightBack), rgb(lightText)};
    };
    switch (state) {
    case SourceInfo::State::Cache:
        return pick(0xdbeafe, 0x0b3d6e, 0x12324f, 0xbfdcff);
    case SourceInfo::State::Database:
        return pick(0xdcfce7, 0x14532d, 0x113322, 0xb5f0cb);
    case SourceInfo::State::Stale:
        return pick(0xffedd5, 0x7c2d12, 0x4a2a0b, 0xffd9a8);
    case SourceInfo::State::Error:
        return pick(0xfee2e2, 0x7f1d1d, 0x4c1517, 0xffc9c9);
    case SourceInfo::State::Sample:
        return pick(0xede9fe, 0x4c1d95, 0x2e2150, 0xdccfff);
    case SourceInfo::State::Offline:
    case SourceInfo::State::None:
        break;
    }
    return pick(0xe5e7eb, 0x1f2937, 0x343a42, 0xe6e8ea);
}

QColor Theme::secondaryText(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0xa9b1ba : 0x57606a);
}

QColor Theme::controlFrame(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0x7a838e : 0x7d858f);
}

QColor Theme::focusFrame(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0x6aa9f0 : 0x1d5fa8);
}

QColor Theme::line(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0x343b43 : 0xd8dce1);
}

QColor Theme::problemText(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0xffb0b0 : 0x9b1c1c);
}

QColor Theme::warningText(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0xffc98a : 0x8a3c0c);
}

QColor Theme::glow(const QPalette &palette)
{
    return rgb(isDark(palette) ? 0x5c4a12 : 0xfff1a8);
}

} // namespace hrcache
