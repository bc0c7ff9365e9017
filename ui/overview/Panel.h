#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace hrcache {

/// A framed part of the page with a title, what its content rests on, and room for buttons beside the title.
class Panel : public QFrame
{
    Q_OBJECT

public:
    explicit Panel(const QString &title, QWidget *parent = nullptr);

    /// What the figures rest on; stands under the title.
    void setBasis(const QString &text);

    /// Where the content goes.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }

    /// Beside the title.
    void addButton(QWidget *button);

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QHBoxLayout *m_head;
    QVBoxLayout *m_content;
    QLabel *m_basis;
};

} // namespace hrcache
