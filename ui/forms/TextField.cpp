#include "ui/forms/TextField.h"

#include <QLineEdit>
#include <QPlainTextEdit>

namespace hrcache {

TextField::TextField(const FieldRule &rule, const QString &label, Shape shape, QWidget *parent)
    : RecordField(rule, label, parent)
{
    if (shape == Shape::OneLine) {
        m_line = new QLineEdit(this);
        adopt(m_line);
        connect(m_line, &QLineEdit::textChanged, this, &RecordField::edited);
        return;
    }
    m_lines = new QPlainTextEdit(this);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    const int lines = 2;
    m_lines->setFixedHeight(m_lines->fontMetrics().lineSpacing() * lines + 14);
    adopt(m_lines);
    connect(m_lines, &QPlainTextEdit::textChanged, this, &RecordField::edited);
}

RecordField::Value TextField::value() const
{
    const QString text = (m_line ? m_line->text() : m_lines->toPlainText()).trimmed();
    return text.isEmpty() ? Value() : Value(text.toUtf8());
}

void TextField::put(const Value &value)
{
    const QString text = displayed(value);
    if (m_line) {
        m_line->setText(text);
        m_line->setCursorPosition(0);
    } else {
        m_lines->setPlainText(text);
    }
}

void TextField::tidy()
{
    // A long text is read from its beginning.
    if (m_line)
        m_line->setCursorPosition(0);
}

} // namespace hrcache
