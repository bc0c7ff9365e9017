#pragma once

#include "base/Error.h"
#include "ui/connections/ConnectionProfile.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;

namespace hrcache {

class CachingForm;
class FormField;
class PasswordField;

/// The fields of one connection. Knows what was typed and what is wrong with it, and nothing of where it is
/// kept. An address with a password in it loses it to the password's field.
class ConnectionForm : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget *parent = nullptr);

    /// Shows a profile as it is kept; nothing is typed any more.
    void show(const ConnectionProfile &profile, SecretPlace redis, SecretPlace database);
    /// Fields that are set from outside, with the variable.
    void setVariables(const QHash<QString, QString> &variables);
    /// For what can only be looked at.
    void setReadOnly(bool readOnly);
    /// Without a name, which the environment has none of.
    void setNameShown(bool shown);

    /// Ends what is being typed, as leaving the field does. Before profile() is saved or tested.
    void settle();

    [[nodiscard]] ConnectionProfile profile() const;
    [[nodiscard]] ConnectionSecrets secrets() const;

    /// Whether what is in the fields differs from what was shown.
    [[nodiscard]] bool isDirty() const;

    /// Marks the fields named and puts the focus into the first; no errors: clears the marks.
    void mark(const std::vector<FieldError> &errors);

    void focusName();

signals:
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    FormField *add(QGridLayout *grid, int row, int column, int span, const char *name, const QString &label,
                   QWidget *input);
    QWidget *buildRedis();
    QWidget *buildDatabase();
    QWidget *buildRest();
    void chooseCaFile();
    void takePasswordFrom(QLineEdit *address);
    void updateTls();

    QHash<QString, FormField *> m_fields;
    ConnectionProfile m_shown;
    QLineEdit *m_name;
    QLineEdit *m_host;
    QSpinBox *m_port;
    QSpinBox *m_redisDatabase;
    QLineEdit *m_redisUser;
    PasswordField *m_redisPassword;
    QCheckBox *m_tls;
    QLineEdit *m_caFile;
    QLineEdit *m_url;
    PasswordField *m_databasePassword;
    QLineEdit *m_replica;
    QLineEdit *m_user;
    CachingForm *m_caching;
};

} // namespace hrcache
