#pragma once

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace hrcache {

/// "Invalidated 3 keys [Show]" at the lower edge of its parent; goes by itself, later while the pointer or
/// the focus is on it. A newer one replaces it.
class Toast : public QWidget
{
    Q_OBJECT

public:
    explicit Toast(QWidget *parent);

    void showText(const QString &text, const QString &actionText = {}, std::function<void()> action = {});

    [[nodiscard]] QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    QLabel *m_text;
    QPushButton *m_button;
    std::function<void()> m_action;
    QTimer m_timer;
};

} // namespace hrcache
