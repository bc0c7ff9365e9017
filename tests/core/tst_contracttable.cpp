#include "hr/ContractTable.h"

#include <QTest>

using namespace hrcache;

namespace {

Contract contractOf(int number)
{
    Contract contract;
    contract.id = QStringLiteral("33333333-3333-4333-8333-%1").arg(number, 12, 10, QLatin1Char('0'));
    contract.contractType = number % 2 == 0 ? QStringLiteral("CDI") : QStringLiteral("CDD");
    contract.startDate = QDate(2024, 1, 1).addDays(number);
    contract.endDate = number % 3 == 0 ? QDate(2027, 12, 31) : QDate();
    contract.baseSalary = 5'000.05 + number;
    contract.currency = QStringLiteral("CHF");
    contract.workRate = 0.8;
    contract.weeklyHours = 33.6;
    contract.remunerationType = QStringLiteral("MONTHLY");
    contract.jobTitle = QStringLiteral("Köchin %1").arg(number % 4);
    contract.isActive = number % 5 != 0;
    return contract;
}

ContractTable tableOf(const QList<int> &numbers)
{
    ContractTable table;
    table.reserve(static_cast<size_t>(numbers.size()));
    for (const int number : numbers)
        table.append(static_cast<uint32_t>(number), contractOf(number));
    table.finish();
    return table;
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

} // namespace

/// The contracts of a company in little memory.
class TestContractTable : public QObject
{
    Q_OBJECT

private slots:
    void everyRowIsWhatWasAppended();
    void idsOfAnyLengthAreTold();
    void textsAreKeptOnce();
    void datesFarAwayAreKept();
    void tablesAreEqualByTheirRows();
    void aCopyGoesOn();
};

void TestContractTable::everyRowIsWhatWasAppended()
{
    QList<int> numbers;
    for (int number = 0; number < 60; ++number)
        numbers << number;
    const ContractTable table = tableOf(numbers);
    QCOMPARE(table.size(), size_t(60));
    for (int number = 0; number < 60; ++number) {
        const Contract contract = contractOf(number);
        const ContractTable::Row row = table[static_cast<size_t>(number)];
        QCOMPARE(row.id(), viewOf(contract.id.toUtf8()));
        QCOMPARE(row.person(), static_cast<uint32_t>(number));
        QCOMPARE(row.contractType(), contract.contractType);
        QCOMPARE(row.startDate(), contract.startDate);
        QCOMPARE(row.endDate(), contract.endDate);
        QCOMPARE(row.baseSalary(), contract.baseSalary);
        QCOMPARE(row.currency(), contract.currency);
        QCOMPARE(row.workRate(), contract.workRate);
        QCOMPARE(row.weeklyHours(), contract.weeklyHours);
        QCOMPARE(row.remunerationType(), contract.remunerationType);
        QCOMPARE(row.jobTitle(), contract.jobTitle);
        QCOMPARE(row.isActive(), contract.isActive);
    }
}

void TestContractTable::idsOfAnyLengthAreTold()
{
    ContractTable table;
    const QStringList ids{QStringLiteral("a"), QString(), QStringLiteral("é-1"), QString(100, u'x')};
    for (const QString &id : ids) {
        Contract contract;
        contract.id = id;
        table.append(0, contract);
    }
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(table[static_cast<size_t>(i)].id(), viewOf(ids[i].toUtf8()));
}

void TestContractTable::textsAreKeptOnce()
{
    const ContractTable table = tableOf({1, 5, 9});
    QVERIFY(&table[0].jobTitle() == &table[2].jobTitle());
    QVERIFY(&table[0].currency() == &table[1].currency());
}

void TestContractTable::datesFarAwayAreKept()
{
    ContractTable table;
    for (const QDate date :
         {QDate(9999, 12, 31), QDate(1, 1, 1), QDate(-4713, 1, 2), QDate(294276, 12, 31)}) {
        Contract contract;
        contract.startDate = date;
        contract.endDate = date;
        table.append(0, contract);
        QCOMPARE(table[table.size() - 1].startDate(), date);
        QCOMPARE(table[table.size() - 1].endDate(), date);
    }
}

void TestContractTable::tablesAreEqualByTheirRows()
{
    QVERIFY(tableOf({1, 2, 3}) == tableOf({1, 2, 3}));
    QVERIFY(!(tableOf({1, 2, 3}) == tableOf({1, 2})));
    QVERIFY(!(tableOf({1, 2, 3}) == tableOf({1, 2, 4})));
    // In whatever order their texts came.
    const ContractTable one = tableOf({1, 2});
    const ContractTable other = tableOf({2, 1});
    QVERIFY(one[0] == other[1] && one[1] == other[0]);
    QVERIFY(!(one == other));
}

void TestContractTable::aCopyGoesOn()
{
    ContractTable table;
    table.append(1, contractOf(1));
    const ContractTable soFar = table;
    table.append(2, contractOf(2));
    table.finish();
    QVERIFY(soFar == tableOf({1}));
    QVERIFY(table == tableOf({1, 2}));
}

QTEST_APPLESS_MAIN(TestContractTable)
#include "tst_contracttable.moc"
