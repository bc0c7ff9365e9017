// What the page is made of, and how its parts are connected.
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

namespace {

constexpr int listWidth = 230;
constexpr int insetBesideForm = 10;

} // namespace

QWidget *ConnectionsPage::buildList()
{
    auto *panel = new QWidget(this);
    panel->setFixedWidth(listWidth);
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list, 1);
    auto *add = new QPushButton(icons::get(QStringLiteral("plus")), tr("&New connection…"), panel);
    m_duplicate = new QPushButton(icons::get(QStringLiteral("copy")), tr("Du&plicate"), panel);
    m_remove = new QPushButton(icons::get(QStringLiteral("trash-2")), tr("De&lete…"), panel);
    column->addWidget(add);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_duplicate);
    buttons->addWidget(m_remove);
    column->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, [this] { beginNew({}); });
    connect(m_duplicate, &QPushButton::clicked, this, [this] {
        ConnectionProfile copy = m_form->profile();
        copy.name = copy.name.isEmpty() ? QString() : tr("%1 copy").arg(copy.name);
        beginNew(copy);
    });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsPage::remove);
    return panel;
}

QWidget *ConnectionsPage::buildForm()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setAccessibleName(tr("Connection"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    auto *inset = new QWidget(m_scroll);
    auto *insetLayout = new QVBoxLayout(inset);
    insetLayout->setContentsMargins(0, 0, insetBesideForm, 0);
    insetLayout->addWidget(m_form);
    m_scroll->setWidget(inset);
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll, 1);
    auto *buttons = new QHBoxLayout;
    m_test = new QPushButton(icons::get(QStringLiteral("plug")), tr("&Test"), content);
    m_test->setToolTip(tr("Tries both servers and says what works"));
    m_revert = new QPushButton(tr("Discard chan&ges"), content);
    m_save = new QPushButton(icons::get(QStringLiteral("save")), tr("S&ave"), content);
    m_connect = new QPushButton(tr("C&onnect"), content);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_save);
    buttons->addWidget(m_connect);
    column->addLayout(buttons);
    m_state = new StateView(content, this);
    return m_state;
}

void ConnectionsPage::resizeEvent(QResizeEvent *event)
{
    PageBase::resizeEvent(event);
    arrangeTest();
}

void ConnectionsPage::arrangeTest()
{
    const int form = m_form->minimumSizeHint().width() + insetBesideForm +
                     m_scroll->verticalScrollBar()->sizeHint().width();
    const int room = width() - listWidth - 16 - 2 * 12;
    const bool fits = room >= form + m_sides->spacing() + m_testPanel->minimumWidth();
    m_sides->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    // Beside the form the panel's least width is enough for it.
    m_sides->setStretch(0, fits ? 5 : 3);
    m_sides->setStretch(1, fits ? 1 : 2);
}

void ConnectionsPage::connectParts()
{
    connect(m_list, &QListWidget::currentRowChanged, this, &ConnectionsPage::selectionChanged);
    connect(m_form, &ConnectionForm::edited, this, &ConnectionsPage::updateButtons);
    connect(m_test, &QPushButton::clicked, this, &ConnectionsPage::test);
    connect(m_revert, &QPushButton::clicked, this, &ConnectionsPage::discard);
    connect(m_save, &QPushButton::clicked, this, [this] { save(false); });
    connect(m_connect, &QPushButton::clicked, this, [this] {
        if (m_shown && !isDirty())
            use(*m_shown);
        else
            save(true);
    });
    connect(&m_book, &ConnectionBook::changed, this, [this] {
        m_list->reload();
        if (!isDirty() && m_list->choice()) {
            // What was said of the last save is not told twice.
            const StripMessage said = strip();
            const bool same = m_list->choice() == m_shown;
            showSelected();
            if (same)
                setStrip(said);
        }
        updateButtons();
    });
    for (Request *request : {m_saving, m_using, m_removing})
        connect(request, &Request::runningChanged, this, &ConnectionsPage::updateButtons);
    connect(m_testPanel, &ConnectionTestPanel::runningChanged, this, &ConnectionsPage::updateButtons);
}

} // namespace hrcache
