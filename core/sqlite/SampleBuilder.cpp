#include "sqlite/SampleBuilder.h"

#include "sqlite/SampleNames.h"

#include <QString>

#include <algorithm>
#include <string_view>

namespace hrcache {

namespace {

/// Foreign nationalities, the more frequent ones more often.
constexpr const char *foreign[] = {"DE", "DE", "IT", "IT", "FR", "FR", "PT", "PT", "ES", "RS", "AT"};
constexpr const char *european[] = {"IT", "ES", "PT", "DE"};

/// "Zoé" → "zoe": letters that an address takes.
QByteArray mailName(const char *name)
{
    QString text = QString::fromUtf8(name).toLower();
    text.replace(QStringLiteral("ä"), QStringLiteral("ae"))
        .replace(QStringLiteral("ö"), QStringLiteral("oe"));
    text.replace(QStringLiteral("ü"), QStringLiteral("ue"))
        .replace(QStringLiteral("đ"), QStringLiteral("dj"));
    QByteArray result;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if ((c >= u'a' && c <= u'z') || c == u'-')
            result.append(c.toLatin1());
    }
    return result;
}

struct Household
{
    const char *familyStatus = "SINGLE";
    int dependents = 0;
};

Household makeHousehold(int age, bool french, SampleRandom random)
{
    Household household;
    const int roll = random.below(100);
    if (age >= 27 && roll < 52)
        household.familyStatus = "MARRIED";
    else if (age >= 25 && roll < 58)
        household.familyStatus = french ? "PACS" : "PARTNERSHIP";
    else if (age >= 32 && roll < 72)
        household.familyStatus = "DIVORCED";
    else if (age >= 50 && roll < 76)
        household.familyStatus = "WIDOWED";
    const bool single = std::string_view(household.familyStatus) == "SINGLE";
    if (age >= 28 && random.chance(single ? 8 : 62))
        household.dependents = random.between(1, random.chance(12) ? 4 : 2);
    return household;
}

/// Tax at source for people without a settlement permit, else the ordinary one.
QByteArray taxStatus(bool french, const char *permit, const Household &household, SampleRandom random)
{
    if (french)
        return random.chance(70) ? "PERSO" : random.chance(50) ? "INDIV" : "NEUTRE";
    if (!permit || *permit == 'C')
        return "ORD";
    const std::string_view status(household.familyStatus);
    if (status == "MARRIED" || status == "PARTNERSHIP")
        return (random.chance(60) ? "C" : "B") + QByteArray::number(household.dependents);
    return household.dependents == 0 ? QByteArray("A0") : "H" + QByteArray::number(household.dependents);
}

const char *swissPermit(SampleRandom &random)
{
    const int roll = random.below(100);
    return roll < 50 ? "C" : roll < 85 ? "B" : roll < 91 ? "L" : "G";
}

const SamplePlace *placeIn(const char *cluster, SampleRandom &random)
{
    std::vector<const SamplePlace *> fitting;
    for (const SamplePlace &place : samplePlaces()) {
        if (std::string_view(place.cluster) == cluster)
            fitting.push_back(&place);
    }
    return fitting[static_cast<size_t>(random.below(static_cast<int>(fitting.size())))];
}

void makeDates(SamplePerson &person, QDate today, SampleRandom random)
{
    // Most have come within the last years.
    const int years = std::min(random.below(24), random.below(24));
    person.hireDate = today.addYears(-years).addDays(-random.between(25, 380));
    if (random.chance(75))
        person.hireDate = QDate(person.hireDate.year(), person.hireDate.month(), 1);
    person.apprentice = years < 3 && random.chance(6);
    if (person.apprentice) {
        person.birthDate = person.hireDate.addYears(-random.between(16, 18)).addDays(-random.below(300));
    } else {
        // Nobody is older than 64 today.
        const int oldest = std::min(52, 62 - years);
        person.birthDate = person.hireDate.addYears(-random.between(19, oldest)).addDays(-random.below(365));
    }

    const int fate = random.below(100);
    const int tenure = static_cast<int>(person.hireDate.daysTo(today));
    if (fate < 6 && tenure > 120) {
        person.terminationDate = person.hireDate.addDays(random.between(90, tenure - 5));
        person.active = false;
    } else if (fate < 8) {
        person.terminationDate = today.addDays(random.between(5, 120));
    }
}

QByteArray phoneOf(const SamplePlace &place, SampleRandom &random)
{
    // No exchange begins with 000.
    const QByteArray digits = QByteArray::number(random.below(10'000)).rightJustified(4, '0');
    return QByteArray(place.dialling) + " 000 " + digits.left(2) + ' ' + digits.right(2);
}

QByteArray addressOf(const SamplePlace &place, SampleRandom &random)
{
    const QByteArray street = random.pick(sampleStreets(place.language));
    // One draw a statement: the order within an expression is the compiler's.
    QByteArray number = QByteArray::number(random.between(1, 98));
    if (random.chance(8))
        number.append('a');
    return place.isFrench() ? number + ", " + street : street + ' ' + number;
}

std::optional<QByteArray> text(const char *value)
{
    return value ? std::optional<QByteArray>(value) : std::nullopt;
}

QByteArray timestamp(QDate date, SampleRandom &random)
{
    const QTime time = QTime(7, 0).addSecs(random.below(10 * 3600));
    const int microseconds = random.below(1'000'000);
    return *sampleDate(date) + ' ' + time.toString(Qt::ISODate).toLatin1() + '.' +
           QByteArray::number(microseconds).rightJustified(6, '0') + "+00";
}

} // namespace

std::optional<QByteArray> sampleDate(QDate date)
{
    return date.isValid() ? std::optional(date.toString(Qt::ISODate).toLatin1()) : std::nullopt;
}

SampleTable emptyEmployees()
{
    return {"hr.employees",
            {"id",      "company_id",  "identifier",       "first_name",   "last_name",     "birth_date",
             "gender",  "nationality", "cluster_code",     "tax_status",   "family_status", "dependents",
             "address", "city",        "postal_code",      "country_code", "permit_type",   "email",
             "phone",   "hire_date",   "termination_date", "is_active",    "created_at",    "updated_at"},
            {}};
}

std::vector<SamplePerson> makeWorkforce(const SampleWorkforce &workforce, QDate today, SampleRandom &numbers,
                                        SampleTable &employees)
{
    std::vector<SamplePerson> people;
    for (int i = 1; i <= workforce.count; ++i) {
        SampleRandom random = numbers.fork();
        SamplePerson person;
        person.id = random.uuid();
        person.woman = random.chance(48);
        person.place = placeIn(random.pick(workforce.clusters), random);
        makeDates(person, today, random.fork());

        const SamplePlace &place = *person.place;
        const bool french = place.isFrench();
        const char *const home = french ? "FR" : "CH";
        const char *const nationality = random.chance(french ? 90 : 73) ? home
                                        : french                        ? random.pick(std::span(european))
                                                                        : random.pick(std::span(foreign));
        const bool foreigner = std::string_view(nationality) != home;
        const char *const permit = !french && foreigner ? swissPermit(random) : nullptr;
        // Commuters live across the border, at an address that is not known here.
        const bool commuter = permit && *permit == 'G';

        const SampleNames &names = sampleNames(nationality, place.language);
        const char *const first = random.pick(person.woman ? names.women : names.men);
        const char *const last = random.pick(names.families);
        const QByteArray number = QByteArray::number(i);
        const auto household =
            makeHousehold(static_cast<int>(person.birthDate.daysTo(today) / 365), french, random.fork());
        const QDate changed = person.hireDate.addDays(
            random.below(std::max(1, static_cast<int>(person.hireDate.daysTo(today)))));

        employees.rows.push_back(
            {person.id,
             workforce.company,
             workforce.identifierPrefix + number.rightJustified(workforce.identifierDigits, '0'),
             first,
             last,
             sampleDate(person.birthDate),
             person.woman ? "F" : "M",
             nationality,
             place.cluster,
             taxStatus(french, permit, household, random.fork()),
             household.familyStatus,
             QByteArray::number(household.dependents),
             commuter ? std::nullopt : std::optional(addressOf(place, random)),
             commuter ? std::nullopt : text(place.city),
             commuter ? std::nullopt : text(place.postalCode),
             home,
             text(permit),
             mailName(first) + '.' + mailName(last) + number + "@example.ch",
             phoneOf(place, random),
             sampleDate(person.hireDate),
             sampleDate(person.terminationDate),
             person.active ? "true" : "false",
             timestamp(person.hireDate.addDays(-7), random),
             timestamp(changed, random)});
        people.push_back(std::move(person));
    }
    return people;
}

} // namespace hrcache
