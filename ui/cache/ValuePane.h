#pragma once

#include "ui/base/UiContext.h"
#include "ui/cache/EntryContents.h"
#include "ui/cache/KeyRow.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QTreeView;

namespace hrcache {

class JsonTreeModel;
class Request;
class StateView;

/// What stands in the selected key: the fields of its envelope, and its value as a tree and as text. Large
/// values are read when somebody asks for it.
class ValuePane : public QWidget
{
    Q_OBJECT

public:
    explicit ValuePane(UiContext context, QWidget *parent = nullptr);

    /// Shows another key; none: says that none is chosen.
    void showKey(const std::optional<KeyRow> &row);
    /// The key that stood here is no longer in the cache.
    void showGone();
    /// The same key may hold something else by now; large values are asked for again only by the user.
    void keyChanged(const KeyRow &row);
    /// Counts down; called once a second while in view.
    void tick();
    /// Drops what is under way.
    void cancel();

    [[nodiscard]] const EntryContents &contents() const { return m_contents; }

private:
    void buildFields();
    void buildTabs();
    void read();
    void show(EntryContents contents);
    void setFields(const EntryContents &contents);
    void setField(QLabel *label, const QString &text);
    void showNotice(const QString &title, const QString &sentence, const QString &action = {},
                    std::function<void()> act = {});
    void copyValue();

    UiContext m_context;
    Request *m_request;
    StateView *m_states = nullptr;
    QWidget *m_content = nullptr;
    QFormLayout *m_form = nullptr;
    QLabel *m_key = nullptr;
    QLabel *m_left = nullptr;
    QLabel *m_storedAt = nullptr;
    QLabel *m_source = nullptr;
    QLabel *m_schema = nullptr;
    QLabel *m_size = nullptr;
    QLabel *m_holds = nullptr;
    QLabel *m_note = nullptr;
    QTabWidget *m_tabs = nullptr;
    QTreeView *m_tree = nullptr;
    JsonTreeModel *m_treeModel = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_copy = nullptr;
    std::optional<KeyRow> m_row;
    EntryContents m_contents;
};

} // namespace hrcache
