#include "ui/window/KeyInvalidation.h"

#include "base/NextTurn.h"
#include "cache/HrCacheManager.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

#include <algorithm>

namespace hrcache {

namespace {

/// A dialog is no place to read more.
constexpr size_t mostListed = 200;
/// Deleted at once; the window gets its turn before the next so many.
constexpr size_t keysPerTurn = 1'000;

QString listOf(const std::vector<QByteArray> &keys)
{
    QStringList lines;
    for (size_t i = 0; i < std::min(keys.size(), mostListed); ++i)
        lines << QString::fromUtf8(keys[i]);
    if (keys.size() > mostListed)
        lines << KeyInvalidation::tr("… and %n more key(s)", nullptr,
                                     static_cast<int>(keys.size() - mostListed));
    return lines.join(QLatin1Char('\n'));
}

Task<InvalidationReceipt> removeKeys(QPointer<HrCacheManager> cache, CompanyId company,
                                     std::shared_ptr<const std::vector<QByteArray>> keys)
{
    InvalidationReceipt sum;
    for (size_t from = 0; from < keys->size() && cache; from += keysPerTurn) {
        const auto begin = keys->begin() + static_cast<std::ptrdiff_t>(from);
        std::vector<QByteArray> part(
            begin, begin + static_cast<std::ptrdiff_t>(std::min(keysPerTurn, keys->size() - from)));
        auto deleting = cache->invalidateKeys(company, std::move(part));
        const InvalidationReceipt receipt = co_await deleting;
        sum.keys += receipt.keys;
        sum.deleted += receipt.deleted;
        if (!receipt.acknowledged) {
            sum.acknowledged = false;
            sum.problem = receipt.problem;
        }
        if (from + keysPerTurn < keys->size())
            co_await nextTurn();
    }
    co_return sum;
}

} // namespace

KeyInvalidation::KeyInvalidation(UiContext context, QWidget *parent)
    : QObject(parent)
    , m_context(context)
    , m_parent(parent)
    , m_request(new Request(this))
{
}

void KeyInvalidation::cancel()
{
    m_request->cancel();
}

void KeyInvalidation::start(std::vector<QByteArray> keys)
{
    if (keys.empty())
        return;
    if (keys.size() == 1) {
        run(std::move(keys));
        return;
    }
    const Session &session = m_context.session;
    auto *dialog = new QMessageBox(m_parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("invalidate-dialog"));
    dialog->setIcon(QMessageBox::Question);
    dialog->setWindowTitle(tr("Invalidate keys"));
    dialog->setText(tr("Invalidate %n cache key(s) of %1?", nullptr, static_cast<int>(keys.size()))
                        .arg(session.company().name));
    dialog->setInformativeText(
        tr("They are the keys of %1. Nothing is lost: the next read takes the rows from "
           "the database and stores them again.")
            .arg(session.user().toString()));
    dialog->setDetailedText(listOf(keys));
    QPushButton *invalidate = dialog->addButton(tr("&Invalidate"), QMessageBox::AcceptRole);
    dialog->setDefaultButton(dialog->addButton(QMessageBox::Cancel));
    connect(dialog, &QMessageBox::finished, this,
            [this, dialog, invalidate, keys = std::move(keys)]() mutable {
                if (dialog->clickedButton() == invalidate)
                    run(std::move(keys));
            });
    dialog->open();
}

void KeyInvalidation::run(std::vector<QByteArray> keys)
{
    const CompanyId company = m_context.session.companyId();
    m_request->run(
        [this, company, &keys](std::stop_token) {
            auto all = std::make_shared<const std::vector<QByteArray>>(std::move(keys));
            return removeKeys(&m_context.session.cache(), company, std::move(all));
        },
        [this](InvalidationReceipt receipt) {
            if (!receipt.acknowledged)
                emit finished(tr("Not deleted yet, it is tried again: %1").arg(receipt.problem));
            else
                emit finished(tr("Invalidated %n key(s)", nullptr, static_cast<int>(receipt.keys)));
        });
}

} // namespace hrcache
