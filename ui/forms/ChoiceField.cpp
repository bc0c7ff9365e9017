#include "ui/forms/ChoiceField.h"

#include "ui/base/Icons.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace hrcache {

namespace {

constexpr int shortestBox = 8;

} // namespace

ChoiceField::ChoiceField(const FieldRule &rule, const QString &label, List list, QWidget *parent)
    : RecordField(rule, label, parent)
    , m_box(new QComboBox(this))
    , m_list(list)
{
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(shortestBox);
    m_box->setFocusPolicy(Qt::StrongFocus);
    m_box->setPlaceholderText(tr("Choose…"));
    m_box->setInsertPolicy(QComboBox::NoInsert);
    adopt(m_box);
    connect(m_box, &QComboBox::currentTextChanged, this, &RecordField::edited);
    fill({});
}

QString ChoiceField::textOf(const Choice &choice) const
{
    return choice.label.isEmpty() ? choice.code : QStringLiteral("%1 · %2").arg(choice.label, choice.code);
}

void ChoiceField::setChoices(std::vector<Choice> choices)
{
    const QString chosen = code();
    m_known = true;
    m_choices = std::move(choices);
    fill(chosen);
}

QString ChoiceField::labelOf(const QString &code) const
{
    const auto found = std::find_if(m_choices.begin(), m_choices.end(),
                                    [&](const Choice &choice) { return choice.code == code; });
    return found == m_choices.end() || found->label.isEmpty() ? code : found->label;
}

bool ChoiceField::isUnlisted(const QString &code) const
{
    return m_known && !m_choices.empty() && !code.isEmpty() &&
           std::none_of(m_choices.begin(), m_choices.end(),
                        [&](const Choice &choice) { return choice.code == code; });
}

void ChoiceField::fill(const QString &chosen)
{
    const QSignalBlocker blocker(m_box);
    const bool typed = m_known && (m_list == List::Open || m_choices.empty());
    m_box->clear();
    m_box->setEditable(typed);
    if (!rule().required && !typed)
        m_box->addItem(tr("None"), QString());
    for (const Choice &choice : m_choices)
        m_box->addItem(textOf(choice), choice.code);
    if (typed) {
        m_box->completer()->setCompletionMode(QCompleter::PopupCompletion);
        m_box->completer()->setFilterMode(Qt::MatchContains);
        // The line in the box is a new one: it has neither name nor description yet.
        m_box->lineEdit()->installEventFilter(this);
        setHint(tr("Choose, or type a code."));
    } else {
        for (const QString &code : std::as_const(m_kept))
            addUnlisted(code);
    }
    m_box->view()->setMinimumWidth(m_box->view()->sizeHintForColumn(0) + 24);
    m_box->setCurrentIndex(-1);
    put(chosen.isEmpty() ? Value() : Value(chosen.toUtf8()));
}

void ChoiceField::addUnlisted(const QString &code)
{
    if (m_box->findData(code) >= 0)
        return;
    if (!m_known) {
        m_box->addItem(code, code);
        return;
    }
    m_box->addItem(icons::get(QStringLiteral("triangle-alert")), tr("%1 · no longer listed").arg(code), code);
}

QString ChoiceField::code() const
{
    if (!m_box->isEditable())
        return m_box->currentData().toString();
    const QString text = m_box->currentText().trimmed();
    for (int i = 0; i < m_box->count(); ++i) {
        const QString listed = m_box->itemData(i).toString();
        if (text.compare(m_box->itemText(i), Qt::CaseInsensitive) == 0 ||
            text.compare(listed, Qt::CaseInsensitive) == 0 ||
            text.compare(labelOf(listed), Qt::CaseInsensitive) == 0)
            return listed;
    }
    return text.size() == rule().codeLength ? text.toUpper() : text;
}

QString ChoiceField::ownProblem() const
{
    const QString problem = RecordField::ownProblem();
    if (problem.isEmpty() || rule().codeLength == 0 || m_choices.empty() || code().isEmpty())
        return problem;
    return tr("Choose one of the list, or type its code of %1 letters.").arg(rule().codeLength);
}

RecordField::Value ChoiceField::value() const
{
    const QString chosen = code();
    return chosen.isEmpty() ? Value() : Value(chosen.toUtf8());
}

QString ChoiceField::displayed(const Value &value) const
{
    if (!value)
        return {};
    const QString shown = QString::fromUtf8(*value);
    return textOf({shown, labelOf(shown) == shown ? QString() : labelOf(shown)});
}

void ChoiceField::put(const Value &value)
{
    const QString wanted = RecordField::displayed(value);
    if (wanted.isEmpty()) {
        m_box->setCurrentIndex(m_box->findData(QString()));
        if (m_box->isEditable())
            m_box->setEditText({});
        return;
    }
    if (m_box->findData(wanted) < 0) {
        if (m_box->isEditable()) {
            m_box->setCurrentIndex(-1);
            m_box->setEditText(wanted);
            return;
        }
        m_kept << wanted;
        addUnlisted(wanted);
    }
    m_box->setCurrentIndex(m_box->findData(wanted));
}

void ChoiceField::tidy()
{
    if (!m_box->isEditable())
        return;
    const QString begun = m_box->currentText().trimmed();
    const auto isMeant = [&](const Choice &choice) {
        return choice.label.startsWith(begun, Qt::CaseInsensitive);
    };
    // "Switz" is no code, and only one country begins so.
    if (begun.size() > rule().codeLength && !ownProblem().isEmpty() &&
        std::count_if(m_choices.begin(), m_choices.end(), isMeant) == 1)
        put(std::find_if(m_choices.begin(), m_choices.end(), isMeant)->code.toUtf8());
    else
        put(value());
    m_box->lineEdit()->setCursorPosition(0);
}

} // namespace hrcache
