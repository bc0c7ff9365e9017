#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "ui/forms/ConflictDialog.h"
#include "ui/support/UiTestMain.h"

#include <QLabel>
#include <QRadioButton>

using namespace hrcache;

/// Somebody else changed the row between loading and saving.
class TestConflict : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void bothVersionsStandSideBySide();
    void theRowIsNamedAsTheDatabaseHasIt();
    void theKeyboardBeginsAtWhatIsOpen();
    void keepMineWritesOverTheirs();
    void takeTheirsLeavesTheirs();
    void eachFieldIsDecidedAlone();
    void whatOnlyOneSideChangedIsProposed();
    void backToTheFormLosesNothing();
    void theSameChangeIsNoConflict();
    void aSecondConflictAsksAgain();
    void aDeletedRowCanBeKept();
    void provisionsAreComparedByMember();

private:
    void open();
    void elsewhere(std::vector<FieldValue> fields);
    QDialog *saveIntoConflict();
    QRadioButton *radio(const char *name);

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    Employee m_before;
    QDialog *m_dialog = nullptr;
};

void TestConflict::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_before = *employeeInDatabase(*m_session, employeeIdBy(*m_session, {}));
}

void TestConflict::cleanup()
{
    m_dialog = nullptr;
    m_window.reset();
    m_session.reset();
}

void TestConflict::open()
{
    m_window->forms().editEmployee(m_before.id);
    QVERIFY(m_window->waitReady());
}

void TestConflict::elsewhere(std::vector<FieldValue> fields)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = m_session->companyId();
    write.employee = *EmployeeId::parse(m_before.id, {});
    write.fields = std::move(fields);
    m_session->writeBehindTheBack(write);
}

QDialog *TestConflict::saveIntoConflict()
{
    m_window->clickSave();
    m_dialog = m_window->waitDialog("conflict-dialog");
    return m_dialog;
}

QRadioButton *TestConflict::radio(const char *name)
{
    return m_dialog->findChild<QRadioButton *>(QString::fromLatin1(name));
}

void TestConflict::bothVersionsStandSideBySide()
{
    open();
    m_window->type("city", QStringLiteral("Mine"));
    elsewhere({{"city", QByteArray("Theirs")}});
    QVERIFY(saveIntoConflict());
    QCOMPARE(radio("mine-city")->text(), QStringLiteral("Mine"));
    QCOMPARE(radio("theirs-city")->text(), QStringLiteral("Theirs"));
    QCOMPARE(radio("mine-city")->accessibleName(), QStringLiteral("City: keep mine, Mine"));
    QVERIFY(radio("mine-city")->accessibleDescription().contains(m_before.city));
    bool was = false;
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        was = was || label->text() == m_before.city;
    QVERIFY(was);
    // Only what differs.
    QVERIFY(!radio("mine-last_name"));
    // Both changed it: no side is taken without being told.
    QVERIFY(!radio("mine-city")->isChecked() && !radio("theirs-city")->isChecked());
    QVERIFY(!m_dialog->findChild<QPushButton *>(QStringLiteral("conflict-save"))->isEnabled());
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Theirs"));
}

void TestConflict::theRowIsNamedAsTheDatabaseHasIt()
{
    open();
    m_window->type("first_name", QStringLiteral("Mine"));
    elsewhere({{"first_name", QByteArray("Theirs")}});
    QVERIFY(saveIntoConflict());
    QString told;
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        told += label->text() + u'\n';
    const QString begin = QStringLiteral("Somebody else changed %1 ");
    QVERIFY2(told.contains(begin.arg(QStringLiteral("Theirs ") + m_before.lastName)), qPrintable(told));
}

void TestConflict::theKeyboardBeginsAtWhatIsOpen()
{
    open();
    m_window->type("first_name", QStringLiteral("Mine"));
    m_window->type("city", QStringLiteral("Mine"));
    elsewhere({{"phone", QByteArray("222")}, {"city", QByteArray("Theirs")}});
    QVERIFY(saveIntoConflict());
    QCOMPARE(m_dialog->focusWidget(), radio("mine-city"));
    // A row is entered at what is chosen in it.
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_dialog->focusWidget(), radio("theirs-phone"));
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_dialog->focusWidget(), radio("mine-first_name"));
}

void TestConflict::keepMineWritesOverTheirs()
{
    bothVersionsStandSideBySide();
    clickButton(m_dialog, "mine-city");
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Mine"));
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("city")});
}

void TestConflict::takeTheirsLeavesTheirs()
{
    bothVersionsStandSideBySide();
    const int writes = m_session->database().writeCount();
    clickButton(m_dialog, "take-theirs-all");
    clickButton(m_dialog, "conflict-save");
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("nothing left to save")));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Theirs"));
    QVERIFY(!m_window->form()->isDirty());
    QCOMPARE(m_session->database().writeCount(), writes);
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Theirs"));
}

void TestConflict::eachFieldIsDecidedAlone()
{
    open();
    m_window->type("city", QStringLiteral("Mine"));
    m_window->type("phone", QStringLiteral("111"));
    elsewhere({{"city", QByteArray("Theirs")}, {"phone", QByteArray("222")}});
    QVERIFY(saveIntoConflict());
    clickButton(m_dialog, "mine-city");
    auto *save = m_dialog->findChild<QPushButton *>(QStringLiteral("conflict-save"));
    QVERIFY(!save->isEnabled());
    QVERIFY(!m_dialog->findChild<QLabel *>(QStringLiteral("conflict-open"))->text().isEmpty());
    clickButton(m_dialog, "theirs-phone");
    QVERIFY(save->isEnabled());
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    const auto after = *employeeInDatabase(*m_session, m_before.id);
    QCOMPARE(after.city, QStringLiteral("Mine"));
    QCOMPARE(after.phone, QStringLiteral("222"));
}

void TestConflict::whatOnlyOneSideChangedIsProposed()
{
    open();
    m_window->type("city", QStringLiteral("Mine"));
    elsewhere({{"hire_date", QByteArray("2020-02-29")}});
    QVERIFY(saveIntoConflict());
    QVERIFY(radio("mine-city")->isChecked());
    QVERIFY(radio("theirs-hire_date")->isChecked());
    QCOMPARE(radio("theirs-hire_date")->text(), QStringLiteral("29/02/2020"));
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    const auto after = *employeeInDatabase(*m_session, m_before.id);
    QCOMPARE(after.city, QStringLiteral("Mine"));
    QCOMPARE(after.hireDate, QDate(2020, 2, 29));
}

void TestConflict::backToTheFormLosesNothing()
{
    bothVersionsStandSideBySide();
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    QTRY_VERIFY(m_window->form()->findChildren<ConflictDialog *>().isEmpty());
    QCOMPARE(m_window->shown("city"), QStringLiteral("Mine"));
    QVERIFY(m_window->form()->isDirty());
    QVERIFY(m_window->message().contains(QStringLiteral("Somebody else changed this row")));
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Theirs"));
    // Saving again does not overwrite it either.
    QVERIFY(saveIntoConflict());
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Theirs"));
}

void TestConflict::theSameChangeIsNoConflict()
{
    open();
    m_window->type("city", QStringLiteral("Same"));
    elsewhere({{"city", QByteArray("Same")}});
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("made the same changes")));
    QVERIFY(!m_window->form()->isDirty());
}

void TestConflict::aSecondConflictAsksAgain()
{
    bothVersionsStandSideBySide();
    elsewhere({{"city", QByteArray("Third")}});
    clickButton(m_dialog, "keep-mine-all");
    clickButton(m_dialog, "conflict-save");
    QTRY_VERIFY((m_dialog = m_window->waitDialog("conflict-dialog")) && radio("theirs-city") &&
                radio("theirs-city")->text() == QStringLiteral("Third"));
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Third"));
    clickButton(m_dialog, "mine-city");
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_before.id)->city, QStringLiteral("Mine"));
}

void TestConflict::aDeletedRowCanBeKept()
{
    open();
    m_window->type("city", QStringLiteral("Mine"));
    elsewhere({{"is_active", QByteArray("false")}});
    QVERIFY(saveIntoConflict());
    QVERIFY(radio("theirs-is_active")->isChecked());
    QCOMPARE(radio("theirs-is_active")->text(), QStringLiteral("No"));
    clickButton(m_dialog, "mine-is_active");
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    const auto after = *employeeInDatabase(*m_session, m_before.id);
    QVERIFY(after.isActive);
    QCOMPARE(after.city, QStringLiteral("Mine"));
}

void TestConflict::provisionsAreComparedByMember()
{
    const Contract contract = contractsInDatabase(*m_session, m_before.id).front();
    const auto set = [&](const QByteArray &json) {
        HrWrite write;
        write.kind = HrWrite::Kind::UpdateContract;
        write.company = m_session->companyId();
        write.contract = *ContractId::parse(contract.id, {});
        write.fields = {{"provisions", json}};
        m_session->writeBehindTheBack(write);
    };
    set(R"({"bonus_target": 0.1})");
    m_window->forms().editContract(m_before.id, contract.id);
    QVERIFY(m_window->waitReady());
    m_window->type("bonus_target", QStringLiteral("20"));
    set(R"({"bonus_target": 0.1, "bonus_type": "TEAM", "car": true})");
    QVERIFY(saveIntoConflict());
    QCOMPARE(radio("mine-bonus_target")->text(), QStringLiteral("20 %"));
    QVERIFY(radio("mine-bonus_target")->isChecked());
    QVERIFY(radio("theirs-bonus_type")->isChecked());
    clickButton(m_dialog, "conflict-save");
    QVERIFY(m_window->waitClosed());
    const QString json = contractsInDatabase(*m_session, m_before.id).front().provisions;
    QVERIFY(json.contains(QStringLiteral("0.2")));
    QVERIFY(json.contains(QStringLiteral("TEAM")));
    QVERIFY(json.contains(QStringLiteral("car")));
}

QTEST_MAIN(TestConflict)
#include "tst_conflict.moc"
