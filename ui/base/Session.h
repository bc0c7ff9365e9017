#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "base/Ids.h"
#include "hr/Company.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace hrcache {

class CacheInventory;
class CacheStore;
class HrCacheManager;
class HrService;
class Request;

/// A user that may be chosen in the window.
struct SessionUser
{
    UserId id;
    QString name; ///< for people; may be empty, then the id is shown
    bool operator==(const SessionUser &) const = default;
};

/// How one of the two servers is, for the chip in the status bar.
struct LinkHealth
{
    enum class State {
        Local,      ///< in this process or a file: nothing to connect to
        Connecting, ///< no answer yet
        Good,       ///< the last operation was answered
        Limited,    ///< it answers, but something is refused (no write right, a replica)
        Lost        ///< no connection, or no answer in time
    };

    State state = State::Connecting;
    QString server; ///< "Redis", "PostgreSQL", "memory", "SQLite"
    QString host;   ///< "host:port", a file name, or empty
    QString words;  ///< what it means, for a person; empty if there is nothing to say
    std::optional<std::chrono::microseconds> latency; ///< one round trip, as seen last
    QString note = {}; ///< worth knowing, though it takes nothing away; for a person, may be empty

    bool operator==(const LinkHealth &) const = default;

    [[nodiscard]] bool works() const { return state != State::Lost && state != State::Connecting; }
};

/// What pages need to know of where they are, and nothing of backends. Implemented by the composition root,
/// which supplies the services and calls setHealth() and the *Replaced functions; who works where (user,
/// company) is kept here. GUI thread.
///
/// Order when a profile is switched: aboutToBeReplaced() (pages cancel their requests and drop every
/// reference into the services), the services change, replaced() (pages load anew).
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /// Valid until aboutToBeReplaced().
    [[nodiscard]] virtual HrService &service() = 0;
    [[nodiscard]] virtual HrCacheManager &cache() = 0;
    [[nodiscard]] virtual CacheStore &cacheStore() = 0;
    [[nodiscard]] virtual CacheInventory &inventory() = 0;
    [[nodiscard]] virtual const Clock &clock() const = 0;

    /// "Sample data", or the profile's name.
    [[nodiscard]] virtual QString profileName() const = 0;
    /// No servers: everything is sample data in a file of this machine.
    [[nodiscard]] virtual bool isEmbedded() const = 0;

    [[nodiscard]] LinkHealth cacheHealth() const { return m_cacheHealth; }

    [[nodiscard]] LinkHealth databaseHealth() const { return m_databaseHealth; }

    /// Whoever is offered in the chooser; more can be typed.
    [[nodiscard]] const std::vector<SessionUser> &users() const { return m_users; }

    /// For whom everything is read; empty: nobody was chosen yet, and pages ask for somebody.
    [[nodiscard]] const UserId &user() const { return m_user; }

    /// Companies that the user has access to, by name. Until they are known: the one he worked in last.
    [[nodiscard]] const std::vector<Company> &companies() const { return m_companies; }

    /// The chosen company; its id is empty if there is none. If the database cannot be asked for companies(),
    /// it is as it was known last, so that what the cache has of it can be seen; see setKnownCompany().
    [[nodiscard]] const Company &company() const { return m_company; }

    /// The same as an id; empty if there is none.
    [[nodiscard]] CompanyId companyId() const;

    /// Whether the user may write in the company (a viewer may not). Pages hide nothing: they disable with
    /// the reason as tool tip.
    [[nodiscard]] bool mayWrite() const { return !m_company.id.isEmpty() && m_company.mayWrite(); }

    /// Why nothing can be changed now, as a sentence; empty if the user can.
    [[nodiscard]] QString whyNoWrite() const;

    /// Country and language that references are asked for: the company's country (CH if unknown), and the
    /// language of the window.
    [[nodiscard]] QByteArray country() const;

    [[nodiscard]] QByteArray language() const { return m_language; }

    void setLanguage(const QByteArray &language);

    /// Chooses a user, adds him to users() if he is new, and loads his companies.
    void setUser(const UserId &user);
    /// Chooses one of companies() by its id; an unknown one is remembered until the companies are known.
    void setCompany(const QString &companyId);

    /// Asks for the companies of the user again.
    void reloadCompanies();

    /// Why companies() could not be read; none if it could.
    [[nodiscard]] const std::optional<Error> &companiesError() const { return m_companiesError; }

    [[nodiscard]] bool isLoadingCompanies() const;

signals:
    /// User or company is another one, or its rights changed. Everything on screen belongs to the old one.
    void companyChanged();
    /// users(), companies(), companiesError() or isLoadingCompanies() changed.
    void choicesChanged();
    void healthChanged();
    /// It was lost, and works again.
    void databaseIsBack();
    void languageChanged();
    void aboutToBeReplaced();
    void replaced();

protected:
    /// For implementations.
    void setUsers(std::vector<SessionUser> users);
    /// When a company is worked in that nobody has confirmed yet.
    enum class Trust {
        AtOnce,         ///< before the companies are read: its rows come with them
        WhenUnreachable ///< if the database cannot be reached: who lost access sees nothing while it can
    };
    /// What was known last of a company that `user` had access to. Call before setUser().
    void setKnownCompany(const UserId &user, const Company &company, Trust trust);
    void setCacheHealth(const LinkHealth &health);
    void setDatabaseHealth(const LinkHealth &health);
    /// Call before the services are exchanged, and when they are.
    void announceReplacing();
    void announceReplaced();

private:
    void chooseCompany();
    bool chooseKnownCompany();

    std::vector<SessionUser> m_users;
    std::vector<Company> m_companies;
    UserId m_user;
    Company m_company;
    QString m_wantedCompany;
    UserId m_knownUser;
    Company m_knownCompany;
    Trust m_trust = Trust::WhenUnreachable;
    QByteArray m_language = "en";
    LinkHealth m_cacheHealth;
    LinkHealth m_databaseHealth;
    std::optional<Error> m_companiesError;
    Request *m_companiesRequest;
};

} // namespace hrcache
