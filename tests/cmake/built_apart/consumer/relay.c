#include "relay.h"
static char room[64];
void relay(uint32_t from, uint32_t to, uint32_t size) {
  main_mts_memcpy((uint32_t)room, from, size);
  main_stm_memcpy(to, (uint32_t)room, size);
}
