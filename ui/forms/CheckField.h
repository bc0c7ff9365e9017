#pragma once

#include "ui/forms/RecordField.h"

class QCheckBox;

namespace hrcache {

/// Yes or no. What was loaded as none is none while it is not checked.
class CheckField : public RecordField
{
    Q_OBJECT

public:
    enum class Place {
        Beside, ///< level with the inputs of its neighbours
        Alone   ///< in a row of its own
    };

    CheckField(const FieldRule &rule, const QString &label, Place place = Place::Beside,
               QWidget *parent = nullptr);

    [[nodiscard]] Value value() const override;
    [[nodiscard]] QString displayed(const Value &value) const override;

    [[nodiscard]] bool isChecked() const;

protected:
    void put(const Value &value) override;

private:
    QCheckBox *m_box;
    bool m_none = false;
};

} // namespace hrcache
