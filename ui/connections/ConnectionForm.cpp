#include "ui/connections/ConnectionForm.h"

#include "ui/connections/CachingForm.h"
#include "ui/connections/FormField.h"
#include "ui/connections/PasswordField.h"

#include <QCheckBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QGroupBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>

namespace hrcache {

namespace {

QGridLayout *gridIn(QWidget *box)
{
    auto *grid = new QGridLayout(box);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    return grid;
}

} // namespace

ConnectionForm::ConnectionForm(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(this))
    , m_host(new QLineEdit(this))
    , m_port(new QSpinBox(this))
    , m_redisDatabase(new QSpinBox(this))
    , m_redisUser(new QLineEdit(this))
    , m_redisPassword(new PasswordField(this))
    , m_tls(new QCheckBox(tr("Encr&ypted connection (TLS)"), this))
    , m_caFile(new QLineEdit(this))
    , m_url(new QLineEdit(this))
    , m_databasePassword(new PasswordField(this))
    , m_replica(new QLineEdit(this))
    , m_user(new QLineEdit(this))
    , m_caching(new CachingForm(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto *name = new FormField(tr("Na&me of this connection"), m_name, this);
    m_fields.insert(QLatin1String(connectionfield::name), name);
    column->addWidget(name);
    column->addWidget(buildRedis());
    column->addWidget(buildDatabase());
    column->addWidget(buildRest());
    auto *caching = new QGroupBox(tr("How long entries stay in the cache"), this);
    auto *inside = new QVBoxLayout(caching);
    inside->addWidget(m_caching);
    column->addWidget(caching);
    column->addStretch(1);
    setReadOnly(false);

    for (QLineEdit *edit : {m_name, m_host, m_redisUser, m_caFile, m_url, m_replica, m_user})
        connect(edit, &QLineEdit::textChanged, this, &ConnectionForm::edited);
    for (QLineEdit *address : {m_url, m_replica})
        address->installEventFilter(this);
    for (QSpinBox *box : {m_port, m_redisDatabase})
        connect(box, &QSpinBox::valueChanged, this, &ConnectionForm::edited);
    for (PasswordField *field : {m_redisPassword, m_databasePassword})
        connect(field, &PasswordField::edited, this, &ConnectionForm::edited);
    connect(m_tls, &QCheckBox::toggled, this, [this] {
        updateTls();
        emit edited();
    });
    connect(m_caching, &CachingForm::edited, this, &ConnectionForm::edited);
}

FormField *ConnectionForm::add(QGridLayout *grid, int row, int column, int span, const char *name,
                               const QString &label, QWidget *input)
{
    auto *field = new FormField(label, input, this);
    grid->addWidget(field, row, column, 1, span);
    m_fields.insert(QLatin1String(name), field);
    return field;
}

QWidget *ConnectionForm::buildRedis()
{
    auto *box = new QGroupBox(tr("Cache (Redis)"), this);
    QGridLayout *grid = gridIn(box);
    add(grid, 0, 0, 2, connectionfield::redisHost, tr("Host"), m_host);
    add(grid, 0, 2, 1, connectionfield::redisPort, tr("Po&rt"), m_port);
    add(grid, 0, 3, 1, connectionfield::redisDatabase, tr("Data&base number"), m_redisDatabase);
    add(grid, 1, 0, 2, connectionfield::redisUser, tr("User name"), m_redisUser)
        ->setHint(tr("Empty: the default user"));
    add(grid, 1, 2, 2, connectionfield::redisPassword, tr("Password"), m_redisPassword);
    add(grid, 2, 0, 4, connectionfield::redisTls, QString(), m_tls);
    m_fields.value(QLatin1String(connectionfield::redisTls))
        ->input()
        ->setAccessibleName(tr("Encrypted connection (TLS)"));
    auto *caRow = new QWidget(box);
    auto *line = new QHBoxLayout(caRow);
    line->setContentsMargins(0, 0, 0, 0);
    auto *choose = new QPushButton(tr("Choose…"), caRow);
    choose->setToolTip(tr("Choose the file with the certificate of the authority"));
    line->addWidget(m_caFile, 1);
    line->addWidget(choose);
    caRow->setFocusProxy(m_caFile);
    add(grid, 3, 0, 4, connectionfield::redisCaFile, tr("Certificate authority (PEM file)"), caRow)
        ->setHint(tr("Empty: the authorities that this machine trusts"));
    m_caFile->setAccessibleName(tr("Certificate authority (PEM file)"));
    connect(choose, &QPushButton::clicked, this, &ConnectionForm::chooseCaFile);
    m_port->setRange(1, 65535);
    m_redisDatabase->setRange(0, 1'000'000);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    grid->setColumnStretch(3, 1);
    return box;
}

QWidget *ConnectionForm::buildDatabase()
{
    auto *box = new QGroupBox(tr("Database (PostgreSQL)"), this);
    QGridLayout *grid = gridIn(box);
    add(grid, 0, 0, 1, connectionfield::databaseUrl, tr("Address"), m_url)
        ->setHint(tr("Without the password: one that is pasted here moves to its own field"));
    add(grid, 1, 0, 1, connectionfield::databasePassword, tr("Password"), m_databasePassword);
    add(grid, 2, 0, 1, connectionfield::replicaUrl, tr("Address of a read replica (optional)"), m_replica)
        ->setHint(tr("Kept with the connection. Never used to fill the cache, as a replica may lag behind"));
    return box;
}

QWidget *ConnectionForm::buildRest()
{
    auto *box = new QGroupBox(tr("Who works with it"), this);
    QGridLayout *grid = gridIn(box);
    add(grid, 0, 0, 1, connectionfield::user, tr("User &id"), m_user)
        ->setHint(tr("For whom data is read at first; another one can be chosen at the upper left"));
    return box;
}

void ConnectionForm::show(const ConnectionProfile &profile, SecretPlace redis, SecretPlace database)
{
    m_shown = profile;
    m_name->setText(profile.name);
    m_host->setText(profile.redisHost);
    m_port->setValue(profile.redisPort);
    m_redisDatabase->setValue(profile.redisDatabase);
    m_redisUser->setText(profile.redisUser);
    m_tls->setChecked(profile.redisTls);
    m_caFile->setText(profile.redisCaFile);
    m_url->setText(profile.databaseUrl);
    m_replica->setText(profile.replicaUrl);
    m_user->setText(profile.user);
    m_caching->setTtl(profile.ttl);
    m_redisPassword->setPlace(redis);
    m_databasePassword->setPlace(database);
    for (QLineEdit *edit : {m_name, m_host, m_redisUser, m_caFile, m_url, m_replica, m_user})
        edit->setCursorPosition(0);
    updateTls();
    mark({});
    emit edited();
}

void ConnectionForm::setVariables(const QHash<QString, QString> &variables)
{
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        field.value()->setVariable(variables.value(field.key()));
    m_caching->setVariables(variables);
    updateTls();
}

void ConnectionForm::setReadOnly(bool readOnly)
{
    for (QWidget *box : findChildren<QGroupBox *>())
        box->setEnabled(!readOnly);
    // Where nothing can be typed an example looks like a value.
    m_url->setPlaceholderText(
        readOnly ? QString() : QStringLiteral("postgresql://user@host:5432/database?sslmode=require"));
    m_replica->setPlaceholderText(readOnly ? QString()
                                           : QStringLiteral("postgresql://user@replica:5432/database"));
}

void ConnectionForm::setNameShown(bool shown)
{
    m_fields.value(QLatin1String(connectionfield::name))->setVisible(shown);
}

void ConnectionForm::settle()
{
    takePasswordFrom(m_url);
    takePasswordFrom(m_replica);
}

ConnectionProfile ConnectionForm::profile() const
{
    ConnectionProfile profile;
    profile.name = m_name->text().trimmed();
    profile.redisHost = m_host->text().trimmed();
    profile.redisPort = m_port->value();
    profile.redisDatabase = m_redisDatabase->value();
    profile.redisUser = m_redisUser->text().trimmed();
    profile.redisTls = m_tls->isChecked();
    profile.redisCaFile = m_caFile->text().trimmed();
    profile.databaseUrl = m_url->text().trimmed();
    profile.replicaUrl = m_replica->text().trimmed();
    profile.user = m_user->text().trimmed();
    profile.ttl = m_caching->ttl();
    return profile;
}

ConnectionSecrets ConnectionForm::secrets() const
{
    return {m_redisPassword->typed(), m_databasePassword->typed()};
}

bool ConnectionForm::isDirty() const
{
    return profile() != m_shown || !secrets().isEmpty();
}

void ConnectionForm::mark(const std::vector<FieldError> &errors)
{
    for (FormField *field : std::as_const(m_fields))
        field->setProblem({});
    bool focused = false;
    for (const FieldError &error : errors) {
        FormField *field = m_fields.value(error.field);
        if (!field)
            continue;
        field->setProblem(error.message);
        if (!std::exchange(focused, true))
            field->input()->setFocus();
    }
}

void ConnectionForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

bool ConnectionForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && (watched == m_url || watched == m_replica))
        takePasswordFrom(static_cast<QLineEdit *>(watched));
    return QWidget::eventFilter(watched, event);
}

void ConnectionForm::takePasswordFrom(QLineEdit *address)
{
    QUrl url(address->text().trimmed());
    const QString password = url.password(QUrl::FullyDecoded);
    if (password.isEmpty())
        return;
    url.setPassword({});
    QString text = url.toString(QUrl::FullyEncoded);
    // An emptied password leaves its colon.
    address->setText(text.replace(QStringLiteral(":@"), QStringLiteral("@")));
    if (address == m_url)
        m_databasePassword->setTyped(password);
}

void ConnectionForm::chooseCaFile()
{
    auto *dialog = new QFileDialog(this, tr("Certificate of the authority"), m_caFile->text(),
                                   tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    dialog->open();
}

void ConnectionForm::updateTls()
{
    FormField *ca = m_fields.value(QLatin1String(connectionfield::redisCaFile));
    ca->input()->setEnabled(m_tls->isChecked() && !ca->isFixed());
}

} // namespace hrcache
