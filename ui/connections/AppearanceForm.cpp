#include "ui/connections/AppearanceForm.h"

#include "ui/base/Settings.h"
#include "ui/connections/FormField.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace hrcache {

namespace {

const QString autoRefresh = QStringLiteral("auto_refresh");

void choose(QComboBox *box, const QVariant &value)
{
    const QSignalBlocker blocker(box);
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

} // namespace

const std::vector<std::pair<QString, QString>> &AppearanceForm::refreshingPages()
{
    static const std::vector<std::pair<QString, QString>> pages{
        {QStringLiteral("employees"), tr("Em&ployees")},
        {QStringLiteral("contracts"), tr("C&ontracts")},
        {QStringLiteral("cache"), tr("C&ache")},
    };
    return pages;
}

AppearanceForm::AppearanceForm(Settings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_reducedMotion(new QCheckBox(tr("&Reduced motion"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(14);
    const auto group = [&](const QString &title) {
        auto *box = new QGroupBox(title, this);
        auto *inside = new QHBoxLayout(box);
        inside->setSpacing(16);
        column->addWidget(box);
        return inside;
    };
    const auto add = [this](QHBoxLayout *row, const QString &label,
                            const std::vector<std::pair<QVariant, QString>> &choices,
                            const QString &hint = {}) {
        auto *box = new QComboBox(this);
        for (const auto &[value, text] : choices)
            box->addItem(text, value);
        auto *field = new FormField(label, box, this);
        field->setHint(hint);
        row->addWidget(field, 1);
        return box;
    };
    QHBoxLayout *looks = group(tr("Looks"));
    m_theme = add(looks, tr("&Theme"),
                  {{QStringLiteral("system"), tr("As the system")},
                   {QStringLiteral("light"), tr("Light")},
                   {QStringLiteral("dark"), tr("Dark")}});
    m_density = add(looks, tr("Densit&y of tables"), {{false, tr("Comfortable")}, {true, tr("Compact")}});
    // Only what there is a translation for.
    m_language = add(looks, tr("&Language"), {{QStringLiteral("en"), tr("English")}},
                     tr("The only one so far. Dates and numbers follow the region of the system"));
    m_language->setObjectName(QStringLiteral("language"));
    QHBoxLayout *motion = group(tr("Motion"));
    auto *field = new FormField(QString(), m_reducedMotion, this);
    field->setHint(tr("Nothing runs, glows or fades; changes are still marked"));
    m_reducedMotion->setAccessibleName(tr("Reduced motion"));
    motion->addWidget(field, 1);
    QHBoxLayout *refresh = group(tr("Refresh by itself while the page is in view"));
    for (const auto &[id, title] : refreshingPages()) {
        QComboBox *box = add(refresh, title,
                             {{0, tr("Off")},
                              {10, tr("Every 10 seconds")},
                              {30, tr("Every 30 seconds")},
                              {60, tr("Every minute")},
                              {300, tr("Every 5 minutes")}});
        m_refresh.emplace_back(id, box);
        connect(box, &QComboBox::activated, this,
                [this, id = id, box] { m_settings.setViewState(id, autoRefresh, box->currentData()); });
    }
    column->addStretch(1);

    connect(m_theme, &QComboBox::activated, this,
            [this] { m_settings.set(setting::theme, m_theme->currentData().toString()); });
    connect(m_density, &QComboBox::activated, this,
            [this] { m_settings.set(setting::compact, m_density->currentData().toBool()); });
    connect(m_language, &QComboBox::activated, this,
            [this] { m_settings.set(setting::language, m_language->currentData().toString()); });
    connect(m_reducedMotion, &QCheckBox::toggled, this,
            [this](bool on) { m_settings.set(setting::reducedMotion, on); });
    connect(&settings, &Settings::changed, this, &AppearanceForm::show);
    show();
}

void AppearanceForm::show()
{
    choose(m_theme, m_settings.get(setting::theme));
    choose(m_density, m_settings.get(setting::compact));
    choose(m_language, m_settings.get(setting::language));
    const QSignalBlocker blocker(m_reducedMotion);
    m_reducedMotion->setChecked(m_settings.get(setting::reducedMotion));
    for (const auto &[id, box] : m_refresh)
        choose(box, m_settings.viewState(id, autoRefresh).toInt());
}

} // namespace hrcache
