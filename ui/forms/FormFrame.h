#pragma once

#include "ui/base/PageBase.h"

#include <QWidget>

class QDialogButtonBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hrcache {

class RecordField;
class LoadingLine;
class MessageStrip;
class SourceBadge;

/// What every form looks like: a heading with the badges of the row and of the lists, a strip for what
/// happened, the fields in groups, and the buttons.
class FormFrame : public QWidget
{
    Q_OBJECT

public:
    /// Fields stand in that many columns.
    static constexpr int columns = 3;

    explicit FormFrame(const Clock &clock, QWidget *parent = nullptr);

    void setHeading(const QString &heading, const QString &below);

    /// A group of fields, beneath those that are there.
    QGridLayout *addGroup(const QString &title);

    void setMessage(const StripMessage &message);
    /// "Unsaved changes", "Saving…"
    void setStatus(const QString &text);
    void setLoading(bool loading);
    /// Whether the fields take input.
    void setBodyEnabled(bool enabled);
    /// Brings a field into view and gives it the focus.
    void focusField(RecordField *field);
    /// Brings a field that has the keyboard into view, with its label and what is said beneath it, also when
    /// fields above it are about to grow.
    void showWhole(RecordField *field);

    /// The keyboard goes as one reads: badges, strip, fields, buttons. To be called when all fields are
    /// there.
    void orderTabs();

    [[nodiscard]] MessageStrip *strip() const { return m_strip; }

    /// Its row will have a badge: leave room for it.
    void expectRowBadge();

    [[nodiscard]] SourceBadge *rowBadge() const { return m_rowBadge; }

    [[nodiscard]] SourceBadge *listBadge() const { return m_listBadge; }

    [[nodiscard]] QPushButton *saveButton() const { return m_save; }

    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void reveal(RecordField *field);

    QLabel *m_heading;
    QLabel *m_below;
    SourceBadge *m_rowBadge;
    QLabel *m_listLabel;
    SourceBadge *m_listBadge;
    MessageStrip *m_strip;
    LoadingLine *m_loading;
    QScrollArea *m_scroll;
    QWidget *m_body;
    QVBoxLayout *m_groups;
    QWidget *m_footer;
    QLabel *m_status;
    QDialogButtonBox *m_buttons;
    QPushButton *m_save;
    QPushButton *m_cancel;
};

} // namespace hrcache
