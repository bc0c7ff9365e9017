#include "ui/employees/FieldGroup.h"

#include "ui/base/AccessibleText.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hrcache {

namespace {

const QString dash = QStringLiteral("–");
const QString ellipsis = QStringLiteral("…");
constexpr int gap = 14; // between a name and its value

} // namespace

FieldGroup::FieldGroup(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(4);
    auto *heading = new QLabel(title, this);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    layout->addWidget(heading);
    m_form->setContentsMargins(0, 0, 0, 0);
    // The gap belongs to the name: Qt forgets its own when it decides which rows are too long.
    m_form->setHorizontalSpacing(0);
    m_form->setVerticalSpacing(4);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    // A word that does not fit beside its name, such as an e-mail address, gets a line of its own.
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(m_form);
    setAccessibleName(title);
}

int FieldGroup::addField(const QString &name)
{
    auto *label = new QLabel(name, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setMinimumWidth(label->fontMetrics().averageCharWidth() * 17 + gap);
    label->setContentsMargins(0, 0, gap, 0);
    // Beside the first of several lines.
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    auto *value = new QLabel(dash, this);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_form->addRow(label, value);
    m_rows.push_back({name, value});
    return static_cast<int>(m_rows.size()) - 1;
}

void FieldGroup::setValue(int field, const QString &value)
{
    const Row &row = m_rows[static_cast<size_t>(field)];
    row.value->setText(value.isEmpty() ? dash : value);
    const QString spoken = value.isEmpty() ? tr("not given") : value;
    setAccessibleText(row.value, QStringLiteral("%1: %2").arg(row.name, spoken));
}

void FieldGroup::setAwaited(int field)
{
    const Row &row = m_rows[static_cast<size_t>(field)];
    row.value->setText(ellipsis);
    setAccessibleText(row.value, tr("%1: loading").arg(row.name));
}

QString FieldGroup::value(int field) const
{
    const QString text = m_rows[static_cast<size_t>(field)].value->text();
    return text == dash || text == ellipsis ? QString() : text;
}

} // namespace hrcache
