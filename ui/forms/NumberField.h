#pragma once

#include "ui/forms/RecordField.h"

class QLabel;
class QLineEdit;

namespace hrcache {

/// A number, typed the locale's way or with a plain point; shown the locale's way once it is left.
class NumberField : public RecordField
{
    Q_OBJECT

public:
    /// How the value is shown.
    enum class Scale {
        Plain,  ///< as it is
        Percent ///< 0.8 as 80, with " %" behind it
    };

    /// `decimals`: how many digits behind the point the database keeps of the number as it is shown.
    NumberField(const FieldRule &rule, const QString &label, int decimals, Scale scale = Scale::Plain,
                QWidget *parent = nullptr);

    /// Digits behind the point that are always shown: 2 for money.
    void setMinimumDigits(int digits) { m_minimumDigits = digits; }

    /// What stands behind the input: "CHF per month".
    void setUnit(const QString &unit);
    [[nodiscard]] QString unit() const;

    /// From now on 80 stands for 80.
    void setPlain();

    [[nodiscard]] Value value() const override;
    [[nodiscard]] QString displayed(const Value &value) const override;
    [[nodiscard]] QString ownProblem() const override;

protected:
    void put(const Value &value) override;
    void tidy() override;

private:
    QLineEdit *m_line;
    QLabel *m_unit;
    int m_decimals;
    int m_minimumDigits = 0;
    Scale m_scale;
};

} // namespace hrcache
