#include "app/ProcessSetup.h"

#include <QCoreApplication>

#include <cstring>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace hrcache {

namespace {

/// The keychain of a profile may answer through GLib only.
bool mayNeedKeychain(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--profile", 9) == 0)
            return true;
    }
    return false;
}

} // namespace

void prepareProcess(int argc, char **argv, bool guiless)
{
    if (guiless && !mayNeedKeychain(argc, argv))
        qputenv("QT_NO_GLIB", "1");
#ifdef __GLIBC__
    constexpr int keptBytes = 64 * 1024 * 1024;
    if (guiless) {
        // By default glibc maps and unmaps every large receive buffer: 169 against 91 µs for a GET of 274 KB.
        mallopt(M_MMAP_THRESHOLD, keptBytes / 2); // its highest value
        mallopt(M_TRIM_THRESHOLD, keptBytes);
    } else {
        // A window stays open for days: what a long list took is given back when the list is gone. The
        // threshold would grow with the first large block that is freed if it were not set.
        mallopt(M_MMAP_THRESHOLD, 64 * 1024);
        mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    }
#endif
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("hr-cache-monitor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HRCACHE_VERSION));
}

} // namespace hrcache
