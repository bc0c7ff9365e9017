#include "ui/base/DataTable.h"
#include "ui/base/TableCopy.h"
#include "ui/support/UiTestMain.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace hrcache;
using tabletext::Format;

namespace {

constexpr int many = static_cast<int>(TableCopy::atOnce) * 3;

/// A table of `count` rows "id-7", "name 7", 7.
struct Rows
{
    explicit Rows(int count)
        : model(count, 2)
    {
        model.setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Number")});
        model.setHeaderData(0, Qt::Horizontal, QStringLiteral("name"), tabletext::NameRole);
        for (int row = 0; row < count; ++row) {
            auto *name = new QStandardItem(QStringLiteral("name %1").arg(row));
            name->setData(QStringLiteral("id-%1").arg(row), tabletext::IdRole);
            auto *number = new QStandardItem(QString::number(row));
            number->setData(row, tabletext::RawRole);
            model.setItem(row, 0, name);
            model.setItem(row, 1, number);
        }
        table = std::make_unique<DataTable>();
        table->setColumns({{12}, {12}}, 0);
        table->setModel(&model);
    }

    void selectAll() const { table->selectAll(); }

    /// What the table said last.
    [[nodiscard]] static QString last(const QSignalSpy &told)
    {
        return told.isEmpty() ? QString() : told.back().front().toString();
    }

    QStandardItemModel model;
    std::unique_ptr<DataTable> table;
};

QString clipboardText()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

class TableCopyTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init() { QGuiApplication::clipboard()->setText(QStringLiteral("before")); }

    void fewRowsAreInTheClipboardAtOnce();
    void manyRowsFollowWhileTheWindowGoesOn_data();
    void manyRowsFollowWhileTheWindowGoesOn();
    void jsonIsWrittenAsAWholeDocumentIs();
    void theNextCopyEndsTheOneBefore();
    void aCopyInAnotherTableEndsTheOneBefore();
    void whatIsCopiedElsewhereMeanwhileStays();
    void rowsThatMovedAreNotCopied();
    void aTableThatGoesTakesItsCopyWithIt();
    void aModelThatGoesEndsTheCopy();
    void selectedRowsAreCountedWithoutNamingThem();
    void aSortKeepsWhatIsSelected_data();
    void aSortKeepsWhatIsSelected();
};

void TableCopyTest::fewRowsAreInTheClipboardAtOnce()
{
    Rows rows(20);
    QSignalSpy told(rows.table.get(), &DataTable::copyTold);
    rows.table->copySelection(Format::Tsv);
    QCOMPARE(told.size(), 0);
    QCOMPARE(clipboardText(), QStringLiteral("before"));
    rows.table->select(7);
    rows.table->copySelection(Format::TsvWithHeaders);
    QCOMPARE(clipboardText(), QStringLiteral("Name\tNumber\nname 7\t7\n"));
    QCOMPARE(told.size(), 1);
}

void TableCopyTest::manyRowsFollowWhileTheWindowGoesOn_data()
{
    QTest::addColumn<Format>("format");
    QTest::newRow("TSV") << Format::Tsv;
    QTest::newRow("TSV with headers") << Format::TsvWithHeaders;
    QTest::newRow("CSV") << Format::Csv;
    QTest::newRow("JSON") << Format::Json;
}

void TableCopyTest::manyRowsFollowWhileTheWindowGoesOn()
{
    QFETCH(Format, format);
    Rows rows(many);
    QSignalSpy told(rows.table.get(), &DataTable::copyTold);
    rows.selectAll();
    rows.table->copySelection(format);
    QCOMPARE(clipboardText(), QStringLiteral("before"));
    QCOMPARE(told.size(), 1);
    QVERIFY(Rows::last(told).startsWith(QStringLiteral("Copying")));
    QTRY_COMPARE(told.size(), 2);
    QVERIFY(Rows::last(told).startsWith(QStringLiteral("Copied")));
    QCOMPARE(clipboardText(), tabletext::asText(rows.model, rows.table->extract(true), format));
}

void TableCopyTest::jsonIsWrittenAsAWholeDocumentIs()
{
    Rows rows(3);
    rows.model.item(1, 0)->setText(QStringLiteral("two\n\"lines\" ]},\tÄ"));
    QJsonArray expected;
    for (int row = 0; row < 3; ++row) {
        expected.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("id-%1").arg(row)},
                                    {QStringLiteral("name"), rows.model.item(row, 0)->text()},
                                    {QStringLiteral("Number"), row}});
    }
    QCOMPARE(tabletext::asText(rows.model, rows.table->extract(true), Format::Json),
             QString::fromUtf8(QJsonDocument(expected).toJson()));
    QCOMPARE(tabletext::asText(rows.model, {{}, {0, 1}}, Format::Json),
             QString::fromUtf8(QJsonDocument(QJsonArray()).toJson()));
}

void TableCopyTest::theNextCopyEndsTheOneBefore()
{
    Rows rows(many);
    rows.selectAll();
    rows.table->copySelection(Format::Json);
    rows.table->select(2);
    rows.table->copySelection(Format::Tsv);
    QCOMPARE(clipboardText(), QStringLiteral("name 2\t2\n"));
    QTRY_VERIFY(rows.table->findChildren<TableCopy *>().isEmpty());
    QCOMPARE(clipboardText(), QStringLiteral("name 2\t2\n"));
}

void TableCopyTest::aCopyInAnotherTableEndsTheOneBefore()
{
    Rows rows(many);
    Rows others(many + 1);
    QSignalSpy told(rows.table.get(), &DataTable::copyTold);
    QSignalSpy toldByOther(others.table.get(), &DataTable::copyTold);
    rows.selectAll();
    others.selectAll();
    rows.table->copySelection(Format::Tsv);
    others.table->copySelection(Format::Tsv);
    QTRY_COMPARE(toldByOther.size(), 2);
    QCOMPARE(told.size(), 1);
    QCOMPARE(clipboardText().count(u'\n'), many + 1);
}

void TableCopyTest::whatIsCopiedElsewhereMeanwhileStays()
{
    Rows rows(many);
    QSignalSpy told(rows.table.get(), &DataTable::copyTold);
    rows.selectAll();
    rows.table->copySelection(Format::Tsv);
    QGuiApplication::clipboard()->setText(QStringLiteral("of another"));
    QTRY_VERIFY(rows.table->findChildren<TableCopy *>().isEmpty());
    QCOMPARE(clipboardText(), QStringLiteral("of another"));
    QVERIFY(Rows::last(told).contains(QStringLiteral("not in the clipboard")));
}

void TableCopyTest::rowsThatMovedAreNotCopied()
{
    Rows rows(many);
    QSignalSpy told(rows.table.get(), &DataTable::copyTold);
    rows.selectAll();
    rows.table->copySelection(Format::Tsv);
    rows.model.sort(1, Qt::DescendingOrder);
    QTRY_VERIFY(rows.table->findChildren<TableCopy *>().isEmpty());
    QCOMPARE(clipboardText(), QStringLiteral("before"));
    QVERIFY(Rows::last(told).contains(QStringLiteral("changed meanwhile")));
    // Copied again, they are there.
    rows.table->copySelection(Format::Tsv);
    QTRY_VERIFY(clipboardText().startsWith(rows.model.index(0, 0).data().toString()));
}

void TableCopyTest::aTableThatGoesTakesItsCopyWithIt()
{
    Rows rows(many);
    rows.selectAll();
    rows.table->copySelection(Format::Tsv);
    rows.table.reset();
    // The next one does not look for it.
    Rows others(5);
    others.selectAll();
    others.table->copySelection(Format::Csv);
    QVERIFY(clipboardText().startsWith(QStringLiteral("Name,Number\r\n")));
}

void TableCopyTest::aModelThatGoesEndsTheCopy()
{
    auto *model = new QStandardItemModel(many, 1);
    DataTable table;
    table.setColumns({{12}}, 0);
    table.setModel(model);
    table.selectAll();
    table.copySelection(Format::Tsv);
    QCOMPARE(table.findChildren<TableCopy *>().size(), 1);
    delete model;
    QTRY_VERIFY(table.findChildren<TableCopy *>().isEmpty());
    QCOMPARE(clipboardText(), QStringLiteral("before"));
}

void TableCopyTest::selectedRowsAreCountedWithoutNamingThem()
{
    Rows rows(10);
    QCOMPARE(rows.table->selectedCount(), 0);
    QVERIFY(rows.table->firstSelectedId().isEmpty());
    QItemSelectionModel *selection = rows.table->selectionModel();
    const auto add = [&](int first, int last) {
        selection->select({rows.model.index(first, 0), rows.model.index(last, 0)},
                          QItemSelectionModel::Select | QItemSelectionModel::Rows);
    };
    add(6, 8);
    add(2, 3);
    add(3, 6);
    QCOMPARE(rows.table->selectedCount(), 7);
    QCOMPARE(rows.table->firstSelectedId(), QStringLiteral("id-2"));
    QCOMPARE(rows.table->selectedRows(), (QList<int>{2, 3, 4, 5, 6, 7, 8}));
    selection->select(rows.model.index(5, 0), QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
    QCOMPARE(rows.table->selectedCount(), 6);
    rows.selectAll();
    QCOMPARE(rows.table->selectedCount(), 10);
    QCOMPARE(rows.table->firstSelectedId(), QStringLiteral("id-0"));
}

void TableCopyTest::aSortKeepsWhatIsSelected_data()
{
    QTest::addColumn<QList<int>>("unselected");
    QTest::newRow("all") << QList<int>{};
    QTest::newRow("all but one") << QList<int>{5};
    QTest::newRow("all but some at the ends") << QList<int>{0, 1, 40, many - 1};
    QList<int> odd;
    for (int row = 1; row < many; row += 10)
        odd << row;
    QTest::newRow("nine of ten") << odd;
}

void TableCopyTest::aSortKeepsWhatIsSelected()
{
    QFETCH(QList<int>, unselected);
    Rows rows(many);
    QItemSelectionModel *selection = rows.table->selectionModel();
    rows.selectAll();
    QSet<QString> expected;
    for (int row = 0; row < many; ++row)
        expected.insert(rows.model.index(row, 0).data(tabletext::IdRole).toString());
    for (const int row : unselected) {
        selection->select(rows.model.index(row, 0),
                          QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
        expected.remove(QStringLiteral("id-%1").arg(row));
    }
    selection->setCurrentIndex(rows.model.index(2, 0), QItemSelectionModel::NoUpdate);
    QSignalSpy changed(selection, &QItemSelectionModel::selectionChanged);
    rows.model.sort(0, Qt::DescendingOrder);
    const QStringList ids = rows.table->selectedIds();
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()), expected);
    QCOMPARE(rows.table->currentId(), QStringLiteral("id-2"));
    QCOMPARE(changed.size(), 0);
    // The next change of the selection begins from there.
    const QModelIndex first = rows.model.index(0, 0);
    const int count = rows.table->selectedCount();
    const bool was = selection->isRowSelected(0);
    selection->select(first, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    QCOMPARE(rows.table->selectedCount(), was ? count - 1 : count + 1);
}

QTEST_MAIN(TableCopyTest)
#include "tst_tablecopy.moc"
