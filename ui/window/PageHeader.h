#pragma once

#include <QWidget>

class QLabel;

namespace hrcache {

class Clock;
class LoadingLine;
class PageBase;
class RefreshButton;
class SourceBadge;

/// Title, source badge, what is being loaded, and Refresh, over every page.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PageHeader(const Clock &clock, QWidget *parent = nullptr);

    /// Shows the page; follow its changes by calling update().
    void setPage(PageBase *page, const QString &title);
    void update();

    [[nodiscard]] SourceBadge *badge() const { return m_badge; }

    [[nodiscard]] RefreshButton *refreshButton() const { return m_refresh; }

    /// Stands under the header, over the whole width.
    [[nodiscard]] LoadingLine *loadingLine() const { return m_line; }

private:
    QLabel *m_title;
    SourceBadge *m_badge;
    LoadingLine *m_line;
    RefreshButton *m_refresh;
    PageBase *m_page = nullptr;
};

} // namespace hrcache
