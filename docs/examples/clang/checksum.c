#include "checksum.h"

uint32_t crc32_of(uint32_t first, uint32_t size) {
  uint32_t crc = 0xffffffff;
  for (uint32_t i = 0; i < size; ++i) {
    crc ^= (uint8_t)main_getI8(first + i); /* a load from main's memory, where the engine has multi-memory */
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
