#include "sqlite/SampleContracts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hrcache {

namespace {

/// What somebody does, in the three languages, and its monthly pay.
struct Job
{
    std::array<const char *, 3> department; // de, fr, it
    std::array<const char *, 3> woman;
    std::array<const char *, 3> man;
    int lowest;
    int highest;
};

constexpr Job jobs[] = {
    {{"Finanzen", "Finance", "Finanze"},
     {"Buchhalterin", "Comptable", "Contabile"},
     {"Buchhalter", "Comptable", "Contabile"},
     5600,
     8200},
    {{"Finanzen", "Finance", "Finanze"},
     {"Controllerin", "Contrôleuse de gestion", "Controller"},
     {"Controller", "Contrôleur de gestion", "Controller"},
     7400,
     10800},
    {{"Personal", "Ressources humaines", "Risorse umane"},
     {"Personalfachfrau", "Spécialiste RH", "Specialista RU"},
     {"Personalfachmann", "Spécialiste RH", "Specialista RU"},
     6000,
     8600},
    {{"Informatik", "Informatique", "Informatica"},
     {"Softwareentwicklerin", "Développeuse", "Sviluppatrice"},
     {"Softwareentwickler", "Développeur", "Sviluppatore"},
     7200,
     11200},
    {{"Informatik", "Informatique", "Informatica"},
     {"Systemtechnikerin", "Administratrice systèmes", "Sistemista"},
     {"Systemtechniker", "Administrateur systèmes", "Sistemista"},
     6400,
     9400},
    {{"Verkauf", "Ventes", "Vendite"},
     {"Verkaufsberaterin", "Conseillère de vente", "Consulente di vendita"},
     {"Verkaufsberater", "Conseiller de vente", "Consulente di vendita"},
     4900,
     7000},
    {{"Verkauf", "Ventes", "Vendite"},
     {"Key-Account-Managerin", "Responsable grands comptes", "Key account manager"},
     {"Key-Account-Manager", "Responsable grands comptes", "Key account manager"},
     7800,
     11500},
    {{"Produktion", "Production", "Produzione"},
     {"Polymechanikerin", "Polymécanicienne", "Polimeccanica"},
     {"Polymechaniker", "Polymécanicien", "Polimeccanico"},
     5200,
     7100},
    {{"Produktion", "Production", "Produzione"},
     {"Schichtleiterin", "Cheffe d'équipe", "Capoturno"},
     {"Schichtleiter", "Chef d'équipe", "Capoturno"},
     6300,
     8300},
    {{"Logistik", "Logistique", "Logistica"},
     {"Logistikerin", "Logisticienne", "Impiegata in logistica"},
     {"Logistiker", "Logisticien", "Impiegato in logistica"},
     4700,
     6300},
    {{"Forschung & Entwicklung", "Recherche & développement", "Ricerca e sviluppo"},
     {"Projektingenieurin", "Ingénieure de projet", "Ingegnere di progetto"},
     {"Projektingenieur", "Ingénieur de projet", "Ingegnere di progetto"},
     7600,
     11400},
    {{"Administration", "Administration", "Amministrazione"},
     {"Sachbearbeiterin", "Gestionnaire administrative", "Impiegata di commercio"},
     {"Sachbearbeiter", "Gestionnaire administratif", "Impiegato di commercio"},
     4800,
     6600},
    {{"Recht", "Juridique", "Servizio giuridico"},
     {"Juristin", "Juriste", "Giurista"},
     {"Jurist", "Juriste", "Giurista"},
     8000,
     11800},
    {{"Geschäftsleitung", "Direction", "Direzione"},
     {"Bereichsleiterin", "Directrice de division", "Capo divisione"},
     {"Bereichsleiter", "Directeur de division", "Capo divisione"},
     11000,
     15800},
};

constexpr Job apprenticeship{{"Ausbildung", "Formation", "Formazione"},
                             {"Lernende", "Apprentie", "Apprendista"},
                             {"Lernender", "Apprenti", "Apprendista"},
                             850,
                             1500};

/// Ten-thousandths, the common ones more often.
constexpr int partTimeRates[] = {10000, 10000, 10000, 10000, 10000, 10000,
                                 8000,  8000,  9000,  6000,  5000,  4000};

size_t languageIndex(const SamplePlace &place)
{
    return place.language[0] == 'd' ? 0 : place.language[0] == 'f' ? 1 : 2;
}

QByteArray decimal(int value, int scale)
{
    int divisor = 1;
    for (int i = 0; i < scale; ++i)
        divisor *= 10;
    return QByteArray::number(value / divisor) + '.' +
           QByteArray::number(value % divisor).rightJustified(scale, '0');
}

std::optional<QByteArray> provisionsOf(bool monthly, SampleRandom &random)
{
    if (!monthly || random.chance(30))
        return std::nullopt;
    if (random.chance(20)) {
        return QByteArray(R"({"thirteenth_month": true, "thirteenth_month_rate": 8.33, "bonus_target": )") +
               decimal(random.between(3, 15), 2) + R"(, "bonus_type": "PERFORMANCE"})";
    }
    return QByteArray(R"({"thirteenth_month": true, "thirteenth_month_rate": 8.33})");
}

/// One stretch of an employment.
struct Period
{
    QDate start;
    QDate end; ///< invalid: open
    bool last = false;
};

/// The first days of the employment's contracts.
std::vector<QDate> makeStarts(const SamplePerson &person, bool endsSoon, QDate today, SampleRandom &random)
{
    const auto firstOfMonth = [](QDate date) { return QDate(date.year(), date.month(), 1); };
    std::vector<QDate> starts{person.hireDate};
    if (endsSoon) {
        // Fixed terms are short: who has been here for long has one for the time being.
        const QDate start = firstOfMonth(today.addMonths(-random.between(2, 14)));
        if (start > person.hireDate.addDays(60))
            starts.push_back(start);
        return starts;
    }
    const QDate until = person.active ? today : person.terminationDate;
    const int changes = random.chance(30) ? 1 : random.chance(15) ? 2 : 0;
    for (int i = 0; i < changes && !person.apprentice; ++i) {
        const QDate start = firstOfMonth(starts.back().addMonths(random.between(12, 40)));
        if (start.addDays(40) > until)
            break;
        starts.push_back(start);
    }
    return starts;
}

std::vector<Period> makePeriods(const SamplePerson &person, bool endsSoon, QDate today, SampleRandom &random)
{
    const std::vector<QDate> starts = makeStarts(person, endsSoon, today, random);
    std::vector<Period> periods;
    for (size_t i = 0; i + 1 < starts.size(); ++i)
        periods.push_back({starts[i], starts[i + 1].addDays(-1)});
    Period last{starts.back(), person.terminationDate, true};
    if (endsSoon)
        last.end = today.addDays(random.between(3, 88));
    periods.push_back(last);
    return periods;
}

/// How an employment is paid.
struct Terms
{
    const char *type = "CDI";
    bool hourly = false;
    int rate = 10000;
    int salary = 0; ///< hundredths, at that rate
    QDate end;
};

Terms makeTerms(const SamplePerson &person, const Period &period, const Job &job, bool endsSoon,
                SampleRandom &random)
{
    Terms terms;
    terms.end = period.end;
    const int kind = random.below(100);
    if (person.apprentice) {
        terms.type = "APPRENTI";
        // Apprenticeships take three years.
        if (!terms.end.isValid())
            terms.end = period.start.addYears(3).addDays(-1);
    } else if (period.last && endsSoon) {
        const bool young = person.birthDate.addYears(30) > period.start;
        terms.type = young && kind < 60 ? "STAGE" : "CDD";
    } else if (kind < 6 && !person.place->isFrench()) {
        terms.type = "AUXILIAIRE";
        terms.hourly = true;
    } else if (kind < 16 && !period.last) {
        terms.type = "CDD";
    }
    if (!person.apprentice)
        terms.rate = terms.hourly ? 1000 * random.between(2, 7) : random.pick(std::span(partTimeRates));
    if (terms.hourly) {
        terms.salary = 5 * random.between(520, 860);
    } else {
        const bool intern = std::string_view(terms.type) == "STAGE";
        const int full =
            intern ? 50 * random.between(36, 52) : 50 * random.between(job.lowest / 50, job.highest / 50);
        terms.salary = full * terms.rate / 100;
    }
    if (person.place->isFrench())
        terms.salary = terms.salary / 10'000 * 5'500;
    return terms;
}

} // namespace

SampleTable emptyContracts()
{
    return {"hr.contracts",
            {"id", "employee_id", "contract_type", "start_date", "end_date", "base_salary", "currency",
             "work_rate", "weekly_hours", "remuneration_type", "annual_leave_days", "job_title", "department",
             "country_code", "provisions", "is_active", "created_at", "updated_at"},
            {}};
}

SampleTable emptyPayroll()
{
    return {"hr.payroll_results",
            {"id", "employee_id", "contract_id", "period_year", "period_month", "gross", "net", "currency",
             "status", "created_at"},
            {}};
}

void addContracts(const SamplePerson &person, bool endsSoon, QDate today, SampleRandom &random,
                  SampleTable &contracts)
{
    const Job &job = person.apprentice ? apprenticeship : random.pick(std::span(jobs));
    const size_t language = languageIndex(*person.place);
    const bool french = person.place->isFrench();
    for (const Period &period : makePeriods(person, endsSoon, today, random)) {
        const Terms terms = makeTerms(person, period, job, endsSoon, random);
        const int weeklyHours = (french ? 3500 : 4200) * (terms.rate / 100) / 100;
        const QByteArray signedAt = *sampleDate(period.start.addDays(-14)) + " 09:30:00+00";
        contracts.rows.push_back(
            {random.uuid(), person.id, terms.type, sampleDate(period.start), sampleDate(terms.end),
             decimal(terms.salary, 2), french ? "EUR" : "CHF", decimal(terms.rate, 4),
             decimal(weeklyHours, 2), terms.hourly ? "HOURLY" : "MONTHLY",
             QByteArray::number(random.chance(70)   ? 25
                                : random.chance(50) ? 20
                                                    : 30),
             person.woman ? job.woman[language] : job.man[language], job.department[language],
             person.place->country(), provisionsOf(!terms.hourly && !person.apprentice, random),
             period.last && person.active ? "true" : "false", signedAt, signedAt});
    }
}

void addPayroll(const SamplePerson &person, const SampleTable::Row &contract, int months, QDate today,
                SampleRandom &random, SampleTable &payroll)
{
    const QDate start = QDate::fromString(QString::fromLatin1(*contract[3]), Qt::ISODate);
    for (int back = months; back >= 1; --back) {
        const QDate month = QDate(today.year(), today.month(), 1).addMonths(-back);
        if (start > month || !person.active)
            continue;
        const double hours = contract[8]->toDouble() * 4.33;
        const double gross = contract[5]->toDouble() * (*contract[9] == "HOURLY" ? hours : 1.0);
        // Swiss amounts are rounded to 5 cents.
        const int grossUnits = static_cast<int>(gross * 20 + 0.5) * 5;
        const int netUnits = static_cast<int>(gross * (person.place->isFrench() ? 15.6 : 17.3) + 0.5) * 5;
        payroll.rows.push_back({random.uuid(), person.id, contract[0], QByteArray::number(month.year()),
                                QByteArray::number(month.month()), decimal(grossUnits, 2),
                                decimal(netUnits, 2), contract[6],
                                back == 1 && random.chance(25) ? "DRAFT" : "FINAL",
                                *sampleDate(month.addDays(24)) + " 10:30:00+00"});
    }
}

} // namespace hrcache
