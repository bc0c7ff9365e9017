#include "ui/base/SplitButton.h"

#include "ui/base/Icons.h"

#include <QAccessibleWidget>

namespace hrcache {

namespace {

class SplitButtonInterface : public QAccessibleWidget
{
public:
    explicit SplitButtonInterface(SplitButton *button)
        : QAccessibleWidget(button, QAccessible::ButtonDropDown)
        , m_button(button)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        QString text = QAccessibleWidget::text(kind);
        if (kind == QAccessible::Name && text.isEmpty())
            text = m_button->text().remove(u'&');
        return text;
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = m_button->menu() != nullptr;
        return state;
    }

    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names;
        if (m_button->isEnabled()) {
            names << pressAction();
            if (m_button->menu())
                names << showMenuAction();
        }
        return names << QAccessibleWidget::actionNames();
    }

    void doAction(const QString &name) override
    {
        // Later, so that whoever asked for it does not wait for what it leads to.
        if (name == pressAction())
            QMetaObject::invokeMethod(m_button, &QToolButton::click, Qt::QueuedConnection);
        else if (name == showMenuAction())
            QMetaObject::invokeMethod(m_button, &QToolButton::showMenu, Qt::QueuedConnection);
        else
            QAccessibleWidget::doAction(name);
    }

private:
    SplitButton *m_button; ///< the object of this interface, which ends with it
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String(SplitButton::staticMetaObject.className()))
        return nullptr;
    auto *button = qobject_cast<SplitButton *>(object);
    return button ? new SplitButtonInterface(button) : nullptr;
}

} // namespace

SplitButton::SplitButton(QWidget *parent)
    : QToolButton(parent)
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
    icons::setBesideText(this);
    setPopupMode(QToolButton::MenuButtonPopup);
    setFocusPolicy(Qt::StrongFocus);
}

} // namespace hrcache
