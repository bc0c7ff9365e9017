#pragma once

#include <QByteArray>

#include <span>

namespace hrcache {

/// A canton or department, as hr.clusters has it.
struct SampleCluster
{
    const char *code;
    const char *name;
};

[[nodiscard]] std::span<const SampleCluster> sampleCantons();
[[nodiscard]] std::span<const SampleCluster> sampleDepartments();

/// Where people live: a postal code and its town.
struct SamplePlace
{
    const char *cluster;
    const char *language; ///< "de", "fr", "it"
    const char *postalCode;
    const char *city;
    const char *dialling; ///< "+41 22"

    [[nodiscard]] bool isFrench() const { return cluster[0] == 'F'; }

    [[nodiscard]] const char *country() const { return isFrench() ? "FR" : "CH"; }
};

[[nodiscard]] std::span<const SamplePlace> samplePlaces();
/// Street names of a language; house numbers stand behind them, in France in front.
[[nodiscard]] std::span<const char *const> sampleStreets(const char *language);

} // namespace hrcache
