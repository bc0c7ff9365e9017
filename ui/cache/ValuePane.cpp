#include "ui/cache/ValuePane.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/StateView.h"
#include "ui/cache/ElidedLabel.h"
#include "ui/cache/JsonTreeModel.h"
#include "ui/cache/KeyText.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace hrcache {

ValuePane::ValuePane(UiContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_request(new Request(this))
    , m_content(new QWidget)
{
    setObjectName(QStringLiteral("value-pane"));
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    buildFields();
    buildTabs();
    m_states = new StateView(m_content, this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_states);
    showKey(std::nullopt);
}

void ValuePane::buildFields()
{
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(3);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    const auto add = [this](const QString &name, const char *objectName) {
        auto *label = new ElidedLabel(m_content);
        label->setObjectName(QLatin1String(objectName));
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        m_form->addRow(name, label);
        return label;
    };
    m_key = add(tr("Key"), "value-key");
    m_holds = add(tr("Holds"), "value-holds");
    m_left = add(tr("Time left"), "value-left");
    m_left->setFont(format::tabularDigits(m_left->font()));
    m_storedAt = add(tr("Stored"), "value-stored");
    m_source = add(tr("Source"), "value-source");
    m_schema = add(tr("Schema"), "value-schema");
    m_size = add(tr("Size"), "value-size");
    static_cast<QVBoxLayout *>(m_content->layout())->addLayout(m_form);
    m_note = new QLabel(m_content);
    m_note->setObjectName(QStringLiteral("value-note"));
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_content->layout()->addWidget(m_note);
}

void ValuePane::buildTabs()
{
    m_treeModel = new JsonTreeModel(this);
    m_tree = new QTreeView;
    m_tree->setObjectName(QStringLiteral("value-tree"));
    m_tree->setModel(m_treeModel);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setAccessibleName(tr("Value as a tree"));
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(JsonTreeModel::Name, 130);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("value-text"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Value as text"));
    m_tabs = new QTabWidget(m_content);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Value"));
    m_tabs->tabBar()->setAccessibleName(tr("How the value is shown"));
    m_tabs->addTab(m_tree, tr("&Tree"));
    m_tabs->addTab(m_text, tr("Te&xt"));
    m_copy = new QPushButton(icons::get(QStringLiteral("copy")), tr("Cop&y value"), m_tabs);
    m_copy->setObjectName(QStringLiteral("copy-value"));
    m_copy->setFlat(true);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &ValuePane::copyValue);
    m_tabs->setCornerWidget(m_copy);
    static_cast<QVBoxLayout *>(m_content->layout())->addWidget(m_tabs, 1);
}

void ValuePane::showKey(const std::optional<KeyRow> &row)
{
    const bool same = row && m_row && row->key == m_row->key;
    m_row = row;
    if (!row) {
        m_request->cancel();
        m_contents = {};
        showNotice(tr("No key chosen"), tr("Choose a key in the table to see what stands in it."));
        return;
    }
    if (same)
        return;
    m_contents = {};
    if (row->bytes > EntryContents::readAtOnceBytes) {
        m_request->cancel();
        showNotice(tr("A large value"),
                   tr("It has %1. It is read when you ask for it.").arg(format::bytes(row->bytes)),
                   tr("&Load value"), [this] { read(); });
        return;
    }
    read();
}

void ValuePane::showGone()
{
    m_request->cancel();
    m_row.reset();
    m_contents = {};
    showNotice(tr("The key is gone"),
               tr("It expired or was invalidated. The next read asks the database and stores it again."));
}

void ValuePane::keyChanged(const KeyRow &row)
{
    if (!m_row || m_row->key != row.key || m_row->looksLike(row))
        return;
    const bool shown = m_states->shown() == StateView::Shown::Content || m_request->isRunning();
    m_row = row;
    if (shown && row.bytes <= EntryContents::readAtOnceBytes) {
        read();
    } else {
        m_row.reset();
        showKey(row);
    }
}

void ValuePane::read()
{
    if (!m_row)
        return;
    if (m_contents.key != m_row->key)
        m_states->showLoading(tr("Loading the value…"));
    m_request->run(
        [this](std::stop_token) {
            Session &session = m_context.session;
            return readEntry(&session.cacheStore(), &session.clock(), m_row->key);
        },
        [this](Result<EntryContents> result) {
            if (result) {
                show(std::move(*result));
                return;
            }
            m_contents = {};
            m_states->showError(result.error(), [this] { read(); });
        });
}

void ValuePane::show(EntryContents contents)
{
    const bool same = m_contents.key == contents.key && m_contents.json == contents.json &&
                      m_contents.state == contents.state;
    m_contents = std::move(contents);
    if (m_contents.state == EntryContents::State::Gone) {
        showGone();
        return;
    }
    setFields(m_contents);
    if (!same) {
        m_treeModel->setValue(m_contents.tree);
        m_text->setPlainText(m_contents.text);
        m_tabs->setTabEnabled(0, !m_contents.tree.isUndefined());
        // The rows are what people look for, so they are open already.
        for (int row = 0; row < m_treeModel->rowCount(); ++row) {
            const QModelIndex index = m_treeModel->index(row, JsonTreeModel::Name);
            if (index.data().toString() == u"data")
                m_tree->expand(index);
        }
    }
    m_copy->setEnabled(m_contents.state != EntryContents::State::Damaged);
    tick();
    m_states->showContent();
}

void ValuePane::setFields(const EntryContents &contents)
{
    using State = EntryContents::State;
    setField(m_key, QString::fromUtf8(contents.key));
    QString size = format::bytes(contents.storedBytes);
    if (contents.compressed && contents.state != State::Damaged)
        size = tr("%1, compressed from %2").arg(size, format::bytes(contents.json.size()));
    setField(m_size, size);
    const bool entry = contents.state == State::Entry;
    QString holds = keytext::counted(contents.items, tr("1 row"), tr("%1 rows"));
    if (contents.pages > 0)
        //: "2,500 rows, in 3 keys of their own"
        holds = tr("%1, in %2 of their own").arg(holds, keytext::keys(contents.pages));
    setField(m_holds, entry ? holds : QString());
    // Without a zone: the local time of whoever wrote it.
    setField(m_storedAt, entry ? format::dateTime(contents.cachedAt) : QString());
    setField(m_source, entry ? contents.source : QString());
    const QString schema = contents.schemaVersion ? tr("version %1").arg(*contents.schemaVersion)
                                                  : tr("none: another program wrote it");
    setField(m_schema, entry ? schema : QString());
    QString note;
    switch (contents.state) {
    case State::Lease:
        note = tr("A lease: somebody is filling this key at this moment. Readers take it for a MISS.");
        break;
    case State::Foreign:
        note = tr("This is no entry of the HR cache. Readers take it for a MISS and replace it.");
        break;
    case State::Damaged:
        note = contents.problem;
        break;
    default:
        break;
    }
    if (contents.textCut) {
        if (!note.isEmpty())
            note += QLatin1Char('\n');
        note += tr("The text shows the beginning; the tree and Copy value have everything.");
    }
    setLabelText(m_note, note);
    m_note->setVisible(!note.isEmpty());
}

void ValuePane::setField(QLabel *label, const QString &text)
{
    setLabelText(label, text);
    label->setToolTip(text);
    m_form->labelForField(label)->setVisible(!text.isEmpty());
    label->setVisible(!text.isEmpty());
}

void ValuePane::tick()
{
    if (!m_row || m_contents.state == EntryContents::State::Gone)
        return;
    const SteadyTime now = m_context.session.clock().steady();
    KeyRow row = *m_row;
    row.deadline = m_contents.deadline;
    if (m_contents.ttl.count() > 0)
        row.ttl = m_contents.ttl;
    QString text = keytext::timeLeft(row.left(now));
    if (row.deadline && row.ttl.count() > 0)
        text = tr("%1 of %2").arg(text, format::countdown(row.ttl));
    // Not through setLabelText(): a screen reader that hears a clock every second says nothing else.
    m_left->setText(text);
    m_left->setVisible(true);
    m_form->labelForField(m_left)->setVisible(true);
}

void ValuePane::cancel()
{
    m_request->cancel();
}

void ValuePane::showNotice(const QString &title, const QString &sentence, const QString &action,
                           std::function<void()> act)
{
    m_states->showNotice(QStringLiteral("file-text"), title, sentence, action, std::move(act));
}

void ValuePane::copyValue()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_contents.json));
}

} // namespace hrcache
