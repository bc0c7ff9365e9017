#pragma once

#include "ui/base/PageBase.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace hrcache {

class IconLabel;

/// One line over the page with an icon, a sentence, an action and a way to close it. Hidden without a
/// message.
class MessageStrip : public QWidget
{
    Q_OBJECT

public:
    explicit MessageStrip(QWidget *parent = nullptr);

    void setMessage(const StripMessage &message);

    [[nodiscard]] const StripMessage &message() const { return m_message; }

signals:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    StripMessage m_message;
    IconLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace hrcache
