#include "ui/connections/ConnectionTestPanel.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Request.h"
#include "ui/connections/ConnectionTestView.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace hrcache {

ConnectionTestPanel::ConnectionTestPanel(ConnectionBook &book, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_view(new ConnectionTestView(this))
    , m_verdict(new QLabel(this))
    , m_cancel(new QPushButton(icons::get(QStringLiteral("x")), tr("Cancel the test"), this))
    , m_request(new Request(this))
{
    setMinimumWidth(280);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_verdict->setWordWrap(true);
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.1);
    m_verdict->setFont(bold);
    auto *inset = new QWidget(this);
    auto *insetLayout = new QVBoxLayout(inset);
    insetLayout->setContentsMargins(0, 0, 0, 0);
    insetLayout->addWidget(m_view);
    insetLayout->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Steps of the test"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inset);
    column->addWidget(m_verdict);
    column->addWidget(scroll, 1);
    column->addWidget(m_cancel, 0, Qt::AlignLeft);
    connect(m_cancel, &QPushButton::clicked, this, &ConnectionTestPanel::cancel);
    connect(m_request, &Request::runningChanged, this, [this](bool running) {
        m_cancel->setVisible(running);
        emit runningChanged(running);
    });
    hide();
}

void ConnectionTestPanel::start(const QString &oldName, const ConnectionProfile &profile,
                                const ConnectionSecrets &secrets)
{
    m_view->clear();
    show();
    setLabelText(m_verdict, tr("Testing…"));
    m_request->run(
        [&](std::stop_token stop) {
            const QPointer<ConnectionTestView> view(m_view);
            auto report = [view, stop](const ConnectionTestStep &step) {
                if (view && !stop.stop_requested())
                    view->show(step);
            };
            return m_book.test(oldName, profile, secrets, std::move(report), stop);
        },
        [this] { ended(); });
}

void ConnectionTestPanel::ended()
{
    m_view->end();
    QString words = tr("Everything works.");
    if (m_view->verdict() == ConnectionTestStep::State::Doubtful)
        words = tr("It works, with limits.");
    else if (m_view->verdict() == ConnectionTestStep::State::Bad)
        words = tr("Something does not work.");
    setLabelText(m_verdict, words);
    announce(m_verdict, words);
}

void ConnectionTestPanel::cancel()
{
    if (!m_request->isRunning())
        return;
    m_request->cancel();
    m_view->end();
    setLabelText(m_verdict, tr("The test was cancelled."));
}

void ConnectionTestPanel::dismiss()
{
    cancel();
    m_view->clear();
    hide();
}

bool ConnectionTestPanel::isRunning() const
{
    return m_request->isRunning();
}

QString ConnectionTestPanel::verdict() const
{
    return m_verdict->text();
}

} // namespace hrcache
