#include "ui/base/LoadingLine.h"

#include "ui/base/AccessibleText.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace hrcache {

namespace {

constexpr int thickness = 3;
constexpr std::chrono::milliseconds frame{33};

} // namespace

LoadingLine::LoadingLine(QWidget *parent)
    : QWidget(parent)
    , m_textWidget(new QWidget(parent))
    , m_text(new QLabel(m_textWidget))
    , m_cancel(new QPushButton(tr("Cancel"), m_textWidget))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Loading indicator"));
    auto *layout = new QHBoxLayout(m_textWidget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_cancel);
    m_textWidget->hide();
    m_cancel->setToolTip(tr("Stop loading (Esc)"));
    m_cancel->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &LoadingLine::cancelRequested);
    m_timer.setInterval(frame);
    connect(&m_timer, &QTimer::timeout, this, &LoadingLine::tick);
}

void LoadingLine::setLoading(bool loading)
{
    if (std::exchange(m_loading, loading) == loading)
        return;
    if (loading) {
        m_since.start();
        m_timer.start();
    } else {
        m_timer.stop();
        m_line = false;
        m_textWidget->hide();
    }
    update();
}

void LoadingLine::setReducedMotion(bool reduced)
{
    m_reducedMotion = reduced;
    m_timer.setInterval(reduced ? std::chrono::milliseconds(250) : frame);
}

bool LoadingLine::isTextShown() const
{
    return !m_textWidget->isHidden();
}

QSize LoadingLine::sizeHint() const
{
    return {100, thickness};
}

void LoadingLine::tick()
{
    const qint64 elapsed = m_since.elapsed();
    m_line = elapsed >= lineAfter.count();
    if (elapsed >= textAfter.count()) {
        setLabelText(m_text, tr("Loading… %1 s").arg(elapsed / 1000));
        m_textWidget->show();
    }
    if (m_line)
        update();
}

void LoadingLine::paintEvent(QPaintEvent *)
{
    if (!m_line)
        return;
    QPainter painter(this);
    const QColor color = palette().color(QPalette::Highlight);
    if (m_reducedMotion) {
        painter.fillRect(rect(), color);
        return;
    }
    QColor ground = color;
    ground.setAlpha(60);
    painter.fillRect(rect(), ground);
    const int length = std::max(60, width() / 4);
    const int way = width() + length;
    const auto at = static_cast<int>(m_since.elapsed() * way / 1400 % way) - length;
    painter.fillRect(QRect(at, 0, length, height()), color);
}

} // namespace hrcache
