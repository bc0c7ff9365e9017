#include "ui/forms/Countries.h"

#include "ui/base/Collation.h"
#include "ui/base/Format.h"

#include <QLocale>

namespace hrcache {

namespace {

std::vector<Choice> makeCountries()
{
    std::vector<Choice> countries;
    for (int i = QLocale::AnyTerritory + 1; i <= QLocale::LastTerritory; ++i) {
        const auto territory = static_cast<QLocale::Territory>(i);
        const QString code = QLocale::territoryToCode(territory);
        // Continents have numbers.
        if (code.size() == 2 && code[0].isLetter())
            countries.push_back({code, QLocale::territoryToString(territory)});
    }
    const QCollator collator = listCollator();
    std::sort(countries.begin(), countries.end(),
              [&](const Choice &a, const Choice &b) { return collator.compare(a.label, b.label) < 0; });
    return countries;
}

} // namespace

const std::vector<Choice> &countryChoices()
{
    static const std::vector<Choice> countries = makeCountries();
    return countries;
}

const std::vector<Choice> &currencyChoices()
{
    static const std::vector<Choice> currencies{{QStringLiteral("CHF"), {}},
                                                {QStringLiteral("EUR"), {}},
                                                {QStringLiteral("GBP"), {}},
                                                {QStringLiteral("USD"), {}}};
    return currencies;
}

std::vector<Choice> genderChoices()
{
    std::vector<Choice> choices;
    for (const QString &code : {QStringLiteral("F"), QStringLiteral("M"), QStringLiteral("X")})
        choices.push_back({code, format::gender(code)});
    return choices;
}

} // namespace hrcache
