#include "ui/employees/FieldGroup.h"
#include "ui/support/UiTestMain.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QVBoxLayout>

using namespace hrcache;

/// Names and values side by side, in whatever width there is.
class FieldGroupTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aLongWordIsCutAtNoWidth();
};

void FieldGroupTest::aLongWordIsCutAtNoWidth()
{
    const QString address = QStringLiteral("bartholomeus.vanderbroucke12@example.ch");
    QScrollArea area;
    area.setWidgetResizable(true);
    area.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(14, 14, 14, 14);
    auto *group = new FieldGroup(QStringLiteral("Contact"));
    const int field = group->addField(QStringLiteral("E-mail"));
    group->setValue(field, address);
    column->addWidget(group);
    column->addStretch();
    area.setWidget(content);
    area.show();
    QLabel *value = nullptr;
    for (QLabel *label : group->findChildren<QLabel *>()) {
        if (label->text() == address)
            value = label;
    }
    QVERIFY(value);
    const int needed = value->fontMetrics().horizontalAdvance(address);
    const int narrowest = needed + 2 * 14 + 20;
    int wraps = 0;
    for (const bool scrolls : {false, true, false}) {
        area.setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
        for (int width = narrowest + 40; width < narrowest + 240; ++width) {
            area.resize(width, 300);
            QCoreApplication::processEvents();
            const int right = value->mapTo(&area, QPoint(value->width(), 0)).x();
            QVERIFY2(
                value->width() >= needed && right <= area.viewport()->width(),
                qPrintable(
                    QStringLiteral("%1 of %2 at a width of %3").arg(value->width()).arg(needed).arg(width)));
            wraps += value->x() < group->findChildren<QLabel *>().at(1)->width() ? 1 : 0;
        }
    }
    QVERIFY(wraps > 0); // so that both kinds of rows were seen
}

QTEST_MAIN(FieldGroupTest)
#include "tst_fieldgroup.moc"
