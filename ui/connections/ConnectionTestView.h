#pragma once

#include "ui/connections/ConnectionProfile.h"

#include <QWidget>

#include <map>

class QGridLayout;
class QLabel;

namespace hrcache {

/// The steps of a test of both servers, as they happen: icon, name of the step, and what was found in words.
class ConnectionTestView : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionTestView(QWidget *parent = nullptr);

    /// Forgets the steps of the last test.
    void clear();
    void show(const ConnectionTestStep &step);
    /// Steps that still run have no end any more.
    void end();

    [[nodiscard]] const std::vector<ConnectionTestStep> &steps() const { return m_steps; }

    /// Worst state of all steps that ended; Skipped if there is none.
    [[nodiscard]] ConnectionTestStep::State verdict() const;

    [[nodiscard]] static QString nameOf(ConnectionTestStep::Part part);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QLabel *icon;
        QLabel *part;
        QLabel *words;
    };

    using Key = std::pair<ConnectionTestStep::Server, ConnectionTestStep::Part>;

    Line &lineOf(const Key &key);
    void paintLine(const ConnectionTestStep &step);

    QGridLayout *m_grid;
    QLabel *m_titles[2];
    std::map<Key, Line> m_lines;
    std::vector<ConnectionTestStep> m_steps;
};

} // namespace hrcache
