#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/ChoiceField.h"
#include "ui/support/UiTestMain.h"

#include <QCalendarWidget>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace hrcache;

class TestEmployeeForm : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void aNewEmployeeIsWrittenWithWhatWasTyped();
    void onlyWhatWasChangedIsSent();
    void editingStartsFromTheDatabase();
    void aWrongFieldSaysSoBesideIt_data();
    void aWrongFieldSaysSoBesideIt();
    void aFieldIsJudgedOnceItWasLeft();
    void requiredFieldsAreNamedBeforeAnythingIsSent();
    void anIdentifierInUseIsRefusedBesideIt();
    void whatTheServiceRefusedGoesWithTheNextKey();
    void codesAreOfferedInTheLanguageOfTheUser();
    void aCodeThatIsNotInTheListStays();
    void theListsFollowTheCountry();
    void theBeginningOfACountryIsEnoughIfItIsTheOnlyOne();
    void aDateCanBeChosenInACalendar();

private:
    void openFirst();

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_first;
};

void TestEmployeeForm::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_first = employeeIdBy(*m_session, {});
}

void TestEmployeeForm::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void TestEmployeeForm::openFirst()
{
    m_window->forms().editEmployee(m_first);
    QVERIFY(m_window->waitReady());
}

void TestEmployeeForm::aNewEmployeeIsWrittenWithWhatWasTyped()
{
    QSignalSpy saved(&m_window->forms(), &FormsController::saved);
    m_window->forms().newEmployee();
    QVERIFY(m_window->waitReady());
    QVERIFY(!m_window->form()->isDirty());
    m_window->type("identifier", QStringLiteral("NEW-1"));
    QVERIFY(m_window->form()->isDirty());
    QVERIFY(m_window->form()->isWindowModified());
    m_window->type("first_name", QStringLiteral("Zoë"));
    m_window->type("last_name", QStringLiteral("O'Neil"));
    m_window->type("birth_date", QStringLiteral("31/12/1985"));
    m_window->choose("cluster_code", QStringLiteral("CH-GE"));
    m_window->type("hire_date", QStringLiteral("2024-02-29"));
    m_window->choose("nationality", QStringLiteral("fr"));
    m_window->choose("tax_status", QStringLiteral("B1"));
    m_window->type("address", QStringLiteral("Rue du Rhône 1"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());

    QCOMPARE(saved.count(), 1);
    const QString id = saved.first().first().toString();
    const auto employee = employeeInDatabase(*m_session, id);
    QVERIFY(employee);
    QCOMPARE(employee->identifier, QStringLiteral("NEW-1"));
    QCOMPARE(employee->firstName, QStringLiteral("Zoë"));
    QCOMPARE(employee->lastName, QStringLiteral("O'Neil"));
    QCOMPARE(employee->birthDate, QDate(1985, 12, 31));
    QCOMPARE(employee->hireDate, QDate(2024, 2, 29));
    QCOMPARE(employee->clusterCode, QStringLiteral("CH-GE"));
    QCOMPARE(employee->nationality, QStringLiteral("FR"));
    QCOMPARE(employee->taxStatus, QStringLiteral("B1"));
    QCOMPARE(employee->address, QStringLiteral("Rue du Rhône 1"));
    QCOMPARE(employee->dependents, 0);
    QVERIFY(employee->isActive);
    QCOMPARE(m_window->toast(), QStringLiteral("Added Zoë O'Neil"));
    QCOMPARE(m_window->told(), 1);
}

void TestEmployeeForm::onlyWhatWasChangedIsSent()
{
    openFirst();
    const auto before = *employeeInDatabase(*m_session, m_first);
    QVERIFY(!m_window->form()->frame()->saveButton()->isEnabled());
    m_window->type("city", QStringLiteral("Carouge"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());

    QCOMPARE(columnsOf(m_session->database().lastWrite()), QStringList{QStringLiteral("city")});
    QCOMPARE(m_session->database().lastWrite().expectedUpdatedAt.value(), before.updatedAt.toLatin1());
    auto after = *employeeInDatabase(*m_session, m_first);
    QCOMPARE(after.city, QStringLiteral("Carouge"));
    QVERIFY(after.updatedAt != before.updatedAt);
    after.city = before.city;
    after.updatedAt = before.updatedAt;
    QCOMPARE(after, before);
}

void TestEmployeeForm::editingStartsFromTheDatabase()
{
    // The cache has the row; then somebody changes it who invalidates nothing.
    const auto id = *EmployeeId::parse(m_first, {});
    const HrQuery query = HrQuery::employeeById(m_session->companyId(), id);
    auto reading = m_session->service().read(m_session->user(), query, {});
    QVERIFY(awaitResult(std::move(reading)));
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = m_session->companyId();
    write.employee = id;
    write.fields = {{"city", QByteArray("Nyon")}};
    m_session->writeBehindTheBack(write);

    openFirst();
    QCOMPARE(m_window->shown("city"), QStringLiteral("Nyon"));
    QCOMPARE(m_window->form()->frame()->rowBadge()->source().state, SourceInfo::State::Database);
}

void TestEmployeeForm::aWrongFieldSaysSoBesideIt_data()
{
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("problem");
    const char *const rows[][3] = {
        {"identifier", "", "Must not be empty."},
        {"first_name", " ", "Must not be empty."},
        {"last_name", "", "Must not be empty."},
        {"birth_date", "31/02/1990", "Must be a date such as 31/01/2026 or 2026-01-31."},
        {"birth_date", "", "Must not be empty."},
        {"birth_date", "01/01/1890", "Must be between the years 1900 and 2200."},
        {"birth_date", "01/01/2190", "Must not be in the future."},
        {"hire_date", "01/01/1930", "The hire date must be after the birth date."},
        {"hire_date", "soon", "Must be a date such as 31/01/2026 or 2026-01-31."},
        {"termination_date", "01/01/1950", "The termination date must not be before the hire date."},
        {"nationality", "XYZ", "Choose one of the list, or type its code of 2 letters."},
        {"country_code", "Q", "Choose one of the list, or type its code of 2 letters."},
        {"dependents", "many", "Must be a whole number."},
        {"dependents", "1.5", "Must be a whole number."},
        {"dependents", "100", "Must be between 0 and 99."},
        {"dependents", "", "Must not be empty."},
        {"email", "nobody", "Is not an e-mail address."},
        {"gender", "more than twenty letters", "Must not be longer than 20 characters."},
        {"postal_code", "123456789012345678901", "Must not be longer than 20 characters."},
    };
    for (const auto &[column, typed, problem] : rows)
        QTest::addRow("%s '%s'", column, typed)
            << QByteArray(column) << QString::fromLatin1(typed) << QString::fromLatin1(problem);
}

void TestEmployeeForm::aWrongFieldSaysSoBesideIt()
{
    QFETCH(const QByteArray, column);
    QFETCH(const QString, typed);
    QFETCH(const QString, problem);
    openFirst();
    m_window->type(column, typed);
    RecordField *field = m_window->field(column);
    QCOMPARE(field->problem(), problem);
    // In words that are seen, and told to whoever does not see them.
    bool seen = false;
    for (const QLabel *label : field->findChildren<QLabel *>())
        seen = seen || (label->isVisible() && label->text() == problem);
    QVERIFY(seen);
    QCOMPARE(field->input()->accessibleDescription(), problem);
    // An icon too: never by colour alone.
    bool icon = false;
    for (const QLabel *label : field->findChildren<QLabel *>())
        icon = icon || (label->isVisible() && !label->pixmap(Qt::ReturnByValue).isNull());
    QVERIFY(icon);

    m_window->clickSave();
    QCOMPARE(m_session->database().writeCount(), 0);
    QVERIFY(m_window->form()->isVisible());
    QVERIFY(m_window->message().contains(field->title()));
    QVERIFY(field->isAncestorOf(QApplication::focusWidget()));
}

void TestEmployeeForm::aFieldIsJudgedOnceItWasLeft()
{
    openFirst();
    RecordField *email = m_window->field("email");
    email->focusInput();
    QTest::keyClick(email->input(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(email->input(), QStringLiteral("anna"));
    QCOMPARE(email->problem(), QString());
    QTest::keyClick(email->input(), Qt::Key_Tab);
    QCOMPARE(email->problem(), QStringLiteral("Is not an e-mail address."));
    // From now on with every key.
    email->focusInput();
    QTest::keyClick(email->input(), Qt::Key_End);
    QTest::keyClicks(email->input(), QStringLiteral("@"));
    QCOMPARE(email->problem(), QStringLiteral("Is not an e-mail address."));
    QTest::keyClicks(email->input(), QStringLiteral("e"));
    QCOMPARE(email->problem(), QString());
    QCOMPARE(email->input()->accessibleDescription(), QString());
}

void TestEmployeeForm::requiredFieldsAreNamedBeforeAnythingIsSent()
{
    m_window->forms().newEmployee();
    QVERIFY(m_window->waitReady());
    QTest::keyClick(m_window->form(), Qt::Key_S, Qt::ControlModifier);
    for (const char *column :
         {"identifier", "first_name", "last_name", "birth_date", "cluster_code", "hire_date"})
        QCOMPARE(m_window->field(column)->problem(), QStringLiteral("Must not be empty."));
    QCOMPARE(m_window->field("email")->problem(), QString());
    QVERIFY(m_window->message().contains(QStringLiteral("Identifier, First name, Last name")));
    QCOMPARE(m_session->database().writeCount(), 0);
    QVERIFY(m_window->field("identifier")->isAncestorOf(QApplication::focusWidget()));
    // The strip names what is left.
    m_window->type("identifier", QStringLiteral("X1"));
    QVERIFY(m_window->message().contains(QStringLiteral(": First name, Last name")));
}

void TestEmployeeForm::anIdentifierInUseIsRefusedBesideIt()
{
    openFirst();
    const EmployeeList list = [this] {
        auto reading =
            m_session->service().read(m_session->user(), HrQuery::employees(m_session->companyId()), {});
        return EmployeeList(awaitResult(std::move(reading))->data);
    }();
    const QString taken = list.at(1).identifier();
    m_window->type("identifier", taken);
    QCOMPARE(m_window->field("identifier")->problem(), QString());
    m_window->clickSave();
    QTRY_COMPARE(m_window->field("identifier")->problem(),
                 QStringLiteral("Is already used by another employee of the company."));
    QCOMPARE(m_window->shown("identifier"), taken);
    QVERIFY(m_window->form()->isDirty());
    QVERIFY(m_window->field("identifier")->isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(m_session->database().writeCount(), 0);
}

void TestEmployeeForm::whatTheServiceRefusedGoesWithTheNextKey()
{
    anIdentifierInUseIsRefusedBesideIt();
    m_window->type("identifier", QStringLiteral("FREE-1"));
    QCOMPARE(m_window->field("identifier")->problem(), QString());
    QCOMPARE(m_window->message(), QString());
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->identifier, QStringLiteral("FREE-1"));
}

void TestEmployeeForm::codesAreOfferedInTheLanguageOfTheUser()
{
    m_session->setLanguage("de");
    openFirst();
    m_window->choose("family_status", QStringLiteral("MARRIED"));
    QCOMPARE(m_window->shown("family_status"), QStringLiteral("Verheiratet · MARRIED"));
    QVERIFY(m_window->form()->frame()->listBadge()->isVisible());
    QCOMPARE(m_window->form()->frame()->listBadge()->source().parts.size(), size_t(2));
}

void TestEmployeeForm::aCodeThatIsNotInTheListStays()
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = m_session->companyId();
    write.employee = *EmployeeId::parse(m_first, {});
    write.fields = {{"tax_status", QByteArray("OLD9")}};
    m_session->writeBehindTheBack(write);
    openFirst();
    QCOMPARE(m_window->shown("tax_status"), QStringLiteral("OLD9 · no longer listed"));
    m_window->choose("tax_status", QStringLiteral("A0"));
    QVERIFY(m_window->form()->isDirty());
    m_window->choose("tax_status", QStringLiteral("OLD9"));
    QVERIFY(!m_window->form()->isDirty());
    // Other fields can be saved beside it.
    m_window->type("city", QStringLiteral("Versoix"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_first)->taxStatus, QStringLiteral("OLD9"));
}

void TestEmployeeForm::theListsFollowTheCountry()
{
    openFirst();
    auto *tax = qobject_cast<ChoiceField *>(m_window->field("tax_status"));
    QVERIFY(tax->box()->findData(QStringLiteral("NEUTRE")) < 0);
    m_window->choose("country_code", QStringLiteral("FR"));
    QTRY_VERIFY(tax->box()->findData(QStringLiteral("NEUTRE")) >= 0);
}

void TestEmployeeForm::theBeginningOfACountryIsEnoughIfItIsTheOnlyOne()
{
    openFirst();
    m_window->type("nationality", QStringLiteral("germ"));
    QCOMPARE(m_window->field("nationality")->value().value(), QByteArray("DE"));
    QCOMPARE(m_window->field("nationality")->problem(), QString());
    // Several begin so: it stays as it was typed, and is told.
    m_window->type("nationality", QStringLiteral("united"));
    QCOMPARE(m_window->shown("nationality"), QStringLiteral("united"));
    QVERIFY(!m_window->field("nationality")->problem().isEmpty());
}

void TestEmployeeForm::aDateCanBeChosenInACalendar()
{
    openFirst();
    m_window->type("termination_date", QString());
    RecordField *field = m_window->field("termination_date");
    QTest::mouseClick(field->findChild<QToolButton *>(), Qt::LeftButton);
    auto *calendar = field->findChild<QCalendarWidget *>();
    QVERIFY(calendar && calendar->isVisible());
    calendar->setSelectedDate(QDate(2031, 5, 4));
    QTest::keyClick(calendar->focusProxy() ? calendar->focusProxy() : calendar, Qt::Key_Return);
    QTRY_VERIFY(field->findChild<QCalendarWidget *>() == nullptr);
    QCOMPARE(m_window->shown("termination_date"), QStringLiteral("04/05/2031"));
    QCOMPARE(field->value().value(), QByteArray("2031-05-04"));
    // Empty is none.
    m_window->type("termination_date", QString());
    QVERIFY(!field->value());
    QCOMPARE(field->problem(), QString());
}

QTEST_MAIN(TestEmployeeForm)
#include "tst_employeeform.moc"
