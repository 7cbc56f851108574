// MALLOC=none: the module's own allocator, which never takes back.
#include <stddef.h>
#include <stdint.h>

alignas(16) static unsigned char arena[8 << 20];
static size_t used;

extern "C" {
void *malloc(size_t size) {
  const size_t room = (size + 15) & ~size_t{15};
  if (room < size || room > sizeof arena - used) return nullptr;
  used += room;
  return arena + used - room;
}
void free(void *) {}
void *calloc(size_t count, size_t size) { return malloc(count * size); }  // the arena is zero at first
void *realloc(void *, size_t size) { return malloc(size); }
void *memalign(size_t, size_t size) { return malloc(size); }
}

static int32_t special_value() { return malloc(24) != nullptr; }
