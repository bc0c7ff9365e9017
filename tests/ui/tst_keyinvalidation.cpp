#include "base/ThreadPool.h"
#include "cache/CacheKey.h"
#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"
#include "ui/window/KeyInvalidation.h"

#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;

namespace {

constexpr int many = 3'500;

struct Asked
{
    Asked()
        : invalidation(session.context(), &window)
        , finished(&invalidation, &KeyInvalidation::finished)
    {
        session.enter(sample::adminUser, sample::smallCompany);
    }

    /// So many keys that are in the cache.
    std::vector<QByteArray> stored(int count)
    {
        std::vector<QByteArray> keys;
        for (int number = 0; number < count; ++number) {
            keys.push_back(CacheKey::withEnd(session.user(), session.companyId(),
                                             "contracts:" + QByteArray::number(number)));
            if (!awaitResult(session.foreignCache().set(keys.back(), "{}", std::chrono::seconds(1000))))
                qFatal("The key was not stored");
        }
        return keys;
    }

    [[nodiscard]] qint64 keysLeft() { return awaitResult(session.foreignCache().keyCount()).value_or(-1); }

    [[nodiscard]] QMessageBox *dialog() const
    {
        return window.findChild<QMessageBox *>(QStringLiteral("invalidate-dialog"));
    }

    void confirm() const
    {
        for (QAbstractButton *button : dialog()->buttons()) {
            if (dialog()->buttonRole(button) == QMessageBox::AcceptRole)
                return button->click();
        }
    }

    FakeSession session;
    QWidget window;
    KeyInvalidation invalidation;
    QSignalSpy finished;
};

} // namespace

class KeyInvalidationTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void oneIsDeletedWithoutAQuestion();
    void fewAreListed();
    void manyAreCountedAndAllDeleted();
    void nothingIsDeletedUnlessConfirmed();
    void servicesMayGoMeanwhile();
    void nothingIsAskedOnceTheServicesWent();
};

void KeyInvalidationTest::oneIsDeletedWithoutAQuestion()
{
    Asked asked;
    auto keys = asked.stored(1);
    const qint64 before = asked.keysLeft();
    asked.invalidation.start(KeysInView(std::move(keys)));
    QVERIFY(!asked.dialog());
    QTRY_COMPARE(asked.finished.size(), 1);
    QCOMPARE(asked.keysLeft(), before - 1);
}

void KeyInvalidationTest::fewAreListed()
{
    Asked asked;
    asked.invalidation.start(KeysInView(asked.stored(3)));
    const QStringList lines = asked.dialog()->detailedText().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.last().endsWith(QStringLiteral(":contracts:2")));
}

void KeyInvalidationTest::manyAreCountedAndAllDeleted()
{
    Asked asked;
    auto keys = asked.stored(many);
    const qint64 before = asked.keysLeft();
    asked.invalidation.start(KeysInView(std::move(keys)));
    QTRY_VERIFY(asked.dialog());
    QVERIFY(asked.dialog()->text().contains(QString::number(many)));
    const QStringList lines = asked.dialog()->detailedText().split(u'\n');
    QVERIFY(lines.size() < 300);
    QVERIFY(lines.last().contains(QString::number(many - lines.size() + 1)));
    asked.confirm();
    QTRY_COMPARE(asked.finished.size(), 1);
    QVERIFY(asked.finished.front().front().toString().contains(QString::number(many)));
    QCOMPARE(asked.keysLeft(), before - many);
}

void KeyInvalidationTest::nothingIsDeletedUnlessConfirmed()
{
    Asked asked;
    auto keys = asked.stored(many);
    const qint64 before = asked.keysLeft();
    asked.invalidation.start(KeysInView(std::move(keys)));
    QTRY_VERIFY(asked.dialog());
    asked.dialog()->reject();
    QTRY_VERIFY(!asked.dialog());
    QCOMPARE(asked.keysLeft(), before);
    QCOMPARE(asked.finished.size(), 0);
}

void KeyInvalidationTest::servicesMayGoMeanwhile()
{
    Asked asked;
    QObject::connect(&asked.session, &Session::aboutToBeReplaced, &asked.invalidation,
                     &KeyInvalidation::cancel);
    asked.invalidation.start(KeysInView(asked.stored(many)));
    QTRY_VERIFY(asked.dialog());
    asked.confirm();
    asked.session.exchangeServices();
    asked.session.enter(sample::adminUser, sample::smallCompany);
    QCoreApplication::processEvents();
    QCOMPARE(asked.finished.size(), 0);
}

void KeyInvalidationTest::nothingIsAskedOnceTheServicesWent()
{
    Asked asked;
    QObject::connect(&asked.session, &Session::aboutToBeReplaced, &asked.invalidation,
                     &KeyInvalidation::cancel);
    asked.invalidation.start(KeysInView(asked.stored(many)));
    asked.session.exchangeServices();
    workerPool()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!asked.dialog());
}

QTEST_MAIN(KeyInvalidationTest)
#include "tst_keyinvalidation.moc"
