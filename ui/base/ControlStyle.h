#pragma once

#include <QProxyStyle>

namespace hrcache {

/// Fusion, with frames of fields, choosers, buttons and boxes that can be seen, and so the handles of scroll
/// bars: Fusion draws them a little darker than the window, which in dark colours is next to nothing, and
/// white handles on what is nearly white. The arrow of a sorted column stands beside its title, and buttons
/// of dialogs have no pictures. Its pictures, which do not follow the colours and make Qt load every reader
/// of pictures that the system has, are icons of our own where a window shows them.
class ControlStyle : public QProxyStyle
{
    Q_OBJECT

public:
    ControlStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option = nullptr,
                                const QWidget *widget = nullptr,
                                QStyleHintReturn *answer = nullptr) const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option = nullptr,
                                     const QWidget *widget = nullptr) const override;
};

} // namespace hrcache
