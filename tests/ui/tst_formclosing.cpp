#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/support/UiTestMain.h"

#include <QLabel>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

using namespace hrcache;

/// How forms end: closed, discarded, refused, or with a row less.
class TestFormClosing : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void anUntouchedFormClosesAtOnce();
    void aDirtyFormAsksBeforeItCloses();
    void saveFromTheQuestionSavesAndCloses();
    void closingTheWindowAsks();
    void aViewerIsToldWhyNothingWasWritten();
    void deletingSaysWhatHappens();
    void deletingTwiceIsSaid();
    void onlyOneFormIsOpen();
    void whatIsBeingSavedWhenTheConnectionGoesMayBeSaved_data();
    void whatIsBeingSavedWhenTheConnectionGoesMayBeSaved();
    void whoIsBeingDeletedWhenTheConnectionGoesMayBeDeleted();

private:
    void openFirst();

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_first;
};

void TestFormClosing::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_first = employeeIdBy(*m_session, {});
}

void TestFormClosing::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void TestFormClosing::openFirst()
{
    m_window->forms().editEmployee(m_first);
    QVERIFY(m_window->waitReady());
}

void TestFormClosing::anUntouchedFormClosesAtOnce()
{
    openFirst();
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QVERIFY(m_window->waitClosed());
    QCOMPARE(m_session->database().writeCount(), 0);
}

void TestFormClosing::aDirtyFormAsksBeforeItCloses()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QDialog *question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    QTest::keyClick(question, Qt::Key_Escape); // keep editing
    QTRY_VERIFY(!m_window->form()->findChild<QDialog *>(QStringLiteral("unsaved-dialog")));
    QVERIFY(m_window->form()->isVisible());
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));

    QTest::mouseClick(m_window->form()->frame()->cancelButton(), Qt::LeftButton);
    question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    clickRole(question, QMessageBox::DestructiveRole);
    QVERIFY(m_window->waitClosed());
    QVERIFY(employeeInDatabase(*m_session, m_first)->city != QStringLiteral("Meyrin"));
}

void TestFormClosing::saveFromTheQuestionSavesAndCloses()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_window->form()->close();
    QDialog *question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    clickRole(question, QMessageBox::AcceptRole);
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

void TestFormClosing::closingTheWindowAsks()
{
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_window->window().close();
    QVERIFY(m_window->window().isVisible());
    QDialog *question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->form()->findChild<QDialog *>(QStringLiteral("unsaved-dialog")));
    QVERIFY(m_window->window().isVisible());

    // A field that is wrong keeps both open.
    m_window->type("email", QStringLiteral("nobody"));
    m_window->window().close();
    question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    clickRole(question, QMessageBox::AcceptRole);
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("E-mail")));
    QVERIFY(m_window->window().isVisible());

    m_window->type("email", QStringLiteral("a@example.ch"));
    m_window->window().close();
    question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    clickRole(question, QMessageBox::AcceptRole);
    QTRY_VERIFY(!m_window->window().isVisible());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->city, QStringLiteral("Meyrin"));
}

void TestFormClosing::aViewerIsToldWhyNothingWasWritten()
{
    m_session->enter(sample::viewerUser, sample::smallCompany);
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("viewers may read but not write")));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    QCOMPARE(m_session->database().writeCount(), 0);
}

void TestFormClosing::deletingSaysWhatHappens()
{
    const auto before = *employeeInDatabase(*m_session, m_first);
    const auto contracts = contractsInDatabase(*m_session, m_first);
    QVERIFY(!contracts.empty());
    m_window->forms().deleteEmployee(m_first);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    QVERIFY(dialog);
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_VERIFY(confirm->isEnabled());
    QVERIFY(!confirm->isDefault());
    const QString question = dialog->findChild<QLabel *>(QStringLiteral("delete-question"))->text();
    const QString meaning = dialog->findChild<QLabel *>(QStringLiteral("delete-meaning"))->text();
    QVERIFY(question.contains(before.firstName + u' ' + before.lastName));
    QVERIFY(meaning.contains(QStringLiteral("stays in the database as inactive and vanishes from the list")));
    QVERIFY(meaning.contains(QStringLiteral("Contracts and payroll results stay")));
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_VERIFY(!m_window->forms().deleteDialog());
    const auto after = *employeeInDatabase(*m_session, m_first);
    QVERIFY(!after.isActive);
    QCOMPARE(contractsInDatabase(*m_session, m_first), contracts);
    QVERIFY(employeeIdBy(*m_session, before.identifier).isEmpty());
    QCOMPARE(m_window->told(), 1);
}

void TestFormClosing::deletingTwiceIsSaid()
{
    deletingSaysWhatHappens();
    m_window->forms().deleteEmployee(m_first);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    QVERIFY(dialog);
    auto *question = dialog->findChild<QLabel *>(QStringLiteral("delete-question"));
    QTRY_VERIFY(question->text().contains(QStringLiteral("inactive already")));
    QVERIFY(!dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"))->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_window->forms().deleteDialog());
}

void TestFormClosing::onlyOneFormIsOpen()
{
    openFirst();
    const RecordForm *form = m_window->form();
    m_window->forms().newEmployee();
    m_window->forms().deleteEmployee(m_first);
    QCOMPARE(m_window->form(), form);
    QVERIFY(!m_window->forms().deleteDialog());
}

void TestFormClosing::whatIsBeingSavedWhenTheConnectionGoesMayBeSaved_data()
{
    QTest::addColumn<bool>("lost");
    QTest::newRow("while it is saved") << false;
    QTest::newRow("after its answer was lost") << true;
}

void TestFormClosing::whatIsBeingSavedWhenTheConnectionGoesMayBeSaved()
{
    QFETCH(bool, lost);
    openFirst();
    m_window->type("city", QStringLiteral("Meyrin"));
    if (lost)
        m_session->database().loseCommit(true);
    else
        m_session->database().writes.hold();
    m_window->clickSave();
    if (lost) {
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("not known")));
    } else {
        QTRY_COMPARE(m_session->database().writes.waiting(), size_t(1));
        m_window->window().close(); // after saving, if that succeeds
    }
    m_session->exchangeServices();
    QVERIFY(m_window->message().contains(QStringLiteral("may have been saved, or not")));
    QVERIFY(m_window->form()->isVisible());
    QVERIFY(m_window->window().isVisible());
    QCOMPARE(m_window->shown("city"), QStringLiteral("Meyrin"));
    // Nothing sends it again.
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    QVERIFY(m_window->form()->frame()->strip()->message().actionText.isEmpty());
    m_window->form()->save();
    QTest::keyClick(m_window->form(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(m_session->database().writeCount(), 0); // of the database that is there now
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QDialog *question = m_window->waitDialog("unsaved-dialog");
    QVERIFY(question);
    QVERIFY(qobject_cast<QMessageBox *>(question)->informativeText().contains(QStringLiteral("not known")));
    clickRole(question, QMessageBox::DestructiveRole);
    QVERIFY(m_window->waitClosed());
}

void TestFormClosing::whoIsBeingDeletedWhenTheConnectionGoesMayBeDeleted()
{
    m_window->forms().deleteEmployee(m_first);
    QPointer<QDialog> dialog = m_window->waitDialog("delete-dialog");
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_VERIFY(confirm->isEnabled());
    m_session->database().writes.hold();
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_COMPARE(m_session->database().writes.waiting(), size_t(1));
    m_session->exchangeServices();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(dialog->findChild<MessageStrip *>()->message().text.contains(
        QStringLiteral("may have been deleted, or not")));
    QVERIFY(!confirm->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!dialog || !dialog->isVisible());
    QCOMPARE(m_session->database().writeCount(), 0);
}

QTEST_MAIN(TestFormClosing)
#include "tst_formclosing.moc"
