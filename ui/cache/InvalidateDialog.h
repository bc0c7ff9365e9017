#pragma once

#include "cache/CacheInventory.h"
#include "ui/base/UiContext.h"
#include "ui/cache/ScopeKeys.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace hrcache {

class Request;

/// Asks before several keys are invalidated: how many, of which company, whose.
class InvalidateDialog : public QDialog
{
    Q_OBJECT

public:
    /// Exactly these keys of the session's user.
    InvalidateDialog(UiContext context, std::vector<QByteArray> keys, QWidget *parent);
    /// All of the session's company, of its user or of every user; counts them.
    InvalidateDialog(UiContext context, QWidget *parent);

    /// What was chosen.
    [[nodiscard]] std::vector<QByteArray> keys() const;

private:
    struct Choice
    {
        QString label; ///< "Only mine (Demo Admin)"
        QRadioButton *button = nullptr;
        Request *request = nullptr;
        std::optional<ScopeKeys> found;
    };

    void build();
    void addChoice(Choice &choice, const QString &label, const char *name);
    void count(Choice &choice, const KeyScope &scope);
    void updateTexts();
    [[nodiscard]] const Choice &chosen() const;

    UiContext m_context;
    QVBoxLayout *m_layout = nullptr;
    QLabel *m_question = nullptr;
    QPushButton *m_invalidate = nullptr;
    Choice m_mine;
    Choice m_everybody;
};

} // namespace hrcache
