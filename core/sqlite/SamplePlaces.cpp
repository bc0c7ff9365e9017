#include "sqlite/SamplePlaces.h"

#include <string_view>

namespace hrcache {

namespace {

constexpr SampleCluster cantons[] = {
    {"CH-AG", "Aargau"},
    {"CH-AI", "Appenzell Innerrhoden"},
    {"CH-AR", "Appenzell Ausserrhoden"},
    {"CH-BE", "Bern"},
    {"CH-BL", "Basel-Landschaft"},
    {"CH-BS", "Basel-Stadt"},
    {"CH-FR", "Fribourg"},
    {"CH-GE", "Genève"},
    {"CH-GL", "Glarus"},
    {"CH-GR", "Graubünden"},
    {"CH-JU", "Jura"},
    {"CH-LU", "Luzern"},
    {"CH-NE", "Neuchâtel"},
    {"CH-NW", "Nidwalden"},
    {"CH-OW", "Obwalden"},
    {"CH-SG", "St. Gallen"},
    {"CH-SH", "Schaffhausen"},
    {"CH-SO", "Solothurn"},
    {"CH-SZ", "Schwyz"},
    {"CH-TG", "Thurgau"},
    {"CH-TI", "Ticino"},
    {"CH-UR", "Uri"},
    {"CH-VD", "Vaud"},
    {"CH-VS", "Valais"},
    {"CH-ZG", "Zug"},
    {"CH-ZH", "Zürich"},
};

constexpr SampleCluster departments[] = {
    {"FR-01", "Ain"},   {"FR-25", "Doubs"},        {"FR-38", "Isère"}, {"FR-68", "Haut-Rhin"},
    {"FR-69", "Rhône"}, {"FR-74", "Haute-Savoie"}, {"FR-75", "Paris"},
};

constexpr SamplePlace places[] = {
    {"CH-GE", "fr", "1204", "Genève", "+41 22"},
    {"CH-GE", "fr", "1227", "Carouge GE", "+41 22"},
    {"CH-GE", "fr", "1213", "Onex", "+41 22"},
    {"CH-GE", "fr", "1214", "Vernier", "+41 22"},
    {"CH-GE", "fr", "1290", "Versoix", "+41 22"},
    {"CH-VD", "fr", "1003", "Lausanne", "+41 21"},
    {"CH-VD", "fr", "1110", "Morges", "+41 21"},
    {"CH-VD", "fr", "1260", "Nyon", "+41 22"},
    {"CH-VD", "fr", "1800", "Vevey", "+41 21"},
    {"CH-VD", "fr", "1400", "Yverdon-les-Bains", "+41 24"},
    {"CH-VS", "fr", "1950", "Sion", "+41 27"},
    {"CH-VS", "de", "3900", "Brig", "+41 27"},
    {"CH-NE", "fr", "2000", "Neuchâtel", "+41 32"},
    {"CH-NE", "fr", "2300", "La Chaux-de-Fonds", "+41 32"},
    {"CH-FR", "fr", "1700", "Fribourg", "+41 26"},
    {"CH-JU", "fr", "2800", "Delémont", "+41 32"},
    {"CH-ZH", "de", "8001", "Zürich", "+41 44"},
    {"CH-ZH", "de", "8004", "Zürich", "+41 44"},
    {"CH-ZH", "de", "8050", "Zürich", "+41 44"},
    {"CH-ZH", "de", "8400", "Winterthur", "+41 52"},
    {"CH-ZH", "de", "8610", "Uster", "+41 44"},
    {"CH-ZH", "de", "8820", "Wädenswil", "+41 44"},
    {"CH-ZH", "de", "8953", "Dietikon", "+41 44"},
    {"CH-ZH", "de", "8600", "Dübendorf", "+41 44"},
    {"CH-BE", "de", "3011", "Bern", "+41 31"},
    {"CH-BE", "de", "3600", "Thun", "+41 33"},
    {"CH-BE", "de", "2502", "Biel/Bienne", "+41 32"},
    {"CH-BE", "de", "3400", "Burgdorf", "+41 34"},
    {"CH-BS", "de", "4051", "Basel", "+41 61"},
    {"CH-BL", "de", "4410", "Liestal", "+41 61"},
    {"CH-AG", "de", "5000", "Aarau", "+41 62"},
    {"CH-AG", "de", "5400", "Baden", "+41 56"},
    {"CH-LU", "de", "6003", "Luzern", "+41 41"},
    {"CH-ZG", "de", "6300", "Zug", "+41 41"},
    {"CH-SZ", "de", "8808", "Pfäffikon SZ", "+41 55"},
    {"CH-SG", "de", "9000", "St. Gallen", "+41 71"},
    {"CH-SG", "de", "8640", "Rapperswil SG", "+41 55"},
    {"CH-TG", "de", "8500", "Frauenfeld", "+41 52"},
    {"CH-SO", "de", "4500", "Solothurn", "+41 32"},
    {"CH-SH", "de", "8200", "Schaffhausen", "+41 52"},
    {"CH-GR", "de", "7000", "Chur", "+41 81"},
    {"CH-TI", "it", "6900", "Lugano", "+41 91"},
    {"CH-TI", "it", "6500", "Bellinzona", "+41 91"},
    {"CH-TI", "it", "6600", "Locarno", "+41 91"},
    {"CH-TI", "it", "6850", "Mendrisio", "+41 91"},
    {"FR-75", "fr", "75011", "Paris", "+33 1"},
    {"FR-69", "fr", "69003", "Lyon", "+33 4"},
    {"FR-74", "fr", "74100", "Annemasse", "+33 4"},
    {"FR-38", "fr", "38000", "Grenoble", "+33 4"},
    {"FR-68", "fr", "68100", "Mulhouse", "+33 3"},
};

constexpr const char *germanStreets[] = {"Bahnhofstrasse", "Seestrasse", "Dorfstrasse",    "Hauptstrasse",
                                         "Kirchgasse",     "Birkenweg",  "Schulstrasse",   "Mühleweg",
                                         "Rosenstrasse",   "Blümliweg",  "Zürcherstrasse", "Im Grünen"};
constexpr const char *frenchStreets[] = {"Rue de la Gare",    "Avenue du Léman",   "Chemin des Érables",
                                         "Rue du Marché",     "Route de l'Église", "Place de la Fontaine",
                                         "Chemin du Château", "Rue des Alpes",     "Avenue des Tilleuls",
                                         "Sentier du Pré"};
constexpr const char *italianStreets[] = {"Via della Stazione", "Via al Lago",      "Via San Gottardo",
                                          "Piazza Grande",      "Via delle Scuole", "Via Cantonale",
                                          "Vicolo dell'Orto",   "Via ai Ronchi"};

} // namespace

std::span<const SampleCluster> sampleCantons()
{
    return cantons;
}

std::span<const SampleCluster> sampleDepartments()
{
    return departments;
}

std::span<const SamplePlace> samplePlaces()
{
    return places;
}

std::span<const char *const> sampleStreets(const char *language)
{
    const std::string_view spoken(language);
    if (spoken == "fr")
        return frenchStreets;
    if (spoken == "it")
        return italianStreets;
    return germanStreets;
}

} // namespace hrcache
