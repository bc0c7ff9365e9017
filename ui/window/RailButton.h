#pragma once

#include <QAbstractButton>

namespace hrcache {

/// One page in the rail: icon and name, or the icon alone; the name stays for screen readers and tool tips.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &icon, const QString &text, const QString &shortcut, QWidget *parent = nullptr);

    void setCollapsed(bool collapsed);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString m_icon;
    bool m_collapsed = false;
};

} // namespace hrcache
