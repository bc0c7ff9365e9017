#pragma once

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;

namespace hrcache {

class Settings;

/// Language, theme, density, motion and refreshing by itself: applied at once, kept for this user of this
/// machine.
class AppearanceForm : public QWidget
{
    Q_OBJECT

public:
    explicit AppearanceForm(Settings &settings, QWidget *parent = nullptr);

    /// The pages that can refresh by themselves, by id and title.
    static const std::vector<std::pair<QString, QString>> &refreshingPages();

    /// As the settings have it now.
    void show();

private:
    Settings &m_settings;
    QComboBox *m_language;
    QComboBox *m_theme;
    QComboBox *m_density;
    QCheckBox *m_reducedMotion;
    std::vector<std::pair<QString, QComboBox *>> m_refresh;
};

} // namespace hrcache
