#include "ui/base/Icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QToolButton>

static void initializeIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace hrcache::icons {

namespace {

QString fileOf(const QString &name)
{
    return QStringLiteral(":/hrcache/icons/%1.svg").arg(name);
}

const QByteArray &sourceOf(const QString &name)
{
    static QHash<QString, QByteArray> sources;
    auto found = sources.find(name);
    if (found == sources.end()) {
        initializeIcons();
        QFile file(fileOf(name));
        found = sources.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    }
    return *found;
}

QPixmap render(const QString &name, const QSize &pixels, const QColor &color)
{
    const QString key = QStringLiteral("hrcache/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.rgba(), 8, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray source = sourceOf(name);
    source.replace("currentColor", color.name().toLatin1());
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(source);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    // What is wider than high has its gap to the text behind the drawing.
    const int side = std::min(pixels.width(), pixels.height());
    const int left = QGuiApplication::isRightToLeft() ? pixels.width() - side : 0;
    renderer.render(&painter, QRectF(left, (pixels.height() - side) / 2.0, side, side));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Asks for the palette when it paints, so that icons follow a change of theme by themselves.
class Engine final : public QIconEngine
{
public:
    Engine(QString name, QColor color)
        : m_name(std::move(name))
        , m_color(std::move(color))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        icons::paint(painter, m_name, rect, colorFor(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(m_name, size, colorFor(mode));
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        QPixmap pixmap = render(m_name, size, colorFor(mode));
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new Engine(m_name, m_color); }

    [[nodiscard]] QString key() const override { return QStringLiteral("hrcache"); }

    QString iconName() override { return m_name; }

    bool isNull() override { return sourceOf(m_name).isEmpty(); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        if (m_color.isValid())
            return m_color;
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return palette.color(QPalette::Active, QPalette::WindowText);
    }

    QString m_name;
    QColor m_color;
};

} // namespace

QIcon get(const QString &name)
{
    return get(name, QColor());
}

QIcon get(const QString &name, const QColor &color)
{
    return sourceOf(name).isEmpty() ? QIcon() : QIcon(new Engine(name, color));
}

void paint(QPainter *painter, const QString &name, const QRectF &rect, const QColor &color)
{
    const qreal scale = painter->device()->devicePixelRatioF();
    QPixmap pixmap = render(name, (rect.size() * scale).toSize(), color);
    pixmap.setDevicePixelRatio(scale);
    painter->drawPixmap(rect.topLeft(), pixmap);
}

void setBesideText(QToolButton *button, int side)
{
    constexpr int gap = 4;
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize(QSize(side + gap, side));
}

QIcon application()
{
    initializeIcons();
    return QIcon(fileOf(QStringLiteral("hr-cache-monitor")));
}

} // namespace hrcache::icons
