#include "ui/connections/ConnectionsPage.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/StateView.h"
#include "ui/connections/AppearanceForm.h"
#include "ui/connections/ConnectionForm.h"
#include "ui/connections/ConnectionList.h"
#include "ui/connections/ConnectionTestPanel.h"

#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QVBoxLayout>

namespace hrcache {

using Kind = ConnectionChoice::Kind;
using connectionquestions::Leave;

ConnectionsPage::ConnectionsPage(UiContext context, ConnectionBook &book, QWidget *parent)
    : PageBase(context, QStringLiteral("connections"), parent)
    , m_book(book)
    , m_tabs(new QTabWidget(this))
    , m_list(new ConnectionList(book, this))
    , m_form(new ConnectionForm(this))
    , m_testPanel(new ConnectionTestPanel(book, this))
    , m_saving(new Request(this))
    , m_using(new Request(this))
    , m_removing(new Request(this))
{
    askLeave = [this] { return connectionquestions::unsavedChanges(this); };
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    m_tabs->setDocumentMode(true);
    auto *connections = new QWidget(m_tabs);
    auto *row = new QHBoxLayout(connections);
    row->setContentsMargins(12, 12, 12, 12);
    row->setSpacing(16);
    row->addWidget(buildList());
    m_sides = new QBoxLayout(QBoxLayout::LeftToRight);
    m_sides->setSpacing(16);
    m_sides->addWidget(buildForm());
    m_sides->addWidget(m_testPanel);
    row->addLayout(m_sides, 1);
    m_tabs->addTab(connections, icons::get(QStringLiteral("server")), tr("&Servers"));
    m_tabs->setAccessibleName(tr("Connections"));
    auto *appearance = new QScrollArea(m_tabs);
    appearance->setAccessibleName(tr("Window"));
    appearance->setWidgetResizable(true);
    appearance->setFrameShape(QFrame::NoFrame);
    appearance->setWidget(new AppearanceForm(context.settings, this));
    m_tabs->addTab(appearance, icons::get(QStringLiteral("settings")), tr("&Window"));
    setFocusProxy(m_list);
    connectParts();
    m_list->reload();
    showSelected();
}

void ConnectionsPage::activated()
{
    m_list->reload();
    updateButtons();
}

void ConnectionsPage::selectionChanged()
{
    const auto wanted = m_list->choice();
    if (wanted == m_shown && (m_shown || m_list->hasNew()))
        return;
    const QSignalBlocker blocker(m_list);
    if (!mayLeave()) {
        if (m_shown)
            m_list->select(*m_shown);
        else
            m_list->setCurrentRow(m_list->count() - 1);
        return;
    }
    if (wanted) {
        m_list->endNew();
        m_list->select(*wanted);
    }
    showSelected();
}

void ConnectionsPage::showSelected()
{
    const auto choice = m_list->choice();
    if (choice && choice == m_shown)
        m_testPanel->cancel();
    else
        m_testPanel->dismiss();
    m_shown = choice;
    showShown();
}

void ConnectionsPage::showShown()
{
    setStrip({});
    m_hasForm = !m_shown || m_shown->kind != Kind::Sample;
    if (!m_shown) {
        m_state->showContent();
    } else if (m_shown->kind == Kind::Sample) {
        showSample();
    } else if (auto profile = m_book.read(*m_shown); !profile) {
        m_hasForm = false;
        m_state->showError(profile.error(), [this] { showShown(); });
    } else {
        m_state->showContent();
        m_form->setNameShown(m_shown->kind == Kind::Profile);
        m_form->show(*profile, m_book.secretPlace(*m_shown, ConnectionTestStep::Server::Cache),
                     m_book.secretPlace(*m_shown, ConnectionTestStep::Server::Database));
        m_form->setVariables(m_book.environmentVariables());
        m_form->setReadOnly(m_shown->kind == Kind::Environment);
    }
    updateButtons();
}

void ConnectionsPage::showSample()
{
    const bool inUse = m_book.current().kind == Kind::Sample;
    m_state->showNotice(
        QStringLiteral("layers"), inUse ? tr("Sample data, in use") : tr("Sample data"),
        tr("Three made-up companies in a file of this machine, with a cache in this program's memory. No "
           "server is needed, and nothing that is changed here reaches one."),
        inUse ? tr("New connection…") : tr("Use the sample data"), [this, inUse] {
            if (inUse)
                beginNew({});
            else
                use({Kind::Sample, {}});
        });
}

void ConnectionsPage::beginNew(const ConnectionProfile &from)
{
    if (!mayLeave())
        return;
    m_tabs->setCurrentIndex(0);
    {
        const QSignalBlocker blocker(m_list);
        m_list->beginNew();
    }
    showSelected();
    m_form->setReadOnly(false);
    m_form->setNameShown(true);
    m_form->show(from, SecretPlace::Nowhere, SecretPlace::Nowhere);
    m_form->setVariables(m_book.environmentVariables());
    m_scroll->verticalScrollBar()->setValue(0);
    m_form->focusName();
    updateButtons();
}

bool ConnectionsPage::save(bool thenUse)
{
    m_form->settle();
    const ConnectionProfile profile = m_form->profile();
    const QString oldName = m_shown ? m_shown->profile : QString();
    std::vector<FieldError> errors = m_book.judge(profile);
    if (profile.name != oldName && m_book.names().contains(profile.name, Qt::CaseInsensitive))
        errors.push_back(
            {QLatin1String(connectionfield::name), tr("There is another connection of this name.")});
    m_form->mark(errors);
    if (!errors.empty()) {
        announce(m_form, tr("Not saved: %1").arg(errors.front().message));
        return false;
    }
    const ConnectionSecrets secrets = m_form->secrets();
    const auto refused = std::make_shared<bool>(false);
    m_saving->run([&](std::stop_token) { return m_book.save(oldName, profile, secrets); },
                  [this, refused, name = profile.name, thenUse](Result<ConnectionBook::Saved> result) {
                      *refused = !result;
                      if (result)
                          saved(*result, name, thenUse);
                      else
                          showProblem(result.error());
                  });
    // What fails, fails before the first wait.
    return !*refused;
}

void ConnectionsPage::saved(const ConnectionBook::Saved &report, const QString &name, bool thenUse)
{
    const ConnectionChoice choice{Kind::Profile, name};
    {
        const QSignalBlocker blocker(m_list);
        m_list->endNew();
        m_list->select(choice);
    }
    showSelected();
    if (!report.words.isEmpty())
        setStrip({StripMessage::Level::Information, report.words, {}, {}, true});
    if (thenUse)
        use(choice);
    else
        emit toast(tr("Saved \"%1\"").arg(name), {}, {});
}

void ConnectionsPage::use(const ConnectionChoice &choice)
{
    m_using->run([&](std::stop_token) { return m_book.use(choice); },
                 [this, choice](Result<void> done) {
                     if (!done) {
                         showProblem(done.error());
                         return;
                     }
                     const QString words =
                         choice.kind == Kind::Sample
                             ? tr("This window now shows the sample data")
                             : tr("This window now works on \"%1\"").arg(session().profileName());
                     emit toast(words, tr("Show employees"),
                                [this] { emit pageRequested(QStringLiteral("employees")); });
                 });
}

void ConnectionsPage::remove()
{
    if (!m_shown || m_shown->kind != Kind::Profile)
        return;
    const QString name = m_shown->profile;
    connectionquestions::deleteConnection(this, name, [this, name] {
        m_removing->run([&](std::stop_token) { return m_book.remove(name); },
                        [this](Result<void> done) {
                            if (!done) {
                                showProblem(done.error());
                                return;
                            }
                            m_list->reload();
                            showSelected();
                        });
    });
}

void ConnectionsPage::test()
{
    m_form->settle();
    const ConnectionProfile profile = m_form->profile();
    std::vector<FieldError> errors = m_book.judge(profile);
    std::erase_if(
        errors, [](const FieldError &error) { return error.field == QLatin1String(connectionfield::name); });
    m_form->mark(errors);
    if (errors.empty())
        m_testPanel->start(m_shown ? m_shown->profile : QString(), profile, m_form->secrets());
}

void ConnectionsPage::cancel()
{
    m_testPanel->cancel();
}

bool ConnectionsPage::escape()
{
    if (!m_testPanel->isRunning())
        return false;
    cancel();
    return true;
}

bool ConnectionsPage::can(PageCommand command) const
{
    if (command == PageCommand::Save)
        return m_save->isEnabled();
    if (command == PageCommand::Delete)
        return m_remove->isEnabled();
    return command == PageCommand::New;
}

void ConnectionsPage::perform(PageCommand command)
{
    if (command == PageCommand::New)
        beginNew({});
    else if (command == PageCommand::Save)
        save(false);
    else if (command == PageCommand::Delete)
        remove();
}

bool ConnectionsPage::isDirty() const
{
    return m_hasForm && m_form->isDirty();
}

void ConnectionsPage::discard()
{
    {
        const QSignalBlocker blocker(m_list);
        m_list->endNew();
    }
    showSelected();
}

bool ConnectionsPage::mayLeave()
{
    if (!isDirty())
        return true;
    switch (askLeave()) {
    case Leave::Save:
        return save(false);
    case Leave::Discard:
        if (m_shown)
            showShown();
        else if (!m_list->choice())
            discard();
        else
            m_form->show({}, SecretPlace::Nowhere, SecretPlace::Nowhere);
        return true;
    case Leave::KeepEditing:
        break;
    }
    return false;
}

void ConnectionsPage::showProblem(const Error &error)
{
    setStrip({StripMessage::Level::Problem, error.message, {}, {}, true});
}

void ConnectionsPage::updateButtons()
{
    const bool busy = m_saving->isRunning() || m_using->isRunning() || m_removing->isRunning();
    const bool dirty = isDirty();
    const bool isNew = m_hasForm && !m_shown;
    const bool isProfile = m_shown && m_shown->kind == Kind::Profile;
    const bool canEdit = isNew || (isProfile && m_hasForm);
    const bool inUse = m_shown && *m_shown == m_book.current();
    m_duplicate->setEnabled(m_hasForm && !busy);
    m_remove->setEnabled(isProfile && !inUse && !busy);
    m_remove->setToolTip(inUse ? tr("The connection in use cannot be deleted") : QString());
    m_save->setEnabled(canEdit && (dirty || isNew) && !busy);
    m_save->setVisible(canEdit);
    m_revert->setEnabled((dirty || isNew) && !busy);
    m_revert->setVisible(canEdit);
    // Not off while it runs: the focus would move on, to what discards what was typed.
    m_test->setEnabled(m_hasForm);
    m_connect->setEnabled(m_hasForm && !busy && (dirty || isNew || !inUse));
    m_connect->setText(dirty || isNew ? tr("Save and c&onnect") : inUse ? tr("In use") : tr("C&onnect"));
    emit commandsChanged();
}

} // namespace hrcache
