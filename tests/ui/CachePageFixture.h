#pragma once

#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/StateView.h"
#include "ui/cache/CachePage.h"
#include "ui/cache/KeyTableModel.h"
#include "ui/cache/ValuePane.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <memory>

namespace hrcache {

/// The Cache page on a session of its own, and the cache behind its back.
class CachePageFixture
{
protected:
    void begin();
    void end();

    void enter(const char *user = sample::adminUser, const char *company = sample::smallCompany);
    void showPage();
    /// Reads through the cache, as another page does.
    void read(const HrQuery &query);
    /// Stores an entry as another program does.
    void put(const QByteArray &type, const QByteArray &data,
             std::chrono::seconds ttl = std::chrono::seconds(3600), const char *user = sample::adminUser);
    [[nodiscard]] static QByteArray keyOf(const QByteArray &type, const char *user = sample::adminUser);
    [[nodiscard]] bool inCache(const QByteArray &key);
    void choose(const QByteArray &type);
    void click(const char *button);

    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }

    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }

    /// -1: not shown.
    [[nodiscard]] int rowOf(const QByteArray &key) const;

    [[nodiscard]] QTableView *table() const
    {
        return m_page->findChild<QTableView *>(QStringLiteral("cache-table"));
    }

    [[nodiscard]] StateView *states() const { return qobject_cast<StateView *>(table()->parentWidget()); }

    [[nodiscard]] QString label(const char *name) const
    {
        return m_page->findChild<QLabel *>(QLatin1String(name))->text();
    }

    [[nodiscard]] QDialog *dialog() const;

    [[nodiscard]] ValuePane *value() const { return m_page->findChild<ValuePane *>(); }

    CompanyId m_company;
    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<CachePage> m_page;
    std::unique_ptr<QSignalSpy> m_toasts;
};

} // namespace hrcache
