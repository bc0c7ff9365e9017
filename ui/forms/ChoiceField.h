#pragma once

#include "ui/forms/RecordField.h"

#include <vector>

class QComboBox;

namespace hrcache {

/// One code with the words for it.
struct Choice
{
    QString code;
    QString label; ///< may be empty
    bool operator==(const Choice &) const = default;
};

/// One code of a list. A code that the list lacks stays selectable, with a mark. Where there is no list, or
/// it is not complete, a code can be typed.
class ChoiceField : public RecordField
{
    Q_OBJECT

public:
    enum class List {
        Complete, ///< whatever is not in it is marked
        Open      ///< a code that is not in it can be typed
    };

    ChoiceField(const FieldRule &rule, const QString &label, List list, QWidget *parent = nullptr);

    /// Keeps what is chosen. An empty list of a complete kind lets codes be typed, as the rules allow then.
    void setChoices(std::vector<Choice> choices);

    /// The words for a code as they stand in the list, or the code.
    [[nodiscard]] QString labelOf(const QString &code) const;
    /// Whether the list is known and lacks the code.
    [[nodiscard]] bool isUnlisted(const QString &code) const;

    [[nodiscard]] Value value() const override;
    [[nodiscard]] QString ownProblem() const override;
    [[nodiscard]] QString displayed(const Value &value) const override;

    [[nodiscard]] QComboBox *box() const { return m_box; }

protected:
    void put(const Value &value) override;
    void tidy() override;

private:
    void fill(const QString &chosen);
    void addUnlisted(const QString &code);
    [[nodiscard]] QString textOf(const Choice &choice) const;
    [[nodiscard]] QString code() const;

    QComboBox *m_box;
    List m_list;
    std::vector<Choice> m_choices;
    bool m_known = false;
    /// Codes that were chosen once and stay in the list.
    QStringList m_kept;
};

} // namespace hrcache
