#pragma once

namespace hrcache {

/// What a new database file holds.
enum class SqliteContents {
    Sample, ///< tables and the sample companies
    Empty   ///< tables without rows
};

} // namespace hrcache
