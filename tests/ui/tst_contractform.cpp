#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "ui/forms/ChoiceField.h"
#include "ui/forms/NumberField.h"
#include "ui/support/UiTestMain.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

using namespace hrcache;

namespace {

QJsonObject provisionsOf(const Contract &contract)
{
    return QJsonDocument::fromJson(contract.provisions.toUtf8()).object();
}

} // namespace

class TestContractForm : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void aNewContractIsWrittenWithItsDefaults();
    void theSalarySaysItsCurrencyAndPeriod();
    void theWorkRateIsAPercentage();
    void onlyTheChangedFieldIsSent();
    void otherMembersOfTheProvisionsAreKept();
    void provisionsThatAreNoObjectAreNotTouched();
    void aWrongFieldSaysSoBesideIt_data();
    void aWrongFieldSaysSoBesideIt();
    void aContractThatIsGoneIsSaid();

private:
    void openNew();
    void openEdit();
    void setProvisions(const QByteArray &json);

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_employee;
    Contract m_contract;
};

void TestContractForm::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_employee = employeeIdBy(*m_session, {});
    m_contract = contractsInDatabase(*m_session, m_employee).front();
}

void TestContractForm::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void TestContractForm::openNew()
{
    m_window->forms().newContract(m_employee);
    QVERIFY(m_window->waitReady());
}

void TestContractForm::openEdit()
{
    m_window->forms().editContract(m_employee, m_contract.id);
    QVERIFY(m_window->waitReady());
}

void TestContractForm::setProvisions(const QByteArray &json)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateContract;
    write.company = m_session->companyId();
    write.contract = *ContractId::parse(m_contract.id, {});
    write.fields = {{"provisions", json}};
    m_session->writeBehindTheBack(write);
}

void TestContractForm::aNewContractIsWrittenWithItsDefaults()
{
    QSignalSpy saved(&m_window->forms(), &FormsController::saved);
    const size_t before = contractsInDatabase(*m_session, m_employee).size();
    openNew();
    QVERIFY(!m_window->form()->isDirty());
    QCOMPARE(m_window->shown("work_rate"), QStringLiteral("100"));
    QCOMPARE(m_window->shown("weekly_hours"), QStringLiteral("42"));
    QCOMPARE(m_window->shown("annual_leave_days"), QStringLiteral("25"));
    m_window->choose("contract_type", QStringLiteral("CDD"));
    m_window->type("start_date", QStringLiteral("01/03/2031"));
    m_window->type("end_date", QStringLiteral("2031-12-31"));
    m_window->type("base_salary", QStringLiteral("6,500.50"));
    m_window->type("job_title", QStringLiteral("Comptable"));
    auto *thirteenth = qobject_cast<QCheckBox *>(m_window->field("thirteenth_month")->input());
    QTest::keyClick(thirteenth, Qt::Key_Space);
    QVERIFY(thirteenth->isChecked());
    m_window->type("thirteenth_month_rate", QStringLiteral("8.33"));
    m_window->type("bonus_target", QStringLiteral("10"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());

    QCOMPARE(saved.count(), 1);
    QCOMPARE(saved.first().first().toString(), m_employee);
    const auto contracts = contractsInDatabase(*m_session, m_employee);
    QCOMPARE(contracts.size(), before + 1);
    const Contract &made = contracts.front();
    QCOMPARE(made.contractType, QStringLiteral("CDD"));
    QCOMPARE(made.startDate, QDate(2031, 3, 1));
    QCOMPARE(made.endDate, QDate(2031, 12, 31));
    QCOMPARE(made.baseSalary, 6500.5);
    QCOMPARE(made.currency, QStringLiteral("CHF"));
    QCOMPARE(made.remunerationType, QStringLiteral("MONTHLY"));
    QCOMPARE(made.workRate, 1.0);
    QCOMPARE(made.weeklyHours, 42.0);
    QCOMPARE(made.annualLeaveDays, 25);
    QCOMPARE(made.jobTitle, QStringLiteral("Comptable"));
    QCOMPARE(made.countryCode, employeeInDatabase(*m_session, m_employee)->countryCode);
    const QJsonObject provisions = provisionsOf(made);
    QCOMPARE(provisions.value(u"thirteenth_month"), QJsonValue(true));
    QCOMPARE(provisions.value(u"thirteenth_month_rate"), QJsonValue(8.33));
    QCOMPARE(provisions.value(u"bonus_target"), QJsonValue(0.1));
    QVERIFY(!provisions.contains(u"bonus_type"));
    QVERIFY(m_window->toast().startsWith(QStringLiteral("Added the contract of ")));
}

void TestContractForm::theSalarySaysItsCurrencyAndPeriod()
{
    openNew();
    auto *salary = qobject_cast<NumberField *>(m_window->field("base_salary"));
    QCOMPARE(salary->unit(), QStringLiteral("CHF per month"));
    m_window->choose("remuneration_type", QStringLiteral("HOURLY"));
    m_window->choose("currency", QStringLiteral("eur"));
    QCOMPARE(salary->unit(), QStringLiteral("EUR per hour"));
    QCOMPARE(salary->input()->accessibleDescription(), QStringLiteral("EUR per hour"));
    m_window->type("base_salary", QStringLiteral("28.55"));
    QCOMPARE(m_window->shown("base_salary"), QStringLiteral("28.55"));
}

void TestContractForm::theWorkRateIsAPercentage()
{
    openEdit();
    QVERIFY(
        qobject_cast<NumberField *>(m_window->field("base_salary"))->unit().startsWith(m_contract.currency));
    m_window->type("work_rate", QStringLiteral("82.5 %"));
    QCOMPARE(m_window->shown("work_rate"), QStringLiteral("82.5"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    const auto contracts = contractsInDatabase(*m_session, m_employee);
    QCOMPARE(contracts.front().workRate, 0.825);
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("work_rate")});
    QCOMPARE(m_session->database().lastWrite().fields.front().value.value(), QByteArray("0.825"));
}

void TestContractForm::onlyTheChangedFieldIsSent()
{
    openEdit();
    // What means the same is no change.
    m_window->type("base_salary", QString::number(m_contract.baseSalary, 'f', 2));
    QVERIFY(!m_window->form()->isDirty());
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    m_window->type("department", QStringLiteral("Finance"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("department")});
    Contract after = contractsInDatabase(*m_session, m_employee).front();
    QCOMPARE(after.department, QStringLiteral("Finance"));
    after.department = m_contract.department;
    after.updatedAt = m_contract.updatedAt;
    QCOMPARE(after, m_contract);
}

void TestContractForm::otherMembersOfTheProvisionsAreKept()
{
    setProvisions(R"({"bonus_target": 0.1, "bonus_type": "TEAM", "company_car": {"class": "B"}})");
    openEdit();
    QCOMPARE(m_window->shown("bonus_target"), QStringLiteral("10"));
    QVERIFY(!qobject_cast<QCheckBox *>(m_window->field("thirteenth_month")->input())->isChecked());
    m_window->type("bonus_target", QStringLiteral("12.5"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("provisions")});
    const QJsonObject provisions = provisionsOf(contractsInDatabase(*m_session, m_employee).front());
    QCOMPARE(provisions.value(u"bonus_target"), QJsonValue(0.125));
    QCOMPARE(provisions.value(u"bonus_type"), QJsonValue(QStringLiteral("TEAM")));
    QCOMPARE(provisions.value(u"company_car").toObject().value(u"class").toString(), QStringLiteral("B"));
    QVERIFY(!provisions.contains(u"thirteenth_month"));
}

void TestContractForm::provisionsThatAreNoObjectAreNotTouched()
{
    setProvisions("[1, 2]");
    openEdit();
    QVERIFY(!m_window->field("bonus_type")->isEnabled());
    m_window->type("department", QStringLiteral("Finance"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("department")});
}

void TestContractForm::aWrongFieldSaysSoBesideIt_data()
{
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("problem");
    const char *const rows[][3] = {
        {"start_date", "", "Must not be empty."},
        {"start_date", "2026-13-01", "Must be a date such as 31/01/2026 or 2026-01-31."},
        {"end_date", "01/01/1950", "The end date must not be before the start date."},
        {"base_salary", "", "Must not be empty."},
        {"base_salary", "a lot", "Must be a number."},
        {"base_salary", "-1", "Must be between 0 and 9999999999.99."},
        {"base_salary", "6500.555", "Must not have more than 2 decimals."},
        {"currency", "CH", "Choose one of the list, or type its code of 3 letters."},
        {"work_rate", "101", "Must be between 0 % and 100 %."},
        {"work_rate", "-1", "Must be between 0 % and 100 %."},
        {"work_rate", "half", "Must be a number."},
        {"weekly_hours", "169", "Must be between 0 and 168."},
        {"annual_leave_days", "2.5", "Must be a whole number."},
        {"annual_leave_days", "367", "Must be between 0 and 366."},
        {"thirteenth_month_rate", "101", "Must be between 0 and 100."},
        {"bonus_target", "-5", "Must not be negative."},
        {"bonus_type", "123456789012345678901234567890123456789012345678901",
         "Must not be longer than 50 characters."},
    };
    for (const auto &[column, typed, problem] : rows)
        QTest::addRow("%s '%s'", column, typed)
            << QByteArray(column) << QString::fromLatin1(typed) << QString::fromLatin1(problem);
}

void TestContractForm::aWrongFieldSaysSoBesideIt()
{
    QFETCH(const QByteArray, column);
    QFETCH(const QString, typed);
    QFETCH(const QString, problem);
    openEdit();
    m_window->type(column, typed);
    QCOMPARE(m_window->field(column)->problem(), problem);
    QCOMPARE(m_window->field(column)->input()->accessibleDescription(), problem);
    QTest::keyClick(m_window->form(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(m_session->database().writes.calls(), 0);
    QVERIFY(m_window->form()->isVisible());
    QVERIFY(m_window->message().contains(m_window->field(column)->title()));
}

void TestContractForm::aContractThatIsGoneIsSaid()
{
    m_window->forms().editContract(m_employee, QStringLiteral("99999999-9999-4999-8999-999999999999"));
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("not in the database any more")));
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    QTest::keyClick(m_window->form(), Qt::Key_Escape);
    QVERIFY(m_window->waitClosed());
}

QTEST_MAIN(TestContractForm)
#include "tst_contractform.moc"
