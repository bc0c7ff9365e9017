#pragma once

#include <QDialog>

class QAction;

namespace hrcache {

/// Every shortcut of the window, by menu.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    /// Takes the texts and keys from the actions: (menu title, its actions).
    using Groups = std::vector<std::pair<QString, QList<QAction *>>>;

    /// Property of an action: other keys that do the same, as a text.
    static constexpr auto alsoBy = "hrcache_also_by";

    explicit ShortcutsDialog(const Groups &groups, QWidget *parent = nullptr);
};

} // namespace hrcache
