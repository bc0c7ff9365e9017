#pragma once

#include <QWidget>

class QLabel;

namespace hrcache {

/// An input with its label above and what is to be said of it below: a hint, what is wrong, or that it is set
/// from outside and cannot be changed here.
class FormField : public QWidget
{
    Q_OBJECT

public:
    /// `label` with a mnemonic ("&Host"); `input` is taken over.
    FormField(const QString &label, QWidget *input, QWidget *parent = nullptr);

    void setHint(const QString &hint);
    /// Empty: nothing is wrong.
    void setProblem(const QString &problem);
    /// Makes the input read-only and says which variable sets it; empty: it can be changed.
    void setVariable(const QString &variable);

    [[nodiscard]] bool isFixed() const { return !m_variable.isEmpty(); }

    [[nodiscard]] bool hasProblem() const { return !m_problem.isEmpty(); }

    [[nodiscard]] QString note() const;

    [[nodiscard]] QWidget *input() const { return m_input; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void update();

    QLabel *m_label;
    QWidget *m_input;
    QLabel *m_icon;
    QLabel *m_note;
    QString m_hint;
    QString m_problem;
    QString m_variable;
};

} // namespace hrcache
