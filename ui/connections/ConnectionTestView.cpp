#include "ui/connections/ConnectionTestView.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace hrcache {

namespace {

using State = ConnectionTestStep::State;

constexpr int parts = 6;

QString stateWord(State state)
{
    switch (state) {
    case State::Running:
        return ConnectionTestView::tr("running");
    case State::Good:
        return ConnectionTestView::tr("good");
    case State::Doubtful:
        return ConnectionTestView::tr("with limits");
    case State::Bad:
        return ConnectionTestView::tr("failed");
    case State::Skipped:
        break;
    }
    return ConnectionTestView::tr("not done");
}

QString iconOf(State state)
{
    switch (state) {
    case State::Running:
        return QStringLiteral("clock");
    case State::Good:
        return QStringLiteral("circle-check");
    case State::Doubtful:
        return QStringLiteral("triangle-alert");
    case State::Bad:
        return QStringLiteral("circle-x");
    case State::Skipped:
        break;
    }
    return QStringLiteral("info");
}

QColor colorOf(State state, const QPalette &palette)
{
    switch (state) {
    case State::Good:
        return Theme::badge(SourceInfo::State::Database, palette).text;
    case State::Doubtful:
        return Theme::warningText(palette);
    case State::Bad:
        return Theme::problemText(palette);
    case State::Running:
    case State::Skipped:
        break;
    }
    return Theme::secondaryText(palette);
}

} // namespace

ConnectionTestView::ConnectionTestView(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    setAccessibleName(tr("Result of the test"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
    const QString titles[] = {tr("Cache (Redis)"), tr("Database (PostgreSQL)")};
    for (int server = 0; server < 2; ++server) {
        m_titles[server] = new QLabel(this);
        setLabelText(m_titles[server], titles[server]);
        QFont bold = font();
        bold.setBold(true);
        m_titles[server]->setFont(bold);
        m_grid->addWidget(m_titles[server], server * (parts + 1), 0, 1, 3);
        m_titles[server]->hide();
    }
}

QString ConnectionTestView::nameOf(ConnectionTestStep::Part part)
{
    switch (part) {
    case ConnectionTestStep::Part::Name:
        return tr("Name");
    case ConnectionTestStep::Part::Tcp:
        return tr("Connection");
    case ConnectionTestStep::Part::Tls:
        return tr("Encryption");
    case ConnectionTestStep::Part::Login:
        return tr("Login");
    case ConnectionTestStep::Part::Rights:
        return tr("Rights");
    case ConnectionTestStep::Part::Schema:
        break;
    }
    return tr("Tables");
}

void ConnectionTestView::clear()
{
    for (auto &[key, line] : m_lines) {
        for (QLabel *label : {line.icon, line.part, line.words})
            delete label;
    }
    m_lines.clear();
    m_steps.clear();
    for (QLabel *title : m_titles)
        title->hide();
}

ConnectionTestView::Line &ConnectionTestView::lineOf(const Key &key)
{
    const auto found = m_lines.find(key);
    if (found != m_lines.end())
        return found->second;
    const int server = key.first == ConnectionTestStep::Server::Cache ? 0 : 1;
    const int row = server * (parts + 1) + 1 + static_cast<int>(key.second);
    m_titles[server]->show();
    Line line{new QLabel(this), new QLabel(this), new QLabel(this)};
    line.words->setWordWrap(true);
    line.words->setTextFormat(Qt::PlainText);
    line.words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_grid->addWidget(line.icon, row, 0, Qt::AlignTop);
    m_grid->addWidget(line.part, row, 1, Qt::AlignTop);
    m_grid->addWidget(line.words, row, 2);
    return m_lines.emplace(key, line).first->second;
}

void ConnectionTestView::show(const ConnectionTestStep &step)
{
    const auto same = std::find_if(m_steps.begin(), m_steps.end(), [&](const ConnectionTestStep &known) {
        return known.server == step.server && known.part == step.part;
    });
    if (same == m_steps.end())
        m_steps.push_back(step);
    else
        *same = step;
    paintLine(step);
    if (step.state != State::Running)
        announce(this,
                 QStringLiteral("%1: %2. %3").arg(nameOf(step.part), stateWord(step.state), step.words));
}

void ConnectionTestView::paintLine(const ConnectionTestStep &step)
{
    Line &line = lineOf({step.server, step.part});
    const QColor color = colorOf(step.state, palette());
    line.icon->setPixmap(icons::get(iconOf(step.state), color).pixmap(QSize(16, 16), devicePixelRatioF()));
    line.icon->setAccessibleName(stateWord(step.state));
    line.icon->setToolTip(stateWord(step.state));
    setLabelText(line.part, nameOf(step.part));
    setLabelText(line.words, step.words.isEmpty() ? stateWord(step.state) + u'…' : step.words);
    line.words->setToolTip(step.technical.value_or(QString()));
}

void ConnectionTestView::end()
{
    for (ConnectionTestStep &step : m_steps) {
        if (step.state != State::Running)
            continue;
        step.state = State::Skipped;
        step.words = tr("Cancelled");
        paintLine(step);
    }
}

State ConnectionTestView::verdict() const
{
    State worst = State::Skipped;
    const auto rank = [](State state) {
        switch (state) {
        case State::Good:
            return 1;
        case State::Doubtful:
            return 2;
        case State::Bad:
            return 3;
        case State::Running:
        case State::Skipped:
            break;
        }
        return 0;
    };
    for (const ConnectionTestStep &step : m_steps) {
        if (rank(step.state) > rank(worst))
            worst = step.state;
    }
    return worst;
}

void ConnectionTestView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        for (const ConnectionTestStep &step : m_steps)
            paintLine(step);
    }
}

} // namespace hrcache
