#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/support/UiTestMain.h"

#include <QLabel>
#include <QMessageBox>

using namespace hrcache;

/// Servers that are away, slow, or gone at the worst moment: nothing that was typed is lost.
class TestFormFailures : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void withoutTheCacheWritingAnywayIsOffered();
    void withoutTheDatabaseNothingIsLost();
    void withoutTheDatabaseTheCopyOfTheCacheIsShown();
    void withoutBothTheFormSaysSoAndTriesAgain();
    void savingTwiceWritesOnce();
    void escapeWaitsForTheAnswer();
    void aLostCommitThatWasDoneIsFound();
    void aLostCommitThatWasNotDoneIsFound();
    void aLostNewEmployeeIsFound_data();
    void aLostNewEmployeeIsFound();
    void aLostNewContractIsFound_data();
    void aLostNewContractIsFound();
    void listsThatCannotBeReadLeaveWhatIsChosen();
    void anotherConnectionKeepsWhatWasTyped();
    void deletingWithoutTheCacheSaysWhatItMeans();
    void deletingWithoutTheDatabaseTriesAgain();
    void aLostDeletionIsFound();
    void quittingWhileSavingWaitsForTheAnswer();

private:
    void openFirst();

    [[nodiscard]] static Error away()
    {
        return Error::make(ErrorCode::Unreachable, QStringLiteral("The database cannot be reached."));
    }

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_first;
};

void TestFormFailures::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_first = employeeIdBy(*m_session, {});
}

void TestFormFailures::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void TestFormFailures::openFirst()
{
    m_window->forms().editEmployee(m_first);
    QVERIFY(m_window->waitReady());
}

void TestFormFailures::withoutTheCacheWritingAnywayIsOffered()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->cacheGate().failWith(Error::make(ErrorCode::Unreachable, QStringLiteral("No Redis")));
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("readers may see the old value for up to")));
    QCOMPARE(m_window->form()->frame()->strip()->message().actionText, QStringLiteral("Write anyway"));
    QCOMPARE(m_session->database().writeCount(), 0);
    QVERIFY(m_window->form()->isDirty());
    m_window->clickAction();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
    QVERIFY(m_window->toast().contains(QStringLiteral("Readers may see the old values")));
}

void TestFormFailures::withoutTheDatabaseNothingIsLost()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_window->type("phone", QStringLiteral("+41 22 000 00 09"));
    m_session->database().writes.failWith(away());
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("what you typed is still here")));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    QCOMPARE(m_window->shown("phone"), QStringLiteral("+41 22 000 00 09"));
    QVERIFY(m_window->form()->isVisible());
    // Still away.
    m_window->clickAction();
    QTRY_COMPARE(m_session->database().writes.calls(), 2);
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("what you typed is still here")));
    m_session->database().writes.failWith({});
    m_window->clickAction();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

void TestFormFailures::withoutTheDatabaseTheCopyOfTheCacheIsShown()
{
    auto reading = m_session->service().readAll(
        m_session->user(),
        {HrQuery::employeeById(m_session->companyId(), *EmployeeId::parse(m_first, {})),
         HrQuery::references(m_session->companyId(), "CH", "en"), HrQuery::clusters(m_session->companyId())},
        {});
    QCOMPARE(awaitResult(std::move(reading)).size(), size_t(3));
    awaitResult(m_session->cache().idle());
    m_session->database().reads.failWith(away());
    openFirst();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("this is the copy of the cache")));
    QCOMPARE(m_window->form()->frame()->rowBadge()->source().state, SourceInfo::State::Offline);
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().reads.failWith({});
    m_window->clickAction(); // read the database
    QTRY_COMPARE(m_window->form()->frame()->rowBadge()->source().state, SourceInfo::State::Database);
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

void TestFormFailures::withoutBothTheFormSaysSoAndTriesAgain()
{
    m_session->database().reads.failWith(away());
    m_window->forms().editEmployee(m_first);
    QTRY_COMPARE(m_window->message(), QStringLiteral("The database cannot be reached."));
    QVERIFY(!m_window->field("city")->isEnabled());
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    QCOMPARE(m_window->form()->frame()->rowBadge()->source().state, SourceInfo::State::Error);
    m_session->database().reads.failWith({});
    m_window->clickAction();
    QTRY_VERIFY(m_window->field("city")->isEnabled());
    QCOMPARE(m_window->message(), QString());
    QVERIFY(!m_window->shown("identifier").isEmpty());
}

void TestFormFailures::savingTwiceWritesOnce()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().writes.hold();
    m_window->clickSave();
    m_window->form()->save();
    QTest::keyClick(m_window->form(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    QCOMPARE(m_window->form()->findChild<QLabel *>(QStringLiteral("form-status"))->text(),
             QStringLiteral("Saving…"));
    QTRY_COMPARE(m_session->database().writes.waiting(), size_t(1));
    m_session->database().writes.open();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(m_session->database().writeCount(), 1);
    QCOMPARE(m_window->told(), 1);
}

void TestFormFailures::escapeWaitsForTheAnswer()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().writes.hold();
    m_window->clickSave();
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QVERIFY(m_window->form()->isVisible());
    m_session->database().writes.failWith(away());
    m_session->database().writes.open();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("what you typed is still here")));
    QVERIFY(m_window->form()->isVisible());
    QVERIFY(m_window->field("city")->isEnabled());
}

void TestFormFailures::aLostCommitThatWasDoneIsFound()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().loseCommit(true);
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("not known")));
    QCOMPARE(m_window->form()->frame()->strip()->message().actionText, QStringLiteral("Look at the row now"));
    m_session->database().reads.failWith(away());
    m_window->clickAction();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("still not known")));
    m_session->database().reads.failWith({});
    m_window->clickAction();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(m_session->database().writeCount(), 1);
    QVERIFY(m_window->toast().contains(QStringLiteral("it was saved before the connection was lost")));
    QCOMPARE(m_window->told(), 1);
}

void TestFormFailures::aLostCommitThatWasNotDoneIsFound()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().loseCommit(false);
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("not known")));
    // Saving again looks first.
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("It was not saved")));
    QCOMPARE(m_session->database().writeCount(), 1);
    m_window->clickAction();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

void TestFormFailures::aLostNewEmployeeIsFound_data()
{
    QTest::addColumn<bool>("done");
    QTest::addRow("done") << true;
    QTest::addRow("not done") << false;
}

void TestFormFailures::aLostNewEmployeeIsFound()
{
    QFETCH(const bool, done);
    m_window->forms().newEmployee();
    QVERIFY(m_window->waitReady());
    m_window->type("identifier", QStringLiteral("LOST-1"));
    m_window->type("first_name", QStringLiteral("Anna"));
    m_window->type("last_name", QStringLiteral("Muster"));
    m_window->type("birth_date", QStringLiteral("01/02/1990"));
    m_window->choose("cluster_code", QStringLiteral("CH-GE"));
    m_window->type("hire_date", QStringLiteral("01/02/2024"));
    m_session->database().loseCommit(done);
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("not known")));
    m_window->clickAction();
    if (!done) {
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("It was not saved")));
        m_window->clickAction();
    }
    QVERIFY(m_window->waitClosed());
    QVERIFY(!employeeIdBy(*m_session, QStringLiteral("LOST-1")).isEmpty());
    QCOMPARE(m_session->database().writeCount(), done ? 1 : 2);
}

void TestFormFailures::aLostNewContractIsFound_data()
{
    aLostNewEmployeeIsFound_data();
}

void TestFormFailures::aLostNewContractIsFound()
{
    QFETCH(const bool, done);
    const size_t before = contractsInDatabase(*m_session, m_first).size();
    m_window->forms().newContract(m_first);
    QVERIFY(m_window->waitReady());
    m_window->choose("contract_type", QStringLiteral("CDI"));
    m_window->type("start_date", QStringLiteral("01/01/2031"));
    m_window->type("base_salary", QStringLiteral("6500"));
    m_window->type("bonus_target", QStringLiteral("5"));
    m_session->database().loseCommit(done);
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("not known")));
    m_window->clickAction();
    if (!done) {
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("It was not saved")));
        m_window->clickAction();
    }
    QVERIFY(m_window->waitClosed());
    QCOMPARE(contractsInDatabase(*m_session, m_first).size(), before + 1);
    QCOMPARE(m_session->database().writeCount(), done ? 1 : 2);
}

void TestFormFailures::listsThatCannotBeReadLeaveWhatIsChosen()
{
    const QString cluster = employeeInDatabase(*m_session, m_first)->clusterCode;
    // The row arrives, the lists do not.
    m_session->database().reads.hold();
    m_window->forms().editEmployee(m_first);
    QTRY_COMPARE(m_session->database().reads.waiting(), size_t(2));
    m_session->database().reads.letPass(0);
    QTRY_VERIFY(m_window->field("cluster_code")->isEnabled());
    m_session->database().reads.failWith(away());
    m_session->database().reads.open();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("The lists of codes could not be read")));
    QCOMPARE(m_window->form()->frame()->listBadge()->source().state, SourceInfo::State::Error);
    QCOMPARE(m_window->shown("cluster_code"), cluster);
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().reads.failWith({});
    m_window->clickAction();
    QTRY_VERIFY(m_window->shown("cluster_code").endsWith(QStringLiteral(" · ") + cluster));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("city")});
}

void TestFormFailures::anotherConnectionKeepsWhatWasTyped()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->exchangeServices();
    QVERIFY(m_window->message().contains(QStringLiteral("The connection was changed")));
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QDialog *question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    clickRole(question, QMessageBox::DestructiveRole);
    QVERIFY(m_window->waitClosed());
}

void TestFormFailures::deletingWithoutTheCacheSaysWhatItMeans()
{
    m_window->forms().deleteEmployee(m_first);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_VERIFY(confirm->isEnabled());
    m_session->cacheGate().failWith(Error::make(ErrorCode::Unreachable, QStringLiteral("No Redis")));
    QTest::mouseClick(confirm, Qt::LeftButton);
    auto *strip = dialog->findChild<MessageStrip *>();
    QTRY_COMPARE(strip->message().actionText, QStringLiteral("Delete anyway"));
    QVERIFY(employeeInDatabase(*m_session, m_first)->isActive);
    strip->message().action();
    QTRY_VERIFY(!m_window->forms().deleteDialog());
    QVERIFY(!employeeInDatabase(*m_session, m_first)->isActive);
}

void TestFormFailures::deletingWithoutTheDatabaseTriesAgain()
{
    m_session->database().reads.failWith(away());
    m_window->forms().deleteEmployee(m_first);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    auto *strip = dialog->findChild<MessageStrip *>();
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_COMPARE(strip->message().text, QStringLiteral("The database cannot be reached."));
    QVERIFY(!confirm->isEnabled());
    m_session->database().reads.failWith({});
    strip->message().action();
    QTRY_VERIFY(confirm->isEnabled());
    m_session->database().writes.failWith(away());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_VERIFY(strip->message().text.endsWith(QStringLiteral("Nothing was deleted.")));
    QCOMPARE(dialog->focusWidget()->objectName(), QStringLiteral("delete-cancel"));
    m_session->database().writes.failWith({});
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_VERIFY(!m_window->forms().deleteDialog());
    QVERIFY(!employeeInDatabase(*m_session, m_first)->isActive);
}

void TestFormFailures::aLostDeletionIsFound()
{
    m_window->forms().deleteEmployee(m_first);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    auto *strip = dialog->findChild<MessageStrip *>();
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_VERIFY(confirm->isEnabled());
    m_session->database().loseCommit(false);
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(strip->message().actionText, QStringLiteral("Look at the row now"));
    QTRY_VERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton); // looks first
    QTRY_VERIFY(strip->message().text.contains(QStringLiteral("is still active")));
    m_session->database().loseCommit(true);
    QTRY_VERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(strip->message().actionText, QStringLiteral("Look at the row now"));
    strip->message().action();
    QTRY_VERIFY(!m_window->forms().deleteDialog());
    QVERIFY(m_window->toast().contains(QStringLiteral("before the connection was lost")));
    QCOMPARE(m_session->database().writeCount(), 2);
}

void TestFormFailures::quittingWhileSavingWaitsForTheAnswer()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_session->database().writes.hold();
    m_window->clickSave();
    m_window->window().close();
    QVERIFY(m_window->window().isVisible());
    m_session->database().writes.open();
    QTRY_VERIFY(!m_window->window().isVisible());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

QTEST_MAIN(TestFormFailures)
#include "tst_formfailures.moc"
