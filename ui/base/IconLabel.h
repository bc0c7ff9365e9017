#pragma once

#include <QColor>
#include <QWidget>

namespace hrcache {

/// A picture that is only looked at, drawn in the text colour of the palette of the moment.
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    explicit IconLabel(const QString &icon, int size = 16, QWidget *parent = nullptr);

    void setIcon(const QString &icon);
    /// An invalid colour: that of the text.
    void setColor(const QColor &color);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QColor m_color;
    int m_size;
};

} // namespace hrcache
