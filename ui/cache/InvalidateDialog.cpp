#include "ui/cache/InvalidateDialog.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/cache/KeyText.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

QString userName(const Session &session)
{
    for (const SessionUser &user : session.users()) {
        if (user.id == session.user() && !user.name.isEmpty())
            return user.name;
    }
    return session.user().toString();
}

} // namespace

InvalidateDialog::InvalidateDialog(UiContext context, std::vector<QByteArray> keys, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
{
    ScopeKeys exactly;
    exactly.entries = static_cast<qsizetype>(keys.size());
    exactly.keys = std::move(keys);
    exactly.complete = true;
    m_mine.found = std::move(exactly);
    build();
}

InvalidateDialog::InvalidateDialog(UiContext context, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
{
    build();
    const Session &session = context.session;
    addChoice(m_mine, tr("Only &mine (%1)").arg(userName(session)), "invalidate-mine");
    addChoice(m_everybody, tr("&All users of the company"), "invalidate-everybody");
    m_mine.button->setChecked(true);
    count(m_mine, {{session.user()}, session.companyId()});
    count(m_everybody, {{}, session.companyId()});
    updateTexts();
}

void InvalidateDialog::build()
{
    setObjectName(QStringLiteral("invalidate-dialog"));
    setWindowTitle(tr("Invalidate cache entries"));
    m_layout = new QVBoxLayout;
    m_layout->setSpacing(6);
    m_question = new QLabel(this);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    QFont bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);
    auto *meaning = new QLabel(tr("Nothing is lost: the next read of each takes the rows from the database "
                                  "and stores them again. Until then reads are slower."),
                               this);
    meaning->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(this);
    m_invalidate = buttons->addButton(tr("&Invalidate"), QDialogButtonBox::AcceptRole);
    m_invalidate->setObjectName(QStringLiteral("invalidate-button"));
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *outer = new QVBoxLayout(this);
    outer->setSpacing(12);
    outer->addWidget(m_question);
    outer->addLayout(m_layout);
    outer->addWidget(meaning);
    outer->addWidget(buttons);
    setMinimumWidth(440);
    updateTexts();
}

void InvalidateDialog::addChoice(Choice &choice, const QString &label, const char *name)
{
    choice.label = label;
    choice.button = new QRadioButton(label, this);
    choice.button->setObjectName(QLatin1String(name));
    choice.request = new Request(this);
    m_layout->addWidget(choice.button);
    connect(choice.button, &QRadioButton::toggled, this, &InvalidateDialog::updateTexts);
}

void InvalidateDialog::count(Choice &choice, const KeyScope &scope)
{
    choice.button->setText(tr("%1: counting…").arg(choice.label));
    choice.request->run(
        [this, scope](std::stop_token stop) {
            return keysOfScope(&m_context.session.inventory(), scope, std::move(stop));
        },
        [this, &choice](Result<ScopeKeys> found) {
            if (!found) {
                choice.button->setText(tr("%1: could not be counted").arg(choice.label));
                choice.button->setToolTip(found.error().message);
                choice.button->setEnabled(false);
                updateTexts();
                return;
            }
            choice.found = std::move(*found);
            // Where the key space was not walked, keys of rows that no longer exist may be left.
            choice.button->setText((choice.found->complete ? tr("%1: %2") : tr("%1: %2 found"))
                                       .arg(choice.label, keytext::keys(choice.found->entries)));
            updateTexts();
        });
}

const InvalidateDialog::Choice &InvalidateDialog::chosen() const
{
    return m_everybody.button != nullptr && m_everybody.button->isChecked() ? m_everybody : m_mine;
}

void InvalidateDialog::updateTexts()
{
    const Choice &choice = chosen();
    const Session &session = m_context.session;
    const QString company = session.company().name;
    if (!choice.found) {
        setLabelText(m_question, tr("Invalidate the cache entries of %1?").arg(company));
    } else {
        const QString count = keytext::keys(choice.found->entries);
        setLabelText(m_question,
                     &choice == &m_everybody
                         ? tr("Invalidate %1 of %2, of all its users?").arg(count, company)
                         : tr("Invalidate %1 of %2, of the user %3?").arg(count, company, userName(session)));
    }
    m_invalidate->setEnabled(choice.found && !choice.found->keys.empty());
}

std::vector<QByteArray> InvalidateDialog::keys() const
{
    return chosen().found ? chosen().found->keys : std::vector<QByteArray>();
}

} // namespace hrcache
