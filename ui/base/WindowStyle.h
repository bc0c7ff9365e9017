#pragma once

#include <QProxyStyle>

namespace hrcache {

/// Fusion with icons of our own where Qt brings pictures, which do not follow the colours of the theme and
/// make Qt load every reader of pictures that the system has.
class WindowStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    WindowStyle();

    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                                     const QWidget *widget) const override;
};

} // namespace hrcache
