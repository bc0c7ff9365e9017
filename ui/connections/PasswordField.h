#pragma once

#include "ui/connections/ConnectionProfile.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace hrcache {

/// A password that is never shown: typed anew, kept as it is, or forgotten. What stands in it is not what is
/// kept.
class PasswordField : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent = nullptr);

    /// Where one is kept now; drops what was typed.
    void setPlace(SecretPlace place);

    /// None: as it is kept; empty: there is to be none.
    [[nodiscard]] std::optional<QString> typed() const;
    void setTyped(const QString &password);

signals:
    void edited();

private:
    void forget();
    void update();

    QLineEdit *m_edit;
    QPushButton *m_forget;
    SecretPlace m_place = SecretPlace::Nowhere;
    bool m_forgotten = false;
};

} // namespace hrcache
