#include "ui/cache/CachePage.h"

#include "cache/CacheInventory.h"
#include "cache/HrCacheManager.h"
#include "ui/base/AccessibleText.h"
#include "ui/base/DataTable.h"
#include "ui/base/Format.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"
#include "ui/cache/CacheActions.h"
#include "ui/cache/KeyListLoader.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/cache/KeyText.h"
#include "ui/cache/ValuePane.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>

namespace hrcache {

namespace {

/// Where more have expired, asking about these makes the loader look at everything.
constexpr size_t mostExpired = KeyListLoader::mostAskedFor + 1;
const QString selectionName = QStringLiteral("selection");

} // namespace

PageFactory cachePageFactory()
{
    return {QStringLiteral("cache"), CachePage::tr("Cache"), QStringLiteral("hard-drive"), 4,
            [](UiContext context, QWidget *parent) -> PageBase * { return new CachePage(context, parent); }};
}

bool CachePage::hasPlace() const
{
    return !session().user().isEmpty() && !session().companyId().isEmpty();
}

void CachePage::placeChanged()
{
    m_loader->placeChanged();
    m_actions->cancel();
    m_goneKey.clear();
    m_neighbor = QPersistentModelIndex();
    m_keys->clear();
    m_keys->setUsualTtls(session().cache().settings().ttl);
    m_value->showKey(std::nullopt);
    m_error.reset();
    m_known = false;
    m_basisText.clear();
    m_basisDetail.clear();
    setStrip({});
    m_wantedKey = settings().placeState(session().company().id, id(), selectionName).toString().toUtf8();
    if (hasPlace())
        m_loader->collect(ScanPolicy::WhenSmall);
    updateStates();
}

void CachePage::servicesLeaving()
{
    m_loader->servicesLeaving();
    m_actions->cancel();
    m_value->showKey(std::nullopt);
    m_value->cancel();
}

void CachePage::activated()
{
    m_loader->setActive(true);
    if (m_known && !m_loader->isLoading())
        m_loader->collectQuietly();
    m_tickTimer.start();
    tick();
}

void CachePage::deactivated()
{
    m_loader->setActive(false);
    m_tickTimer.stop();
}

void CachePage::refresh()
{
    if (hasPlace() && !m_loader->isLoading())
        m_loader->collect(ScanPolicy::WhenSmall);
}

void CachePage::readThrough()
{
    refresh();
}

void CachePage::cancel()
{
    m_loader->cancel();
    updateStates();
}

void CachePage::collected(const std::shared_ptr<const KeyInventory> &found)
{
    const KeyInventory &inventory = *found;
    if (inventory.scanned) {
        m_basisText =
            tr("Complete: the whole server was walked (%1).").arg(keytext::keys(inventory.keysInServer));
        // Nothing follows from rows that could not be read.
        if (inventory.fromRows == 0 && !inventory.note.isEmpty()) {
            m_basisText += QLatin1Char(' ') + inventory.note;
        } else if (inventory.fromScan > 0) {
            m_basisText += QLatin1Char(' ') +
                           tr("%1 follow from rows of the database, %2 were found only by walking.")
                               .arg(format::count(inventory.fromRows), format::count(inventory.fromScan));
        }
    } else {
        m_basisText = tr("From the rows of the database; the server (%1) was not walked.")
                          .arg(keytext::keys(inventory.keysInServer));
    }
    m_basisDetail = inventory.note;
    m_keys->setAll(KeyTableModel::Infos(found, &inventory.entries));
    if (m_keys->isFilling())
        updateStates();
}

void CachePage::allSet()
{
    m_known = true;
    works();
    restoreSelection();
    updateStates();
    showCurrent();
}

void CachePage::described(const std::vector<CacheKeyInfo> &infos)
{
    m_keys->update(infos);
    works();
    updateStates();
    showCurrent();
}

void CachePage::works()
{
    if (!m_error)
        return;
    m_error.reset();
    setStrip({});
}

void CachePage::failed(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    m_error = error;
    StripMessage strip;
    strip.level = StripMessage::Level::Warning;
    strip.text = tr("The cache cannot be read: %1 Reads go to the database and are slower. Until it is back, "
                    "entries can be neither seen nor invalidated.")
                     .arg(error.message);
    if (m_keys->totalCount() > 0)
        strip.text += QLatin1Char(' ') + tr("The list shows what was known last.");
    strip.actionText = tr("Retry");
    strip.action = [this] { refresh(); };
    strip.dismissible = false;
    setStrip(strip);
    updateStates();
}

void CachePage::tick()
{
    // Only what a clock changes, and only what is on screen.
    const QRect visible = m_table->viewport()->rect();
    for (const int column : {KeyTableModel::Ttl, KeyTableModel::Age}) {
        if (!m_table->isColumnHidden(column)) {
            m_table->viewport()->update(m_table->columnViewportPosition(column), visible.top(),
                                        m_table->columnWidth(column), visible.height());
        }
    }
    m_value->tick();
    if (const auto gone = m_keys->expired(mostExpired); !gone.empty() && !m_error)
        m_loader->ask(gone);
}

void CachePage::aboutToForget(const KeyRows &left)
{
    m_removing = true;
    const auto current = currentRow();
    if (!current || !m_goneKey.isEmpty() || left.slotOf(current->key) != KeyRows::noSlot)
        return;
    m_goneKey = current->key;
    m_value->showGone();
    m_neighbor = neighborOf(m_table->currentIndex(), left);
}

QModelIndex CachePage::neighborOf(const QModelIndex &index, const KeyRows &left) const
{
    constexpr int far = 1'000;
    for (const int step : {1, -1}) {
        for (int row = index.row() + step, away = 1; row >= 0 && row < m_keys->rowCount() && away < far;
             row += step, ++away) {
            if (left.slotOf(m_keys->at(row).key) != KeyRows::noSlot)
                return index.siblingAtRow(row);
        }
    }
    return {};
}

void CachePage::arranged()
{
    // The keyboard goes on from where the row stood that went; nobody chose the one that stands there now.
    if (m_neighbor.isValid() && !m_table->currentIndex().isValid()) {
        m_removing = true;
        m_table->setAutoScroll(false);
        m_table->selectionModel()->setCurrentIndex(m_neighbor, QItemSelectionModel::NoUpdate);
        m_table->setAutoScroll(true);
        m_removing = false;
    }
    m_neighbor = QPersistentModelIndex();
    showCurrent();
    updateStates();
}

void CachePage::keysChanged(const QModelIndex &first, const QModelIndex &last)
{
    const int row = m_table->currentIndex().row();
    if (row >= first.row() && row <= last.row())
        m_value->keyChanged(m_keys->at(row));
}

void CachePage::currentChanged()
{
    // When the current row goes the table moves on by itself, without choosing.
    if (!m_goneKey.isEmpty() && (m_removing || !m_table->selectionModel()->hasSelection()))
        return;
    m_goneKey.clear();
    const auto row = currentRow();
    m_value->showKey(row);
    if (row)
        settings().setPlaceState(session().company().id, id(), selectionName, QString::fromUtf8(row->key));
    updateCommands();
}

void CachePage::showCurrent()
{
    if (m_goneKey.isEmpty()) {
        if (const auto row = currentRow())
            m_value->showKey(row);
        return;
    }
    // It was stored again, and nobody has chosen another one meanwhile.
    const int row = m_keys->rowOf(m_goneKey);
    const QModelIndex back = m_keys->index(row, KeyTableModel::Key);
    if (!back.isValid())
        return;
    m_table->setCurrentIndex(back);
    if (!m_goneKey.isEmpty())
        currentChanged();
}

void CachePage::updateStates()
{
    const bool loading = m_loader->isLoading() || m_keys->isFilling();
    setLoading(loading);
    // What is said of rows that are still being filtered and sorted stays until they are.
    const bool settled = !m_keys->isArranging();
    const auto shown = m_keys->rowCount();
    const auto all = m_keys->totalCount();
    if (session().user().isEmpty()) {
        m_states->showNotice(QStringLiteral("user"), tr("Nobody is chosen"),
                             tr("Cache entries belong to a user. Choose one at the top of the rail."));
    } else if (session().companyId().isEmpty()) {
        if (session().isLoadingCompanies())
            m_states->showLoading(tr("Loading companies…"));
        else if (session().companiesError())
            m_states->showError(*session().companiesError(), [this] { session().reloadCompanies(); });
        else
            m_states->showNotice(QStringLiteral("lock"), tr("No access to any company"),
                                 tr("This user may see no company. Choose another user, or ask for access."),
                                 tr("Ask again"), [this] { session().reloadCompanies(); });
    } else if (shown > 0) {
        m_states->showContent();
    } else if (all > 0) {
        const QString text = m_filter->text().trimmed();
        if (settled) {
            m_states->showNoMatch(text.isEmpty() ? tr("No key of this type")
                                                 : tr("No key matches '%1'").arg(text),
                                  [this] { clearFilter(); });
        }
    } else if (m_error) {
        m_states->showError(*m_error, [this] { refresh(); });
    } else if (!m_known) {
        if (loading)
            m_states->showLoading(tr("Looking for keys…"));
        else
            m_states->showNotice(QStringLiteral("hard-drive"), tr("Not loaded"),
                                 tr("Looking for keys was cancelled."), tr("&Look again"),
                                 [this] { refresh(); });
    } else {
        m_states->showEmpty(tr("No cache entries"),
                            tr("Nothing of this user and company stands in the cache now. It fills as pages "
                               "are opened, or now:"),
                            tr("&Warm the cache"), [this] { m_actions->warm(); });
    }
    m_value->setVisible(hasPlace() && all > 0 && m_splitter->property("detail").toBool());
    QString status;
    if (hasPlace() && m_known) {
        status =
            shown == all ? keytext::keys(all) : tr("%1 of %2").arg(format::count(shown), keytext::keys(all));
        status += QStringLiteral(" · ") + format::bytes(m_keys->totalBytes());
    }
    if (settled || status.isEmpty())
        setStatusText(status);
    updateBasis();
    updateCommands();
}

void CachePage::updateBasis()
{
    const bool scanning = m_loader->isScanning();
    if (!scanning)
        setLabelText(m_basis, hasPlace() ? m_basisText : QString());
    m_basis->setToolTip(m_basisDetail);
    m_lookForOthers->setVisible(hasPlace() && m_known && !scanning);
    m_lookForOthers->setEnabled(!m_loader->isLoading() && !m_error);
    m_scanBar->setVisible(scanning);
    m_cancelScan->setVisible(scanning);
}

void CachePage::updateCommands()
{
    const bool mayInvalidate = can(PageCommand::Delete);
    // Disabled, it would hand the keyboard to the button that invalidates all.
    if (!mayInvalidate && m_invalidate->hasFocus())
        m_states->setFocus(Qt::OtherFocusReason);
    m_invalidate->setEnabled(mayInvalidate);
    m_invalidateAll->setEnabled(hasPlace() && !m_error);
    m_export->setEnabled(can(PageCommand::Export));
    m_warm->setEnabled(hasPlace() && !m_actions->isWarming());
    m_warm->setText(m_actions->isWarming() ? tr("Warming…") : tr("&Warm"));
    emit commandsChanged();
}

bool CachePage::escape()
{
    if (PageBase::escape())
        return true;
    if (!m_keys->isFiltering())
        return false;
    clearFilter();
    return true;
}

void CachePage::clearFilter()
{
    m_filter->clear();
    m_type->setCurrentIndex(0);
    applyFilter();
}

void CachePage::applyFilter()
{
    m_filterTimer.stop();
    m_keys->setFilter(m_filter->text(), m_type->currentData().toByteArray());
    updateStates();
}

} // namespace hrcache
