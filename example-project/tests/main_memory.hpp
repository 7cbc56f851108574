// What the tests do as main: put data into its memory and look at them.
#pragma once

#include <wasm_pseudo_link/wasm_pseudo_link.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

class with_main_memory : public testing::Test {
 protected:
  with_main_memory() {
    wpl::main::memory().assign(16, std::byte{0});  // so that no data lie at the null pointer
    wpl::main::calls() = {};
  }

  // Puts values at the end of main's memory: a side that goes one element too far fails.
  template <class T>
  wpl::ptr<T, wpl::main> put(const std::vector<T> &values) {
    std::vector<std::byte> &memory = wpl::main::memory();
    const auto address = static_cast<std::uint32_t>(memory.size());
    const auto first = wpl::unsafe_ptr<T, wpl::main>(address, "this is where the memory grows for them");
    memory.resize(memory.size() + values.size() * sizeof(T));
    wpl::copy(values, first);
    wpl::main::calls() = {};
    return first;
  }

  template <class T>
  static std::vector<T> get(wpl::remote_ptr<T, wpl::main> first, std::size_t n) {
    std::vector<T> values(n);
    wpl::copy_n(first, n, values.begin());
    return values;
  }
};
