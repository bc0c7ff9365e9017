#include <QTest>
#include "support/Await.h"
class TestSupportTest : public QObject { Q_OBJECT };
QTEST_GUILESS_MAIN(TestSupportTest)
#include "tst_test_support.moc"
