#pragma once

#include <QByteArray>

#include <functional>
#include <memory>
#include <vector>

namespace hrcache {

/// The cache keys behind what a page shows: how many they are, and who can name them.
struct KeysInView
{
    using Keys = std::shared_ptr<const std::vector<QByteArray>>;

    KeysInView() = default;

    explicit KeysInView(std::vector<QByteArray> keys)
        : count(keys.size())
        , name([all = std::make_shared<const std::vector<QByteArray>>(std::move(keys))] { return all; })
    {
    }

    KeysInView(size_t howMany, std::function<Keys()> naming)
        : count(howMany)
        , name(std::move(naming))
    {
    }

    size_t count = 0;
    /// On any thread: many take longer than a frame. Empty if there are none.
    std::function<Keys()> name;
};

} // namespace hrcache
