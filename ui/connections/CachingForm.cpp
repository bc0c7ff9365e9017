#include "ui/connections/CachingForm.h"

#include "ui/base/Format.h"
#include "ui/connections/FormField.h"

#include <QGridLayout>
#include <QSpinBox>

namespace hrcache {

namespace {

constexpr int longest = 30 * 24 * 3600;

QString inWords(int seconds)
{
    return seconds == 0 ? CachingForm::tr("Not cached: every read asks the database")
                        : format::span(std::chrono::seconds(seconds));
}

} // namespace

CachingForm::CachingForm(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    const auto add = [&](std::chrono::seconds CacheTtl::*member, const char *setting, const QString &label) {
        auto *box = new QSpinBox;
        box->setRange(0, longest);
        box->setSingleStep(60);
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        box->setGroupSeparatorShown(true);
        box->setSuffix(tr(" s"));
        box->setSpecialValueText(tr("Off"));
        auto *field = new FormField(label, box, this);
        const auto at = static_cast<int>(m_rows.size());
        grid->addWidget(field, at / 3, at % 3);
        m_rows.push_back({member, setting, box, field});
        connect(box, &QSpinBox::valueChanged, this, [this, field](int seconds) {
            field->setHint(inWords(seconds));
            emit edited();
        });
    };
    add(&CacheTtl::employees, "cache/ttl_employees", tr("List of employees"));
    add(&CacheTtl::employee, "cache/ttl_employee", tr("One employee"));
    add(&CacheTtl::contracts, "cache/ttl_contracts", tr("Contracts"));
    add(&CacheTtl::activeContract, "cache/ttl_active_contract", tr("Active contract"));
    add(&CacheTtl::clusters, "cache/ttl_clusters", tr("Clusters"));
    add(&CacheTtl::references, "cache/ttl_references", tr("References"));
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    setTtl({});
}

CacheTtl CachingForm::ttl() const
{
    CacheTtl ttl;
    for (const Row &row : m_rows)
        ttl.*row.member = std::chrono::seconds(row.box->value());
    return ttl;
}

void CachingForm::setTtl(const CacheTtl &ttl)
{
    for (const Row &row : m_rows) {
        row.box->setValue(static_cast<int>((ttl.*row.member).count()));
        row.field->setHint(inWords(row.box->value()));
    }
}

void CachingForm::setVariables(const QHash<QString, QString> &variables)
{
    for (const Row &row : m_rows)
        row.field->setVariable(variables.value(QLatin1String(row.setting)));
}

} // namespace hrcache
