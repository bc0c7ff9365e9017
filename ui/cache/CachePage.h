#pragma once

#include "ui/base/PageBase.h"
#include "ui/cache/KeyRow.h"

#include <QPersistentModelIndex>
#include <QTimer>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSplitter;
class QToolButton;

namespace hrcache {

struct KeyInventory;
class CacheActions;
class DataTable;
class KeyListLoader;
class KeyRows;
class KeyTableModel;
class StateView;
class ValuePane;

/// The page "Cache", for the window.
[[nodiscard]] PageFactory cachePageFactory();

/// The keys of this user and company, what they hold, and what can be done with them.
class CachePage : public PageBase
{
    Q_OBJECT

public:
    CachePage(UiContext context, QWidget *parent = nullptr);
    ~CachePage() override;

    /// Asks the server again; the page is about the cache, so there is nothing of the database to read.
    void refresh() override;
    void readThrough() override;
    void cancel() override;
    [[nodiscard]] KeysInView keysInView() const override;
    [[nodiscard]] bool hasKeysInView() const override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    bool escape() override;
    void saveState() override;

protected:
    void placeChanged() override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;

private:
    QHBoxLayout *buildBar();
    QHBoxLayout *buildBasis();
    void buildTable();
    void restoreState();
    void restoreSelection();

    void collected(const std::shared_ptr<const KeyInventory> &found);
    void allSet();
    void described(const std::vector<CacheKeyInfo> &infos);
    void failed(const Error &error);
    void works();
    void tick();
    void aboutToForget(const KeyRows &left);
    /// The row nearest to it whose key is left.
    [[nodiscard]] QModelIndex neighborOf(const QModelIndex &index, const KeyRows &left) const;
    void arranged();
    void keysChanged(const QModelIndex &first, const QModelIndex &last);
    void currentChanged();
    void showCurrent();
    void updateStates();
    void updateBasis();
    void updateCommands();
    void clearFilter();
    void applyFilter();

    /// A key of the session is meant: there is a user, and a company.
    [[nodiscard]] bool hasPlace() const;
    [[nodiscard]] std::optional<KeyRow> currentRow() const;
    /// From top to bottom.
    [[nodiscard]] std::vector<QByteArray> selectedKeys() const;
    [[nodiscard]] std::vector<QByteArray> shownKeys() const;
    /// Those of rows on screen, `first` to `last`.
    void addShownKeys(std::vector<QByteArray> &keys, int first, int last) const;
    [[nodiscard]] std::vector<QByteArray> keysOnScreen() const;

    KeyTableModel *m_keys;
    KeyListLoader *m_loader;
    CacheActions *m_actions;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_type = nullptr;
    QPushButton *m_warm = nullptr;
    QPushButton *m_invalidate = nullptr;
    QPushButton *m_invalidateAll = nullptr;
    QPushButton *m_export = nullptr;
    QLabel *m_basis = nullptr;
    QPushButton *m_lookForOthers = nullptr;
    QProgressBar *m_scanBar = nullptr;
    QPushButton *m_cancelScan = nullptr;
    DataTable *m_table = nullptr;
    StateView *m_states = nullptr;
    ValuePane *m_value = nullptr;
    QSplitter *m_splitter = nullptr;
    QTimer m_tickTimer;
    QTimer m_filterTimer;
    QString m_basisText;
    QString m_basisDetail;
    std::optional<Error> m_error;
    QByteArray m_wantedKey;           ///< to be selected when it is known
    QByteArray m_goneKey;             ///< the one that the value pane calls gone
    QPersistentModelIndex m_neighbor; ///< of its row, to go on from there
    bool m_removing = false;
    bool m_known = false; ///< the keys were collected at least once here
};

} // namespace hrcache
