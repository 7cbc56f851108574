// The memories that the tests run on: each typed test runs on all of them.
#pragma once

#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/testing/loopback.hpp>

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

// Byte arrays with 32-bit addresses. Data lie at an odd address, as nothing may depend on alignment.
struct other : wpl::testing::loopback<other> {};
struct third : wpl::testing::loopback<third> {};

// This program's own memory, so that AddressSanitizer sees each access.
struct same : wpl::testing::no_op<same> {};

// Puts arrays into a memory and reads them back.
template <class M>
class memory_test : public testing::Test {
 public:
  using M_type = M;

 protected:
  // Copies `values` to M's memory.
  template <class T>
  wpl::remote_ptr<T, M> put(const std::vector<T> &values) {
    bytes_ = values.size() * sizeof(T);
    std::byte *at = reserve(bytes_);
    if (bytes_ != 0) std::memcpy(at, values.data(), bytes_);
    return wpl::remote_ptr<T, M>::from_address(first_);
  }

  // What is there now.
  template <class T>
  std::vector<T> get() const {
    std::vector<T> values;
    for (std::size_t i = 0; i < bytes_ / sizeof(T); ++i) {
      alignas(T) std::array<std::byte, sizeof(T)> bytes;
      std::memcpy(bytes.data(), at() + i * sizeof(T), sizeof(T));
      values.push_back(std::bit_cast<T>(bytes));
    }
    return values;
  }

 private:
  std::byte *reserve(std::size_t size) {
    if constexpr (std::is_same_v<M, same>) {
      own_.assign(size, std::byte{0});
      first_ = reinterpret_cast<std::uintptr_t>(own_.data());
    } else {
      M::memory().assign(size + 13, std::byte{0xa5});
      M::calls() = {};
      first_ = 13;
    }
    return at();
  }
  std::byte *at() const {
    if constexpr (std::is_same_v<M, same>) {
      return reinterpret_cast<std::byte *>(first_);
    } else {
      return M::memory().data() + first_;
    }
  }

  typename M::address_type first_ = 0;
  std::size_t bytes_ = 0;
  std::vector<std::byte> own_;
};

using memories = testing::Types<other, same>;
