#include "ui/base/Session.h"

#include "hr/HrService.h"
#include "ui/base/Request.h"

#include <algorithm>

namespace hrcache {

Session::Session(QObject *parent)
    : QObject(parent)
    , m_companiesRequest(new Request(this))
{
    connect(m_companiesRequest, &Request::runningChanged, this, &Session::choicesChanged);
}

Session::~Session() = default;

CompanyId Session::companyId() const
{
    const auto id = CompanyId::parse(m_company.id, QStringLiteral("company_id"));
    return id ? *id : CompanyId();
}

QString Session::whyNoWrite() const
{
    if (m_company.id.isEmpty())
        return tr("Choose a company first.");
    if (!mayWrite())
        return tr("You may only look at this company: your profile in it is viewer.");
    if (m_databaseHealth.state == LinkHealth::State::Lost)
        return tr("The database cannot be reached, so nothing can be changed now.");
    return {};
}

QByteArray Session::country() const
{
    const QByteArray code = m_company.countryCode.toLatin1().toUpper();
    return code.size() == 2 ? code : QByteArrayLiteral("CH");
}

void Session::setLanguage(const QByteArray &language)
{
    if (m_language == language)
        return;
    m_language = language;
    emit languageChanged();
}

void Session::setUser(const UserId &user)
{
    const auto known = std::any_of(m_users.begin(), m_users.end(),
                                   [&](const SessionUser &entry) { return entry.id == user; });
    if (!known && !user.isEmpty())
        m_users.push_back({user, {}});
    if (m_user == user && !m_companiesError)
        return;
    m_user = user;
    m_companies.clear();
    if (!m_company.id.isEmpty())
        m_wantedCompany = m_company.id;
    m_company = {};
    if (m_trust == Trust::AtOnce)
        chooseKnownCompany();
    emit companyChanged();
    emit choicesChanged();
    reloadCompanies();
}

void Session::setCompany(const QString &companyId)
{
    m_wantedCompany = companyId;
    chooseCompany();
}

bool Session::isLoadingCompanies() const
{
    return m_companiesRequest->isRunning();
}

void Session::reloadCompanies()
{
    m_companiesError.reset();
    if (m_user.isEmpty()) {
        m_companiesRequest->cancel();
        return;
    }
    m_companiesRequest->run(
        [this](std::stop_token stop) {
            return service().read(m_user, HrQuery::accessibleCompanies(m_user), {ReadMode::CacheFirst, stop});
        },
        [this](DocumentResult result) {
            if (result) {
                m_companies = Company::allFrom(result->data);
                chooseCompany();
            } else {
                m_companiesError = result.error();
                const ErrorCode code = result.error().code;
                if ((code == ErrorCode::Unreachable || code == ErrorCode::Timeout) &&
                    m_company.id.isEmpty() && chooseKnownCompany())
                    emit companyChanged();
            }
            emit choicesChanged();
        });
}

void Session::chooseCompany()
{
    const auto find = [this](const QString &id) {
        return std::find_if(m_companies.begin(), m_companies.end(),
                            [&](const Company &company) { return company.id == id; });
    };
    auto chosen = find(m_wantedCompany);
    if (chosen == m_companies.end() && !m_company.id.isEmpty())
        chosen = find(m_company.id);
    if (chosen == m_companies.end())
        chosen = m_companies.begin();
    const Company company = chosen == m_companies.end() ? Company() : *chosen;
    if (m_company == company)
        return;
    m_company = company;
    emit companyChanged();
}

void Session::setUsers(std::vector<SessionUser> users)
{
    m_users = std::move(users);
    emit choicesChanged();
}

bool Session::chooseKnownCompany()
{
    const bool fits = !m_user.isEmpty() && m_user == m_knownUser && m_knownCompany.id == m_wantedCompany;
    if (!fits)
        return false;
    m_company = m_knownCompany;
    m_companies = {m_company};
    return true;
}

void Session::setKnownCompany(const UserId &user, const Company &company, Trust trust)
{
    m_trust = trust;
    m_knownUser = user;
    m_knownCompany = company;
}

void Session::setCacheHealth(const LinkHealth &health)
{
    if (m_cacheHealth == health)
        return;
    m_cacheHealth = health;
    emit healthChanged();
}

void Session::setDatabaseHealth(const LinkHealth &health)
{
    if (m_databaseHealth == health)
        return;
    const bool isBack = m_databaseHealth.state == LinkHealth::State::Lost && health.works();
    m_databaseHealth = health;
    emit healthChanged();
    if (!isBack)
        return;
    if (m_companiesError)
        reloadCompanies();
    emit databaseIsBack();
}

void Session::announceReplacing()
{
    m_companiesRequest->cancel();
    emit aboutToBeReplaced();
    m_users.clear();
    m_companies.clear();
    m_companiesError.reset();
    m_user = {};
    m_company = {};
    m_wantedCompany.clear();
    m_knownUser = {};
    m_knownCompany = {};
}

void Session::announceReplaced()
{
    emit replaced();
    emit choicesChanged();
}

} // namespace hrcache
