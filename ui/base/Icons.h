#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;
class QToolButton;

namespace hrcache::icons {

/// The Lucide icon of that name ("refresh-cw"), drawn in the text colour of the application's palette at
/// whatever size and scale it is asked for. The icons are in resources/icons; an unknown name is a null icon.
[[nodiscard]] QIcon get(const QString &name);

/// The same in one colour.
[[nodiscard]] QIcon get(const QString &name, const QColor &color);

/// Draws it.
void paint(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color);

/// Icon, gap and text; the style alone leaves them touching. `side` is the icon's, which is one of get().
void setBesideText(QToolButton *button, int side = 16);

/// The icon of the program.
[[nodiscard]] QIcon application();

} // namespace hrcache::icons
