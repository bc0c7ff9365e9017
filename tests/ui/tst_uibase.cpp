#include "sqlite/SampleData.h"
#include "ui/base/CellDelegate.h"
#include "ui/base/Collation.h"
#include "ui/base/FilterField.h"
#include "ui/base/Format.h"
#include "ui/base/LoadingLine.h"
#include "ui/base/RefreshButton.h"
#include "ui/base/Request.h"
#include "ui/base/ScrollAreaAccessible.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/base/TableText.h"
#include "ui/base/Theme.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QAccessible>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace hrcache;

class UiBaseTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aUserBringsHisCompanies();
    void badgesHaveSevenToOneContrastInBothThemes();
    void theBadgeCountsItsTtlDown();
    void spansAndCountdownsReadAsPeopleSay();
    void formulasAreMadeHarmless_data();
    void formulasAreMadeHarmless();
    void aReplacedRequestIsDroppedAndStopped();
    void whatEndsWhenItIsAskedToIsDroppedToo();
    void assistiveTechnologyCanPressRefreshAndOpenItsMenu();
    void anErrorOffersToTryAgain();
    void aPartOfAScrollAreaThatIsGoneIsNothing();
    void theLoadingLineWaitsBeforeItShows();
    void settingsOfProfilesAreApart();
    void namesAreInAlphabeticalOrderWithoutALocaleToo();
    void theMagnifierHasANameAndTakesTheCursor();
    void cellsLookAsTheStylePaintsThem_data();
    void cellsLookAsTheStylePaintsThem();
};

namespace {

double luminance(const QColor &color)
{
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
           0.0722 * channel(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double high = std::max(luminance(a), luminance(b));
    const double low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

} // namespace

void UiBaseTest::badgesHaveSevenToOneContrastInBothThemes()
{
    using State = SourceInfo::State;
    for (const QPalette &palette : {Theme::lightPalette(), Theme::darkPalette()}) {
        for (const State state :
             {State::Cache, State::Database, State::Stale, State::Offline, State::Error, State::Sample}) {
            const Theme::Colors colors = Theme::badge(state, palette);
            QVERIFY2(contrast(colors.text, colors.background) >= 7,
                     qPrintable(SourceBadge::stateWord(state)));
        }
        const QColor base = palette.color(QPalette::Base);
        for (const QColor &text : {Theme::secondaryText(palette), Theme::problemText(palette),
                                   Theme::warningText(palette), palette.color(QPalette::PlaceholderText)})
            QVERIFY2(contrast(text, base) >= 4.5, qPrintable(text.name()));
    }
}

void UiBaseTest::theBadgeCountsItsTtlDown()
{
    ManualClock clock;
    Provenance from;
    from.source = Source::Cache;
    from.reason = Reason::Hit;
    from.key = "cache:u:c:hr:employees";
    from.server = QStringLiteral("Redis");
    from.ttl = std::chrono::hours(1);
    from.ttlLeft = std::chrono::minutes(48);
    from.cachedAt = clock.now() - std::chrono::minutes(12);
    const SourceInfo info = SourceInfo::of(from, clock);
    QCOMPARE(SourceBadge::textFor(info, clock), QStringLiteral("Cache · 12 min ago · 48 min left"));
    clock.advance(std::chrono::minutes(47));
    QCOMPARE(SourceBadge::textFor(info, clock), QStringLiteral("Cache · 59 min ago · 1:00 left"));
    clock.advance(std::chrono::minutes(2));
    QCOMPARE(SourceBadge::textFor(info, clock), QStringLiteral("Cache · 1 h ago · expired"));
    Provenance database;
    database.reason = Reason::Miss;
    const SourceInfo mix = SourceInfo::ofAll({from, from, database}, clock);
    QVERIFY(SourceBadge::textFor(mix, clock).startsWith(QStringLiteral("Cache 2 · Database 1")));
}

void UiBaseTest::spansAndCountdownsReadAsPeopleSay()
{
    using namespace std::chrono;
    QCOMPARE(format::countdown(milliseconds(61'000)), QStringLiteral("1:01"));
    QCOMPARE(format::countdown(milliseconds(500)), QStringLiteral("0:01"));
    QCOMPARE(format::countdown(milliseconds(-5)), QStringLiteral("0:00"));
    QCOMPARE(format::countdown(hours(24)), QStringLiteral("24:00:00"));
    QCOMPARE(format::age(seconds(2)), QStringLiteral("just now"));
    QCOMPARE(format::age(minutes(12)), QStringLiteral("12 min ago"));
    QCOMPARE(format::duration(microseconds(400)), QStringLiteral("0.4 ms"));
    QCOMPARE(format::percent(0.8), QStringLiteral("80 %"));
    QCOMPARE(format::date(QDate(1980, 5, 3)), QStringLiteral("03/05/1980"));
}

void UiBaseTest::formulasAreMadeHarmless_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("dangerous");
    for (const char *start : {"=", "+", "-", "@", "\t", "\r"})
        QTest::newRow(start) << QString::fromLatin1(start) + QStringLiteral("1") << true;
    QTest::newRow("word") << QStringLiteral("Müller") << false;
    QTest::newRow("inside") << QStringLiteral("a=1") << false;
    QTest::newRow("empty") << QString() << false;
}

void UiBaseTest::formulasAreMadeHarmless()
{
    QFETCH(const QString, text);
    QFETCH(const bool, dangerous);
    QCOMPARE(tabletext::harmless(text), dangerous ? QLatin1Char('\'') + text : text);
}

void UiBaseTest::aReplacedRequestIsDroppedAndStopped()
{
    Request request;
    std::vector<Completer<Result<int>>> asked(2);
    std::vector<std::stop_token> tokens;
    const auto wait = [](Completion<Result<int>> answer) -> Task<Result<int>> {
        Result<int> value = co_await std::move(answer);
        co_return value;
    };
    QList<int> answers;
    for (auto &question : asked) {
        request.run(
            [&](std::stop_token stop) {
                tokens.push_back(stop);
                return wait(question.completion());
            },
            [&](Result<int> value) { answers << *value; });
    }
    QVERIFY(tokens[0].stop_requested());
    QVERIFY(request.isRunning());
    asked[1].finish(2);
    asked[0].finish(1);
    QCOMPARE(answers, QList<int>{2});
    QVERIFY(!request.isRunning());
}

void UiBaseTest::whatEndsWhenItIsAskedToIsDroppedToo()
{
    auto request = std::make_unique<Request>();
    int answers = 0;
    int changes = 0;
    connect(request.get(), &Request::runningChanged, this, [&] { ++changes; });
    std::vector<std::unique_ptr<std::stop_callback<std::function<void()>>>> stops;
    const auto wait = [](Completion<Result<int>> answer) -> Task<Result<int>> {
        Result<int> value = co_await std::move(answer);
        co_return value;
    };
    for (int i = 0; i < 2; ++i) {
        request->run(
            [&](std::stop_token stop) {
                auto question = std::make_shared<Completer<Result<int>>>();
                stops.push_back(std::make_unique<std::stop_callback<std::function<void()>>>(
                    stop, [question] { question->finish(1); }));
                return wait(question->completion());
            },
            [&](const Result<int> &) { ++answers; });
    }
    QCOMPARE(changes, 1);
    request.reset();
    QCOMPARE(answers, 0);
    QCOMPARE(changes, 1);
}

void UiBaseTest::assistiveTechnologyCanPressRefreshAndOpenItsMenu()
{
    RefreshButton button;
    button.show();
    QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(&button);
    QCOMPARE(heard->text(QAccessible::Name), QStringLiteral("Refresh"));
    QAccessibleActionInterface *offered = heard->actionInterface();
    const QString press = QAccessibleActionInterface::pressAction();
    const QString openMenu = QAccessibleActionInterface::showMenuAction();
    QCOMPARE(offered->actionNames().mid(0, 2), (QStringList{press, openMenu}));
    QSignalSpy refreshed(&button, &RefreshButton::refreshRequested);
    offered->doAction(press);
    QTRY_COMPARE(refreshed.size(), 1);
    QVERIFY(!button.menu()->isVisible());
    QMenu *menu = button.menu();
    connect(menu, &QMenu::aboutToShow, menu, [menu] { QTimer::singleShot(0, menu, &QMenu::close); });
    QSignalSpy opened(menu, &QMenu::aboutToShow);
    offered->doAction(openMenu);
    QTRY_COMPARE(opened.size(), 1);
    button.setEnabled(false);
    QVERIFY(!offered->actionNames().contains(press));
}

void UiBaseTest::anErrorOffersToTryAgain()
{
    StateView view(new QWidget);
    int tried = 0;
    view.showError(Error::make(ErrorCode::Unreachable, QStringLiteral("Away.")), [&] { ++tried; });
    view.QWidget::show();
    QVERIFY(view.actionButton()->isVisible());
    QCOMPARE(view.actionButton()->text(), QStringLiteral("Retry"));
    view.actionButton()->click();
    QCOMPARE(tried, 1);
    view.showError(Error::make(ErrorCode::Unreachable, QStringLiteral("Away.")), {});
    QVERIFY(!view.actionButton()->isVisible());
}

void UiBaseTest::aPartOfAScrollAreaThatIsGoneIsNothing()
{
    installScrollAreaAccessibility();
    QScrollArea area;
    auto *content = new QWidget;
    area.setWidget(content);
    area.show();
    QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(&area);
    QVERIFY(heard->childCount() > 0);
    QVERIFY(!heard->child(heard->childCount()));
    QVERIFY(!heard->child(-1));
    QCOMPARE(heard->child(0)->parent()->object(), &area);
}

void UiBaseTest::theLoadingLineWaitsBeforeItShows()
{
    QWidget parent;
    LoadingLine line(&parent);
    line.setLoading(true);
    QVERIFY(!line.isLineShown());
    QTRY_VERIFY(line.isLineShown());
    QVERIFY(!line.isTextShown());
    QTRY_VERIFY(line.isTextShown());
    line.setLoading(false);
    QVERIFY(!line.isLineShown());
    QVERIFY(!line.isTextShown());
}

void UiBaseTest::settingsOfProfilesAreApart()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("settings.ini"));
    Settings settings(file);
    settings.set(setting::company, QStringLiteral("one"));
    settings.setProfile(QStringLiteral("production"));
    QVERIFY(settings.get(setting::company).isEmpty());
    settings.set(setting::company, QStringLiteral("two"));
    settings.set(setting::theme, QStringLiteral("dark"));
    settings.sync();
    Settings again(file);
    QCOMPARE(again.get(setting::company), QStringLiteral("one"));
    QCOMPARE(again.get(setting::theme), QStringLiteral("dark"));
    QCOMPARE(again.get(setting::reducedMotion), false);
}

void UiBaseTest::aUserBringsHisCompanies()
{
    FakeSession session;
    session.enter(sample::adminUser, sample::smallCompany);
    QCOMPARE(session.companies().size(), size_t(3));
    QVERIFY(session.mayWrite());
    session.enter(sample::viewerUser, sample::smallCompany);
    QCOMPARE(session.companies().size(), size_t(1));
    QVERIFY(!session.mayWrite());
}

void UiBaseTest::namesAreInAlphabeticalOrderWithoutALocaleToo()
{
    const QLocale before;
    const auto sorted = [] {
        QStringList names{QStringLiteral("Tâche"), QStringLiteral("zoe"),     QStringLiteral("Čolić"),
                          QStringLiteral("Abel"),  QStringLiteral("Emil 10"), QStringLiteral("Emil 9")};
        const QCollator collator = listCollator();
        std::sort(names.begin(), names.end(), collator);
        return names;
    };
    const QStringList expected{QStringLiteral("Abel"),    QStringLiteral("Čolić"), QStringLiteral("Emil 9"),
                               QStringLiteral("Emil 10"), QStringLiteral("Tâche"), QStringLiteral("zoe")};
    for (const QLocale &locale : {QLocale::c(), QLocale(QLocale::English), QLocale(QLocale::French)}) {
        QLocale::setDefault(locale);
        const QStringList names = sorted();
        QLocale::setDefault(before);
        QCOMPARE(names, expected);
    }
}

void UiBaseTest::theMagnifierHasANameAndTakesTheCursor()
{
    QWidget window;
    auto *other = new QPushButton(&window);
    auto *field = new FilterField(&window);
    field->move(0, 60);
    field->setText(QStringLiteral("abc"));
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const auto buttons = field->findChildren<QToolButton *>();
    const auto named = std::find_if(buttons.begin(), buttons.end(), [](QToolButton *button) {
        QAccessibleInterface *heard = QAccessible::queryAccessibleInterface(button);
        return heard && heard->text(QAccessible::Name) == QLatin1String("Filter");
    });
    QVERIFY(named != buttons.end());
    QTest::mouseClick(*named, Qt::LeftButton);
    QVERIFY(field->hasFocus());
    QCOMPARE(field->selectedText(), QStringLiteral("abc"));
}

void UiBaseTest::cellsLookAsTheStylePaintsThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("alignment");
    QTest::addColumn<int>("state");
    constexpr int shown = QStyle::State_Enabled | QStyle::State_Active;
    constexpr int start = Qt::AlignLeading | Qt::AlignVCenter;
    QTest::newRow("name") << QStringLiteral("Čolić & Söhne") << start << shown;
    QTest::newRow("too long") << QString(60, u'W') << start << shown;
    QTest::newRow("number") << QStringLiteral("6,500.00") << int(Qt::AlignTrailing | Qt::AlignVCenter)
                            << shown;
    QTest::newRow("in the middle") << QStringLiteral("x") << int(Qt::AlignCenter) << shown;
    QTest::newRow("from right to left") << QStringLiteral("שלום") << start << shown;
    QTest::newRow("selected") << QStringLiteral("abc") << start << (shown | QStyle::State_Selected);
    QTest::newRow("selected in another window")
        << QStringLiteral("abc") << start << int(QStyle::State_Enabled | QStyle::State_Selected);
    QTest::newRow("focused") << QStringLiteral("abc") << start
                             << (shown | QStyle::State_Selected | QStyle::State_HasFocus);
    QTest::newRow("disabled") << QStringLiteral("abc") << start << int(QStyle::State_None);
    QTest::newRow("two lines") << QStringLiteral("a\nb") << start << shown;
    QTest::newRow("nothing") << QString() << start << shown;
}

void UiBaseTest::cellsLookAsTheStylePaintsThem()
{
    QFETCH(QString, text);
    QFETCH(int, alignment);
    QFETCH(int, state);
    QStandardItemModel model(1, 1);
    model.setItem(0, 0, new QStandardItem(text));
    model.item(0, 0)->setTextAlignment(Qt::Alignment(alignment));
    QTableView view;
    view.setModel(&model);
    const auto painted = [&](QStyledItemDelegate &&delegate) {
        QImage image(160, 28, QImage::Format_ARGB32_Premultiplied);
        image.fill(view.palette().color(QPalette::Base));
        QPainter painter(&image);
        painter.setFont(view.font());
        QStyleOptionViewItem option;
        option.initFrom(&view);
        option.widget = &view;
        option.font = view.font();
        option.rect = image.rect();
        option.state = QStyle::State(state);
        option.showDecorationSelected = true;
        option.textElideMode = Qt::ElideRight;
        delegate.paint(&painter, option, model.index(0, 0));
        return image;
    };
    QCOMPARE(painted(CellDelegate()), painted(QStyledItemDelegate()));
}

QTEST_MAIN(UiBaseTest)
#include "tst_uibase.moc"
