#include "ui/base/DataTable.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QTest>

using namespace hrcache;

namespace {

constexpr int rows = 5'000;
constexpr int columns = 6;

/// Counts how often it is asked whether a row can be selected.
class AskedModel final : public QAbstractTableModel
{
public:
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : rows;
    }

    [[nodiscard]] int columnCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : columns;
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(index.row()) : QVariant();
    }

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        ++asked;
        return QAbstractTableModel::flags(index);
    }

    mutable int asked = 0;
};

} // namespace

/// The header of a table in which very much is selected.
class HeaderSelectionTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aHeaderIsPaintedWithoutALookAtEveryRow();
    void theTableKeepsItsSelection();
    void anotherModelIsFollowed();
};

void HeaderSelectionTest::aHeaderIsPaintedWithoutALookAtEveryRow()
{
    AskedModel model;
    DataTable table;
    table.setModel(&model);
    table.resize(600, 300);
    table.selectAll();
    model.asked = 0;
    QVERIFY(!table.horizontalHeader()->grab().isNull());
    QVERIFY2(model.asked < rows, qPrintable(QString::number(model.asked)));
}

void HeaderSelectionTest::theTableKeepsItsSelection()
{
    AskedModel model;
    DataTable table;
    table.setModel(&model);
    table.selectAll();
    QCOMPARE(table.selectedCount(), rows);
    QVERIFY(!table.horizontalHeader()->selectionModel()->hasSelection());
    table.select(7);
    QCOMPARE(table.selectedRows(), QList<int>{7});
}

void HeaderSelectionTest::anotherModelIsFollowed()
{
    DataTable table;
    {
        AskedModel first;
        table.setModel(&first);
        table.selectAll();
    }
    AskedModel model;
    table.setModel(&model);
    QCOMPARE(table.horizontalHeader()->selectionModel()->model(), &model);
    QCOMPARE(table.horizontalHeader()->count(), columns);
    table.setModel(nullptr);
    QCOMPARE(table.horizontalHeader()->count(), 0);
}

QTEST_MAIN(HeaderSelectionTest)
#include "tst_headerselection.moc"
