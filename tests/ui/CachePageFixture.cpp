#include "ui/CachePageFixture.h"

#include "cache/CacheEnvelope.h"

#include <QDialog>

namespace hrcache {

using namespace std::chrono_literals;

void CachePageFixture::begin()
{
    m_session = std::make_unique<FakeSession>();
    m_company = *CompanyId::parse(QString::fromLatin1(sample::smallCompany), {});
}

void CachePageFixture::end()
{
    m_toasts.reset();
    m_page.reset();
    m_session.reset();
}

void CachePageFixture::enter(const char *user, const char *company)
{
    m_session->enter(user, company);
    m_company = m_session->companyId();
}

void CachePageFixture::showPage()
{
    m_page = std::make_unique<CachePage>(m_session->context());
    m_toasts = std::make_unique<QSignalSpy>(m_page.get(), &PageBase::toast);
    m_page->resize(1100, 600);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->setActive(true);
    if (m_session->user().isEmpty())
        return;
    QTRY_VERIFY(!m_page->isLoading());
}

void CachePageFixture::read(const HrQuery &query)
{
    const auto answer = awaitResult(m_session->service().read(m_session->user(), query));
    QVERIFY(answer.has_value());
    awaitResult(m_session->cache().idle());
}

QByteArray CachePageFixture::keyOf(const QByteArray &type, const char *user)
{
    return QByteArray("cache:") + user + ':' + sample::smallCompany + ":hr:" + type;
}

void CachePageFixture::put(const QByteArray &type, const QByteArray &data, std::chrono::seconds ttl,
                           const char *user)
{
    auto entry = CacheEnvelope::compose(data, Clock::system().now(), ttl, "hr." + type);
    QVERIFY(awaitResult(m_session->foreignCache().set(keyOf(type, user), entry, ttl)).has_value());
}

bool CachePageFixture::inCache(const QByteArray &key)
{
    const auto infos = awaitResult(m_session->foreignCache().describe({key}));
    return infos.front()->exists;
}

int CachePageFixture::rowOf(const QByteArray &key) const
{
    for (int row = 0; row < rows(); ++row) {
        if (cell(row, KeyTableModel::Key) == QString::fromLatin1(key))
            return row;
    }
    return -1;
}

void CachePageFixture::choose(const QByteArray &type)
{
    const int row = rowOf(keyOf(type));
    QVERIFY(row >= 0);
    const QRect rect = table()->visualRect(table()->model()->index(row, KeyTableModel::Type));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, rect.center());
    QCOMPARE(table()->currentIndex().row(), row);
}

void CachePageFixture::click(const char *button)
{
    auto *widget = m_page->findChild<QPushButton *>(QLatin1String(button));
    QVERIFY(widget != nullptr);
    QVERIFY2(widget->isVisible() && widget->isEnabled(), button);
    QTest::mouseClick(widget, Qt::LeftButton);
}

QDialog *CachePageFixture::dialog() const
{
    return m_page->findChild<QDialog *>(QStringLiteral("invalidate-dialog"));
}

} // namespace hrcache
