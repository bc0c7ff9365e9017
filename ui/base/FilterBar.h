#pragma once

#include <QList>
#include <QWidget>

#include <utility>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace hrcache {

class SplitButton;

/// Over the table of a page: filter as you type, then what the page adds, New and Export. Where the filter
/// would be left too little beside the others, it has a line of its own. A page's bar says with a signal of
/// its own what is wanted, see announceFilter().
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    /// Codes with the texts they are shown with.
    using Choices = QList<std::pair<QString, QString>>;

    /// Whether anything is typed or chosen.
    [[nodiscard]] virtual bool isFiltering() const;
    void clearFilter();
    void focusFilter();
    void setExportEnabled(bool enabled);
    /// While an export runs; `total` 0: none does.
    void setExportProgress(int written, int total);

    [[nodiscard]] QLineEdit *textField() const { return m_text; }

    [[nodiscard]] QPushButton *newButton() const { return m_new; }

    [[nodiscard]] SplitButton *exportButton() const { return m_export; }

    [[nodiscard]] QProgressBar *exportProgress() const { return m_progress; }

signals:
    void newRequested();
    void exportRequested();
    void exportCancelled();
    void copyRequested(bool asJson);
    /// Down in the filter: the focus is to go into the table.
    void leftDownwards();

protected:
    explicit FilterBar(QWidget *parent);

    /// Tab visits what is added in the order of the calls; addActions() comes last.
    void addFilter(QWidget *widget);
    /// With "All …" before its choices.
    QComboBox *addChooser(const QString &name, const QString &description, const QString &all);
    /// New and Export; `beside`, if there is one, stands before them.
    void addActions(const QString &newObjectName, QPushButton *beside = nullptr);

    /// Other choices after "All …". What is chosen stays so, with its text, though it is no longer among
    /// them: nothing matches then.
    static void setChoices(QComboBox *chooser, const Choices &choices);

    /// Emits the page's signal. Called at once, at every keystroke and choice: the model merges those that
    /// come while it works on a long list.
    virtual void announceFilter() = 0;
    /// Everything but the text, without announcing it.
    virtual void resetChoices();

    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildExport();
    void fitIntoWidth();

    QLineEdit *m_text;
    QList<QComboBox *> m_choosers;
    QPushButton *m_new = nullptr;
    SplitButton *m_export = nullptr;
    QProgressBar *m_progress = nullptr;
    QToolButton *m_cancelExport = nullptr;
    QHBoxLayout *m_upper; ///< for the filter, where it has a line of its own
    QHBoxLayout *m_line;
};

} // namespace hrcache
