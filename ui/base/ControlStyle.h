#pragma once

#include <QProxyStyle>

namespace hrcache {

/// Fusion, with frames of fields, choosers, buttons and boxes that can be seen: Fusion draws them a little
/// darker than the window, which in dark colours is next to nothing.
class ControlStyle : public QProxyStyle
{
    Q_OBJECT

public:
    ControlStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
};

} // namespace hrcache
