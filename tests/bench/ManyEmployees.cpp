#include "bench/ManyEmployees.h"

namespace hrcache {

QString manyEmployees(const QString &company, int count)
{
    return QStringLiteral(
               "INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, "
               "cluster_code, hire_date) "
               "SELECT '%1', 'X' || lpad(n::text, 6, '0'), "
               "(ARRAY['Zoë','Jean','Anna','Aïcha','Łukasz','Marie-Claire','Beat'])[1 + n %% 7], "
               "(ARRAY['Müller','Favre','Rossi','Äbischer','de Meuron','Schmid'])[1 + n * 31 %% 6] || '-' || "
               "(ARRAY['Meier','Dupont','Bianchi','Keller','Zzumstein'])[1 + n * 17 %% 5] || ' ' || "
               "n::bigint * 7919 %% 5003, "
               "date '1960-01-01' + n %% 15000, (ARRAY['CH-GE','CH-VD','CH-ZH'])[1 + n %% 3], "
               "date '2000-01-01' + n %% 9000 FROM generate_series(1, %2) n;"
               "ANALYZE hr.employees;")
        .replace(QStringLiteral("%%"), QStringLiteral("%"))
        .arg(company)
        .arg(count);
}

} // namespace hrcache
