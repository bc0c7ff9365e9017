#pragma once

#include "hr/WriteRules.h"

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace hrcache {

/// One field of a form: its label above, the input, and beneath what is wrong with it, in words, with an icon
/// and a border. Holds the value that was loaded, so that it knows whether it was changed.
class RecordField : public QWidget
{
    Q_OBJECT

public:
    using Value = std::optional<QByteArray>;

    /// `label` may have a mnemonic. `rule` is the column's; its name is the field's.
    RecordField(const FieldRule &rule, const QString &label, QWidget *parent = nullptr);

    [[nodiscard]] const FieldRule &rule() const { return m_rule; }

    [[nodiscard]] QByteArray column() const
    {
        return {m_rule.column.data(), static_cast<qsizetype>(m_rule.column.size())};
    }

    /// The label without mnemonic and mark.
    [[nodiscard]] const QString &title() const { return m_title; }

    /// What the input says, in the text form of FieldValue; what cannot be read, as it was typed: the rules
    /// refuse it then.
    [[nodiscard]] virtual Value value() const = 0;
    /// A value as people read it, for comparisons.
    [[nodiscard]] virtual QString displayed(const Value &value) const;
    /// Puts a value into the input, as if it was typed.
    void setValue(const Value &value);
    /// Puts a value of the database into the input: isChanged() compares with it.
    void load(const Value &value);

    [[nodiscard]] bool isChanged() const { return value() != m_loaded; }

    /// What is wrong with the value alone, or nothing; a sentence.
    [[nodiscard]] virtual QString ownProblem() const;

    /// Shows what is wrong; nothing: takes it away.
    void setProblem(const QString &problem);

    [[nodiscard]] const QString &problem() const { return m_problem; }

    /// Whether the focus was in the field and left it: from then on its value is judged.
    [[nodiscard]] bool wasLeft() const { return m_left; }

    void setLeft(bool left) { m_left = left; }

    /// What has the keyboard.
    [[nodiscard]] QWidget *input() const { return m_input; }

    void focusInput();

signals:
    /// The value may be another one.
    void edited();
    /// The focus left the input.
    void left();
    /// The keyboard was led to it, or it grew while it has the keyboard: all of it should be seen.
    void inUse();

protected:
    /// Takes the input into the layout; whatever is given beside it stands behind it. To be called once.
    void adopt(QWidget *input, const QList<QWidget *> &beside = {});
    virtual void put(const Value &value) = 0;

    /// The focus left: show the value as it was understood.
    virtual void tidy() {}

    /// For descriptions of the input that are not problems: the unit, the pattern.
    void setHint(const QString &hint);

    /// For an input that says itself what it is: no room is kept for the label.
    void hideLabel();

    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void describe();
    [[nodiscard]] QRectF inputFrame() const;
    void updateColors();

    FieldRule m_rule;
    QString m_title;
    QString m_hint;
    QString m_problem;
    Value m_loaded;
    bool m_left = false;
    QLabel *m_label;
    QBoxLayout *m_row;
    QWidget *m_problemRow;
    QLabel *m_problemIcon;
    QLabel *m_problemText;
    QWidget *m_input = nullptr;
};

} // namespace hrcache
