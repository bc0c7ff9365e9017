#include "cache/CacheEnvelope.h"
#include "ui/CachePageFixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>

using namespace hrcache;
using namespace std::chrono_literals;

/// Which row is chosen while rows come, go and move.
class TestCachePageRows : public QObject, private CachePageFixture
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void theKeyboardGoesOnWhereTheGoneKeyStood();
    void aFilterKeepsTheChosenKey();
    void aKeyThatTheFilterHidesIsNotChosen();
    void whatIsSaidOfManyFollowsTheRows();
    void copyingGoesOnWhateverTheFilter();
    void theKeyTakesTheRoomThatIsLeft();

private:
    void putThree()
    {
        enter();
        put("clusters", R"([{"id":"1"}])", 500s);
        put("employees", R"([{"id":"1"}])", 700s);
        put("references:CH:fr", R"({"a":[]})", 900s);
        showPage();
        QCOMPARE(rows(), 3);
    }

    void putMany()
    {
        enter();
        for (int number = 0; number < many; ++number)
            put("contracts:" + QByteArray::number(number), R"([{"id":"1"}])");
        showPage();
        QTRY_COMPARE(rows(), many);
    }

    void filter(const QString &text)
    {
        auto *field = m_page->findChild<QLineEdit *>(QStringLiteral("cache-filter"));
        field->setText(text);
        emit field->returnPressed();
    }

    [[nodiscard]] QString valueTitle() const { return value()->findChild<StateView *>()->title(); }

    [[nodiscard]] QByteArray currentKey() const
    {
        return table()->currentIndex().data(KeyTableModel::KeyRole).toByteArray();
    }

    /// More than are taken in at once.
    static constexpr int many = static_cast<int>(KeyTableModel::atOnce) + 100;
};

void TestCachePageRows::theKeyboardGoesOnWhereTheGoneKeyStood()
{
    putThree();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    CacheKeyInfo gone;
    gone.key = keyOf("employees");
    m_page->findChild<KeyTableModel *>()->update({gone});
    QCOMPARE(rows(), 2);
    QCOMPARE(valueTitle(), QStringLiteral("The key is gone"));
    // Nobody chose the row that stands there now.
    QVERIFY(!table()->selectionModel()->hasSelection());
    QCOMPARE(currentKey(), keyOf("references:CH:fr"));
    QTest::keyClick(table(), Qt::Key_Up);
    QCOMPARE(currentKey(), keyOf("clusters"));
    QVERIFY(table()->selectionModel()->isRowSelected(0));
    QTRY_COMPARE(label("value-key"), QString::fromLatin1(keyOf("clusters")));
    // The last one: the one above.
    choose("references:CH:fr");
    gone.key = keyOf("references:CH:fr");
    m_page->findChild<KeyTableModel *>()->update({gone});
    QCOMPARE(valueTitle(), QStringLiteral("The key is gone"));
    QCOMPARE(currentKey(), keyOf("clusters"));
}

void TestCachePageRows::aFilterKeepsTheChosenKey()
{
    putThree();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    filter(QStringLiteral("employees"));
    QCOMPARE(rows(), 1);
    QCOMPARE(currentKey(), keyOf("employees"));
    QVERIFY(table()->selectionModel()->isRowSelected(0));
    QCOMPARE(label("value-key"), QString::fromLatin1(keyOf("employees")));
    filter({});
    table()->sortByColumn(KeyTableModel::Key, Qt::DescendingOrder);
    QCOMPARE(currentKey(), keyOf("employees"));
    QVERIFY(table()->selectionModel()->isRowSelected(rowOf(keyOf("employees"))));
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
}

void TestCachePageRows::aKeyThatTheFilterHidesIsNotChosen()
{
    putThree();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    filter(QStringLiteral("clusters"));
    QCOMPARE(rows(), 1);
    QVERIFY(!table()->selectionModel()->hasSelection());
    QVERIFY(!m_page->can(PageCommand::Delete));
    QCOMPARE(valueTitle(), QStringLiteral("No key chosen"));
    filter({});
    QCOMPARE(rows(), 3);
    QVERIFY(!table()->selectionModel()->hasSelection());
}

void TestCachePageRows::whatIsSaidOfManyFollowsTheRows()
{
    putMany();
    choose("contracts:" + cell(3, KeyTableModel::Key).section(u':', -1).toLatin1());
    const QByteArray chosen = currentKey();
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    filter(QStringLiteral("xyz"));
    QCOMPARE(states()->shown(), StateView::Shown::Content);
    QTRY_COMPARE(states()->shown(), StateView::Shown::NoMatch);
    QCOMPARE(states()->title(), QStringLiteral("No key matches 'xyz'"));
    QVERIFY(m_page->statusText().startsWith(u"0 of 2,100 keys"));
    filter({});
    // Not "No key of this type", for the moment that it takes.
    QCOMPARE(states()->title(), QStringLiteral("No key matches 'xyz'"));
    QTRY_COMPARE(states()->shown(), StateView::Shown::Content);
    QVERIFY(m_page->statusText().startsWith(u"2,100 keys"));

    choose(chosen.sliced(chosen.indexOf("contracts")));
    CacheKeyInfo gone;
    gone.key = chosen;
    m_page->findChild<KeyTableModel *>()->update({gone});
    QTRY_COMPARE(valueTitle(), QStringLiteral("The key is gone"));
    QTRY_VERIFY(m_page->statusText().startsWith(u"2,099 keys"));
    QCOMPARE(table()->currentIndex().row(), 3);
    QVERIFY(!table()->selectionModel()->hasSelection());
}

void TestCachePageRows::copyingGoesOnWhateverTheFilter()
{
    putMany();
    table()->selectAll();
    m_page->perform(PageCommand::Copy);
    filter(QStringLiteral("contracts:77"));
    QTRY_COMPARE(m_toasts->back().front().toString(), QStringLiteral("Copied 2,100 keys"));
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), many);
    QTRY_COMPARE(rows(), 11);
    m_page->perform(PageCommand::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 11);
}

void TestCachePageRows::theKeyTakesTheRoomThatIsLeft()
{
    putThree();
    const auto otherWidths = [&] {
        QList<int> others;
        for (int column = 0; column < KeyTableModel::ColumnCount; ++column) {
            if (column != KeyTableModel::Key)
                others << table()->columnWidth(column);
        }
        return others;
    };
    const auto fillsTheTable = [&] {
        return table()->horizontalHeader()->length() == table()->viewport()->width();
    };
    table()->setColumnWidth(KeyTableModel::Age, 101);
    const QList<int> before = otherWidths();
    QTRY_VERIFY(fillsTheTable());
    for (int time = 0; time < 2; ++time) {
        m_page->saveState();
        m_page.reset();
        showPage();
        QTRY_COMPARE(otherWidths(), before);
        QTRY_VERIFY(fillsTheTable());
    }
    const int narrow = table()->columnWidth(KeyTableModel::Key);
    m_page->resize(m_page->width() + 200, m_page->height());
    QTRY_VERIFY(table()->columnWidth(KeyTableModel::Key) > narrow);
    QCOMPARE(table()->columnWidth(KeyTableModel::Age), 101);
    QTRY_VERIFY(fillsTheTable());
}

QTEST_MAIN(TestCachePageRows)
#include "tst_cachepage_rows.moc"
