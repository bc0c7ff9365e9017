#include "ui/window/KeyInvalidation.h"

#include "base/ThreadPool.h"
#include "cache/HrCacheManager.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace hrcache {

namespace {

/// A dialog is no place to read more.
constexpr size_t mostListed = 200;
constexpr size_t fewKeys = 1'000;

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

} // namespace

KeyInvalidation::KeyInvalidation(UiContext context, QWidget *parent)
    : QObject(parent)
    , m_context(context)
    , m_parent(parent)
    , m_naming(new Request(this))
    , m_request(new Request(this))
{
}

void KeyInvalidation::cancel()
{
    m_naming->cancel();
    m_request->cancel();
}

void KeyInvalidation::start(const KeysInView &keys)
{
    m_naming->cancel();
    if (keys.count == 0)
        return;
    if (keys.count <= fewKeys) {
        ask(keys.name());
        return;
    }
    m_naming->run([&keys](std::stop_token) { return runOnPool(workerPool(), keys.name); },
                  [this, company = m_context.session.companyId()](const Result<KeysInView::Keys> &named) {
                      if (named && company == m_context.session.companyId())
                          ask(*named);
                  });
}

void KeyInvalidation::ask(const KeysInView::Keys &keys)
{
    if (keys->size() == 1) {
        run(keys);
        return;
    }
    const Session &session = m_context.session;
    auto *dialog = new QMessageBox(m_parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("invalidate-dialog"));
    dialog->setIcon(QMessageBox::Question);
    dialog->setWindowTitle(tr("Invalidate keys"));
    dialog->setText(tr("Invalidate %n cache key(s) of %1?", nullptr, static_cast<int>(keys->size()))
                        .arg(session.company().name));
    dialog->setInformativeText(
        tr("They are the keys of %1. Nothing is lost: the next read takes the rows from "
           "the database and stores them again.")
            .arg(session.user().toString()));
    dialog->setDetailedText(listOf(*keys));
    QPushButton *invalidate = dialog->addButton(tr("&Invalidate"), QMessageBox::AcceptRole);
    dialog->setDefaultButton(dialog->addButton(QMessageBox::Cancel));
    connect(dialog, &QMessageBox::finished, this, [this, dialog, invalidate, keys] {
        if (dialog->clickedButton() == invalidate)
            run(keys);
    });
    dialog->open();
}

void KeyInvalidation::run(const KeysInView::Keys &keys)
{
    const CompanyId company = m_context.session.companyId();
    m_request->run(
        [this, company, keys](std::stop_token) {
            return m_context.session.cache().invalidateInParts(company, keys);
        },
        [this](InvalidationReceipt receipt) {
            if (!receipt.acknowledged)
                emit finished(tr("Not deleted yet, it is tried again: %1").arg(receipt.problem));
            else
                emit finished(tr("Invalidated %n key(s)", nullptr, static_cast<int>(receipt.keys)));
        });
}

} // namespace hrcache
