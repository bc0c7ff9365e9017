#include "sqlite/SampleData.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QTest>

using namespace hrcache;

class UiBaseTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aUserBringsHisCompanies();
};

void UiBaseTest::aUserBringsHisCompanies()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    QCOMPARE(session.companies().size(), size_t(3));
    QVERIFY(session.mayWrite());
    session.enter(sample::viewerUser, sample::smallCompany);
    QCOMPARE(session.companies().size(), size_t(1));
    QVERIFY(!session.mayWrite());
}

QTEST_MAIN(UiBaseTest)
#include "tst_uibase.moc"
