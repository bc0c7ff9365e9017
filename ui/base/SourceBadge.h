#pragma once

#include "ui/base/SourceInfo.h"

#include <QAbstractButton>

namespace hrcache {

/// "⚡ Cache · 12 min ago · 48 min left": where a block of data comes from, and how old it is. Never by colour
/// alone. Focusable; a click, Space or Enter opens a popover with everything that is known. Its accessible
/// name is its text. Counts ages and TTLs by one timer that all badges share.
class SourceBadge : public QAbstractButton
{
    Q_OBJECT

public:
    /// `clock` must outlive the badge.
    explicit SourceBadge(const Clock &clock, QWidget *parent = nullptr);
    ~SourceBadge() override;

    /// Hidden while the state is None.
    void setSource(const SourceInfo &source);

    [[nodiscard]] const SourceInfo &source() const { return m_source; }

    /// What the block is, for the accessible description and the popover's title: "List of employees".
    void setSubject(const QString &subject);

    /// Whether the popover offers "Compare with database" (compareRequested()).
    void setComparable(bool comparable) { m_comparable = comparable; }

    [[nodiscard]] bool isComparable() const { return m_comparable; }

    /// Everything that is known, one "name: value" a line, as it is copied.
    [[nodiscard]] QString details() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// The icon of a state, and the word for it.
    [[nodiscard]] static QString iconName(SourceInfo::State state);
    [[nodiscard]] static QString stateWord(SourceInfo::State state);
    /// The whole text for a source as of now.
    [[nodiscard]] static QString textFor(const SourceInfo &source, const Clock &clock);

signals:
    void compareRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tick();
    /// Under the badge or over it, and on the screen.
    [[nodiscard]] QPoint placeOf(const QSize &popover) const;
    void showPopover();

    const Clock &m_clock;
    SourceInfo m_source;
    QString m_subject;
    bool m_comparable = false;
};

} // namespace hrcache
