#pragma once

#include "ui/connections/ConnectionBook.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace hrcache {

class ConnectionTestView;
class Request;

/// Runs a test of a connection and shows its steps as they happen, with a verdict over them. Hidden until the
/// first test.
class ConnectionTestPanel : public QWidget
{
    Q_OBJECT

public:
    /// `book` must outlive the panel.
    explicit ConnectionTestPanel(ConnectionBook &book, QWidget *parent = nullptr);

    /// Ends a test that is running and begins another; see ConnectionBook::test().
    void start(const QString &oldName, const ConnectionProfile &profile, const ConnectionSecrets &secrets);
    void cancel();
    /// Ends it, and shows nothing of it any more.
    void dismiss();

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QString verdict() const;

    [[nodiscard]] ConnectionTestView *view() const { return m_view; }

    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

signals:
    void runningChanged(bool running);

private:
    void ended();

    ConnectionBook &m_book;
    ConnectionTestView *m_view;
    QLabel *m_verdict;
    QPushButton *m_cancel;
    Request *m_request;
};

} // namespace hrcache
