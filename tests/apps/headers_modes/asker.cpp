// A side that calls another side and works on its memory.
#include "modes_import.hpp"

#include <cstdint>

extern "C" {

__attribute__((used)) void init(rb_bridge_fn bridge) { rb_set_bridge(bridge); }

__attribute__((used)) std::int32_t work(wpl::ptr<const std::int16_t, wpl::main> first) {
  const auto kept = modes_import_keep(first, 3);
  kept[0] = 40;
  kept[1] += 1;
  std::int16_t values[3];
  wpl::copy_n(kept, 3, values);
  values[2] = 2;
  wpl::copy(values, kept);
  return kept[0] + kept[1] + kept[2];
}
}
