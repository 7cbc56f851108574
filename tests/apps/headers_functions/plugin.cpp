// A side that is opened at run time.
#include "plugin.hpp"

#include <numeric>

FUNCTIONS_PLUGIN_FUNCTION(area, std::int32_t(std::int32_t, std::int32_t));
FUNCTIONS_PLUGIN_FUNCTION(total, summary(wpl::span<const std::int32_t, wpl::main>));
FUNCTIONS_PLUGIN_FUNCTION(plugin_keep, void(plugin_step));
FUNCTIONS_PLUGIN_FUNCTION(plugin_run, std::int32_t(std::int32_t));
FUNCTIONS_PLUGIN_FUNCTION(offer, wpl::function_ptr<std::int32_t(std::int32_t), wpl::main>());

static plugin_step kept;
static wpl::callback<std::int32_t(std::int32_t), wpl::main> offered;

std::int32_t area(std::int32_t a, std::int32_t b) { return a * b; }
summary total(wpl::span<const std::int32_t, wpl::main> values) {
  const std::int64_t sum = std::accumulate(values.begin(), values.end(), std::int64_t{0});
  return {0.5, static_cast<std::int32_t>(values.size()), sum};
}
void plugin_keep(plugin_step f) { kept = f; }
std::int32_t plugin_run(std::int32_t n) { return kept(n); }
wpl::function_ptr<std::int32_t(std::int32_t), wpl::main> offer() {
  offered = wpl::callback<std::int32_t(std::int32_t), wpl::main>([bonus = 1000](std::int32_t n) { return n + bonus; });
  return offered.pointer();
}
