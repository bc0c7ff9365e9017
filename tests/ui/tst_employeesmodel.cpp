#include "ui/base/TableText.h"
#include "ui/employees/EmployeesModel.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace hrcache;

namespace {

QByteArray row(int number, const QByteArray &lastName, const QByteArray &cluster = "CH-ZH")
{
    const QByteArray digits = QByteArray::number(number).rightJustified(6, '0');
    return "{\"id\":\"00000000-0000-4000-8000-000000" + digits + "\",\"identifier\":\"E-" + digits +
           "\",\"first_name\":\"Anna\",\"last_name\":\"" + lastName +
           "\",\"birth_date\":\"1980-05-03\",\"cluster_code\":\"" + cluster +
           "\",\"hire_date\":\"2020-01-01\",\"is_active\":true,"
           "\"created_at\":\"2020-01-01T00:00:00+00:00\"}";
}

EmployeeList listOf(const QList<QByteArray> &rows)
{
    auto document = HrDocument::fromRows(HrQuery::Kind::Employees, "[" + rows.join(',') + "]");
    if (!document)
        qFatal("%s", qPrintable(document.error().message));
    return EmployeeList(std::move(*document));
}

EmployeeList many(int count, int from = 0)
{
    static const QByteArray names[] = {"Müller", "Äbi", "Zürcher", "Favre", "Čolić", "Meier"};
    QList<QByteArray> rows;
    rows.reserve(count);
    for (int i = from; i < from + count; ++i)
        rows << row(i, names[i % 6] + QByteArray::number(i * 7919LL % 100'003));
    return listOf(rows);
}

QStringList lastNames(const EmployeesModel &model)
{
    QStringList names;
    for (int i = 0; i < model.rowCount(); ++i)
        names << model.index(i, static_cast<int>(EmployeeColumn::LastName)).data().toString();
    return names;
}

} // namespace

class EmployeesModelTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void namesAreOrderedAsTheLocaleDoes();
    void identifiersAreOrderedByTheirNumbers();
    void wordsAreFoundWithoutCaseAndAccentsInAnyColumn();
    void aWordOfTheActiveContractIsFoundToo();
    void anUnreadContractIsNotTakenForNone();
    void clusterAndStateNarrowTogether();
    void aRefreshInsertsRemovesAndMovesButNeverResets();
    void pagesThatComeLaterAreAdded();
    void manyRowsAreArrangedWithoutAStall();
};

void EmployeesModelTest::namesAreOrderedAsTheLocaleDoes()
{
    EmployeesModel model;
    QAbstractItemModelTester tester(&model);
    model.apply({listOf({row(1, "Zoe"), row(2, "Äbi"), row(3, "abt"), row(4, "Čolić"), row(5, "Dax")})});
    QCOMPARE(lastNames(model),
             (QStringList{QStringLiteral("Äbi"), QStringLiteral("abt"), QStringLiteral("Čolić"),
                          QStringLiteral("Dax"), QStringLiteral("Zoe")}));
    model.sort(static_cast<int>(EmployeeColumn::LastName), Qt::DescendingOrder);
    QCOMPARE(lastNames(model).front(), QStringLiteral("Zoe"));
}

void EmployeesModelTest::identifiersAreOrderedByTheirNumbers()
{
    EmployeesModel model;
    model.apply({listOf({row(1, "A").replace("E-000001", "E-10"), row(2, "B").replace("E-000002", "E-9")})});
    model.sort(static_cast<int>(EmployeeColumn::Identifier), Qt::AscendingOrder);
    QCOMPARE(lastNames(model).front(), QStringLiteral("B"));
}

void EmployeesModelTest::wordsAreFoundWithoutCaseAndAccentsInAnyColumn()
{
    EmployeesModel model;
    QAbstractItemModelTester tester(&model);
    model.setClusterNames({{QStringLiteral("CH-GE"), QStringLiteral("Genève")}});
    model.apply({listOf({row(1, "Müller"), row(2, "Favre", "CH-GE"), row(3, "Muster")})});
    const auto found = [&](const QString &text) {
        model.setFilter({text, {}, {}});
        return lastNames(model);
    };
    QCOMPARE(found(QStringLiteral("muLLER")), QStringList{QStringLiteral("Müller")});
    QCOMPARE(found(QStringLiteral("geneve")), QStringList{QStringLiteral("Favre")});
    QCOMPARE(found(QStringLiteral("anna E-000003")), QStringList{QStringLiteral("Muster")});
    QCOMPARE(found(QStringLiteral("1980-05-03")).size(), 3);
    QCOMPARE(found(QStringLiteral("nobody")).size(), 0);
    QCOMPARE(found({}).size(), 3);
}

void EmployeesModelTest::anUnreadContractIsNotTakenForNone()
{
    EmployeesModel model;
    model.apply({many(2)}, false);
    const QModelIndex cell = model.index(0, static_cast<int>(EmployeeColumn::ActiveContract));
    QCOMPARE(cell.data().toString(), QStringLiteral("…"));
    QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(), QStringLiteral("not read yet"));
    QVERIFY(!cell.data(tabletext::RawRole).isValid());
    model.setActiveContract(model.idAt(0), {});
    QCOMPARE(cell.data().toString(), QStringLiteral("None"));
    QCOMPARE(cell.data(tabletext::RawRole).toString(), QStringLiteral("None"));
}

void EmployeesModelTest::aWordOfTheActiveContractIsFoundToo()
{
    EmployeesModel model;
    model.apply({many(10)}, false);
    const QByteArray id = model.idAt(3);
    const QString name = model.index(3, static_cast<int>(EmployeeColumn::LastName)).data().toString();
    model.setActiveContract(id, QStringLiteral("CDI · Directrice générale"));
    model.setFilter({QStringLiteral("generale ") + name, {}, {}});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.idAt(0), id);
    model.forgetActiveContract(id);
    model.setFilter({QStringLiteral("generale"), {}, {}});
    QCOMPARE(model.rowCount(), 0);
}

void EmployeesModelTest::clusterAndStateNarrowTogether()
{
    EmployeesModel model;
    QAbstractItemModelTester tester(&model);
    const QByteArray later =
        row(3, "Later", "CH-GE").replace("2020-01-01\",\"is_active", "2999-01-01\",\"is_active");
    model.apply({listOf({row(1, "A"), row(2, "B", "CH-GE"), later})});
    model.setFilter({{}, QStringLiteral("CH-GE"), {}});
    QCOMPARE(model.rowCount(), 2);
    model.setFilter({{}, QStringLiteral("CH-GE"), EmployeeState::StartsLater});
    QCOMPARE(lastNames(model), QStringList{QStringLiteral("Later")});
    QCOMPARE(model.clusterCodes(), (QStringList{QStringLiteral("CH-GE"), QStringLiteral("CH-ZH")}));
}

void EmployeesModelTest::aRefreshInsertsRemovesAndMovesButNeverResets()
{
    EmployeesModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.apply({listOf({row(1, "A"), row(2, "B"), row(3, "C"), row(4, "D")})});
    const QPersistentModelIndex moved(model.index(0, 0));
    const QPersistentModelIndex gone(model.index(1, 0));
    const QPersistentModelIndex still(model.index(3, 0));
    model.apply({listOf({row(1, "X"), row(3, "C"), row(4, "D"), row(5, "Bb"), row(6, "E")})});
    QCOMPARE(lastNames(model), (QStringList{QStringLiteral("Bb"), QStringLiteral("C"), QStringLiteral("D"),
                                            QStringLiteral("E"), QStringLiteral("X")}));
    QCOMPARE(moved.row(), 4);
    QVERIFY(!gone.isValid());
    QCOMPARE(still.row(), 2);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changes.size(), 1);
    const auto cell = changes.front().front().toModelIndex();
    QCOMPARE(cell.column(), static_cast<int>(EmployeeColumn::LastName));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void EmployeesModelTest::pagesThatComeLaterAreAdded()
{
    EmployeesModel model;
    QAbstractItemModelTester tester(&model);
    const EmployeeList first = many(1'000);
    const EmployeeList second = many(1'000, 1'000);
    model.apply({first}, false);
    const QPersistentModelIndex place(model.index(10, 0));
    const QString id = place.data(tabletext::IdRole).toString();
    model.apply({first, second}, false);
    QCOMPARE(model.rowCount(), 2'000);
    QCOMPARE(place.data(tabletext::IdRole).toString(), id);
}

void EmployeesModelTest::manyRowsAreArrangedWithoutAStall()
{
    EmployeesModel model;
    QTableView view;
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.setModel(&model);
    view.resize(900, 600);
    view.show();
    EmployeeList list = many(100'000);
    EmployeeList again = many(100'000);
    QSignalSpy arranged(&model, &EmployeesModel::arranged);
    model.apply({list}, false);
    list = {};
    QVERIFY(arranged.wait(10'000));
    QCOMPARE(model.rowCount(), 100'000);
    model.setFilter({QStringLiteral("zurcher 77"), {}, {}});
    QVERIFY(arranged.wait(10'000));
    QVERIFY(model.rowCount() > 0 && model.rowCount() < 20'000);
    model.setFilter({});
    QVERIFY(arranged.wait(10'000));
    model.apply({again}, true);
    again = {};
    QVERIFY(arranged.wait(10'000));
    model.sort(static_cast<int>(EmployeeColumn::BirthDate), Qt::DescendingOrder);
    QVERIFY(arranged.wait(10'000));
    QCOMPARE(model.rowCount(), 100'000);
    const auto born = [&](int row) {
        return model.index(row, static_cast<int>(EmployeeColumn::BirthDate))
            .data(tabletext::RawRole)
            .toDate();
    };
    for (int row = 1; row < model.rowCount(); row += 997)
        QVERIFY(born(row - 1) >= born(row));
}

QTEST_MAIN(EmployeesModelTest)
#include "tst_employeesmodel.moc"
