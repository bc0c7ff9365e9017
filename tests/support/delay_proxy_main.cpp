// hrcache-delay-proxy: DelayProxy as a program; prints the counts when SIGINT or SIGTERM ends it.

#include "support/DelayProxy.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

/// Blocked before the first thread starts, so that no thread but the reader of the descriptor sees them.
int endSignals()
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    return signalfd(-1, &ending, SFD_CLOEXEC);
}

void print(const char *label, const hrcache::DelayProxy::ConnectionCounts &counts)
{
    std::printf("%s: %d round trips, %lld bytes to server, %lld bytes to client\n", label, counts.roundTrips,
                static_cast<long long>(counts.bytesToServer), static_cast<long long>(counts.bytesToClient));
}

} // namespace

int main(int argc, char **argv)
{
    const int signalDescriptor = endSignals();
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Relays TCP on 127.0.0.1 with a delay and counts round trips."));
    parser.addHelpOption();
    const QCommandLineOption listen(QStringLiteral("listen"), QStringLiteral("Port to listen on; 0 for any."),
                                    QStringLiteral("port"), QStringLiteral("0"));
    const QCommandLineOption target(QStringLiteral("target"), QStringLiteral("Where to relay to."),
                                    QStringLiteral("host:port"));
    const QCommandLineOption delay(QStringLiteral("delay"), QStringLiteral("Milliseconds each way."),
                                   QStringLiteral("ms"), QStringLiteral("15"));
    parser.addOptions({listen, target, delay});
    parser.process(application);

    const QString text = parser.value(target);
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    bool portOk = false;
    bool listenOk = false;
    bool delayOk = false;
    const ushort targetPort = text.mid(colon + 1).toUShort(&portOk);
    const ushort listenPort = parser.value(listen).toUShort(&listenOk);
    const int milliseconds = parser.value(delay).toInt(&delayOk);
    if (colon < 1 || !portOk || !listenOk || !delayOk || milliseconds < 0) {
        std::fputs("usage: hrcache-delay-proxy --listen PORT --target HOST:PORT --delay MS\n", stderr);
        return 2;
    }

    hrcache::DelayProxy proxy(text.left(colon), targetPort, std::chrono::milliseconds(milliseconds),
                              listenPort);
    std::printf("listening on %u\n", static_cast<unsigned>(proxy.port()));
    std::fflush(stdout);
    QSocketNotifier ended(signalDescriptor, QSocketNotifier::Read);
    QObject::connect(&ended, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    QCoreApplication::exec();

    const hrcache::DelayProxy::Counts counts = proxy.counts();
    for (const hrcache::DelayProxy::ConnectionCounts &one : counts.perConnection)
        print("connection", one);
    std::printf("%d connections\n", counts.connections);
    print("total", counts.total);
    close(signalDescriptor);
    return 0;
}
