#pragma once

#include <QWidget>

class QFormLayout;
class QLabel;

namespace hrcache {

/// A titled group of names and values that are only read. Empty values are shown as a dash.
class FieldGroup : public QWidget
{
    Q_OBJECT

public:
    explicit FieldGroup(const QString &title, QWidget *parent = nullptr);

    /// Adds a row; returns its number.
    int addField(const QString &name);
    void setValue(int field, const QString &value);
    /// The value is being read: an ellipsis stands in its place.
    void setAwaited(int field);

    [[nodiscard]] QString value(int field) const;

private:
    struct Row
    {
        QString name;
        QLabel *value;
    };

    QFormLayout *m_form;
    std::vector<Row> m_rows;
};

} // namespace hrcache
