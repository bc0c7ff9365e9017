#include "ui/overview/OverviewPage.h"

#include "metrics/CacheMetrics.h"
#include "metrics/KeyGroup.h"
#include "ui/base/Icons.h"
#include "ui/base/Settings.h"
#include "ui/overview/CardGrid.h"
#include "ui/overview/ChartPanel.h"
#include "ui/overview/HealthList.h"
#include "ui/overview/KeyOverview.h"
#include "ui/overview/SessionMetrics.h"
#include "ui/overview/StatCard.h"
#include "ui/overview/TextTableModel.h"

#include <QHeaderView>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int cardWidth = 210;
constexpr int panelWidth = 430;
constexpr int panelHeight = 250;
constexpr int cellMargin = 18;

} // namespace

PageFactory overviewPageFactory(Session &session)
{
    // The page is made when it is shown first, but hits are counted from the start.
    auto metrics = std::make_shared<SessionMetrics>(session);
    return {QStringLiteral("overview"), OverviewPage::tr("Overview"), QStringLiteral("gauge"), 1,
            [metrics](UiContext context, QWidget *parent) -> PageBase * {
                return new OverviewPage(context, metrics, parent);
            }};
}

void OverviewPage::build()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(10);

    m_cards = new CardGrid(cardWidth, 4);
    m_hitRate = addCard(tr("Hit rate"), "card-hit-rate");
    m_hits = addCard(tr("Hits and misses"), "card-hits");
    m_cacheTime = addCard(tr("Cache, p50"), "card-cache");
    m_databaseTime = addCard(tr("Database, p50"), "card-database");
    m_keyCount = addCard(tr("Keys"), "card-keys");
    m_bytes = addCard(tr("Size"), "card-bytes");
    m_oldest = addCard(tr("Oldest entry"), "card-oldest");
    m_newest = addCard(tr("Newest entry"), "card-newest");
    layout->addWidget(m_cards);

    auto *panels = new CardGrid(panelWidth, 2);
    const auto add = [panels](Panel *panel, const char *name) {
        panel->setObjectName(QLatin1String(name));
        panel->setMinimumHeight(panelHeight);
        panels->add(panel);
    };
    m_lookups = new ChartPanel(tr("Hits and misses, last 10 minutes"), Chart::Kind::Columns);
    m_latency = new ChartPanel(tr("Latency, last 10 minutes"), Chart::Kind::Lines);
    m_latency->setBasis(tr("Logarithmic. Database: from the call to the answer, its cache lookup included."));
    m_types = new ChartPanel(tr("Keys by type"), Chart::Kind::Bars);
    add(m_lookups, "panel-lookups");
    add(m_latency, "panel-latency");
    add(m_types, "panel-types");

    auto *ending = new Panel(tr("Soonest to expire"));
    auto *all = new QToolButton;
    all->setText(tr("All keys"));
    all->setIcon(icons::get(QStringLiteral("hard-drive")));
    icons::setBesideText(all);
    all->setAutoRaise(true);
    all->setFocusPolicy(Qt::StrongFocus);
    all->setObjectName(QStringLiteral("all-keys"));
    connect(all, &QToolButton::clicked, this, [this] { emit pageRequested(QStringLiteral("cache")); });
    ending->addButton(all);
    m_ending = new TextTableModel({tr("Type"), tr("Key"), tr("Left")}, {2}, this);
    addTable(ending, m_ending, tr("Soonest to expire"),
             {keyGroupName("active_contract"), QString(), QStringLiteral("00:00:00")})
        ->setObjectName(QStringLiteral("ending-table"));
    add(ending, "panel-ending");

    auto *events = new Panel(tr("Last events"));
    m_events = new TextTableModel({tr("Time"), tr("Event"), tr("Key"), tr("Took")}, {3}, this);
    addTable(events, m_events, tr("Last events"),
             {QStringLiteral("00:00:00"), eventTypeName(CacheEvent::Type::Invalidate), QString(),
              QStringLiteral("00.00 ms")})
        ->setObjectName(QStringLiteral("events-table"));
    add(events, "panel-events");

    auto *health = new Panel(tr("Servers"));
    health->content()->addWidget(new HealthList(session()));
    add(health, "panel-health");
    layout->addWidget(panels, 1);

    auto *scroll = new QScrollArea;
    scroll->setAccessibleName(tr("Overview"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    for (ChartPanel *panel : {m_lookups, m_latency, m_types})
        panel->showTable(settings().viewState(id(), panel->objectName()).toBool());
}

StatCard *OverviewPage::addCard(const QString &title, const char *name)
{
    auto *card = new StatCard(title);
    card->setObjectName(QLatin1String(name));
    m_cards->add(card);
    return card;
}

QTableView *OverviewPage::addTable(Panel *panel, TextTableModel *model, const QString &name,
                                   const QStringList &widest)
{
    auto *table = new QTableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setTextElideMode(Qt::ElideLeft);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    QHeaderView *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    // Fixed by what can come, so that nothing jumps when it does.
    for (int column = 0; column < widest.size(); ++column) {
        if (widest[column].isEmpty())
            header->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            header->resizeSection(column, fontMetrics().horizontalAdvance(widest[column]) + cellMargin);
    }
    panel->content()->addWidget(table, 1);
    return table;
}

void OverviewPage::saveState()
{
    for (ChartPanel *panel : {m_lookups, m_latency, m_types})
        settings().setViewState(id(), panel->objectName(), panel->isTableShown());
}

} // namespace hrcache
