/*
 * Another module's memory without another module: tags for tests that run natively, under sanitizers.
 */
#ifndef WASM_PSEUDO_LINK_TESTING_LOOPBACK_HPP
#define WASM_PSEUDO_LINK_TESTING_LOOPBACK_HPP

#include <wasm_pseudo_link/detail/module_tag.hpp>
#include <wasm_pseudo_link/testing/loopback_heap.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

WPL_NAMESPACE_BEGIN
namespace testing {

static_assert(std::endian::native == std::endian::little,
              "WasmPseudoLink: wasm memories are little-endian, and so must be the machine that the loopback "
              "memories run on.");

/** How often a memory was reached, to check what an operation costs. */
struct loopback_calls {
  std::size_t gets = 0;    ///< accessor calls that read
  std::size_t sets = 0;    ///< accessor calls that write
  std::size_t copies = 0;  ///< bridge calls
  std::size_t bytes = 0;   ///< bytes that crossed by bridge calls
  friend bool operator==(const loopback_calls &, const loopback_calls &) = default;
};

/* The accessor's functions of a tag, over its get and set. */
template <class Tag, class Address>
struct accessor {
  static std::int8_t getI8(Address a) { return Tag::template get<std::int8_t>(a); }
  static std::int16_t getI16(Address a) { return Tag::template get<std::int16_t>(a); }
  static std::int32_t getI32(Address a) { return Tag::template get<std::int32_t>(a); }
  static std::int64_t getI64(Address a) { return Tag::template get<std::int64_t>(a); }
  static float getF32(Address a) { return Tag::template get<float>(a); }
  static double getF64(Address a) { return Tag::template get<double>(a); }
  static void setI8(Address a, std::int8_t value) { Tag::set(a, value); }
  static void setI16(Address a, std::int16_t value) { Tag::set(a, value); }
  static void setI32(Address a, std::int32_t value) { Tag::set(a, value); }
  static void setI64(Address a, std::int64_t value) { Tag::set(a, value); }
  static void setF32(Address a, float value) { Tag::set(a, value); }
  static void setF64(Address a, double value) { Tag::set(a, value); }
};

/**
 * A module tag over a byte array with the 32-bit addresses of a wasm memory, whatever the machine's own pointers are.
 * Derive a tag of your own from it, one for each memory, and use wpl::ptr<T, tag>:
 *
 *     struct sorter : wpl::testing::loopback<sorter> {};
 *     sorter::memory().assign(65536, std::byte{0});
 *
 * In code that links WasmPseudoLink::testing, wpl::main and the tags of generated API headers are such tags already.
 *
 * A range that leaves the memory is a WPL_FAILURE before the first byte is touched, where wasm would trap; so is one of
 * a wpl::buffer or wpl::string that was freed, and freeing twice.
 */
template <class Tag>
struct loopback : accessor<loopback<Tag>, wpl::address> {
  using address_type = wpl::address;
  static constexpr bool is_this_module = false;
  static constexpr bool is_reachable = true;
  static constexpr bool ends_at_any_byte = true;  ///< so wpl::strlen reads no more bytes than the text has

  /** The bytes; resize it to have the memory grow. */
  static std::vector<std::byte> &memory() {
    static std::vector<std::byte> bytes;
    return bytes;
  }

  /** What wpl::buffer and wpl::string of this memory allocate from: its limit, and the number of its blocks. */
  static loopback_heap &heap() {
    static loopback_heap heap(memory());
    return heap;
  }
  static loopback_calls &calls() {
    static loopback_calls count;
    return count;
  }

  static void copy_in(address_type dest, const void *src, address_type size) {
    count_copy(size);
    std::byte *to = range(dest, size);
    if (size != 0) std::memcpy(to, src, size);
  }
  static void copy_out(void *dest, address_type src, address_type size) {
    count_copy(size);
    const std::byte *from = range(src, size);
    if (size != 0) std::memcpy(dest, from, size);
  }

  /** The module's allocator, as wpl::buffer and wpl::string want it: 0 if there is no memory. */
  static address_type allocate(address_type size) { return heap().allocate(size); }
  static void deallocate(address_type block) { heap().deallocate(block); }

 private:
  friend struct accessor<loopback, address_type>;

  static std::byte *range(address_type a, std::size_t size) {
    const std::size_t total = memory().size();
    if (size > total || a > total - size) WPL_FAILURE("loopback: out of bounds memory access");
    if (heap().was_freed(a, size)) WPL_FAILURE("loopback: access to memory that was freed");
    return memory().data() + a;
  }
  static void count_copy(std::size_t size) {
    ++calls().copies;
    calls().bytes += size;
  }
  template <class V>
  static V get(address_type a) {
    ++calls().gets;
    V value;
    std::memcpy(&value, range(a, sizeof(V)), sizeof(V));
    return value;
  }
  template <class V>
  static void set(address_type a, V value) {
    ++calls().sets;
    std::memcpy(range(a, sizeof(V)), &value, sizeof(V));
  }
};

/**
 * A module tag whose addresses are this program's own pointers: remote code run on local memory, so that the sanitizers
 * see each access.
 */
template <class Tag>
struct no_op : accessor<no_op<Tag>, std::uintptr_t> {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = false;
  static constexpr bool is_reachable = true;
  static constexpr bool ends_at_any_byte = true;  ///< so wpl::strlen reads no more bytes than the text has

  static void copy_in(address_type dest, const void *src, address_type size) {
    if (size != 0) std::memcpy(reinterpret_cast<void *>(dest), src, size);
  }
  static void copy_out(void *dest, address_type src, address_type size) {
    if (size != 0) std::memcpy(dest, reinterpret_cast<const void *>(src), size);
  }

  /** malloc, as far as an address_type counts. */
  static address_type allocate(address_type size) { return reinterpret_cast<address_type>(std::malloc(size)); }
  static void deallocate(address_type block) { std::free(reinterpret_cast<void *>(block)); }

 private:
  friend struct accessor<no_op, address_type>;

  template <class V>
  static V get(address_type a) {
    V value;
    std::memcpy(&value, reinterpret_cast<const void *>(a), sizeof(V));
    return value;
  }
  template <class V>
  static void set(address_type a, V value) {
    std::memcpy(reinterpret_cast<void *>(a), &value, sizeof(V));
  }
};

}  // namespace testing
WPL_NAMESPACE_END

#endif
