#pragma once

#include <span>

namespace hrcache {

/// Names that go together.
struct SampleNames
{
    std::span<const char *const> women;
    std::span<const char *const> men;
    std::span<const char *const> families;
};

/// Of a nationality (ISO alpha-2), or for Swiss people of their language ("de", "fr", "it").
[[nodiscard]] const SampleNames &sampleNames(const char *nationality, const char *language);

} // namespace hrcache
