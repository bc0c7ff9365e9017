#pragma once

#include "ui/forms/RecordField.h"

class QLineEdit;
class QToolButton;

namespace hrcache {

/// A date that may be none (empty): typed the locale's way or as ISO, or chosen in a calendar (the button, or
/// Alt+Down).
class DateField : public RecordField
{
    Q_OBJECT

public:
    DateField(const FieldRule &rule, const QString &label, QWidget *parent = nullptr);

    [[nodiscard]] Value value() const override;
    [[nodiscard]] QString displayed(const Value &value) const override;
    [[nodiscard]] QString ownProblem() const override;

protected:
    void put(const Value &value) override;
    void tidy() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showCalendar();

    QLineEdit *m_line;
    QToolButton *m_button;
};

} // namespace hrcache
