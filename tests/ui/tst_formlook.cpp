#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/Theme.h"
#include "ui/forms/ConflictDialog.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/support/UiTestMain.h"

#include <QDir>
#include <QLabel>
#include <QTranslator>

using namespace hrcache;

namespace {

/// Texts as long as in the longest languages: a third more.
class LongTexts final : public QTranslator
{
public:
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        if (!text.at(0).isLetter() && text.at(0) != u'&')
            return text;
        const QString more = QStringLiteral(" de la personne employée de la maison de l'administration");
        return text + more.left(std::max<qsizetype>(2, text.size() * 35 / 100));
    }

    [[nodiscard]] bool isEmpty() const override { return false; }
};

} // namespace

/// The dialogs in light and dark, with texts of usual and of great length: nothing may be cut. The pictures
/// go to the folder that HRCACHE_TEST_PICTURES names, if it does.
class TestFormLook : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void dialogsShowTheirTextsWhole_data();
    void dialogsShowTheirTextsWhole();

    void theListsBadgeSaysWhatItIsOf_data() { dialogsShowTheirTextsWhole_data(); }

    void theListsBadgeSaysWhatItIsOf();

private:
    void look(QWidget *dialog, const QString &name);

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    LongTexts m_longTexts;
    Theme m_theme;
};

void TestFormLook::initTestCase()
{
    prepareUiTest();
}

void TestFormLook::init()
{
    QFETCH(const bool, dark);
    QFETCH(const bool, longTexts);
    if (longTexts)
        QCoreApplication::installTranslator(&m_longTexts);
    m_theme.apply(dark ? Theme::Choice::Dark : Theme::Choice::Light);
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
}

void TestFormLook::cleanup()
{
    m_window.reset();
    m_session.reset();
    QCoreApplication::removeTranslator(&m_longTexts);
    m_theme.apply(Theme::Choice::Light);
}

void TestFormLook::look(QWidget *dialog, const QString &name)
{
    QTest::qWait(50); // a frame, for the picture
    const QString folder = qEnvironmentVariable("HRCACHE_TEST_PICTURES");
    if (!folder.isEmpty()) {
        const QString file = QStringLiteral("%1-%2.png").arg(name, QLatin1String(QTest::currentDataTag()));
        QVERIFY(dialog->grab().save(QDir(folder).filePath(file)));
    }
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const int height =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        QVERIFY2(label->height() >= height, qPrintable(name + u' ' + label->text()));
        if (!label->wordWrap() && label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored)
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(name + u' ' + label->text()));
    }
    for (const QAbstractButton *button : dialog->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && !button->text().isEmpty() && !button->inherits("hrcache::SourceBadge"))
            QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                     qPrintable(name + u' ' + button->text()));
    }
}

void TestFormLook::dialogsShowTheirTextsWhole_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("longTexts");
    QTest::addRow("light") << false << false;
    QTest::addRow("dark") << true << false;
    QTest::addRow("light-long") << false << true;
    QTest::addRow("dark-long") << true << true;
}

void TestFormLook::dialogsShowTheirTextsWhole()
{
    const QString employee = employeeIdBy(*m_session, {});
    const auto close = [this] {
        while (m_window->form()) {
            RecordForm *form = m_window->form();
            form->askToClose();
            if (auto *question = form->findChild<QDialog *>(QStringLiteral("unsaved-dialog"))) {
                look(question, QStringLiteral("unsaved"));
                question->close();
                QTest::qWait(0);
                delete form;
            }
            QTest::qWait(0);
        }
    };
    m_window->forms().newEmployee();
    QVERIFY(m_window->waitReady());
    look(m_window->form(), QStringLiteral("employee-new"));
    m_window->form()->save();
    look(m_window->form(), QStringLiteral("employee-new-wrong"));
    close();

    HrWrite old;
    old.kind = HrWrite::Kind::UpdateEmployee;
    old.company = m_session->companyId();
    old.employee = *EmployeeId::parse(employee, {});
    old.fields = {{"tax_status", QByteArray("OLD9")}};
    m_session->writeBehindTheBack(old);
    m_window->forms().editEmployee(employee);
    QVERIFY(m_window->waitReady());
    look(m_window->form(), QStringLiteral("employee-edit"));
    m_window->type("city", QStringLiteral("Carouge"));
    m_window->type("phone", QStringLiteral("+41 22 000 00 09"));
    m_session->database().writes.failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("The database cannot be reached.")));
    m_window->clickSave();
    QTRY_VERIFY(!m_window->message().isEmpty());
    look(m_window->form(), QStringLiteral("employee-edit-failed"));
    m_session->database().writes.failWith({});
    old.fields = {{"city", QByteArray("Nyon")},
                  {"address", QByteArray("Chemin de la Très-Longue-Adresse & du Chêne 123 bis, 4th floor")}};
    m_session->writeBehindTheBack(old);
    m_window->form()->save();
    QDialog *conflict = m_window->waitDialog("conflict-dialog");
    QVERIFY(conflict);
    look(conflict, QStringLiteral("conflict"));
    conflict->close();
    close();

    m_window->forms().newContract(employee);
    QVERIFY(m_window->waitReady());
    look(m_window->form(), QStringLiteral("contract-new"));
    close();
    m_window->forms().editContract(employee, contractsInDatabase(*m_session, employee).front().id);
    QVERIFY(m_window->waitReady());
    m_window->type("work_rate", QStringLiteral("101"));
    m_window->type("end_date", QStringLiteral("1.1.1980"));
    m_window->form()->save();
    look(m_window->form(), QStringLiteral("contract-edit-wrong"));
    close();

    m_window->forms().deleteEmployee(employee);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"))->isEnabled());
    look(dialog, QStringLiteral("delete"));
    m_session->cacheGate().failWith(Error::make(ErrorCode::Unreachable, QStringLiteral("No Redis")));
    clickButton(dialog, "delete-confirm");
    QTRY_VERIFY(!dialog->findChild<MessageStrip *>()->message().text.isEmpty());
    look(dialog, QStringLiteral("delete-no-cache"));
    m_session->cacheGate().failWith({});
    dialog->close();
}

void TestFormLook::theListsBadgeSaysWhatItIsOf()
{
    m_window->forms().editEmployee(employeeIdBy(*m_session, {}));
    QVERIFY(m_window->waitReady());
    RecordForm *form = m_window->form();
    form->resize(form->minimumSizeHint().width(), form->height());
    const auto *badge = form->frame()->listBadge();
    const auto *label = form->findChild<QLabel *>(QStringLiteral("list-badge-label"));
    QVERIFY(label && label->isVisible());
    QVERIFY(label->text().startsWith(QStringLiteral("Lists of codes")));
    look(form, QStringLiteral("narrow"));
    QCOMPARE(badge->width(), badge->sizeHint().width());
    const QRect words(label->mapTo(form, QPoint(0, 0)), label->size());
    const QRect beside(badge->mapTo(form, QPoint(0, 0)), badge->size());
    QVERIFY(words.right() < beside.left());
    QVERIFY(words.left() >= 0 && beside.right() < form->width());
    QVERIFY(std::abs(words.center().y() - beside.center().y()) <= 2);
}

QTEST_MAIN(TestFormLook)
#include "tst_formlook.moc"
