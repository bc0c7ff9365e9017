#include "ui/window/KeyInvalidation.h"

#include "cache/HrCacheManager.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"

#include <QMessageBox>
#include <QPushButton>

namespace hrcache {

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
    dialog->setDetailedText([&keys] {
        QStringList lines;
        for (const QByteArray &key : keys)
            lines << QString::fromUtf8(key);
        return lines.join(QLatin1Char('\n'));
    }());
    QPushButton *invalidate = dialog->addButton(tr("&Invalidate"), QMessageBox::AcceptRole);
    dialog->setDefaultButton(dialog->addButton(QMessageBox::Cancel));
    connect(dialog, &QMessageBox::finished, this, [this, dialog, invalidate, keys = std::move(keys)] {
        if (dialog->clickedButton() == invalidate)
            run(keys);
    });
    dialog->open();
}

void KeyInvalidation::run(std::vector<QByteArray> keys)
{
    const CompanyId company = m_context.session.companyId();
    m_request->run(
        [this, company, keys = std::move(keys)](std::stop_token) {
            return m_context.session.cache().invalidateKeys(company, keys);
        },
        [this](InvalidationReceipt receipt) {
            if (!receipt.acknowledged)
                emit finished(tr("Not deleted yet, it is tried again: %1").arg(receipt.problem));
            else
                emit finished(tr("Invalidated %n key(s)", nullptr, static_cast<int>(receipt.keys)));
        });
}

} // namespace hrcache
