#pragma once

#include <QString>

#include <memory>
#include <vector>

class QTranslator;

namespace hrcache {

/// The language of the window: English is in the program, others are translation files, ours in
/// ":/hrcache/translations" and Qt's own beside them or where Qt is installed.
class Languages
{
public:
    Languages();
    ~Languages();
    Q_DISABLE_COPY_MOVE(Languages)

    /// Language codes that the window can speak.
    [[nodiscard]] static QStringList available();

    /// What `setting` (empty: the system's language) comes down to, "en" if there is nothing better.
    [[nodiscard]] static QString effective(const QString &setting);

    /// Installs the translations of one of available(). Windows that are open keep the texts they have.
    void install(const QString &code);

private:
    std::vector<std::unique_ptr<QTranslator>> m_translators;
};

} // namespace hrcache
