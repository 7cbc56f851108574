/*
 * The allocator of a loopback memory.
 */
#ifndef WASM_PSEUDO_LINK_TESTING_LOOPBACK_HEAP_HPP
#define WASM_PSEUDO_LINK_TESTING_LOOPBACK_HEAP_HPP

#include <wasm_pseudo_link/detail/module_tag.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

WPL_NAMESPACE_BEGIN
namespace testing {

/**
 * Allocates behind what a test put into a loopback memory, which grows for it, and finds wrong use: freeing what is not
 * allocated, and (asked by the memory itself) access to what was freed.
 *
 * When the last block is freed, the memory ends again where the test's bytes do, so that nothing is kept of one test
 * for the next. A test may replace the bytes while nothing is allocated, and have the memory grow at any time.
 */
class loopback_heap {
 public:
  explicit loopback_heap(std::vector<std::byte> &memory) : memory_(memory) {}

  /** Up to how many bytes the memory grows; beyond that allocate returns 0. For tests of what happens then. */
  std::size_t limit = std::size_t{1} << 30;

  /** How many blocks are allocated: 0 at the end of a test that leaks nothing. */
  [[nodiscard]] std::size_t blocks() const { return used_.size(); }

  /** The address of `size` bytes that hold 0xcd, or 0 if there are none. Aligned as malloc does. */
  address allocate(address size) {
    forget_if_replaced();
    const std::size_t rounded = round_up(std::max<std::size_t>(size, 1));
    const auto fits = [&](const auto &range) { return range.second >= rounded; };
    auto place = std::find_if(free_.begin(), free_.end(), fits);
    if (place == free_.end() && !grow(rounded)) return 0;
    if (place == free_.end()) place = std::prev(free_.end());
    return take(place, rounded);
  }

  /** Frees what allocate returned; anything else is a WPL_FAILURE. */
  void deallocate(address block) {
    const auto found = used_.find(block);
    if (found == used_.end()) WPL_FAILURE("loopback: free of an address that is not allocated, or was freed before");
    const auto place = free_.insert(*found).first;
    used_.erase(found);
    if (used_.empty()) {
      free_.clear();
      if (memory_.size() == size_) memory_.resize(size_before_);
      size_ = 0;
    } else {
      merge(place);
    }
  }

  /** Whether one of `size` bytes at `a` was allocated once and is free now. */
  [[nodiscard]] bool was_freed(address a, std::size_t size) const {
    if (memory_.size() != size_) return false;
    const auto behind = free_.lower_bound(a);
    const bool from_before = behind != free_.begin() && std::prev(behind)->first + std::prev(behind)->second > a;
    return size != 0 && (from_before || (behind != free_.end() && behind->first < a + size));
  }

 private:
  using ranges = std::map<std::size_t, std::size_t>;  // size by address
  static constexpr std::size_t alignment = 16;

  static std::size_t round_up(std::size_t n) { return (n + alignment - 1) / alignment * alignment; }

  void forget_if_replaced() {
    if (memory_.size() == size_) return;
    if (used_.empty()) {
      free_.clear();
    } else if (memory_.size() < size_) {
      WPL_FAILURE("loopback: the memory was cut or replaced while blocks were allocated in it");
    }
    size_ = size_before_ = memory_.size();
  }

  /* Adds a free range of `size` bytes at the end; it is the last one, and never at address 0. */
  bool grow(std::size_t size) {
    const std::size_t first = std::max(round_up(memory_.size()), alignment);
    if (size > limit || first > limit - size) return false;
    if (used_.empty()) size_before_ = memory_.size();
    memory_.resize(first + size);
    size_ = memory_.size();
    free_.emplace(first, size);
    return true;
  }

  address take(ranges::iterator place, std::size_t size) {
    const auto [first, room] = *place;
    free_.erase(place);
    if (room > size) free_.emplace(first + size, room - size);
    used_.emplace(first, size);
    std::fill_n(memory_.begin() + static_cast<std::ptrdiff_t>(first), size, std::byte{0xcd});
    return static_cast<address>(first);
  }

  /* Joins a free range with its neighbours. */
  void merge(ranges::iterator place) {
    const auto next = std::next(place);
    if (next != free_.end() && place->first + place->second == next->first) {
      place->second += next->second;
      free_.erase(next);
    }
    if (place == free_.begin()) return;
    const auto previous = std::prev(place);
    if (previous->first + previous->second != place->first) return;
    previous->second += place->second;
    free_.erase(place);
  }

  std::vector<std::byte> &memory_;
  std::size_t size_ = 0;         // of the memory, as the heap left it
  std::size_t size_before_ = 0;  // with what the test put there, without what came after it
  ranges used_;
  ranges free_;
};

}  // namespace testing
WPL_NAMESPACE_END

#endif
