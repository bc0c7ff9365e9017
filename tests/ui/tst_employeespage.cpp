#include "ui/EmployeesTesting.h"

#include "hr/EmployeeListReader.h"
#include "ui/base/Format.h"

#include <QTest>

using namespace hrcache;

class EmployeesPageTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theFirstReadIsAMissAndTheSecondAHit();
    void aForcedReadSaysSoAndReplacesTheEntry();
    void theBadgeTurnsStaleWhenAnotherClientDeletesTheKey();
    void theBadgeTurnsStaleWhenAnotherClientReplacesTheValue();
    void theBadgeTurnsStaleAtOnceWhenThisProgramInvalidates();
    void aLateAnswerNeverReplacesANewerOne();
    void thePartOfAListThatWasCancelledIsSaidToBeOne();
    void aWriteDuringARefreshIsShown();
    void outOfViewNothingIsReadAgain();
    void aWriteElsewhereIsReadWhenThePageIsShownAgain();
};

void EmployeesPageTest::theFirstReadIsAMissAndTheSecondAHit()
{
    Shown shown;
    shown.load();
    QCOMPARE(shown.page.source().state, SourceInfo::State::Database);
    QCOMPARE(shown.page.source().parts.front().reason, Reason::Miss);
    awaitResult(shown.session.cache().idle());
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Cache · just now · ")), qPrintable(shown.badge()));
    QVERIFY(shown.badge().contains(QStringLiteral("left")));
    QVERIFY(shown.page.statusText().startsWith(QString::number(shown.rows)));
}

void EmployeesPageTest::aForcedReadSaysSoAndReplacesTheEntry()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(3));
    shown.session.writeBehindTheBack(rename(shown, id, "Aaaaa"));
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY(shown.page.model()->rowOf(id) != 0);
    shown.page.refresh();
    shown.page.refresh();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Database);
    QCOMPARE(shown.page.source().parts.front().reason, Reason::Forced);
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
    awaitResult(shown.session.cache().idle());
    const auto stored = awaitResult(shown.session.foreignCache().get({shown.listKey()}));
    QVERIFY(stored.front()->value->contains("Aaaaa"));
}

void EmployeesPageTest::theBadgeTurnsStaleWhenAnotherClientDeletesTheKey()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QTest::qWait(50);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.listKey()})));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("invalidated")), qPrintable(shown.badge()));
}

void EmployeesPageTest::theBadgeTurnsStaleWhenAnotherClientReplacesTheValue()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    // What came from the database is watched, too, from when it was stored.
    QTest::qWait(50);
    const auto value = awaitResult(shown.session.foreignCache().get({shown.listKey()}));
    QByteArray other = *value.front()->value;
    other.replace("\"cached_at\"", "\"cached_at\" ");
    QVERIFY(awaitResult(shown.session.foreignCache().set(shown.listKey(), other, std::chrono::hours(1))));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("replaced")), qPrintable(shown.badge()));
}

void EmployeesPageTest::theBadgeTurnsStaleAtOnceWhenThisProgramInvalidates()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const auto receipt =
        awaitResult(shown.session.cache().invalidateKeys(shown.session.companyId(), {shown.listKey()}));
    QVERIFY(receipt.acknowledged);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Stale);
}

void EmployeesPageTest::aLateAnswerNeverReplacesANewerOne()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(5));
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(1));
    shown.page.cancel();
    shown.session.writeBehindTheBack(rename(shown, id, "Newer"));
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(2));
    gate.letPass(1);
    QTRY_VERIFY(!shown.page.isLoading());
    const auto nameOf = [&] {
        const int row = shown.page.model()->rowOf(id);
        return shown.page.model()->index(row, static_cast<int>(EmployeeColumn::LastName)).data().toString();
    };
    QCOMPARE(nameOf(), QStringLiteral("Newer"));
    gate.letPass(0);
    QTest::qWait(50);
    QCOMPARE(nameOf(), QStringLiteral("Newer"));
    QCOMPARE(shown.session.database().cancelled(), 1);
}

void EmployeesPageTest::thePartOfAListThatWasCancelledIsSaidToBeOne()
{
    Shown shown(sample::largeCompany);
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.setActive(true);
    // The first page, and not the rest, nor the names of clusters and the like.
    QTRY_VERIFY(gate.waiting() > 0);
    gate.letPass(0);
    QTRY_VERIFY(shown.page.model()->rowCount() > 0);
    const int part = shown.page.model()->totalCount();
    QCOMPARE(part, employeesPerPage + 1);
    QVERIFY(shown.page.isLoading());
    QVERIFY(!shown.page.can(PageCommand::Export));
    QVERIFY(shown.page.escape());
    QVERIFY2(shown.page.strip().text.contains(format::count(part)), qPrintable(shown.page.strip().text));
    QVERIFY(!shown.page.can(PageCommand::Export));
    gate.open();
    shown.page.strip().action();
    QTRY_VERIFY(!shown.page.isLoading() && shown.page.model()->totalCount() > part);
    QVERIFY(shown.page.strip().text.isEmpty());
    QVERIFY(shown.page.can(PageCommand::Export));
}

void EmployeesPageTest::aWriteDuringARefreshIsShown()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(5));
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(1));
    // It is read already, and the answer on its way.
    shown.session.writeBehindTheBack(rename(shown, id, "Newer"));
    QVERIFY(awaitResult(shown.session.cache().invalidateKeys(shown.session.companyId(), {shown.listKey()}))
                .acknowledged);
    gate.open();
    shown.page.written(id);
    QTRY_VERIFY(!shown.page.isLoading());
    const int row = shown.page.model()->rowOf(id);
    QCOMPARE(shown.page.model()->index(row, static_cast<int>(EmployeeColumn::LastName)).data().toString(),
             QStringLiteral("Newer"));
    QVERIFY(shown.page.source().state != SourceInfo::State::Stale);
}

void EmployeesPageTest::outOfViewNothingIsReadAgain()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    shown.page.setActive(false);
    const int calls = shown.session.database().reads.calls();
    // Another page reads the list anew.
    EmployeeListReader reader(shown.session.database(), shown.session.cache(), Clock::system());
    ReadOptions forced;
    forced.mode = ReadMode::Forced;
    QVERIFY(awaitResult(reader.read(shown.session.user(), shown.session.companyId(), forced)));
    awaitResult(shown.session.cache().idle());
    QVERIFY(!shown.page.isLoading());
    QCOMPARE(shown.session.database().reads.calls(), calls + 1);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
}

void EmployeesPageTest::aWriteElsewhereIsReadWhenThePageIsShownAgain()
{
    Shown shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = QString::fromUtf8(shown.page.model()->idAt(12));
    shown.page.setActive(false);
    const auto receipt =
        awaitResult(shown.session.service().write(shown.session.user(), rename(shown, id, "Aaaaa")));
    QVERIFY(receipt);
    shown.page.dataWrittenElsewhere();
    QVERIFY(shown.page.model()->rowOf(id) != 0);
    shown.page.setActive(true);
    QTRY_COMPARE(shown.page.model()->rowOf(id), 0);
}

QTEST_MAIN(EmployeesPageTest)
#include "tst_employeespage.moc"
