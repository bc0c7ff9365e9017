#pragma once

#include <QWidget>

#include <vector>

class QAbstractButton;
class QToolButton;
class QVBoxLayout;

namespace hrcache {

class PlaceChooser;
class RailButton;
class Session;

/// Who, where and which page, at the left of the window. Collapses to icons.
class Rail : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(Session &session, QWidget *parent = nullptr);

    void addPage(const QString &id, const QString &icon, const QString &title, const QString &shortcut);
    void setCurrentPage(const QString &id);
    /// The keyboard goes to the button of a page.
    void focusPage(const QString &id);

    void setCollapsed(bool collapsed);

    [[nodiscard]] bool isCollapsed() const { return m_collapsed; }

    [[nodiscard]] PlaceChooser *chooser() const { return m_chooser; }

    [[nodiscard]] RailButton *button(const QString &id) const;

signals:
    void pageRequested(const QString &id);
    void collapsedChanged(bool collapsed);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    PlaceChooser *m_chooser;
    QToolButton *m_collapse;
    QToolButton *m_who;
    QVBoxLayout *m_pages;
    std::vector<std::pair<QString, RailButton *>> m_buttons;
    bool m_collapsed = false;
};

} // namespace hrcache
