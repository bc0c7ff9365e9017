#include "sqlite/SampleNames.h"

#include <string_view>

namespace hrcache {

namespace {

constexpr const char *germanWomen[] = {"Anna",    "Lena",    "Sandra",  "Ursula",   "Regula",    "Käthi",
                                       "Monika",  "Céline",  "Nadja",   "Brigitte", "Luzia",     "Vreni",
                                       "Selina",  "Mirjam",  "Corinne", "Heidi",    "Franziska", "Jasmin",
                                       "Lea",     "Noëmi",   "Rahel",   "Simone",   "Silvia",    "Christine",
                                       "Eveline", "Martina", "Barbara", "Sabrina",  "Livia",     "Flurina"};
constexpr const char *germanMen[] = {
    "Urs",  "Beat",   "Reto",   "Jürg",    "Hansjörg", "Lukas",  "Noah",   "Matthias", "Stefan", "Daniel",
    "Köbi", "Thomas", "Marco",  "Andreas", "Jörg",     "Pascal", "Silvan", "Fabian",   "Roger",  "Christoph",
    "Ueli", "Simon",  "Adrian", "Dominik", "Rolf",     "Sven",   "Gian",   "Andri",    "Jan",    "Ruedi"};
constexpr const char *germanFamilies[] = {
    "Müller",  "Meier",   "Schmid",    "Keller",   "Weber",     "Huber",    "Schneider",  "Steiner",
    "Brunner", "Baumann", "Gerber",    "Wyss",     "Graf",      "Moser",    "Zimmermann", "Hofer",
    "Kälin",   "Bühler",  "Lüthi",     "Zürcher",  "Aebischer", "Rüegg",    "Schär",      "Künzli",
    "Grütter", "Höhn",    "Äbi",       "Odermatt", "Ammann",    "Zgraggen", "Inäbnit",    "Hürlimann",
    "Stöckli", "Rösti",   "Flückiger", "Caduff",   "Camenzind", "Von Arx",  "Von Allmen", "Zumthor"};

constexpr const char *frenchWomen[] = {"Zoé",      "Chloé",   "Hélène",    "Anaïs",  "Léa",      "Françoise",
                                       "Aurélie",  "Mélanie", "Geneviève", "Élodie", "Noémie",   "Camille",
                                       "Océane",   "Sylvie",  "Joëlle",    "Manon",  "Laetitia", "Margaux",
                                       "Inès",     "Valérie", "Céline",    "Amélie", "Clémence", "Stéphanie",
                                       "Nathalie", "Maëlle",  "Lucie",     "Agnès",  "Solène",   "Béatrice"};
constexpr const char *frenchMen[] = {"Jean",   "François", "Loïc",     "Rémy",     "Gaël",    "Benoît",
                                     "Jérôme", "Théo",     "Frédéric", "Hervé",    "Olivier", "Sébastien",
                                     "Yves",   "Étienne",  "Mathieu",  "Antoine",  "Cédric",  "Raphaël",
                                     "Gilles", "Nicolas",  "Damien",   "Bastien",  "Blaise",  "Alexandre",
                                     "Didier", "Maël",     "Pascal",   "Thibault", "Grégory", "Noé"};
constexpr const char *frenchFamilies[] = {
    "Favre",     "Rochat",        "Cuénod",      "Blanc",    "Chappuis",   "Dubois",  "Perret", "Monnier",
    "Jaquet",    "Bérard",        "Vuilleumier", "Crettaz",  "Genoud",     "Pittet",  "Béguin", "Décosterd",
    "Grandjean", "Mülhauser",     "Rossier",     "Thévoz",   "Delacrétaz", "Bovet",   "Cornuz", "Reymond",
    "Clément",   "Gremaud",       "Zufferey",    "Fournier", "Piguet",     "Bussard", "Dupraz", "Gaillard",
    "Jeanneret", "L'Éplattenier", "Moret",       "Quélet",   "Ruchat",     "Savoy",   "Tâche",  "De Weck"};

constexpr const char *italianWomen[] = {"Giulia",   "Chiara", "Ginevra", "Federica", "Ilaria",
                                        "Noemi",    "Sofia",  "Lucia",   "Alessia",  "Elisa",
                                        "Carlotta", "Marta",  "Luce",    "Cosetta",  "Rosalia",
                                        "Paola",    "Serena", "Michela", "Tecla",    "Bianca"};
constexpr const char *italianMen[] = {
    "Nicolò", "Matteo",   "Lorenzo", "Giosuè", "Andrea", "Fabio",   "Tiziano", "Davide", "Luca",    "Mosè",
    "Renzo",  "Gabriele", "Elia",    "Moreno", "Ivano",  "Samuele", "Danilo",  "Patrik", "Michele", "Ezio"};
constexpr const char *italianFamilies[] = {
    "Bernasconi",    "Ferrari", "Lepori",  "Pedrazzini", "Cattaneo", "Galli",     "Bianchi", "Fontana",
    "Crivelli",      "Zanetti", "Rossi",   "Corà",       "Nicolò",   "Bossi",     "Quadri",  "Maggetti",
    "Dell'Ambrogio", "Sartori", "Realini", "Pellanda",   "Guidotti", "Martinoli", "Delcò",   "Varenna"};

constexpr const char *portugueseWomen[] = {"Inês",  "Conceição", "Catarina", "Mónica",  "Lígia",
                                           "Vânia", "Patrícia",  "Sónia",    "Beatriz", "Luísa"};
constexpr const char *portugueseMen[] = {"João",   "António", "Luís", "Tomás", "Sérgio",
                                         "Hélder", "Gonçalo", "Rui",  "Vítor", "Fábio"};
constexpr const char *portugueseFamilies[] = {"Gonçalves", "Magalhães", "Simões", "Araújo",   "Conceição",
                                              "Brandão",   "Guimarães", "Falcão", "Patrício", "Lourenço"};

constexpr const char *spanishWomen[] = {"Lucía", "Begoña", "Inés",  "Ángela",
                                        "Rocío", "Nuria",  "Belén", "Sofía"};
constexpr const char *spanishMen[] = {"José",  "Íñigo",   "Raúl",   "Andrés",
                                      "Óscar", "Joaquín", "Martín", "Álvaro"};
constexpr const char *spanishFamilies[] = {"Núñez",     "Ibáñez", "Peña",    "Gutiérrez",
                                           "Rodríguez", "Yáñez",  "Ordóñez", "Cañas"};

constexpr const char *serbianWomen[] = {"Ljiljana", "Jelena",  "Šejla",  "Dragana",
                                        "Anđela",   "Mirjana", "Željka", "Tijana"};
constexpr const char *serbianMen[] = {"Miloš", "Đorđe", "Nemanja", "Željko",
                                      "Saša",  "Uroš",  "Dejan",   "Siniša"};
constexpr const char *serbianFamilies[] = {"Petrović", "Jovanović", "Đokić",  "Šarić",
                                           "Živković", "Kovačević", "Lončar", "Čolić"};

constexpr SampleNames german{germanWomen, germanMen, germanFamilies};
constexpr SampleNames french{frenchWomen, frenchMen, frenchFamilies};
constexpr SampleNames italian{italianWomen, italianMen, italianFamilies};
constexpr SampleNames portuguese{portugueseWomen, portugueseMen, portugueseFamilies};
constexpr SampleNames spanish{spanishWomen, spanishMen, spanishFamilies};
constexpr SampleNames serbian{serbianWomen, serbianMen, serbianFamilies};

} // namespace

const SampleNames &sampleNames(const char *nationality, const char *language)
{
    const std::string_view country(nationality);
    if (country == "PT")
        return portuguese;
    if (country == "ES")
        return spanish;
    if (country == "RS")
        return serbian;
    if (country == "FR")
        return french;
    if (country == "IT")
        return italian;
    if (country == "DE" || country == "AT")
        return german;
    const std::string_view spoken(language);
    return spoken == "fr" ? french : spoken == "it" ? italian : german;
}

} // namespace hrcache
