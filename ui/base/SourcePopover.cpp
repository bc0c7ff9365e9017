#include "ui/base/SourcePopover.h"

#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/SourceBadge.h"

#include <QAccessible>
#include <QClipboard>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int widestValue = 460;

/// A label that breaks its line anywhere: others break between words only, and cut a long key off.
class KeyLabel : public QLabel
{
public:
    using QLabel::QLabel;

    [[nodiscard]] QSize sizeHint() const override
    {
        const QRect room(0, 0, widestValue, 10'000);
        return fontMetrics().boundingRect(room, Qt::TextWrapAnywhere, text()).size() + QSize(1, 1);
    }

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawText(rect(), Qt::TextWrapAnywhere, text());
    }
};

QString layerOf(const Provenance &part)
{
    if (part.fromCache())
        return SourcePopover::tr("%1 (cache)").arg(part.server);
    return SourcePopover::tr("%1 (database)").arg(part.server);
}

/// Qt hides popups from assistive technology: for its sake it is a window, which closes like a popup.
Qt::WindowFlags kindOfWindow()
{
    return QAccessible::isActive() ? Qt::Dialog | Qt::FramelessWindowHint : Qt::Popup;
}

} // namespace

SourcePopover::Facts SourcePopover::facts(const SourceInfo &source, const Clock &clock)
{
    Facts facts;
    if (source.state == SourceInfo::State::None)
        return facts;
    facts.emplace_back(tr("State"), SourceBadge::stateWord(source.state));
    if (!source.words.isEmpty())
        facts.emplace_back(tr("Because"), source.words);
    if (source.parts.size() == 1 && !source.mix) {
        const Provenance &part = source.parts.front();
        facts.emplace_back(tr("Read from"), layerOf(part));
        facts.emplace_back(tr("Reason"), reasonName(part.reason));
        if (!part.key.isEmpty())
            facts.emplace_back(tr("Key"), QString::fromUtf8(part.key));
        if (part.cachedAt)
            facts.emplace_back(tr("Cached at"), format::dateTime(*part.cachedAt));
        facts.emplace_back(tr("Read at"), format::dateTime(source.receivedAt));
        if (part.ttl.count() > 0) {
            // What is left of an entry that is gone or another one says nothing.
            const auto left = source.state == SourceInfo::State::Stale ? std::nullopt : source.ttlLeft(clock);
            const QString whole = format::countdown(part.ttl);
            const QString rest = left ? tr("%1 left").arg(format::countdown(*left)) : tr("does not expire");
            facts.emplace_back(tr("TTL"), left || source.isEndless() ? tr("%1, %2").arg(whole, rest) : whole);
        }
        facts.emplace_back(tr("Size"), format::bytes(part.bytes));
        facts.emplace_back(tr("Duration"), format::duration(part.duration));
        if (source.state == SourceInfo::State::Database && part.willStore)
            facts.emplace_back(tr("Cache entry"), tr("stored for the next reader"));
        if (!part.note.isEmpty())
            facts.emplace_back(tr("Note"), part.note);
    } else if (!source.parts.empty()) {
        facts.emplace_back(tr("From the cache"), format::count(source.fromCache()));
        facts.emplace_back(tr("From the database"), format::count(source.fromDatabase()));
        qint64 bytes = 0;
        std::chrono::microseconds longest{};
        for (const Provenance &part : source.parts) {
            bytes += part.bytes;
            longest = std::max(longest, part.duration);
            if (!part.fromCache() && source.mix)
                facts.emplace_back(tr("Reason"), reasonName(part.reason));
        }
        if (const auto cachedAt = source.cachedAt())
            facts.emplace_back(tr("Oldest entry"), format::dateTime(*cachedAt));
        if (const auto left = source.ttlLeft(clock))
            facts.emplace_back(tr("First to expire"), format::timeLeft(*left));
        facts.emplace_back(tr("Read at"), format::dateTime(source.receivedAt));
        facts.emplace_back(tr("Size"), format::bytes(bytes));
        facts.emplace_back(tr("Duration"), format::duration(longest));
    }
    if (!source.detail.isEmpty())
        facts.emplace_back(tr("Technical"), source.detail);
    return facts;
}

SourcePopover::SourcePopover(SourceBadge *badge, const QString &subject, const Clock &clock)
    : QDialog(badge, kindOfWindow())
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("source-popover"));
    setWindowTitle(subject.isEmpty() ? tr("Source details") : tr("Source of: %1").arg(subject));
    setAccessibleName(windowTitle());

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *frame = new QFrame(this);
    frame->setFrameStyle(QFrame::StyledPanel | QFrame::Plain);
    outer->addWidget(frame);
    auto *layout = new QVBoxLayout(frame);
    if (!subject.isEmpty()) {
        auto *title = new QLabel(subject, this);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        layout->addWidget(title);
    }
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    form->setHorizontalSpacing(16);
    for (const auto &[name, value] : facts(badge->source(), clock)) {
        if (!value.contains(QLatin1Char(' ')) && fontMetrics().horizontalAdvance(value) > widestValue) {
            form->addRow(name, new KeyLabel(value, this));
            continue;
        }
        auto *text = new QLabel(value, this);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setWordWrap(value.size() > 60);
        text->setMaximumWidth(widestValue);
        form->addRow(name, text);
    }
    layout->addLayout(form);

    auto *buttons = new QHBoxLayout;
    if (badge->isComparable()) {
        auto *compare =
            new QPushButton(icons::get(QStringLiteral("git-compare")), tr("Co&mpare with database"), this);
        connect(compare, &QPushButton::clicked, badge, &SourceBadge::compareRequested);
        connect(compare, &QPushButton::clicked, this, &QWidget::close);
        buttons->addWidget(compare);
    }
    auto *copy = new QPushButton(icons::get(QStringLiteral("copy")), tr("&Copy details"), this);
    copy->setObjectName(QStringLiteral("copy-details"));
    connect(copy, &QPushButton::clicked, this, [this, badge] {
        QGuiApplication::clipboard()->setText(badge->details());
        close();
    });
    buttons->addWidget(copy);
    buttons->addStretch();
    layout->addLayout(buttons);
    copy->setFocus();
}

void SourcePopover::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::ActivationChange)
        return;
    if (isActiveWindow())
        m_wasActive = true;
    else if (m_wasActive)
        close();
}

} // namespace hrcache
