#include "sqlite/SampleReferences.h"

#include <span>

namespace hrcache {

namespace {

struct Reference
{
    const char *country;
    const char *code;
    const char *french;
    const char *english;
    const char *german;
    const char *italian;
};

constexpr Reference contractTypes[] = {
    {"CH", "CDI", "Contrat à durée indéterminée", "Permanent contract", "Unbefristeter Vertrag",
     "Contratto a tempo indeterminato"},
    {"CH", "CDD", "Contrat à durée déterminée", "Fixed-term contract", "Befristeter Vertrag",
     "Contratto a tempo determinato"},
    {"CH", "AUXILIAIRE", "Contrat auxiliaire à l’heure", "Hourly auxiliary contract",
     "Aushilfe im Stundenlohn", "Contratto ausiliario a ore"},
    {"CH", "APPRENTI", "Contrat d’apprentissage", "Apprenticeship", "Lehrvertrag", "Contratto di tirocinio"},
    {"CH", "STAGE", "Convention de stage", "Internship", "Praktikumsvertrag", "Contratto di stage"},
    {"FR", "CDI", "Contrat à durée indéterminée", "Permanent contract", "Unbefristeter Vertrag",
     "Contratto a tempo indeterminato"},
    {"FR", "CDD", "Contrat à durée déterminée", "Fixed-term contract", "Befristeter Vertrag",
     "Contratto a tempo determinato"},
    {"FR", "APPRENTI", "Contrat d’apprentissage", "Apprenticeship", "Lehrvertrag",
     "Contratto di apprendistato"},
    {"FR", "STAGE", "Convention de stage", "Internship", "Praktikumsvertrag", "Convenzione di stage"},
};

constexpr Reference remunerationTypes[] = {
    {"CH", "MONTHLY", "Mensuel", "Monthly", "Monatslohn", "Mensile"},
    {"CH", "HOURLY", "Horaire", "Hourly", "Stundenlohn", "Orario"},
    {"CH", "DAILY", "Journalier", "Daily", "Taglohn", "Giornaliero"},
    {"FR", "MONTHLY", "Mensuel", "Monthly", "Monatslohn", "Mensile"},
    {"FR", "HOURLY", "Horaire", "Hourly", "Stundenlohn", "Orario"},
    {"FR", "DAILY", "Forfait jours", "Annual days", "Jahresarbeitstage", "Forfait giornate"},
};

constexpr Reference familyStatus[] = {
    {"CH", "SINGLE", "Célibataire", "Single", "Ledig", "Celibe/nubile"},
    {"CH", "MARRIED", "Marié(e)", "Married", "Verheiratet", "Coniugato/a"},
    {"CH", "PARTNERSHIP", "Partenariat enregistré", "Registered partnership", "Eingetragene Partnerschaft",
     "Unione domestica registrata"},
    {"CH", "SEPARATED", "Séparé(e)", "Separated", "Getrennt", "Separato/a"},
    {"CH", "DIVORCED", "Divorcé(e)", "Divorced", "Geschieden", "Divorziato/a"},
    {"CH", "WIDOWED", "Veuf/veuve", "Widowed", "Verwitwet", "Vedovo/a"},
    {"FR", "SINGLE", "Célibataire", "Single", "Ledig", "Celibe/nubile"},
    {"FR", "MARRIED", "Marié(e)", "Married", "Verheiratet", "Coniugato/a"},
    {"FR", "PACS", "Pacsé(e)", "Civil union", "Eingetragene Partnerschaft (PACS)", "Unione civile (PACS)"},
    {"FR", "DIVORCED", "Divorcé(e)", "Divorced", "Geschieden", "Divorziato/a"},
    {"FR", "WIDOWED", "Veuf/veuve", "Widowed", "Verwitwet", "Vedovo/a"},
};

constexpr Reference taxStatus[] = {
    {"CH", "ORD", "Taxation ordinaire", "Ordinary taxation", "Ordentliche Veranlagung",
     "Tassazione ordinaria"},
    {"CH", "A0", "Barème A, sans enfant", "Scale A, no child", "Tarif A, ohne Kinder",
     "Tabella A, senza figli"},
    {"CH", "A1", "Barème A, 1 enfant", "Scale A, 1 child", "Tarif A, 1 Kind", "Tabella A, 1 figlio"},
    {"CH", "B0", "Barème B, sans enfant", "Scale B, no child", "Tarif B, ohne Kinder",
     "Tabella B, senza figli"},
    {"CH", "B1", "Barème B, 1 enfant", "Scale B, 1 child", "Tarif B, 1 Kind", "Tabella B, 1 figlio"},
    {"CH", "B2", "Barème B, 2 enfants", "Scale B, 2 children", "Tarif B, 2 Kinder", "Tabella B, 2 figli"},
    {"CH", "B3", "Barème B, 3 enfants", "Scale B, 3 children", "Tarif B, 3 Kinder", "Tabella B, 3 figli"},
    {"CH", "B4", "Barème B, 4 enfants", "Scale B, 4 children", "Tarif B, 4 Kinder", "Tabella B, 4 figli"},
    {"CH", "B5", "Barème B, 5 enfants", "Scale B, 5 children", "Tarif B, 5 Kinder", "Tabella B, 5 figli"},
    {"CH", "C0", "Barème C, sans enfant", "Scale C, no child", "Tarif C, ohne Kinder",
     "Tabella C, senza figli"},
    {"CH", "C1", "Barème C, 1 enfant", "Scale C, 1 child", "Tarif C, 1 Kind", "Tabella C, 1 figlio"},
    {"CH", "C2", "Barème C, 2 enfants", "Scale C, 2 children", "Tarif C, 2 Kinder", "Tabella C, 2 figli"},
    {"CH", "C3", "Barème C, 3 enfants", "Scale C, 3 children", "Tarif C, 3 Kinder", "Tabella C, 3 figli"},
    {"CH", "C4", "Barème C, 4 enfants", "Scale C, 4 children", "Tarif C, 4 Kinder", "Tabella C, 4 figli"},
    {"CH", "C5", "Barème C, 5 enfants", "Scale C, 5 children", "Tarif C, 5 Kinder", "Tabella C, 5 figli"},
    {"CH", "H1", "Barème H, 1 enfant", "Scale H, 1 child", "Tarif H, 1 Kind", "Tabella H, 1 figlio"},
    {"CH", "H2", "Barème H, 2 enfants", "Scale H, 2 children", "Tarif H, 2 Kinder", "Tabella H, 2 figli"},
    {"CH", "H3", "Barème H, 3 enfants", "Scale H, 3 children", "Tarif H, 3 Kinder", "Tabella H, 3 figli"},
    {"CH", "H4", "Barème H, 4 enfants", "Scale H, 4 children", "Tarif H, 4 Kinder", "Tabella H, 4 figli"},
    {"CH", "H5", "Barème H, 5 enfants", "Scale H, 5 children", "Tarif H, 5 Kinder", "Tabella H, 5 figli"},
    {"FR", "NEUTRE", "Taux neutre", "Neutral rate", "Neutraler Satz", "Aliquota neutra"},
    {"FR", "PERSO", "Taux personnalisé", "Household rate", "Haushaltssatz", "Aliquota del nucleo familiare"},
    {"FR", "INDIV", "Taux individualisé", "Individual rate", "Individueller Satz", "Aliquota individuale"},
};

constexpr Reference permitTypes[] = {
    {"CH", "B", "Permis B (séjour)", "Permit B (residence)", "Ausweis B (Aufenthalt)", "Permesso B (dimora)"},
    {"CH", "C", "Permis C (établissement)", "Permit C (settlement)", "Ausweis C (Niederlassung)",
     "Permesso C (domicilio)"},
    {"CH", "G", "Permis G (frontalier)", "Permit G (cross-border commuter)", "Ausweis G (Grenzgänger)",
     "Permesso G (frontaliere)"},
    {"CH", "L", "Permis L (courte durée)", "Permit L (short stay)", "Ausweis L (Kurzaufenthalt)",
     "Permesso L (soggiorno di breve durata)"},
    {"CH", "F", "Permis F (admission provisoire)", "Permit F (provisional admission)",
     "Ausweis F (vorläufige Aufnahme)", "Permesso F (ammissione provvisoria)"},
    {"CH", "S", "Permis S (protection)", "Permit S (protection)", "Ausweis S (Schutzbedürftige)",
     "Permesso S (protezione)"},
    {"FR", "RESIDENT", "Carte de résident", "Resident card", "Niederlassungskarte", "Carta di residente"},
    {"FR", "SEJOUR", "Carte de séjour", "Residence permit", "Aufenthaltskarte", "Carta di soggiorno"},
    {"FR", "TALENT", "Passeport talent", "Talent passport", "Talentpass", "Passaporto talento"},
};

SampleTable tableOf(const char *name, std::span<const Reference> references)
{
    SampleTable table{
        name, {"country_code", "code", "label_fr", "label_en", "label_de", "label_it", "sort_order"}, {}};
    const char *country = "";
    int order = 0;
    for (const Reference &reference : references) {
        order = qstrcmp(country, reference.country) == 0 ? order + 1 : 1;
        country = reference.country;
        table.rows.push_back({reference.country, reference.code, reference.french, reference.english,
                              reference.german, reference.italian, QByteArray::number(order)});
    }
    return table;
}

} // namespace

std::vector<SampleTable> sampleReferences()
{
    return {tableOf("hr.ref_contract_types", contractTypes),
            tableOf("hr.ref_remuneration_types", remunerationTypes),
            tableOf("hr.ref_family_status", familyStatus), tableOf("hr.ref_tax_status", taxStatus),
            tableOf("hr.ref_permit_types", permitTypes)};
}

} // namespace hrcache
