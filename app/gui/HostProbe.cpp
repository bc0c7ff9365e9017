#include "app/gui/HostProbe.h"

#include "base/Clock.h"
#include "base/Completion.h"

#include <QHostInfo>
#include <QNetworkProxy>
#include <QTcpSocket>

namespace hrcache {

namespace {

template<typename T>
auto cancelling(std::shared_ptr<Completer<Result<T>>> completer)
{
    return [completer] { completer->finish(failure(ErrorCode::Cancelled, {})); };
}

} // namespace

Task<Result<QList<QHostAddress>>> HostProbe::resolve(QString host, std::stop_token stop)
{
    using Addresses = QList<QHostAddress>;
    QHostAddress numeric;
    QString bare = host;
    if (numeric.setAddress(bare.remove(u'[').remove(u']')))
        co_return Addresses{numeric};
    auto completer = std::make_shared<Completer<Result<Addresses>>>();
    auto completion = completer->completion();
    QObject context;
    const int lookup = QHostInfo::lookupHost(host, &context, [completer, host](const QHostInfo &info) {
        if (info.error() == QHostInfo::NoError && !info.addresses().isEmpty()) {
            completer->finish(info.addresses());
            return;
        }
        completer->finish(
            failure(ErrorCode::Unreachable,
                    HostProbe::tr("The name \"%1\" is not known. Check its spelling, and whether "
                                  "this machine is in the right network.")
                        .arg(host),
                    info.errorString()));
    });
    const std::stop_callback onStop(stop, cancelling(completer));
    Result<Addresses> addresses = co_await std::move(completion);
    QHostInfo::abortHostLookup(lookup);
    co_return addresses;
}

Task<Result<std::chrono::microseconds>> HostProbe::connectTo(QList<QHostAddress> addresses, quint16 port,
                                                             std::chrono::milliseconds patience,
                                                             std::stop_token stop)
{
    using Time = std::chrono::microseconds;
    Error last = Error::make(ErrorCode::Unreachable, HostProbe::tr("There is no address."));
    for (const QHostAddress &address : addresses) {
        auto completer = std::make_shared<Completer<Result<Time>>>();
        auto completion = completer->completion();
        // It may end inside of one of its own signals.
        auto *socket = new QTcpSocket;
        socket->setProxy(QNetworkProxy::NoProxy);
        const auto since = Clock::system().steady();
        const QString where = QStringLiteral("%1:%2").arg(address.toString()).arg(port);
        QObject::connect(socket, &QTcpSocket::connected, socket, [completer, since] {
            completer->finish(std::chrono::duration_cast<Time>(Clock::system().steady() - since));
        });
        QObject::connect(
            socket, &QTcpSocket::errorOccurred, socket,
            [completer, where, socket](QTcpSocket::SocketError code) {
                const QString words =
                    code == QTcpSocket::ConnectionRefusedError
                        ? HostProbe::tr("Nothing listens at %1. Check the port, and whether the server runs.")
                              .arg(where)
                        : HostProbe::tr("%1 cannot be reached.").arg(where);
                completer->finish(failure(ErrorCode::Unreachable, words, socket->errorString()));
            });
        QTimer::singleShot(patience, socket, [completer, where] {
            completer->finish(
                failure(ErrorCode::Timeout,
                        HostProbe::tr("%1 does not answer. A firewall may be in between.").arg(where)));
        });
        const std::stop_callback onStop(stop, cancelling(completer));
        socket->connectToHost(address, port);
        Result<Time> time = co_await std::move(completion);
        socket->disconnect();
        socket->abort();
        socket->deleteLater();
        if (time || time.error().code == ErrorCode::Cancelled)
            co_return time;
        last = time.error();
    }
    co_return failure(std::move(last));
}

} // namespace hrcache
