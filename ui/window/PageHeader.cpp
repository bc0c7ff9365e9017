#include "ui/window/PageHeader.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/LoadingLine.h"
#include "ui/base/PageBase.h"
#include "ui/base/RefreshButton.h"
#include "ui/base/SourceBadge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hrcache {

PageHeader::PageHeader(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_badge(new SourceBadge(clock, this))
    , m_line(new LoadingLine(this))
    , m_refresh(new RefreshButton(this))
{
    setObjectName(QStringLiteral("page-header"));
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_badge->setObjectName(QStringLiteral("page-badge"));
    m_refresh->setObjectName(QStringLiteral("refresh"));

    auto *row = new QHBoxLayout;
    row->setContentsMargins(14, 9, 12, 6);
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_badge, 1);
    row->addStretch(0);
    row->addWidget(m_line->textWidget());
    row->addWidget(m_refresh);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_line);
}

void PageHeader::setPage(PageBase *page, const QString &title)
{
    m_page = page;
    setLabelText(m_title, title);
    m_badge->setSubject(title);
    m_line->setLoading(false);
    update();
}

void PageHeader::update()
{
    if (!m_page)
        return;
    m_badge->setSource(m_page->source());
    m_line->setLoading(m_page->isLoading());
    m_refresh->setVisible(m_page->isRefreshable());
    m_refresh->setInvalidateEnabled(m_page->hasKeysInView());
}

} // namespace hrcache
