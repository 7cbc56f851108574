#include "check_sides.hpp"
#include "ownership_modes_accessor.hpp"
#include "ownership_modes_none.hpp"
#include "ownership_modes_pointer.hpp"

namespace {

SIDE(ownership_modes_accessor)
SIDE(ownership_modes_pointer)
SIDE(ownership_modes_none)
SIDE_THAT_REACHES_MAIN(ownership_modes_accessor)
SIDE_THAT_REACHES_MAIN(ownership_modes_pointer)

}  // namespace

int main() {
  check_side<ownership_modes_accessor>();
  check_side<ownership_modes_pointer>();
  check_side<ownership_modes_none>();
  check_side_in_main<ownership_modes_accessor_and_main>();
  check_side_in_main<ownership_modes_pointer_and_main>();
  check_asker("ownership_modes_asker_accessor");
  check_asker("ownership_modes_asker_pointer");
  return failures == 0 ? 0 : 1;
}
