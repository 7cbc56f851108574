/*
 * wpl::function_ptr, the type of function pointers in declarations that several modules share.
 */
#ifndef WASM_PSEUDO_LINK_FUNCTION_PTR_HPP
#define WASM_PSEUDO_LINK_FUNCTION_PTR_HPP

#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/detail/module_tag.hpp>
#include <wasm_pseudo_link/unsafe.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

WPL_NAMESPACE_BEGIN

/**
 * A function pointer of module M, for code that is not part of M: an index of M's table, which M alone can call. Write
 * wpl::function_ptr<R(A...), M> in declarations that M shares. wpl::callback makes one of a lambda.
 *
 * It is one 32-bit integer, trivially copyable; null by default.
 */
template <class F, class M>
class remote_function {
  static_assert(std::is_function_v<F>,
                "WasmPseudoLink: the first template argument is no function type. Write it as result(parameters...): "
                "wpl::function_ptr<int(float), M>.");
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");

 public:
  using function_type = F;
  using module_type = M;

  /** A null pointer. */
  constexpr remote_function() noexcept = default;
  constexpr remote_function(std::nullptr_t) noexcept {}  // NOLINT: converts as a function pointer does

  /** Another module's, or of another type: an error that says so. */
  template <class G, class N>
    requires(!std::same_as<remote_function<G, N>, remote_function>)
  constexpr remote_function(remote_function<G, N>) noexcept {  // NOLINT: as above
    static_assert(std::same_as<M, N>,
                  "WasmPseudoLink: this is a function pointer of one module, and one of another module is wanted: the "
                  "number means another function there. Lend the function to that module with wpl::callback.");
    static_assert(std::same_as<F, G>,
                  "WasmPseudoLink: this function pointer has another signature than the one that is wanted. Lend a "
                  "function or lambda of the right type with wpl::callback.");
  }

  /** This module's own function: an error that says so. */
  template <class G>
    requires std::is_function_v<G>
  constexpr remote_function(G *) noexcept {  // NOLINT: as above
    static_assert(detail::always_false<G>,
                  "WasmPseudoLink: this is a function of this module, and a function pointer of another module is "
                  "wanted. Lend it: wpl::callback<R(A...), M> lent(f); and pass lent.pointer().");
  }

  /** A lambda, or a wpl::callback itself: an error that says so. */
  template <class X>
    requires(std::is_class_v<X> && (requires { &X::operator(); } || requires { typename X::lent_function; }))
  constexpr remote_function(const X &) noexcept {  // NOLINT: as above
    static_assert(detail::always_false<X>,
                  "WasmPseudoLink: another module calls function pointers of its own table, not objects of this "
                  "module. Keep a wpl::callback<R(A...), M> of the lambda alive, and pass its pointer().");
  }

  /** The index in M's table: a plain number that no longer says whose it is. 0 is null. */
  [[nodiscard]] constexpr std::uint32_t local_index() const noexcept { return index_; }

  constexpr explicit operator bool() const noexcept { return index_ != 0; }
  friend constexpr bool operator==(remote_function, remote_function) noexcept = default;

  /** Only M can call it: an error that says so. */
  template <class... A>
  void operator()(A &&...) const {
    static_assert(detail::always_false<F>,
                  "WasmPseudoLink: this function pointer belongs to another module's table and can be called there "
                  "only. Let that module lend the function: wpl::callback<R(A...), M> with M this module.");
  }

  /** For wpl::unsafe_function_ptr. */
  struct from_index {
    std::uint32_t index;
  };
  constexpr explicit remote_function(from_index from) noexcept : index_(from.index) {}

 private:
  std::uint32_t index_ = 0;
};

namespace detail {

template <class F, class M>
struct function_ptr_to {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  using type = std::conditional_t<M::is_this_module, std::add_pointer_t<F>, remote_function<F, M>>;
};

}  // namespace detail

/**
 * A function pointer of module M: R (*)(A...) in M itself, wpl::remote_function in every other module, so that one
 * declaration fits both sides of a call and the two cannot be mixed up. One wasm i32.
 *
 *     SORTER_FUNCTION(sort_by, void(wpl::span<float, wpl::main> values,
 *                                   wpl::function_ptr<bool(float, float), wpl::modules::sorter> less));
 *
 * R and A: one wasm value each, so arithmetic types, enums, wpl::ptr, wpl::function_ptr (R also void).
 */
template <class F, class M>
using function_ptr = typename detail::function_ptr_to<F, M>::type;

/**
 * The function pointer that module M itself knows as the number `index`: for numbers that come from C functions.
 *
 * @param index   an index of M's table; nobody checks what is there
 * @param reason  why a function of type F is there: a string literal
 */
template <class F, class M>
[[nodiscard]] function_ptr<F, M> unsafe_function_ptr(std::uint32_t index,
                                                     [[maybe_unused]] unsafe_reason reason) noexcept {
  if constexpr (M::is_this_module) {
    return reinterpret_cast<F *>(static_cast<std::uintptr_t>(index));
  } else {
    return remote_function<F, M>(typename remote_function<F, M>::from_index{index});
  }
}

/** The type of rbBridge in module M: what the init function of a side with ACCESS POINTER takes. */
template <class M>
using bridge_ptr = function_ptr<rb_fn(rb_handle, const char *), M>;

WPL_NAMESPACE_END

#endif
