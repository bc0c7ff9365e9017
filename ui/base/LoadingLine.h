#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace hrcache {

/// A thin line while something is loaded: nothing for 300 ms, then the line, after one second "Loading… 2 s"
/// and Cancel. Takes its place in the layout always, so that nothing jumps.
class LoadingLine : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds lineAfter{300};
    static constexpr std::chrono::milliseconds textAfter{1000};

    explicit LoadingLine(QWidget *parent = nullptr);

    void setLoading(bool loading);
    /// The line stands still instead of running.
    void setReducedMotion(bool reduced);

    [[nodiscard]] bool isLineShown() const { return m_line; }

    /// Text and Cancel are shown; they stand in the header: see textWidget().
    [[nodiscard]] bool isTextShown() const;

    /// "Loading… 2 s [Cancel]", to be placed elsewhere; hidden until it is due. Owned by its parent.
    [[nodiscard]] QWidget *textWidget() const { return m_textWidget; }

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void tick();

    QWidget *m_textWidget;
    QLabel *m_text;
    QPushButton *m_cancel;
    QElapsedTimer m_since;
    QTimer m_timer;
    bool m_loading = false;
    bool m_line = false;
    bool m_reducedMotion = false;
};

} // namespace hrcache
