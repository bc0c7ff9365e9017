#pragma once

#include "ui/base/PageBase.h"
#include "ui/connections/ConnectionBook.h"
#include "ui/connections/ConnectionQuestions.h"

class QBoxLayout;
class QPushButton;
class QScrollArea;
class QTabWidget;

namespace hrcache {

class AppearanceForm;
class ConnectionForm;
class ConnectionList;
class ConnectionTestPanel;
class Request;
class StateView;

/// The servers that the window works on, and how the window looks. Saving, testing and connecting block
/// nothing; what was typed is lost only if somebody says so.
class ConnectionsPage : public PageBase
{
    Q_OBJECT

public:
    /// `book` must outlive the page.
    ConnectionsPage(UiContext context, ConnectionBook &book, QWidget *parent = nullptr);

    void refresh() override {}

    void readThrough() override {}

    [[nodiscard]] bool isRefreshable() const override { return false; }

    /// Ends a test that is running.
    void cancel() override;
    bool escape() override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    [[nodiscard]] bool mayLeave() override;

    [[nodiscard]] bool isDirty() const;

    /// Answers the question about unsaved input; a test puts its own answer here.
    std::function<connectionquestions::Leave()> askLeave;

    [[nodiscard]] ConnectionList *list() const { return m_list; }

    [[nodiscard]] ConnectionForm *form() const { return m_form; }

    [[nodiscard]] ConnectionTestPanel *testPanel() const { return m_testPanel; }

    [[nodiscard]] QTabWidget *tabs() const { return m_tabs; }

protected:
    void activated() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildList();
    QWidget *buildForm();
    /// The test stands beside the form, or under it where there is no room.
    void arrangeTest();
    void connectParts();
    void showSelected();
    void showShown();
    void showSample();
    void selectionChanged();
    void beginNew(const ConnectionProfile &from);
    /// False: nothing was saved, and the form says why.
    bool save(bool thenUse);
    void saved(const ConnectionBook::Saved &report, const QString &name, bool thenUse);
    void use(const ConnectionChoice &choice);
    void remove();
    void test();
    void discard();
    void updateButtons();
    void showProblem(const Error &error);

    ConnectionBook &m_book;
    QTabWidget *m_tabs;
    ConnectionList *m_list;
    ConnectionForm *m_form;
    ConnectionTestPanel *m_testPanel;
    QBoxLayout *m_sides = nullptr;
    StateView *m_state = nullptr;
    QScrollArea *m_scroll = nullptr;
    QPushButton *m_duplicate = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_connect = nullptr;
    Request *m_saving;
    Request *m_using;
    Request *m_removing;
    std::optional<ConnectionChoice> m_shown; ///< whose values are in the form; none: a new one's
    bool m_hasForm = false;
};

} // namespace hrcache
