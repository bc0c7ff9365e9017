#pragma once

#include <QByteArray>
#include <QDialog>
#include <QString>

#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;
class QRadioButton;

namespace hrcache {

/// One field of a row that somebody else changed while it was edited here; values as people read them.
struct FieldConflict
{
    QByteArray column;
    QString title;
    QString was; ///< when the row was loaded
    QString mine;
    QString theirs;
    bool byMe = false;
    bool byThem = false;
};

/// Both versions of a row side by side, of every field in which they differ. What only one side changed is
/// proposed; where both did, a choice must be made before it can be saved. Deletes itself when it is closed.
class ConflictDialog : public QDialog
{
    Q_OBJECT

public:
    ConflictDialog(std::vector<FieldConflict> conflicts, const QString &subject, const QString &changedAt,
                   QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

signals:
    /// The columns of which mine is kept; theirs is taken for all others.
    void decided(const std::vector<QByteArray> &kept);

private:
    struct Choice
    {
        QRadioButton *mine = nullptr;
        QRadioButton *theirs = nullptr;
    };

    void addRow(QGridLayout *grid, const FieldConflict &conflict, int row);
    void choose(bool mine);
    void focusFirstOpen();
    void judge();
    void accept() override;

    std::vector<FieldConflict> m_conflicts;
    std::vector<Choice> m_choices;
    QLabel *m_openIcon;
    QLabel *m_open;
    QPushButton *m_save;
};

} // namespace hrcache
