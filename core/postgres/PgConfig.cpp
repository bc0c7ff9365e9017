#include "postgres/PgConfig.h"

namespace hrcache {

QByteArray PgConfig::sslMode() const
{
    for (const auto &[name, value] : m_parameters) {
        if (name == "sslmode")
            return value;
    }
    return {};
}

QString PgConfig::toString() const
{
    QByteArrayList hosts;
    for (const Host &host : m_hosts) {
        QByteArray text = host.name.isEmpty() ? host.address : host.name;
        if (text.isEmpty())
            text = "local";
        if (text.contains(':'))
            text = '[' + text + ']';
        hosts << (host.port.isEmpty() ? text : text + ':' + host.port);
    }
    return QStringLiteral("postgresql://%1@%2/%3?sslmode=%4")
        .arg(QString::fromUtf8(m_user), QString::fromUtf8(hosts.join(',')), QString::fromUtf8(m_database),
             QString::fromUtf8(sslMode()));
}

} // namespace hrcache
