#include "ui/base/RowTransition.h"

#include <unordered_map>

namespace hrcache {

RowTransition RowTransition::between(const std::vector<uint32_t> &before, const std::vector<uint32_t> &after,
                                     size_t slotCount, const std::vector<uint32_t> &map,
                                     const std::function<uint32_t(uint32_t, uint32_t)> &differences)
{
    RowTransition transition;
    std::vector<bool> shownAfter(slotCount);
    for (const uint32_t slot : after)
        shownAfter[slot] = true;
    std::vector<bool> shownBefore(slotCount);
    transition.stays.reserve(before.size());
    for (const uint32_t old : before) {
        const uint32_t now = map.empty() ? old : map[old];
        const bool stays = now != noSlot && shownAfter[now];
        transition.stays.push_back(stays);
        transition.allStay = transition.allStay && stays;
        if (!stays)
            continue;
        shownBefore[now] = true;
        transition.kept.push_back(now);
        if (const uint32_t columns = map.empty() ? 0 : differences(old, now))
            transition.changes.push_back({now, columns});
    }
    size_t at = 0;
    for (const uint32_t slot : after) {
        if (!shownBefore[slot])
            transition.added.push_back(slot);
        else if (transition.kept[at++] != slot)
            transition.sameOrder = false;
    }
    return transition;
}

std::vector<uint32_t> RowTransition::mapById(size_t beforeCount, const IdOf &before, size_t afterCount,
                                             const IdOf &after)
{
    std::vector<uint32_t> map(beforeCount, noSlot);
    // Most refreshes bring the same rows in the same order: then nothing needs to be looked up.
    std::unordered_map<std::string_view, uint32_t> slotOf;
    for (size_t slot = 0; slot < beforeCount; ++slot) {
        const std::string_view id = before(slot);
        if (slot < afterCount && after(slot) == id) {
            map[slot] = static_cast<uint32_t>(slot);
            continue;
        }
        if (slotOf.empty()) {
            slotOf.reserve(afterCount);
            for (size_t other = 0; other < afterCount; ++other)
                slotOf.emplace(after(other), static_cast<uint32_t>(other));
        }
        if (const auto found = slotOf.find(id); found != slotOf.end())
            map[slot] = found->second;
    }
    return map;
}

} // namespace hrcache
