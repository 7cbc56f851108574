#include "check_sides.hpp"
#include "ownership_direct.hpp"
#include "ownership_none.hpp"

#include "ownership_kept_api.h"
#include "ownership_plain_api.h"

namespace {

SIDE(ownership_direct)
SIDE(ownership_none)
SIDE_THAT_REACHES_MAIN(ownership_direct)

// Sides that call malloc nowhere.
template <class M>
void check_sum(const char *name, wpl::ptr<std::int32_t, M> place) {
  wpl::copy(std::vector<std::int32_t>{1, 2, 3, 4}, place);
  const auto sum = function<std::int32_t (*)(wpl::ptr<std::int32_t, M>, std::uint32_t)>(name, "sum:iii");
  CHECK(sum != nullptr && sum(place, 4) == 10);
}

void check_sides_without_malloc() {
  using wpl::modules::ownership_kept;
  using wpl::modules::ownership_plain;
  CHECK((!wpl::buffer<std::int32_t, ownership_plain>::try_allocate(4)));
  CHECK(!wpl::string<ownership_plain>::try_allocate("text"));
  const auto place = function<std::uint32_t (*)()>("ownership_plain", "place:i");
  CHECK(place != nullptr);
  check_sum<ownership_plain>("ownership_plain", wpl::unsafe_ptr<std::int32_t, ownership_plain>(
                                                    place(), "plain.c: place() is its array of four"));
  wpl::buffer<std::int32_t, ownership_kept> numbers(4);
  check_sum<ownership_kept>("ownership_kept", numbers.data());
}

}  // namespace

int main() {
  check_side<ownership_direct>();
  check_side<ownership_none>();
  check_side_in_main<ownership_direct_and_main>();
  check_asker("ownership_asker_direct");
  check_sides_without_malloc();
  return failures == 0 ? 0 : 1;
}
