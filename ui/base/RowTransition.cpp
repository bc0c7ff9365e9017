#include "ui/base/RowTransition.h"

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

} // namespace hrcache
