#pragma once

#include "ui/forms/RecordField.h"

class QLineEdit;
class QPlainTextEdit;

namespace hrcache {

/// Text on one line, or on several (addresses).
class TextField : public RecordField
{
    Q_OBJECT

public:
    enum class Shape { OneLine, Lines };

    TextField(const FieldRule &rule, const QString &label, Shape shape = Shape::OneLine,
              QWidget *parent = nullptr);

    [[nodiscard]] Value value() const override;

protected:
    void tidy() override;
    void put(const Value &value) override;

private:
    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_lines = nullptr;
};

} // namespace hrcache
