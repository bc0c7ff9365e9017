#include "ui/cache/CachePage.h"

#include "cache/CacheInventory.h"
#include "metrics/KeyGroup.h"
#include "ui/base/DataTable.h"
#include "ui/base/FilterField.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"
#include "ui/cache/CacheActions.h"
#include "ui/cache/KeyListLoader.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/cache/TtlDelegate.h"
#include "ui/cache/ValuePane.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds filterPause{150};
const QString columnsName = QStringLiteral("columns");
const QString splitterName = QStringLiteral("splitter");
const QString detailName = QStringLiteral("detail");

} // namespace

CachePage::CachePage(UiContext context, QWidget *parent)
    : PageBase(context, QStringLiteral("cache"), parent)
    , m_keys(new KeyTableModel(session().clock(), this))
    , m_loader(new KeyListLoader(
          session(), [this] { return keysOnScreen(); }, this))
    , m_actions(new CacheActions(context, *m_keys, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(buildBar());
    layout->addLayout(buildBasis());
    buildTable();
    m_value = new ValuePane(context);
    m_states = new StateView(m_table);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->addWidget(m_states);
    m_splitter->addWidget(m_value);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({700, 340});
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setProperty("detail", true);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_states);

    m_tickTimer.setInterval(std::chrono::seconds(1));
    connect(&m_tickTimer, &QTimer::timeout, this, &CachePage::tick);
    m_filterTimer.setSingleShot(true);
    m_filterTimer.setInterval(filterPause);
    connect(&m_filterTimer, &QTimer::timeout, this, &CachePage::applyFilter);
    connect(m_loader, &KeyListLoader::collected, this, &CachePage::collected);
    connect(m_keys, &KeyTableModel::allSet, this, &CachePage::allSet);
    connect(m_loader, &KeyListLoader::described, this, &CachePage::described);
    connect(m_loader, &KeyListLoader::failed, this, &CachePage::failed);
    connect(m_loader, &KeyListLoader::loadingChanged, this, &CachePage::updateStates);
    connect(m_loader, &KeyListLoader::progress, this, [this](qsizetype found) {
        if (m_loader->isScanning())
            m_basis->setText(tr("Walking the server: %1 found so far").arg(format::count(found)));
    });
    connect(m_actions, &CacheActions::finished, this,
            [this](const QString &text) { emit toast(text, {}, {}); });
    connect(m_actions, &CacheActions::warmingChanged, this, &CachePage::updateCommands);
    connect(m_keys, &QAbstractItemModel::dataChanged, this, &CachePage::keysChanged);
    connect(m_keys, &ArrangedModel::arranged, this, &CachePage::arranged);
    connect(m_keys, &KeyTableModel::aboutToForget, this, &CachePage::aboutToForget);
    connect(m_keys, &QAbstractItemModel::rowsRemoved, this, [this] { m_removing = false; });
    connect(&session(), &Session::choicesChanged, this, &CachePage::updateStates);
    connect(&session(), &Session::healthChanged, this, [this] {
        if (m_error && isActive() && session().cacheHealth().works())
            m_loader->collectQuietly();
    });
    restoreState();
    updateStates();
}

CachePage::~CachePage() = default;

QHBoxLayout *CachePage::buildBar()
{
    auto *bar = new QHBoxLayout;
    m_filter = new FilterField(this);
    m_filter->setObjectName(QStringLiteral("cache-filter"));
    m_filter->setPlaceholderText(tr("Filter keys…"));
    m_filter->setAccessibleName(tr("Filter keys"));
    m_filter->setMaximumWidth(280);
    connect(m_filter, &QLineEdit::textChanged, &m_filterTimer, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        m_table->setFocus();
    });
    m_type = new QComboBox(this);
    m_type->setObjectName(QStringLiteral("cache-type"));
    m_type->setAccessibleName(tr("Type of data"));
    // Screen readers on Linux take what is chosen for the name of a chooser.
    m_type->setAccessibleDescription(tr("Filter by type of data"));
    m_type->addItem(tr("All types"), QByteArray());
    for (const char *group :
         {"employees", "employee", "contracts", "active_contract", "clusters", "references"})
        m_type->addItem(keyGroupName(group), QByteArray(group));
    connect(m_type, &QComboBox::currentIndexChanged, this, &CachePage::applyFilter);
    const auto button = [this](const char *name, const QString &text, const char *icon, const QString &tip) {
        auto *made = new QPushButton(icons::get(QLatin1String(icon)), text, this);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(tip);
        made->setAutoDefault(false);
        return made;
    };
    m_warm =
        button("cache-warm", tr("&Warm"), "zap",
               tr("Reads employees, clusters and references through the cache, so that they stand in it"));
    m_invalidate = button("cache-invalidate", tr("&Invalidate"), "eraser",
                          tr("Deletes the selected keys; the next read asks the database (Del)"));
    m_invalidateAll = button("cache-invalidate-all", tr("Invalidate &all…"), "trash-2",
                             tr("Deletes all keys of this company, yours or everybody's"));
    m_export = button("cache-export", tr("Ex&port…"), "download", tr("Writes the keys shown to a file"));
    connect(m_warm, &QPushButton::clicked, m_actions, &CacheActions::warm);
    connect(m_invalidate, &QPushButton::clicked, this, [this] { perform(PageCommand::Delete); });
    connect(m_invalidateAll, &QPushButton::clicked, m_actions, &CacheActions::invalidateAll);
    connect(m_export, &QPushButton::clicked, this, [this] { perform(PageCommand::Export); });
    bar->addWidget(m_filter, 100);
    bar->addWidget(m_type);
    bar->addStretch(1);
    for (QPushButton *item : {m_warm, m_invalidate, m_invalidateAll, m_export})
        bar->addWidget(item);
    return bar;
}

QHBoxLayout *CachePage::buildBasis()
{
    auto *row = new QHBoxLayout;
    m_basis = new QLabel(this);
    m_basis->setObjectName(QStringLiteral("cache-basis"));
    m_basis->setTextFormat(Qt::PlainText);
    m_basis->setWordWrap(true);
    m_lookForOthers = new QPushButton(tr("Look for &others"), this);
    m_lookForOthers->setObjectName(QStringLiteral("cache-others"));
    m_lookForOthers->setToolTip(
        tr("Walks all keys of the server, to find those of rows that no longer exist"));
    m_lookForOthers->setAutoDefault(false);
    connect(m_lookForOthers, &QPushButton::clicked, this, [this] {
        if (hasPlace())
            m_loader->collect(ScanPolicy::Always);
    });
    m_scanBar = new QProgressBar(this);
    m_scanBar->setRange(0, 0);
    m_scanBar->setMaximumWidth(140);
    m_scanBar->setTextVisible(false);
    m_scanBar->setAccessibleName(tr("Walking the server"));
    m_cancelScan = new QPushButton(tr("Cancel"), this);
    m_cancelScan->setObjectName(QStringLiteral("cache-cancel-scan"));
    m_cancelScan->setAutoDefault(false);
    connect(m_cancelScan, &QPushButton::clicked, this, &CachePage::cancel);
    row->addWidget(m_basis, 1);
    row->addWidget(m_scanBar);
    row->addWidget(m_cancelScan);
    row->addWidget(m_lookForOthers);
    return row;
}

void CachePage::buildTable()
{
    m_table = new DataTable;
    m_table->setObjectName(QStringLiteral("cache-table"));
    m_table->setAccessibleName(tr("Cache keys"));
    m_table->setColumns({{14}, {.characters = 30, .takesRest = true}, {23}, {11}, {9}}, KeyTableModel::Ttl);
    m_table->setModel(m_keys);
    m_table->setItemDelegateForColumn(KeyTableModel::Ttl, new TtlDelegate(m_table));
    // The end of a key tells it from the others.
    m_table->setTextElideMode(Qt::ElideLeft);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *copyKey = new QAction(icons::get(QStringLiteral("copy")), tr("Copy &key"), m_table);
    connect(copyKey, &QAction::triggered, this, [this] {
        QByteArray text;
        for (const QByteArray &key : selectedKeys())
            text += (text.isEmpty() ? QByteArray() : QByteArrayLiteral("\n")) + key;
        m_actions->copyText(QString::fromUtf8(text));
    });
    auto *copyRow = new QAction(tr("Copy &row"), m_table);
    connect(copyRow, &QAction::triggered, this, [this] { perform(PageCommand::Copy); });
    auto *invalidate = new QAction(icons::get(QStringLiteral("eraser")), tr("&Invalidate"), m_table);
    connect(invalidate, &QAction::triggered, this, [this] { perform(PageCommand::Delete); });
    m_table->addActions({copyKey, copyRow, invalidate});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CachePage::currentChanged);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        // What has become the current row by itself can be chosen, too.
        if (!m_removing && !m_goneKey.isEmpty() && m_table->selectionModel()->hasSelection())
            currentChanged();
        updateCommands();
    });
}

void CachePage::restoreState()
{
    m_table->restoreColumns(settings(), id(), columnsName);
    const QByteArray splitter = settings().viewState(id(), splitterName).toByteArray();
    if (!splitter.isEmpty())
        m_splitter->restoreState(splitter);
    const QVariant detail = settings().viewState(id(), detailName);
    if (detail.isValid())
        m_splitter->setProperty("detail", detail.toBool());
}

void CachePage::saveState()
{
    m_table->saveColumns(settings(), id(), columnsName);
    settings().setViewState(id(), splitterName, m_splitter->saveState());
    settings().setViewState(id(), detailName, m_splitter->property("detail").toBool());
}

void CachePage::restoreSelection()
{
    if (m_table->currentIndex().isValid() || m_keys->rowCount() == 0)
        return;
    const int row = m_keys->rowOf(std::exchange(m_wantedKey, {}));
    const QModelIndex wanted = m_keys->index(row, KeyTableModel::Key);
    if (!wanted.isValid())
        return;
    m_table->setCurrentIndex(wanted);
    m_table->scrollTo(wanted);
}

} // namespace hrcache
