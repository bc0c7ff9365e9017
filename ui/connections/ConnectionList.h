#pragma once

#include "ui/connections/ConnectionBook.h"

#include <QListWidget>

namespace hrcache {

/// What the window can work on: the sample, the environment if it names servers, and the profiles. The one in
/// use is marked in words.
class ConnectionList : public QListWidget
{
    Q_OBJECT

public:
    explicit ConnectionList(const ConnectionBook &book, QWidget *parent = nullptr);

    /// As the book has it now; keeps what is selected if it is still there.
    void reload();

    /// None: the new one that is not saved yet.
    [[nodiscard]] std::optional<ConnectionChoice> choice() const;
    /// Selects it. False: it is not there.
    bool select(const ConnectionChoice &choice);
    /// Adds a line for a connection that is not saved yet, and selects it.
    void beginNew();
    void endNew();

    [[nodiscard]] bool hasNew() const { return m_new; }

private:
    void addChoice(const ConnectionChoice &choice, const QString &icon, const QString &name);

    const ConnectionBook &m_book;
    bool m_new = false;
};

} // namespace hrcache
