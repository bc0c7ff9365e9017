#pragma once

#include "base/Error.h"
#include "ui/base/SourceInfo.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hrcache {

class SourceBadge;

/// A block of the detail pane: a heading with a source badge and a button, what it shows, and words where
/// there is nothing to show.
class DetailBlock : public QWidget
{
    Q_OBJECT

public:
    DetailBlock(const QString &title, const Clock &clock, QWidget *parent = nullptr);

    void setSource(const SourceInfo &source);

    [[nodiscard]] const SourceInfo &source() const;

    [[nodiscard]] SourceBadge *badge() const { return m_badge; }

    /// The button in the heading; hidden without text.
    [[nodiscard]] QPushButton *button() const { return m_button; }

    /// Where the block's widgets go.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }

    /// A sentence in place of rows ("No contracts yet"); empty: none.
    void setNote(const QString &note, bool problem = false);

    [[nodiscard]] QString note() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    SourceBadge *m_badge;
    QPushButton *m_button;
    QLabel *m_note = nullptr;
    QVBoxLayout *m_content;
    bool m_problem = false;
};

} // namespace hrcache
