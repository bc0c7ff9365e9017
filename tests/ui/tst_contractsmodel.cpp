#include "ui/contracts/ContractsModel.h"
#include "ui/support/StallMeter.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace hrcache;

namespace {

const QDate today = QDate::currentDate();

/// What differs between contracts of a test; the rest is always the same.
struct Terms
{
    Terms(int ownNumber = 0, QString ofType = QStringLiteral("CDI"))
        : number(ownNumber)
        , type(std::move(ofType))
    {
    }

    int number;
    QString type;
    QDate start = today.addYears(-2);
    QDate end;
    double salary = 5000;
    bool active = true;
    QString title = QStringLiteral("Cook");
};

QByteArray personRow(int number, const QByteArray &lastName)
{
    const QByteArray digits = QByteArray::number(number).rightJustified(6, '0');
    return "{\"id\":\"00000000-0000-4000-8000-000000" + digits + "\",\"identifier\":\"E-" +
           QByteArray::number(number) + "\",\"first_name\":\"Anna\",\"last_name\":\"" + lastName +
           "\",\"birth_date\":\"1980-05-03\",\"cluster_code\":\"CH-ZH\",\"hire_date\":\"2020-01-01\","
           "\"is_active\":true,\"created_at\":\"2020-01-01T00:00:00+00:00\"}";
}

/// Employees of the given last names, each with a contract of the given terms.
std::shared_ptr<const CompanyContracts> contractsOf(const QList<std::pair<QByteArray, Terms>> &people)
{
    QByteArray json = "[";
    for (qsizetype i = 0; i < people.size(); ++i)
        json += (i > 0 ? "," : "") + personRow(static_cast<int>(i), people[i].first);
    auto document = HrDocument::fromRows(HrQuery::Kind::Employees, json + "]");
    if (!document)
        qFatal("%s", qPrintable(document.error().message));
    Sourced<EmployeePages> list;
    list.data.pages.emplace_back(std::move(*document));
    auto contracts = std::make_shared<CompanyContracts>(std::move(list));
    for (qsizetype i = 0; i < people.size(); ++i) {
        const Terms &terms = people[i].second;
        Contract row;
        row.id = QStringLiteral("c%1").arg(terms.number);
        row.contractType = terms.type;
        row.startDate = terms.start;
        row.endDate = terms.end;
        row.baseSalary = terms.salary;
        row.currency = QStringLiteral("CHF");
        row.remunerationType = QStringLiteral("MONTHLY");
        row.weeklyHours = 42;
        row.jobTitle = terms.title;
        row.isActive = terms.active;
        contracts->rows.append(static_cast<uint32_t>(i), row);
    }
    return contracts;
}

std::shared_ptr<const CompanyContracts> many(int count)
{
    static const QByteArray names[] = {"Müller", "Äbi", "Zürcher", "Favre", "Čolić", "Meier"};
    QList<std::pair<QByteArray, Terms>> people;
    people.reserve(count);
    for (int i = 0; i < count; ++i) {
        Terms terms;
        terms.number = i;
        terms.salary = static_cast<double>(i * 7919LL % 100'003);
        terms.end = i % 10 == 0 ? today.addDays(i % 80) : QDate();
        people.append({names[i % 6] + QByteArray::number(i), terms});
    }
    return contractsOf(people);
}

QStringList column(const ContractsModel &model, ContractColumn column)
{
    QStringList texts;
    for (int i = 0; i < model.rowCount(); ++i)
        texts << model.index(i, static_cast<int>(column)).data().toString();
    return texts;
}

QString names(const ContractsModel &model)
{
    QStringList lastNames;
    for (const QString &name : column(model, ContractColumn::Employee))
        lastNames << name.section(u' ', 0, 0);
    return lastNames.join(u' ');
}

} // namespace

class ContractsModelTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void namesAreOrderedAsTheLocaleDoes();
    void everythingElseIsOrderedByItsValue();
    void statesAndEndsFollowTheDates_data();
    void statesAndEndsFollowTheDates();
    void wordsAreFoundWithoutCaseAndAccentsInAnyColumn();
    void choosersNarrowTogether();
    void labelsReplaceCodes();
    void flagsAreIconAndWords();
    void rawValuesAreForPrograms();
    void anotherAnswerInsertsRemovesAndMovesButNeverResets();
    void whatChangedGlows();
    void manyRowsAreArrangedWithoutAStall();
};

void ContractsModelTest::namesAreOrderedAsTheLocaleDoes()
{
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    model.apply(contractsOf({{"Zoe", {}}, {"Äbi", {1}}, {"abt", {2}}, {"Čolić", {3}}, {"Dax", {4}}}));
    QCOMPARE(names(model), QStringLiteral("Äbi abt Čolić Dax Zoe"));
    model.sort(static_cast<int>(ContractColumn::Employee), Qt::DescendingOrder);
    QCOMPARE(names(model), QStringLiteral("Zoe Dax Čolić abt Äbi"));
}

void ContractsModelTest::everythingElseIsOrderedByItsValue()
{
    Terms first{1};
    first.salary = 10'000;
    first.end = today.addDays(80);
    first.start = QDate(2020, 12, 1);
    Terms second{2};
    second.salary = 9'500.5;
    second.start = QDate(2021, 2, 1);
    Terms third{3};
    third.salary = 950;
    third.end = today.addDays(9);
    third.start = QDate(2019, 3, 1);
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    model.apply(contractsOf({{"A", first}, {"B", second}, {"C", third}}));
    const auto sortedBy = [&](ContractColumn by, Qt::SortOrder order = Qt::AscendingOrder) {
        model.sort(static_cast<int>(by), order);
        return names(model);
    };
    QCOMPARE(sortedBy(ContractColumn::Salary), QStringLiteral("C B A"));
    QCOMPARE(sortedBy(ContractColumn::Salary, Qt::DescendingOrder), QStringLiteral("A B C"));
    QCOMPARE(sortedBy(ContractColumn::From), QStringLiteral("C A B"));
    QCOMPARE(sortedBy(ContractColumn::To), QStringLiteral("C A B")); // no end is the last
    QCOMPARE(sortedBy(ContractColumn::EndingSoon), QStringLiteral("C A B"));
    QCOMPARE(sortedBy(ContractColumn::Identifier, Qt::DescendingOrder), QStringLiteral("C B A"));
}

void ContractsModelTest::statesAndEndsFollowTheDates_data()
{
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end"); // 9999: none
    QTest::addColumn<bool>("active");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("soon");
    const auto row = [](const char *name, int start, int end, bool active, const char *state,
                        const char *soon) {
        QTest::newRow(name) << start << end << active << QString::fromLatin1(state)
                            << QString::fromLatin1(soon);
    };
    row("for ever", -100, 9999, true, "Active", "");
    row("starts today", 0, 9999, true, "Active", "");
    row("starts tomorrow", 1, 30, true, "Starts later", "");
    row("ends today", -100, 0, true, "Active", "Ends today");
    row("ends tomorrow", -100, 1, true, "Active", "Ends in 1 day");
    row("ends in 90 days", -100, 90, true, "Active", "Ends in 90 day");
    row("ends in 91 days", -100, 91, true, "Active", "");
    row("ended yesterday", -100, -1, true, "Ended", "");
    row("ended, switched off", -100, -1, false, "Ended", "");
    row("switched off", -100, 30, false, "Not active", "");
}

void ContractsModelTest::statesAndEndsFollowTheDates()
{
    QFETCH(int, start);
    QFETCH(int, end);
    QFETCH(bool, active);
    Terms terms;
    terms.start = today.addDays(start);
    terms.end = end == 9999 ? QDate() : today.addDays(end);
    terms.active = active;
    ContractsModel model;
    model.apply(contractsOf({{"A", terms}}));
    QTEST(column(model, ContractColumn::State).front(), "state");
    QFETCH(QString, soon);
    // Plural forms come with the translations.
    const QString shown = column(model, ContractColumn::EndingSoon).front();
    QVERIFY2(soon.isEmpty() ? shown.isEmpty() : shown.startsWith(soon), qPrintable(shown));
}

void ContractsModelTest::wordsAreFoundWithoutCaseAndAccentsInAnyColumn()
{
    Terms second{2};
    second.title = QStringLiteral("Chargée d'études");
    second.start = QDate(2021, 2, 1);
    second.salary = 6543.25;
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    model.apply(contractsOf({{"Müller", {1}}, {"Favre", second}}));
    const auto found = [&](const QString &text) {
        ContractFilter filter;
        filter.text = text;
        model.setFilter(filter);
        return names(model);
    };
    QCOMPARE(found(QStringLiteral("muLLER")), QStringLiteral("Müller"));
    QCOMPARE(found(QStringLiteral("etudes chargee")), QStringLiteral("Favre"));
    QCOMPARE(found(QStringLiteral("2021-02-01")), QStringLiteral("Favre"));
    QCOMPARE(found(QStringLiteral("anna cook")), QStringLiteral("Müller"));
    QCOMPARE(found(QStringLiteral("543.25")), QStringLiteral("Favre"));
    QCOMPARE(found(QStringLiteral("e-1")), QStringLiteral("Favre"));
    QCOMPARE(found(QStringLiteral("müller favre")), QString());
    QCOMPARE(found({}), QStringLiteral("Favre Müller"));
}

void ContractsModelTest::choosersNarrowTogether()
{
    Terms fixed{1, QStringLiteral("CDD")};
    fixed.end = today.addDays(30);
    Terms old{2, QStringLiteral("CDD")};
    old.end = today.addDays(-30);
    Terms later{3};
    later.start = today.addDays(10);
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    model.apply(contractsOf({{"A", fixed}, {"B", old}, {"C", later}, {"D", {4}}}));
    const auto found = [&](const QString &type, std::optional<ContractState> state, bool soon) {
        model.setFilter({{}, type, state, soon});
        return names(model);
    };
    QCOMPARE(found(QStringLiteral("CDD"), {}, false), QStringLiteral("A B"));
    QCOMPARE(found(QStringLiteral("CDD"), ContractState::Ended, false), QStringLiteral("B"));
    QCOMPARE(found({}, ContractState::Active, false), QStringLiteral("A D"));
    QCOMPARE(found({}, ContractState::StartsLater, false), QStringLiteral("C"));
    QCOMPARE(found({}, {}, true), QStringLiteral("A"));
    QCOMPARE(found(QStringLiteral("CDI"), {}, true), QString());
    QCOMPARE(model.totalCount(), 4);
}

void ContractsModelTest::labelsReplaceCodes()
{
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy types(&model, &ContractsModel::typesChanged);
    model.apply(contractsOf({{"A", {1}}, {"B", {2, QStringLiteral("CDD")}}}));
    QCOMPARE(types.size(), 1);
    QCOMPARE(column(model, ContractColumn::Type).front(), QStringLiteral("CDI"));
    References words;
    words.contractTypes = {{QStringLiteral("CDI"), QStringLiteral("Permanent contract")},
                           {QStringLiteral("CDD"), QStringLiteral("Fixed term")}};
    words.remunerationTypes = {{QStringLiteral("MONTHLY"), QStringLiteral("Monthly salary")}};
    model.setWords(words);
    QCOMPARE(column(model, ContractColumn::Type).front(), QStringLiteral("Permanent contract"));
    QCOMPARE(column(model, ContractColumn::Pay).front(), QStringLiteral("Monthly salary"));
    QCOMPARE(types.size(), 2);
    QCOMPARE(model.types().front(), std::make_pair(QStringLiteral("CDD"), QStringLiteral("Fixed term")));
    ContractFilter filter;
    filter.text = QStringLiteral("permanent");
    model.setFilter(filter);
    QCOMPARE(names(model), QStringLiteral("A"));
}

void ContractsModelTest::flagsAreIconAndWords()
{
    Terms soon{1};
    soon.end = today.addDays(12);
    ContractsModel model;
    model.apply(contractsOf({{"A", soon}, {"B", {2}}}));
    const auto cell = [&](int row, ContractColumn of) { return model.index(row, static_cast<int>(of)); };
    QVERIFY(cell(0, ContractColumn::EndingSoon)
                .data(Qt::AccessibleTextRole)
                .toString()
                .startsWith(QStringLiteral("Ends in 12 day")));
    QVERIFY(!cell(0, ContractColumn::EndingSoon).data(Qt::DecorationRole).value<QIcon>().isNull());
    QVERIFY(cell(1, ContractColumn::EndingSoon).data(Qt::DecorationRole).value<QIcon>().isNull());
    QVERIFY(!cell(1, ContractColumn::State).data(Qt::DecorationRole).value<QIcon>().isNull());
}

void ContractsModelTest::rawValuesAreForPrograms()
{
    Terms terms{1};
    terms.end = today.addDays(12);
    ContractsModel model;
    model.apply(contractsOf({{"A", terms}}));
    const auto json = tabletext::asText(
        model,
        {{0},
         {static_cast<int>(ContractColumn::Employee), static_cast<int>(ContractColumn::Salary),
          static_cast<int>(ContractColumn::To), static_cast<int>(ContractColumn::EndingSoon)}},
        tabletext::Format::Json);
    QVERIFY2(json.contains(QStringLiteral("\"base_salary\"")) && json.contains(QStringLiteral("5000")) &&
                 json.contains(terms.end.toString(Qt::ISODate)) &&
                 json.contains(QStringLiteral("\"ends_in_days\"")) && json.contains(QStringLiteral("A Anna")),
             qPrintable(json));
}

void ContractsModelTest::anotherAnswerInsertsRemovesAndMovesButNeverResets()
{
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    QTableView view;
    view.setModel(&model);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.apply(contractsOf({{"A", {1}}, {"B", {2}}, {"C", {3}}, {"D", {4}}}));
    view.selectRow(1);
    const QPersistentModelIndex kept = model.index(1, 0);
    // B has moved behind D and got another name, C is gone, E has come.
    model.apply(contractsOf({{"A", {1}}, {"D", {4}}, {"DB", {2}}, {"E", {5}}}));
    QCOMPARE(names(model), QStringLiteral("A D DB E"));
    QCOMPARE(kept.row(), 2);
    QCOMPARE(view.selectionModel()->selectedRows().front().row(), 2);
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(model.rowOf(QStringLiteral("c5")), 3);
    QCOMPARE(model.rowOf(QStringLiteral("c3")), -1);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!kept.isValid());
}

void ContractsModelTest::whatChangedGlows()
{
    Terms before{2};
    Terms after = before;
    after.salary = 6000;
    ContractsModel model;
    QAbstractItemModelTester tester(&model);
    model.apply(contractsOf({{"A", {1}}, {"B", before}}));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.apply(contractsOf({{"A", {1}}, {"B", after}}));
    QCOMPARE(changes.size(), 1);
    const int salary = static_cast<int>(ContractColumn::Salary);
    QCOMPARE(changes.front().at(0).toModelIndex(), model.index(1, salary));
    QVERIFY(model.index(1, salary).data(tabletext::GlowRole).toDouble() > 0);
    QCOMPARE(model.index(0, salary).data(tabletext::GlowRole).toDouble(), 0.0);
    // Other words for the same answer change no value.
    model.setWords({{{QStringLiteral("CDI"), QStringLiteral("Permanent")}}, {}, {}, {}, {}});
    QCOMPARE(model.index(1, salary).data(tabletext::GlowRole).toDouble(), 0.0);
}

void ContractsModelTest::manyRowsAreArrangedWithoutAStall()
{
    const int count = 100'000;
    const auto contracts = many(count);
    ContractsModel model;
    QTableView view;
    view.setModel(&model);
    view.show();
    QSignalSpy arranged(&model, &ContractsModel::arranged);
    const auto wait = [&] {
        arranged.clear();
        if (model.isArranging())
            QVERIFY(arranged.wait(20'000));
    };
    StallMeter meter;
    model.apply(contracts);
    wait();
    QCOMPARE(model.rowCount(), count);
    ContractFilter filter;
    filter.endingSoon = true;
    model.setFilter(filter);
    wait();
    QCOMPARE(model.rowCount(), count / 10);
    filter = {};
    model.setFilter(filter);
    wait();
    model.sort(static_cast<int>(ContractColumn::Salary), Qt::AscendingOrder);
    wait();
    QCOMPARE(model.rowCount(), count);
    for (int row = 1; row < 1000; ++row)
        QVERIFY(model.at(row - 1).baseSalary() <= model.at(row).baseSalary());
    qInfo("the longest stall with %d rows: %lld ms", count, static_cast<long long>(meter.longest()));
}

QTEST_MAIN(ContractsModelTest)
#include "tst_contractsmodel.moc"
