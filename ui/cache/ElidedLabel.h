#pragma once

#include <QLabel>

namespace hrcache {

/// One line of text that leaves out its middle where there is no room; text() and what screen readers read
/// stay whole.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    using QLabel::QLabel;

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace hrcache
