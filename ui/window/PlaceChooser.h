#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace hrcache {

class Session;

/// Who works in which company: two choosers over the rail. A user who is not offered can be typed.
class PlaceChooser : public QWidget
{
    Q_OBJECT

public:
    explicit PlaceChooser(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QComboBox *userBox() const { return m_user; }

    [[nodiscard]] QComboBox *companyBox() const { return m_company; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void updateUsers();
    void userTyped();

    Session &m_session;
    QComboBox *m_user;
    QComboBox *m_company;
    QLabel *m_userLabel;
    QLabel *m_companyLabel;
    QLabel *m_rights;
};

} // namespace hrcache
