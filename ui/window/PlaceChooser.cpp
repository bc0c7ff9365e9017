#include "ui/window/PlaceChooser.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Session.h"
#include "ui/base/Theme.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace hrcache {

namespace {

QString nameOf(const SessionUser &user)
{
    return user.name.isEmpty() ? user.id.toString() : user.name;
}

QString rightsOf(const Session &session)
{
    if (session.company().id.isEmpty())
        return {};
    const QString profile = session.company().profile;
    if (!session.mayWrite())
        return PlaceChooser::tr("Viewer: reads only");
    if (profile == u"admin")
        return PlaceChooser::tr("Admin: reads and writes");
    if (profile == u"manager")
        return PlaceChooser::tr("Manager: reads and writes");
    return PlaceChooser::tr("Reads and writes");
}

} // namespace

PlaceChooser::PlaceChooser(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_user(new QComboBox(this))
    , m_company(new QComboBox(this))
    , m_userLabel(new QLabel(tr("&User"), this))
    , m_companyLabel(new QLabel(tr("&Company"), this))
    , m_rights(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(m_userLabel);
    layout->addWidget(m_user);
    layout->addSpacing(4);
    layout->addWidget(m_companyLabel);
    layout->addWidget(m_company);
    layout->addWidget(m_rights);
    m_userLabel->setBuddy(m_user);
    m_companyLabel->setBuddy(m_company);
    m_user->setEditable(true);
    m_user->setInsertPolicy(QComboBox::NoInsert);
    m_user->setAccessibleName(tr("User"));
    m_user->lineEdit()->setAccessibleName(tr("User"));
    m_user->lineEdit()->setPlaceholderText(tr("User id"));
    m_user->setToolTip(tr("For whom everything is read and cached. An id that is not offered can be typed."));
    m_company->setAccessibleName(tr("Company"));
    for (QComboBox *box : {m_user, m_company}) {
        box->setMinimumContentsLength(10);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        box->installEventFilter(this);
    }
    QFont small = m_rights->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    m_rights->setFont(small);

    connect(m_user, &QComboBox::activated, this, [this](int index) {
        const auto &users = m_session.users();
        if (index >= 0 && static_cast<size_t>(index) < users.size()) {
            const UserId chosen = users[static_cast<size_t>(index)].id;
            m_session.setUser(chosen);
        }
    });
    connect(m_user->lineEdit(), &QLineEdit::returnPressed, this, &PlaceChooser::userTyped);
    // Whoever leaves without Enter chose nobody.
    connect(m_user->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        m_user->lineEdit()->setModified(false);
        updateUsers();
    });
    connect(m_company, &QComboBox::activated, this,
            [this](int index) { m_session.setCompany(m_company->itemData(index).toString()); });
    connect(&session, &Session::choicesChanged, this, &PlaceChooser::update);
    connect(&session, &Session::companyChanged, this, &PlaceChooser::update);
    update();
}

void PlaceChooser::userTyped()
{
    const QString text = m_user->lineEdit()->text().trimmed();
    m_user->lineEdit()->setModified(false);
    for (const SessionUser &user : m_session.users()) {
        if (nameOf(user) == text || user.id.toString() == text) {
            if (user.id != m_session.user()) {
                const UserId chosen = user.id;
                m_session.setUser(chosen);
            }
            return;
        }
    }
    const auto typed = UserId::parse(text, tr("User"));
    if (typed && !typed->isEmpty())
        m_session.setUser(*typed);
    else
        updateUsers();
}

bool PlaceChooser::eventFilter(QObject *watched, QEvent *event)
{
    // Another user or company empties every page: not by a turn of the wheel, nor by a key that was meant for
    // the list.
    if (event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            static_cast<QComboBox *>(watched)->showPopup();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PlaceChooser::updateUsers()
{
    // Not while somebody is typing: companies may come in the middle of it.
    if (m_user->lineEdit()->hasFocus() && m_user->lineEdit()->isModified())
        return;
    const QSignalBlocker userBlocker(m_user);
    m_user->clear();
    int current = -1;
    for (const SessionUser &user : m_session.users()) {
        if (user.id == m_session.user())
            current = m_user->count();
        m_user->addItem(nameOf(user));
        m_user->setItemData(m_user->count() - 1, user.id.toString(), Qt::ToolTipRole);
    }
    m_user->setCurrentIndex(current);
    if (current < 0)
        m_user->setEditText({});
}

void PlaceChooser::update()
{
    updateUsers();
    const QSignalBlocker companyBlocker(m_company);
    m_company->clear();
    for (const Company &company : m_session.companies())
        m_company->addItem(company.name, company.id);
    m_company->setCurrentIndex(m_company->findData(m_session.company().id));
    m_company->setEnabled(m_company->count() > 0);
    m_company->setToolTip(m_session.company().name);
    if (m_company->count() == 0) {
        QString why = tr("No company");
        if (m_session.isLoadingCompanies())
            why = tr("Loading…");
        else if (m_session.user().isEmpty())
            why = tr("Choose a user");
        m_company->setPlaceholderText(why);
    }
    setLabelText(m_rights, rightsOf(m_session));
    m_rights->setVisible(!m_rights->text().isEmpty());
}

} // namespace hrcache
