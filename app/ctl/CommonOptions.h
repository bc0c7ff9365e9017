#pragma once

#include "base/Logging.h"

#include <QString>

#include <optional>

namespace hrcache {

/// What every command takes.
struct CommonOptions
{
    QString user;
    QString company;
    QString profile;
    QString logFile;
    std::optional<LogPrivacy> logPrivacy;
    bool embedded = false;
    bool json = false;
    bool verbose = false;
};

} // namespace hrcache
