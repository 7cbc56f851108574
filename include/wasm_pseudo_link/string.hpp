/*
 * wpl::string, text that this code owns in a module's memory, and what reads another module's text.
 */
#ifndef WASM_PSEUDO_LINK_STRING_HPP
#define WASM_PSEUDO_LINK_STRING_HPP

#include <wasm_pseudo_link/buffer.hpp>
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/span.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

namespace detail {

template <class M>
struct string_view_of {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the template argument names no module. Write wpl::main, or wpl::modules::<side> from "
                "the header that wasm_generate_api_header makes for the side.");
  using type = typename std::conditional_t<M::is_this_module, std::type_identity<std::string_view>,
                                           std::type_identity<remote_span<const char, M>>>::type;
};

template <class T>
concept plain_char = std::same_as<std::remove_const_t<T>, char>;

/* The number of the lowest zero byte of a little-endian word; 8 if there is none. */
constexpr unsigned first_zero_byte(std::uint64_t word) noexcept {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
  // The borrow of a zero byte may also mark bytes above it, never one below.
  return static_cast<unsigned>(std::countr_zero((word - ones) & ~word & (ones << 7))) / 8;
}

/* strlen byte by byte, for memories that may end at any byte. */
template <class M>
std::size_t length_by_bytes(typename M::address_type first) {
  typename M::address_type a = first;
  while (M::getI8(a) != 0) ++a;
  return a - first;
}

/*
 * strlen by aligned words of 8 bytes. A wasm memory ends at a multiple of 8, so a word that has a byte of the text is
 * in the memory as a whole.
 */
template <class M>
std::size_t length_by_words(typename M::address_type first) {
  using address_type = typename M::address_type;
  const auto read = [](address_type a) { return std::bit_cast<std::uint64_t>(M::getI64(a)); };
  const unsigned before = static_cast<unsigned>(first % 8);
  address_type a = first - before;
  std::uint64_t word = read(a) | ((std::uint64_t{1} << (8 * before)) - 1);  // bytes before the text do not end it
  unsigned zero = first_zero_byte(word);
  for (; zero == 8; zero = first_zero_byte(word = read(a))) {
    a += 8;
    if (a == 0) WPL_FAILURE("wpl::strlen: no NUL up to the end of a memory of 4 GiB");
  }
  return a + zero - first;
}

/* The tags for tests say it: their memories may end at any byte. */
template <class M>
inline constexpr bool ends_at_any_byte = requires { requires M::ends_at_any_byte; };

}  // namespace detail

/**
 * Text in module M's memory that somebody else owns: std::string_view in M itself, wpl::span<const char, M> in every
 * other module. Its length counts; it need not end with a NUL.
 */
template <class M>
using string_view = typename detail::string_view_of<M>::type;

/**
 * The number of bytes before the first NUL from `text` on, which must not be null.
 *
 * Cost: one accessor call (a load where accessors are inlined) for each 8 bytes. Traps if M's memory ends before a NUL;
 * a NUL in its very last byte is found.
 */
template <class T, class M>
  requires detail::plain_char<T>
[[nodiscard]] std::size_t strlen(remote_ptr<T, M> text) {
  detail::check_reachable<M>();
  if (text == nullptr) WPL_FAILURE("wpl::strlen: a null pointer");
  if constexpr (detail::ends_at_any_byte<M>) {
    return detail::length_by_bytes<M>(text.local_address());
  } else {
    return detail::length_by_words<M>(text.local_address());
  }
}

/** The same in this module, for code that several modules share. */
[[nodiscard]] inline std::size_t strlen(const char *text) {
  if (text == nullptr) WPL_FAILURE("wpl::strlen: a null pointer");
  return std::strlen(text);
}

/**
 * Another module's text as a std::string of this module: `n` bytes from `text` on, NULs among them too; without `n` up
 * to the first NUL. Bytes are copied as they are; nobody checks that they are UTF-8.
 *
 * Cost: the std::string's allocation in this module and one bridge copy; without `n` a wpl::strlen before.
 * Traps if the text leaves M's memory.
 */
template <class T, class M>
  requires detail::plain_char<T>
[[nodiscard]] std::string to_string(remote_ptr<T, M> text, std::size_t n) {
  std::string copied(n, '\0');
  wpl::copy_n(text, n, copied.data());
  return copied;
}
template <class T, class M>
  requires detail::plain_char<T>
[[nodiscard]] std::string to_string(remote_ptr<T, M> text) {
  return wpl::to_string(text, wpl::strlen(text));
}
template <class T, class M>
  requires detail::plain_char<T>
[[nodiscard]] std::string to_string(remote_span<T, M> text) {
  return wpl::to_string(text.data(), text.size());
}

/** The same in this module: a std::string_view, a std::span of char, or a pointer as above. */
[[nodiscard]] inline std::string to_string(const char *text, std::size_t n) { return std::string(text, n); }
[[nodiscard]] inline std::string to_string(const char *text) { return std::string(text, wpl::strlen(text)); }
template <std::ranges::contiguous_range R>
  requires(!std::is_array_v<R> && detail::plain_char<std::remove_reference_t<std::ranges::range_reference_t<R>>>)
[[nodiscard]] std::string to_string(const R &text) {
  return std::string(std::ranges::data(text), std::ranges::size(text));
}

/**
 * Text in module M's memory, allocated by M's own allocator and freed when the string goes: what C functions of M take
 * as const char *. Move-only.
 *
 *     wpl::string<sorter> name("delays");
 *     sorter_open(name.c_str());             // in the side: void sorter_open(const char *name)
 *
 * UTF-8 by convention: bytes are copied as they are, and nobody checks them. There is a NUL after the last byte, which
 * size() does not count. NULs among the bytes are kept; who reads up to the first NUL sees less than size() then.
 *
 * Costs: as a wpl::buffer of size() + 1 bytes; making it is one call to M's allocator, one bridge copy (none for an
 * empty text) and one accessor call. Errors: as wpl::buffer's. For work on the bytes in this module, copy them with
 * wpl::to_string.
 */
template <class M>
class string {
 public:
  using view_type = wpl::string_view<M>;

  /** No text: c_str() is null. For the empty text in M's memory write string(""). */
  string() noexcept = default;

  /** A copy of this module's text. */
  explicit string(std::string_view text) : string(with_room, text.size()) { copy_in(text.data(), text.size()); }

  /** A copy of another module's text, of M or any other. */
  template <class T, class N>
    requires detail::plain_char<T>
  explicit string(remote_span<T, N> text) : string(with_room, text.size()) {
    copy_in(text.data(), text.size());
  }

  /** As string(text), but without a value if M has no such memory left (or no allocator). */
  [[nodiscard]] static std::optional<string> try_allocate(std::string_view text) {
    std::optional<buffer<char, M>> bytes = buffer<char, M>::try_allocate(size_with_nul(text.size()));
    if (!bytes) return std::nullopt;
    string made(std::move(*bytes));
    made.copy_in(text.data(), text.size());
    return made;
  }

  /**
   * Takes over text that somebody else allocated by M's allocator: in M by malloc or strdup (or a string's release()),
   * elsewhere by a string's release().
   *
   * @param text  as malloc returned it; freed when the string goes. Null makes a string() without text.
   * @param n     the number of bytes before the last NUL; without it up to the first NUL (wpl::strlen). A byte n that
   *              is no NUL is a WPL_FAILURE.
   */
  [[nodiscard]] static string adopt(ptr<char, M> text, std::size_t n) {
    if (text == nullptr && n == 0) return string();
    string adopted(buffer<char, M>::adopt(text, size_with_nul(n)));
    if (static_cast<char>(adopted.bytes_[n]) != '\0') {
      static_cast<void>(adopted.release());
      WPL_FAILURE("wpl::string::adopt: no NUL after the last byte; check the number of bytes");
    }
    return adopted;
  }
  [[nodiscard]] static string adopt(ptr<char, M> text) {
    return text == nullptr ? string() : adopt(text, wpl::strlen(text));
  }

  /**
   * Gives the text away and is without text then: the caller, or whom it passes the pointer to, frees it, by adopt() or
   * in M by free(). Ask for size() before.
   */
  [[nodiscard]] ptr<char, M> release() noexcept { return bytes_.release(); }

  /** The first byte; null if there is no text. Valid as long as the string keeps it. */
  [[nodiscard]] ptr<const char, M> c_str() const noexcept { return bytes_.data(); }

  /** The number of bytes without the NUL at the end. */
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.empty() ? 0 : bytes_.size() - 1; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /** The bytes without the NUL at the end; valid as long as the string keeps them. */
  [[nodiscard]] view_type view() const noexcept { return view_type(c_str(), size()); }
  operator view_type() const noexcept { return view(); }  // NOLINT: converts as std::string does

  friend void swap(string &a, string &b) noexcept { swap(a.bytes_, b.bytes_); }

 private:
  static constexpr struct with_room_t {
  } with_room{};

  /* The bytes of a text of `n`, with the NUL. */
  static std::size_t size_with_nul(std::size_t n) {
    if (n >= std::numeric_limits<typename M::address_type>::max()) {
      WPL_FAILURE("wpl::string: more bytes than any memory has");
    }
    return n + 1;
  }

  string(with_room_t, std::size_t n) : bytes_(size_with_nul(n)) {}
  explicit string(buffer<char, M> bytes) noexcept : bytes_(std::move(bytes)) {}

  template <class P>
  void copy_in(P text, std::size_t n) {
    if (n != 0) wpl::copy_n(text, n, bytes_.data());
    bytes_[n] = '\0';
  }

  buffer<char, M> bytes_;
};

/** A copy in this module of a text that this code owns in M's memory. */
template <class M>
[[nodiscard]] std::string to_string(const string<M> &text) {
  return wpl::to_string(text.view());
}

WPL_NAMESPACE_END

#endif
