// An exception and a longjmp inside the module.
#include <setjmp.h>

#include <stdexcept>
#include <string>

static jmp_buf place;

[[gnu::noinline]] static void jump(int32_t value) { longjmp(place, value); }

[[gnu::noinline]] static int32_t throw_text(int32_t value) { throw std::runtime_error(std::to_string(value)); }

// With a plain name, for EXCEPTION_CATCHING_ALLOWED.
extern "C" [[gnu::noinline]] int32_t special_value() {
  const int32_t jumped = setjmp(place);
  if (jumped == 0) jump(40);
  try {
    return throw_text(2);
  } catch (const std::exception &e) {
    return jumped + std::stoi(e.what());
  }
}
