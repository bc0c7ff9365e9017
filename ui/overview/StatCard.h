#pragma once

#include <QFrame>

class QLabel;

namespace hrcache {

/// One figure with its name and what it rests on.
class StatCard : public QFrame
{
    Q_OBJECT

public:
    explicit StatCard(const QString &title, QWidget *parent = nullptr);

    void setFigure(const QString &value, const QString &basis);

    [[nodiscard]] QString value() const;
    [[nodiscard]] QString basis() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QString m_titleText;
    QLabel *m_title;
    QLabel *m_value;
    QLabel *m_basis;
};

} // namespace hrcache
