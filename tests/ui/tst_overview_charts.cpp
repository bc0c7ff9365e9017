#include "metrics/CacheMetrics.h"
#include "ui/base/Theme.h"
#include "ui/overview/CardGrid.h"
#include "ui/overview/ChartPanel.h"
#include "ui/overview/HealthList.h"
#include "ui/overview/MetricCharts.h"
#include "ui/overview/StatCard.h"
#include "ui/overview/TextTableModel.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

Q_DECLARE_METATYPE(hrcache::LinkHealth)

using namespace hrcache;
using namespace std::chrono_literals;

class TestOverviewCharts : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void cleanup() { QApplication::setPalette(Theme::lightPalette()); }

    void tablesAnnounceOnlyWhatChanged();
    void chartsSayTheirContentInWords();
    void nothingMeasuredIsSaid();
    void theTableHasTheStepsInWhichSomethingHappened();
    void missesAreHatchedNotOnlyAnotherColour();
    void linesHaveGapsWhereNothingWasMeasured();
    void linesDifferWithoutTheirColours();
    void theLinesOfCacheAndDatabaseDifferInEveryTheme();
    void chartsAreReadableInTheDark();
    void typesAreInWordsMostFirst();
    void aChartTurnsIntoATableAtTheKeyboard();
    void chartsAreChartsToScreenReaders();
    void cardsSayWhatTheyRestOn();
    void cardsTakeAsManyColumnsAsFit();
    void healthIsInWords_data();
    void healthIsInWords();

private:
    static std::vector<MetricsTimeline::Step> steps()
    {
        std::vector<MetricsTimeline::Step> made(MetricsTimeline::stepCount);
        made[10].hits = 30;
        made[10].misses = 10;
        made[59].hits = 2;
        for (int i = 0; i < 30; ++i)
            made[10].cache.record(400us);
        made[10].database.record(21ms);
        made[30].cache.record(900us);
        made[31].cache.record(800us);
        return made;
    }

    static QImage picture(Chart &chart, QSize size = {500, 240})
    {
        chart.resize(size);
        QImage image(size, QImage::Format_RGB32);
        image.fill(chart.palette().color(QPalette::Base));
        chart.render(&image, {}, {}, QWidget::DrawChildren);
        return image;
    }

    static int count(const QImage &image, const QColor &color)
    {
        int found = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found += image.pixelColor(x, y) == color ? 1 : 0;
        }
        return found;
    }

    ManualClock m_clock;
};

void TestOverviewCharts::tablesAnnounceOnlyWhatChanged()
{
    TextTableModel model({QStringLiteral("A"), QStringLiteral("B")}, {1});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const auto row = [](const char *a, const char *b) {
        return QStringList{QLatin1String(a), QLatin1String(b)};
    };
    model.setRows({row("1", "x"), row("2", "y")});
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setRows({row("1", "x"), row("2", "z"), row("3", "w")});
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toModelIndex(), model.index(1, 1));
    QCOMPARE(changes[0][1].toModelIndex(), model.index(1, 1));
    QCOMPARE(model.rowCount(), 3);
    model.setRows({row("1", "x")});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>(),
             Qt::AlignRight | Qt::AlignVCenter);
    model.setHeaders({QStringLiteral("C")}, {});
    QCOMPARE(resets.count(), 1);
    QCOMPARE(model.columnCount(), 1);
}

void TestOverviewCharts::chartsSayTheirContentInWords()
{
    const ChartData lookups = charts::hitsAndMisses(steps(), m_clock.now());
    QVERIFY2(lookups.description.startsWith(u"In the last 10 minutes 32 hits and 10 misses"),
             qPrintable(lookups.description));
    QVERIFY(lookups.description.endsWith(u"had 40 lookups."));
    const ChartData latency = charts::latency(steps(), m_clock.now());
    QVERIFY2(latency.description.contains(u"cache lookups took at most 0.4 ms"),
             qPrintable(latency.description));
    QVERIFY2(latency.description.contains(u"answers of the database took at most 21 ms"),
             qPrintable(latency.description));
}

void TestOverviewCharts::nothingMeasuredIsSaid()
{
    const std::vector<MetricsTimeline::Step> quiet(MetricsTimeline::stepCount);
    const ChartData data = charts::hitsAndMisses(quiet, m_clock.now());
    QVERIFY(!data.hasValues());
    QCOMPARE(data.description, QStringLiteral("No lookups in the last 10 minutes"));
    QVERIFY(data.tableRows().empty());
    QVERIFY(!charts::latency(quiet, m_clock.now()).hasValues());
    QVERIFY(!charts::keysByType({}).hasValues());
    for (const auto kind : {Chart::Kind::Columns, Chart::Kind::Lines, Chart::Kind::Bars}) {
        Chart chart(kind);
        chart.setData(kind == Chart::Kind::Bars ? charts::keysByType({}) : data);
        QVERIFY(count(picture(chart), chart.palette().color(QPalette::Base)) < 500 * 240);
    }
}

void TestOverviewCharts::theTableHasTheStepsInWhichSomethingHappened()
{
    const ChartData data = charts::hitsAndMisses(steps(), m_clock.now());
    QCOMPARE(data.tableHeaders().join(u' '), QStringLiteral("Time Hits Misses"));
    const auto rows = data.tableRows();
    QCOMPARE(rows.size(), size_t(2));
    QCOMPARE(rows[0].mid(1).join(u' '), QStringLiteral("30 10"));
    QCOMPARE(rows[1].mid(1).join(u' '), QStringLiteral("2 0"));
    QCOMPARE(data.axisTexts.back(), QStringLiteral("now"));
    QCOMPARE(data.axisTexts[59 - 12], QStringLiteral("-2 min"));
    const auto latency = charts::latency(steps(), m_clock.now()).tableRows();
    QCOMPARE(latency.size(), size_t(3));
    QCOMPARE(latency[1][3], QString(QChar(0x2013)));
}

void TestOverviewCharts::missesAreHatchedNotOnlyAnotherColour()
{
    Chart chart(Chart::Kind::Columns);
    std::vector<MetricsTimeline::Step> wide(4);
    wide[1].hits = 50;
    wide[2].misses = 50;
    chart.setData(charts::hitsAndMisses(wide, m_clock.now()));
    const QImage image = picture(chart);
    // Along a line through the middle of each column: hits are of one colour, misses change often.
    const auto changes = [&image](int from, int to) {
        int found = 0;
        for (int x = from + 1; x < to; ++x)
            found += image.pixelColor(x, 150) != image.pixelColor(x - 1, 150) ? 1 : 0;
        return found;
    };
    const QColor hit = Theme::lightPalette().color(QPalette::Highlight);
    int first = 0;
    while (first < image.width() && image.pixelColor(first, 150) != hit)
        ++first;
    QVERIFY(first < image.width());
    int last = first;
    while (image.pixelColor(last + 1, 150) == hit)
        ++last;
    QVERIFY(last - first > 60);
    QVERIFY(changes(last + 10, last + 90) > 20);
}

void TestOverviewCharts::linesHaveGapsWhereNothingWasMeasured()
{
    Chart chart(Chart::Kind::Lines);
    chart.setData(charts::latency(steps(), m_clock.now()));
    const QImage image = picture(chart, {800, 240});
    const QColor ink = chart.palette().color(QPalette::Link);
    // Between the two groups of points stands no ink of the cache's.
    int columns = 0;
    for (int x = 300; x < 380; ++x) {
        for (int y = 60; y < 200; ++y)
            columns += image.pixelColor(x, y) == ink ? 1 : 0;
    }
    QCOMPARE(columns, 0);
    QVERIFY(count(image, ink) > 20);
    QVERIFY(count(image, Theme::warningText(chart.palette())) > 20);
}

void TestOverviewCharts::linesDifferWithoutTheirColours()
{
    const ChartData data = charts::latency(steps(), m_clock.now());
    for (size_t i = 0; i < data.series.size(); ++i) {
        for (size_t k = i + 1; k < data.series.size(); ++k) {
            const ChartSeries &a = data.series[i];
            const ChartSeries &b = data.series[k];
            QVERIFY2(a.mark != b.mark, qPrintable(a.name + QStringLiteral(" and ") + b.name));
            QVERIFY2(a.ink == b.ink || a.pattern == ChartSeries::Pattern::Plain || a.pattern != b.pattern,
                     qPrintable(a.name + QStringLiteral(" and ") + b.name));
        }
    }
}

void TestOverviewCharts::theLinesOfCacheAndDatabaseDifferInEveryTheme()
{
    for (const QPalette &palette : {Theme::lightPalette(), Theme::darkPalette()}) {
        QApplication::setPalette(palette);
        Chart chart(Chart::Kind::Lines);
        chart.setData(charts::latency(steps(), m_clock.now()));
        const QImage image = picture(chart, {800, 240});
        const QColor cache = palette.color(QPalette::Link);
        const QColor database = Theme::warningText(palette);
        QVERIFY(count(image, cache) > 20);
        QVERIFY(count(image, database) > 20);
        const int distance = std::abs(cache.hue() - database.hue());
        QVERIFY(std::min(distance, 360 - distance) > 120);
    }
}

void TestOverviewCharts::chartsAreReadableInTheDark()
{
    Chart chart(Chart::Kind::Columns);
    chart.setData(charts::hitsAndMisses(steps(), m_clock.now()));
    QApplication::setPalette(Theme::darkPalette());
    QCoreApplication::processEvents();
    const QImage image = picture(chart);
    QVERIFY(count(image, Theme::darkPalette().color(QPalette::Highlight)) > 50);
    QCOMPARE(count(image, Theme::lightPalette().color(QPalette::Highlight)), 0);
}

void TestOverviewCharts::typesAreInWordsMostFirst()
{
    CacheStats stats;
    stats.dataTypes = {{"active_contract", 3}, {"employees", 1}, {"contracts", 12}};
    const ChartData data = charts::keysByType(stats);
    QCOMPARE(data.categories.join(u','), QStringLiteral("Contracts,Active contract,Employees"));
    QCOMPARE(data.description, QStringLiteral("Keys by type: Contracts 12, Active contract 3, Employees 1."));
    Chart chart(Chart::Kind::Bars);
    chart.setData(data);
    QVERIFY(count(picture(chart), chart.palette().color(QPalette::Highlight)) > 500);
}

void TestOverviewCharts::aChartTurnsIntoATableAtTheKeyboard()
{
    ChartPanel panel(QStringLiteral("Hits"), Chart::Kind::Columns);
    panel.setData(charts::hitsAndMisses(steps(), m_clock.now()));
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QVERIFY(!panel.isTableShown());
    panel.tableButton()->setFocus();
    QTest::keyClick(panel.tableButton(), Qt::Key_Space);
    QVERIFY(panel.isTableShown());
    QCOMPARE(panel.table()->model()->rowCount(), 2);
    QCOMPARE(panel.table()->model()->index(0, 1).data().toString(), QStringLiteral("30"));
    auto more = steps();
    more[59].misses = 7;
    panel.setData(charts::hitsAndMisses(more, m_clock.now()));
    QCOMPARE(panel.table()->model()->index(1, 2).data().toString(), QStringLiteral("7"));
    QTest::keyClick(panel.tableButton(), Qt::Key_Space);
    QVERIFY(!panel.isTableShown());
}

void TestOverviewCharts::chartsAreChartsToScreenReaders()
{
    ChartPanel panel(QStringLiteral("Hits and misses"), Chart::Kind::Columns);
    panel.setData(charts::hitsAndMisses(steps(), m_clock.now()));
    const auto *chart = QAccessible::queryAccessibleInterface(panel.chart());
    QVERIFY(chart != nullptr);
    QCOMPARE(chart->role(), QAccessible::Chart);
    QCOMPARE(chart->text(QAccessible::Name), QStringLiteral("Hits and misses"));
    QVERIFY(chart->text(QAccessible::Description).contains(u"32 hits and 10 misses"));
    const auto *button = QAccessible::queryAccessibleInterface(panel.tableButton());
    QCOMPARE(button->text(QAccessible::Name), QStringLiteral("Show as table: Hits and misses"));
}

void TestOverviewCharts::cardsSayWhatTheyRestOn()
{
    StatCard card(QStringLiteral("Hit rate"));
    card.setFigure(QStringLiteral("92 %"), QStringLiteral("of 1,204 lookups"));
    QCOMPARE(card.accessibleName(), QStringLiteral("Hit rate: 92 %"));
    QCOMPARE(card.accessibleDescription(), QStringLiteral("of 1,204 lookups"));
    QCOMPARE(card.basis(), QStringLiteral("of 1,204 lookups"));
}

void TestOverviewCharts::cardsTakeAsManyColumnsAsFit()
{
    CardGrid grid(200, 4);
    for (int i = 0; i < 8; ++i)
        grid.add(new QLabel(QString::number(i)));
    grid.show();
    for (const auto &[width, columns] :
         {std::pair(900, 4), std::pair(700, 2), std::pair(300, 1), std::pair(820, 4)}) {
        grid.resize(width, 400);
        QCOMPARE(grid.columns(), columns);
    }
}

void TestOverviewCharts::healthIsInWords_data()
{
    using State = LinkHealth::State;
    QTest::addColumn<LinkHealth>("health");
    QTest::addColumn<QString>("text");
    QTest::newRow("works")
        << LinkHealth{State::Good, QStringLiteral("Redis"), QStringLiteral("h:1"), {}, 400us}
        << QStringLiteral("Redis at h:1: works, 0.4 ms");
    QTest::newRow("lost")
        << LinkHealth{State::Lost, QStringLiteral("Redis"), QStringLiteral("h:1"), {}, 400us}
        << QStringLiteral("Redis at h:1: not reachable");
    QTest::newRow("local") << LinkHealth{State::Local, QStringLiteral("SQLite"), {}, {}, {}}
                           << QStringLiteral("SQLite: in this program");
    QTest::newRow("file")
        << LinkHealth{State::Local, QStringLiteral("SQLite"), QStringLiteral("/x.db"), {}, {}}
        << QStringLiteral("SQLite at /x.db: file on this machine");
    QTest::newRow("limits") << LinkHealth{State::Limited, QStringLiteral("Redis"), {}, {}, {}}
                            << QStringLiteral("Redis: works with limits");
}

void TestOverviewCharts::healthIsInWords()
{
    QFETCH(LinkHealth, health);
    QFETCH(QString, text);
    QCOMPARE(HealthList::textOf(health), text);
}

QTEST_MAIN(TestOverviewCharts)
#include "tst_overview_charts.moc"
