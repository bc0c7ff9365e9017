#include "base/ThreadPool.h"
#include "cache/CacheEnvelope.h"
#include "hr/EmployeeListReader.h"
#include "ui/CachePageFixture.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPushButton>
#include <QRadioButton>

using namespace hrcache;
using namespace std::chrono_literals;

class TestCachePageActions : public QObject, private CachePageFixture
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void aKeyThatGoesWhileItIsWatchedIsSaidToBeGone();
    void afterInvalidatingTheKeyboardIsInTheList();
    void anEmptyCacheOffersToWarm();
    void invalidatingOneKeyIsDoneAtOnce();
    void invalidatingSeveralAsksFirst();
    void invalidatingAllOfMineLeavesTheOthers();
    void invalidatingAllUsersTakesEverybodysAndLeases();
    void aRefusedDialogDeletesNothing();
    void copyTakesTheSelectedRows();
    void manyAreCopiedWhileTheWindowGoesOn();
    void whatIsGoneByThenIsNotCopied();
    void whatElseIsCopiedMeanwhileStays();
    void exportWritesWhatIsShown();
    void warmingSaysWhenThereIsNothingToDo();
    void aFailedWarmingSaysWhy();
    void aLongListIsWarmedInThePagesThatTheWindowReads();
    void aViewerMayInvalidate();
    void aWalkCanBeCancelled();
    void lookingForOthersWalksTheServer();

private:
    /// More keys than are copied at once, all selected.
    void selectMany()
    {
        enter();
        for (int number = 0; number < many; ++number)
            put("contracts:" + QByteArray::number(number), R"([{"id":"1"}])");
        showPage();
        QTRY_COMPARE(rows(), many);
        table()->selectAll();
        QGuiApplication::clipboard()->setText(QStringLiteral("before"));
    }

    [[nodiscard]] QString lastToast() const
    {
        return m_toasts->isEmpty() ? QString() : m_toasts->back().front().toString();
    }

    static constexpr int many = 1'200;
};

void TestCachePageActions::aKeyThatGoesWhileItIsWatchedIsSaidToBeGone()
{
    enter();
    put("clusters", R"([{"id":"1"}])");
    put("employees", R"([{"id":"1"}])");
    showPage();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    QVERIFY(awaitResult(m_session->foreignCache().remove({keyOf("employees")})).has_value());
    m_page->refresh();
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(value()->findChild<StateView *>()->title(), QStringLiteral("The key is gone"));
    // The other row has become the current one; a press on it shows it.
    choose("clusters");
    QTRY_COMPARE(label("value-key"), QString::fromLatin1(keyOf("clusters")));

    choose("clusters");
    QVERIFY(awaitResult(m_session->foreignCache().remove({keyOf("clusters")})).has_value());
    m_page->refresh();
    QTRY_COMPARE(value()->findChild<StateView *>()->title(), QStringLiteral("The key is gone"));
    put("clusters", R"([{"id":"1"},{"id":"2"}])");
    put("employees", R"([{"id":"1"}])");
    m_page->refresh();
    QTRY_COMPARE(label("value-holds"), QStringLiteral("2 rows"));
    QVERIFY(table()->selectionModel()->isRowSelected(rowOf(keyOf("clusters")), {}));
}

void TestCachePageActions::afterInvalidatingTheKeyboardIsInTheList()
{
    enter();
    put("clusters", R"([{"id":"1"}])");
    put("employees", R"([{"id":"1"}])");
    showPage();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page->window()));
    choose("employees");
    auto *button = m_page->findChild<QPushButton *>(QStringLiteral("cache-invalidate"));
    QVERIFY(button);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QTRY_COMPARE(rows(), 1);
    QTRY_VERIFY(!button->isEnabled());
    QCOMPARE(QApplication::focusWidget(), table());
}

void TestCachePageActions::anEmptyCacheOffersToWarm()
{
    enter();
    showPage();
    QCOMPARE(states()->shown(), StateView::Shown::Empty);
    QTest::mouseClick(states()->actionButton(), Qt::LeftButton);
    QTRY_COMPARE(rows(), 4);
    QCOMPARE(states()->shown(), StateView::Shown::Content);
    QTRY_COMPARE(m_toasts->count(), 1);
    QCOMPARE(m_toasts->at(0).at(0).toString(), QStringLiteral("Warmed: 4 keys loaded, 0 there already"));
    QVERIFY(rowOf(keyOf("employees")) >= 0);
    QVERIFY(rowOf(keyOf("clusters:CH")) >= 0);
    QVERIFY(rowOf(keyOf("references:CH:en")) >= 0);
    QVERIFY(m_page->statusText().startsWith(u"4 keys · "));
}

void TestCachePageActions::invalidatingOneKeyIsDoneAtOnce()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    QVERIFY(!m_page->can(PageCommand::Delete));
    choose("employees");
    QVERIFY(m_page->can(PageCommand::Delete));
    click("cache-invalidate");
    QVERIFY(dialog() == nullptr);
    QTRY_COMPARE(rows(), 1);
    QVERIFY(!inCache(keyOf("employees")));
    QVERIFY(inCache(keyOf("clusters")));
    QCOMPARE(m_toasts->at(0).at(0).toString(), QStringLiteral("Invalidated 1 key"));
}

void TestCachePageActions::invalidatingSeveralAsksFirst()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    put("clusters:CH", R"([{"id":"1"}])");
    showPage();
    table()->selectAll();
    m_page->perform(PageCommand::Delete);
    QVERIFY(dialog() != nullptr && dialog()->isVisible());
    QCOMPARE(dialog()->findChildren<QRadioButton *>().size(), 0);
    QCOMPARE(
        dialog()->findChild<QLabel *>()->text(),
        QStringLiteral("Invalidate 3 keys of %1, of the user Demo Admin?").arg(m_session->company().name));
    QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("invalidate-button")),
                      Qt::LeftButton);
    QTRY_COMPARE(rows(), 0);
    QTRY_COMPARE(m_toasts->count(), 1);
    QCOMPARE(m_toasts->at(0).at(0).toString(), QStringLiteral("Invalidated 3 keys"));
    QCOMPARE(states()->shown(), StateView::Shown::Empty);
}

void TestCachePageActions::invalidatingAllOfMineLeavesTheOthers()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    put("employees", R"([{"id":"1"}])", 3600s, sample::viewerUser);
    showPage();
    QCOMPARE(rows(), 2);
    click("cache-invalidate-all");
    QVERIFY(dialog() != nullptr);
    auto *mine = dialog()->findChild<QRadioButton *>(QStringLiteral("invalidate-mine"));
    auto *everybody = dialog()->findChild<QRadioButton *>(QStringLiteral("invalidate-everybody"));
    QTRY_COMPARE(mine->text(), QStringLiteral("Only &mine (Demo Admin): 2 keys"));
    QTRY_COMPARE(everybody->text(), QStringLiteral("&All users of the company: 3 keys"));
    QVERIFY(mine->isChecked());
    QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("invalidate-button")),
                      Qt::LeftButton);
    QTRY_COMPARE(rows(), 0);
    QVERIFY(inCache(keyOf("employees", sample::viewerUser)));
}

void TestCachePageActions::invalidatingAllUsersTakesEverybodysAndLeases()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("employees", R"([{"id":"1"}])", 3600s, sample::viewerUser);
    const auto lease = CacheEnvelope::composeLease(Clock::system().now());
    QVERIFY(awaitResult(m_session->foreignCache().set(keyOf("clusters"), lease, 10s)).has_value());
    showPage();
    QCOMPARE(rows(), 1);
    click("cache-invalidate-all");
    auto *everybody = dialog()->findChild<QRadioButton *>(QStringLiteral("invalidate-everybody"));
    QTRY_COMPARE(everybody->text(), QStringLiteral("&All users of the company: 2 keys"));
    everybody->click();
    QCOMPARE(dialog()->findChild<QLabel *>()->text(),
             QStringLiteral("Invalidate 2 keys of %1, of all its users?").arg(m_session->company().name));
    QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("invalidate-button")),
                      Qt::LeftButton);
    QTRY_COMPARE(rows(), 0);
    QVERIFY(!inCache(keyOf("employees", sample::viewerUser)));
    QVERIFY(!inCache(keyOf("clusters")));
}

void TestCachePageActions::aRefusedDialogDeletesNothing()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    click("cache-invalidate-all");
    QTRY_VERIFY(dialog()->findChild<QPushButton *>(QStringLiteral("invalidate-button"))->isEnabled());
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QTRY_VERIFY(dialog() == nullptr);
    QVERIFY(inCache(keyOf("employees")));
    QCOMPARE(m_toasts->count(), 0);
}

void TestCachePageActions::copyTakesTheSelectedRows()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    QVERIFY(!m_page->can(PageCommand::Copy));
    choose("employees");
    m_page->perform(PageCommand::Copy);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("employees\t") +
                                                            QString::fromLatin1(keyOf("employees"))));
    const auto actions = table()->actions();
    actions.front()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(keyOf("employees")));
    m_page->perform(PageCommand::CopyAsJson);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u'['));
}

void TestCachePageActions::manyAreCopiedWhileTheWindowGoesOn()
{
    selectMany();
    m_page->perform(PageCommand::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("before"));
    QCOMPARE(lastToast(), QStringLiteral("Copying 1,200 keys…"));
    QTRY_COMPARE(lastToast(), QStringLiteral("Copied 1,200 keys"));
    const QString text = QGuiApplication::clipboard()->text();
    QCOMPARE(text.count(u'\n'), many);
    // In the order of the table.
    QVERIFY(text.startsWith(QStringLiteral("contracts\t") + cell(0, KeyTableModel::Key)));
    m_page->perform(PageCommand::CopyAsJson);
    QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(u'['));
    QCOMPARE(QGuiApplication::clipboard()->text().count(QStringLiteral("\"key\"")), many);
}

void TestCachePageActions::whatIsGoneByThenIsNotCopied()
{
    selectMany();
    m_page->perform(PageCommand::Copy);
    CacheKeyInfo gone;
    gone.key = keyOf("contracts:7");
    m_page->findChild<KeyTableModel *>()->update({gone});
    QTRY_COMPARE(lastToast(), QStringLiteral("Copied 1,199 keys"));
    QVERIFY(!QGuiApplication::clipboard()->text().contains(QString::fromLatin1(gone.key + '\t')));
}

void TestCachePageActions::whatElseIsCopiedMeanwhileStays()
{
    selectMany();
    m_page->perform(PageCommand::Copy);
    QGuiApplication::clipboard()->setText(QStringLiteral("something else"));
    QCOMPARE(lastToast(),
             QStringLiteral("Something else was copied meanwhile; the keys are not in the clipboard."));
    workerPool()->waitForDone();
    for (int turn = 0; turn < 10; ++turn)
        QCoreApplication::processEvents();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("something else"));
    QCOMPARE(m_toasts->size(), 2);
}

void TestCachePageActions::exportWritesWhatIsShown()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("keys.csv"));
    click("cache-export");
    auto *chooser = m_page->findChild<QFileDialog *>();
    QVERIFY(chooser != nullptr);
    emit chooser->fileSelected(file);
    chooser->close();
    QTRY_COMPARE(m_toasts->count(), 1);
    QVERIFY(m_toasts->at(0).at(0).toString().startsWith(u"Exported 2 keys to "));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count("\r\n"), 3);
}

void TestCachePageActions::warmingSaysWhenThereIsNothingToDo()
{
    enter();
    showPage();
    click("cache-warm");
    QTRY_COMPARE(m_toasts->count(), 1);
    QTRY_COMPARE(rows(), 4);
    click("cache-warm");
    QTRY_COMPARE(m_toasts->count(), 2);
    QCOMPARE(m_toasts->at(1).at(0).toString(),
             QStringLiteral("Everything was in the cache already (4 keys)"));
}

void TestCachePageActions::aLongListIsWarmedInThePagesThatTheWindowReads()
{
    enter(sample::adminUser, sample::largeCompany);
    showPage();
    click("cache-warm");
    QTRY_COMPARE(m_toasts->size(), 1);
    // The list names two pages.
    QCOMPARE(m_toasts->at(0).at(0).toString(), QStringLiteral("Warmed: 6 keys loaded, 0 there already"));
    awaitResult(m_session->cache().idle());
    const CompanyId company = m_session->companyId();
    for (const int page : {0, 1})
        QVERIFY(inCache(CacheKey::of(m_session->user(), HrQuery::employeesPage(company, page))));
    EmployeeListReader reader(m_session->service().store(), m_session->cache(), m_session->clock());
    const auto answer = awaitResult(reader.read(m_session->user(), company));
    QVERIFY(answer && answer->from.fromCache());
    QCOMPARE(answer->data.pages.size(), size_t(2));
    // And stay: warming again leaves them.
    click("cache-warm");
    QTRY_COMPARE(m_toasts->size(), 2);
    QCOMPARE(m_toasts->at(1).at(0).toString(),
             QStringLiteral("Everything was in the cache already (6 keys)"));
}

void TestCachePageActions::aFailedWarmingSaysWhy()
{
    enter();
    showPage();
    m_session->database().reads.failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("The database does not answer.")));
    click("cache-warm");
    QTRY_COMPARE(m_toasts->count(), 1);
    QCOMPARE(m_toasts->at(0).at(0).toString(), QStringLiteral("Not warmed: The database does not answer."));
}

void TestCachePageActions::aViewerMayInvalidate()
{
    enter(sample::viewerUser);
    put("employees", R"([{"id":"1"}])", 3600s, sample::viewerUser);
    showPage();
    QCOMPARE(rows(), 1);
    table()->selectRow(0);
    click("cache-invalidate");
    QTRY_COMPARE(rows(), 0);
}

void TestCachePageActions::lookingForOthersWalksTheServer()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    QCOMPARE(rows(), 1);
    put("employee:99999999-0000-4000-8000-000000000000", R"({"id":"1"})");
    click("cache-others");
    QTRY_COMPARE(rows(), 2);
}

void TestCachePageActions::aWalkCanBeCancelled()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    m_session->database().reads.hold();
    click("cache-others");
    QTRY_COMPARE(m_session->database().reads.waiting(), size_t(1));
    QVERIFY(m_page->isLoading());
    click("cache-cancel-scan");
    QVERIFY(!m_page->isLoading());
    m_session->database().reads.open();
    QCOMPARE(rows(), 1);
    QVERIFY(m_page->findChild<QPushButton *>(QStringLiteral("cache-others"))->isVisible());
}

QTEST_MAIN(TestCachePageActions)
#include "tst_cachepage_actions.moc"
