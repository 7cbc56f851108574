// The memories that the tests run on: each typed test runs on all of them, natively and in wasm.
#pragma once

#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/testing/loopback.hpp>

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

#if defined(WPL_UNIT_STORE)  // in wasm, see tests/apps/headers_unit_wasm
#include "store.hpp"
#endif

// Byte arrays with 32-bit addresses. Data lie at an odd address, as nothing may depend on alignment.
struct other : wpl::testing::loopback<other> {};
struct third : wpl::testing::loopback<third> {};

// This program's own memory, so that AddressSanitizer sees each access.
struct same : wpl::testing::no_op<same> {};

#if defined(WPL_UNIT_STORE)
// The memory of a side module.
using real = wpl::modules::unit_store;
using memories = testing::Types<other, same, real>;
#else
using memories = testing::Types<other, same>;
#endif

// Whether an access beyond M's end is an exception. Beyond `same` the program is undefined, beyond `real` it is a trap,
// which ends the program.
template <class M>
inline constexpr bool checks_bounds = std::is_base_of_v<wpl::testing::loopback<M>, M>;

#define SKIP_UNLESS_BOUNDS_ARE_CHECKED(M) \
  if constexpr (!checks_bounds<M>) GTEST_SKIP() << "beyond its end is undefined in `same`, a trap in `real`"

// The bytes of a memory that a test works on: at an odd address, and up to the memory's end where that can be had. Of
// each memory there is one block at a time.
template <class M>
class block {
 public:
  explicit block(std::size_t size) : size_(size) {
    M::memory().assign(guard + size, std::byte{0xa5});
    M::calls() = {};
  }
  [[nodiscard]] typename M::address_type address() const { return guard; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void write(const void *bytes) {
    if (size_ != 0) std::memcpy(M::memory().data() + guard, bytes, size_);
  }
  void read(void *bytes) const {
    if (size_ != 0) std::memcpy(bytes, M::memory().data() + guard, size_);
  }

 private:
  static constexpr std::uint8_t guard = 13;
  std::size_t size_;
};

template <>
class block<same> {
 public:
  explicit block(std::size_t size) : bytes_(size) {}
  [[nodiscard]] std::uintptr_t address() const { return reinterpret_cast<std::uintptr_t>(bytes_.data()); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  void write(const void *bytes) {
    if (!bytes_.empty()) std::memcpy(bytes_.data(), bytes, bytes_.size());
  }
  void read(void *bytes) const {
    if (!bytes_.empty()) std::memcpy(bytes, bytes_.data(), bytes_.size());
  }

 private:
  std::vector<std::byte> bytes_;
};

#if defined(WPL_UNIT_STORE)
template <>
class block<real> {
 public:
  explicit block(std::size_t size)
      : address_(unit_store_reserve(static_cast<std::uint32_t>(size + 1)) + 1), size_(size) {}
  [[nodiscard]] std::uint32_t address() const { return address_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void write(const void *bytes) { unit_store_mts_memcpy(address_, here(bytes), static_cast<std::uint32_t>(size_)); }
  void read(void *bytes) const { unit_store_stm_memcpy(here(bytes), address_, static_cast<std::uint32_t>(size_)); }

 private:
  static std::uint32_t here(const void *p) { return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(p)); }
  std::uint32_t address_;
  std::size_t size_;
};
#endif

// A pointer to the T at byte `offset` of a block.
template <class T, class M>
wpl::remote_ptr<T, M> at(const block<M> &bytes, std::size_t offset = 0) {
  const wpl::remote_ptr<void, M> p = wpl::remote_ptr<char, M>() + bytes.address() + offset;
  return static_cast<wpl::remote_ptr<T, M>>(p);
}

// Puts arrays into a memory and reads them back.
template <class M>
class memory_test : public testing::Test {
 public:
  using M_type = M;

 protected:
  // Copies `values` to M's memory.
  template <class T>
  wpl::remote_ptr<T, M> put(const std::vector<T> &values) {
    block_ = block<M>(values.size() * sizeof(T));
    block_.write(values.data());
    return at<T>(block_);
  }

  // What is there now.
  template <class T>
  std::vector<T> get() const {
    std::vector<std::byte> all(block_.size());
    block_.read(all.data());
    std::vector<T> values;
    for (std::size_t i = 0; i < all.size() / sizeof(T); ++i) {
      alignas(T) std::array<std::byte, sizeof(T)> bytes;
      std::memcpy(bytes.data(), all.data() + i * sizeof(T), sizeof(T));
      values.push_back(std::bit_cast<T>(bytes));
    }
    return values;
  }

 private:
  block<M> block_{0};
};
