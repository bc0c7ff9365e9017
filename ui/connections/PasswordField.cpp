#include "ui/connections/PasswordField.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace hrcache {

PasswordField::PasswordField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_forget(new QPushButton(tr("Forget"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_edit, 1);
    row->addWidget(m_forget);
    setFocusProxy(m_edit);
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_edit->setAccessibleName(tr("Password"));
    m_forget->setToolTip(tr("Keep no password from the next save on"));
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        m_forgotten = false;
        update();
        emit edited();
    });
    connect(m_forget, &QPushButton::clicked, this, &PasswordField::forget);
    update();
}

void PasswordField::setPlace(SecretPlace place)
{
    m_place = place;
    m_forgotten = false;
    m_edit->clear();
    update();
}

std::optional<QString> PasswordField::typed() const
{
    if (m_forgotten)
        return QString();
    return m_edit->text().isEmpty() ? std::nullopt : std::optional(m_edit->text());
}

void PasswordField::setTyped(const QString &password)
{
    m_edit->setText(password);
    m_forgotten = false;
    update();
    emit edited();
}

void PasswordField::forget()
{
    m_edit->clear();
    m_forgotten = true;
    update();
    m_edit->setFocus();
    emit edited();
}

void PasswordField::update()
{
    QString text = tr("None");
    if (!m_forgotten) {
        if (m_place == SecretPlace::Keychain)
            text = tr("Kept in the keychain of this machine");
        else if (m_place == SecretPlace::Session)
            text = tr("Kept until this program ends");
        else if (m_place == SecretPlace::Environment)
            text = tr("Set in the environment");
    }
    m_edit->setPlaceholderText(text);
    m_edit->setAccessibleDescription(text);
    const bool kept = m_place == SecretPlace::Keychain || m_place == SecretPlace::Session;
    m_forget->setVisible(kept && !m_forgotten);
}

} // namespace hrcache
