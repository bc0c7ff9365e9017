#include "ui/base/FilterField.h"
#include "ui/base/Theme.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QStyle>
#include <QStyleOption>
#include <QTest>

#include <cmath>

using namespace hrcache;

namespace {

double channel(int value)
{
    const double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * channel(color.red()) + 0.7152 * channel(color.green()) + 0.0722 * channel(color.blue());
}

/// WCAG 2.2: 1 to 21.
double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

const QList<QPalette> &themes()
{
    static const QList<QPalette> both{Theme::lightPalette(), Theme::darkPalette()};
    return both;
}

} // namespace

/// Where a control begins and ends can be seen (WCAG 1.4.11).
class ControlFramesTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void framesHaveThreeToOneContrast();
    void theyAreDrawn_data();
    void theyAreDrawn();
    void theHandleOfAScrollBarStandsOut();
};

void ControlFramesTest::framesHaveThreeToOneContrast()
{
    for (const QPalette &palette : themes()) {
        for (const QColor &frame : {Theme::controlFrame(palette), Theme::focusFrame(palette)}) {
            for (const auto ground :
                 {QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::Button}) {
                const double found = contrast(frame, palette.color(ground));
                QVERIFY2(found >= 3, qPrintable(QStringLiteral("%1 on %2: %3")
                                                    .arg(frame.name(), palette.color(ground).name(),
                                                         QString::number(found))));
            }
        }
    }
}

void ControlFramesTest::theyAreDrawn_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"filter", "field", "chooser", "editable chooser", "number", "text", "box",
                             "ticked box", "radio", "button"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void ControlFramesTest::theyAreDrawn()
{
    QFETCH(QString, kind);
    for (const QPalette &palette : themes()) {
        QWidget ground;
        ground.setPalette(palette);
        ground.setAutoFillBackground(true);
        ground.resize(300, 120);
        QWidget *control = nullptr;
        QRect frame;
        if (kind == u"filter")
            control = new FilterField(&ground);
        else if (kind == u"field")
            control = new QLineEdit(&ground);
        else if (kind.endsWith(u"chooser")) {
            auto *box = new QComboBox(&ground);
            box->setEditable(kind.startsWith(u"editable"));
            control = box;
        } else if (kind == u"number")
            control = new QSpinBox(&ground);
        else if (kind == u"text")
            control = new QPlainTextEdit(&ground);
        else if (kind == u"radio")
            control = new QRadioButton(&ground);
        else if (kind == u"button")
            control = new QPushButton(QStringLiteral("x"), &ground);
        else {
            auto *box = new QCheckBox(&ground);
            box->setChecked(kind.startsWith(u"ticked"));
            control = box;
        }
        control->setGeometry(20, 20, 200, 60);
        QStyleOptionButton option;
        option.initFrom(control);
        if (kind.endsWith(u"box"))
            frame = control->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, control);
        else if (kind == u"radio")
            frame = control->style()->subElementRect(QStyle::SE_RadioButtonIndicator, &option, control);
        else
            frame = control->rect();
        frame.translate(control->pos());
        ground.show();
        QVERIFY(QTest::qWaitForWindowExposed(&ground));
        ground.setFocus();
        const QImage picture = ground.grab().toImage();
        // From outside into the control, over the middle of its left edge.
        double best = 1;
        const double scale = picture.devicePixelRatio();
        for (int x = frame.left() - 2; x < frame.left() + 4; ++x) {
            const QColor pixel = picture.pixelColor(int(x * scale), int(frame.center().y() * scale));
            best = std::max(best, contrast(pixel, palette.color(QPalette::Window)));
        }
        QVERIFY2(best >= 3,
                 qPrintable(
                     QStringLiteral("%1 %2: %3")
                         .arg(kind, Theme::isDark(palette) ? QStringLiteral("dark") : QStringLiteral("light"),
                              QString::number(best))));
    }
}

void ControlFramesTest::theHandleOfAScrollBarStandsOut()
{
    for (const QPalette &palette : themes()) {
        for (const Qt::Orientation direction : {Qt::Horizontal, Qt::Vertical}) {
            QScrollBar bar(direction);
            bar.setPalette(palette);
            bar.setRange(0, 100);
            bar.setPageStep(100);
            bar.setValue(0);
            bar.resize(direction == Qt::Horizontal ? QSize(300, 14) : QSize(14, 300));
            const QImage picture = bar.grab().toImage();
            const double scale = picture.devicePixelRatio();
            const auto at = [&](int along) {
                const QPointF point =
                    QPointF(direction == Qt::Horizontal ? QPoint(along, 7) : QPoint(7, along)) * scale;
                return picture.pixelColor(point.toPoint());
            };
            // The handle begins behind the first arrow and takes the first half.
            QCOMPARE(at(250), palette.color(QPalette::Window));
            QVERIFY(contrast(at(80), at(250)) >= 3);
            bar.setRange(0, 0);
            QCOMPARE(bar.grab().toImage().pixelColor(picture.rect().center()),
                     palette.color(QPalette::Window));
        }
    }
}

QTEST_MAIN(ControlFramesTest)
#include "tst_controlframes.moc"
