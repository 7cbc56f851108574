/*
 * wpl::function, a function of another module that is found by name at run time.
 */
#ifndef WASM_PSEUDO_LINK_FUNCTION_HPP
#define WASM_PSEUDO_LINK_FUNCTION_HPP

#include <wasm_pseudo_link/detail/guarded_call.hpp>

#include <cstdint>
#include <type_traits>

WPL_NAMESPACE_BEGIN

#if WPL_DETAIL_UNREACHABLE

template <class F>
class WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT) function;

#else

template <class F>
class function : detail::marshal<F> {};

/**
 * A function R(A...) that another module exports, looked up by name with the signature that R and A say.
 *
 *     const wpl::function<int(int, int)> area = plugin.function<int(int, int)>("area");
 *     if (!area) std::puts(rb_dlerror());
 *     area(3, 4);
 *
 * R and A: whatever <SIDE>_FUNCTION takes (wire.hpp says which wasm values each becomes).
 *
 * Two pointers and a handle, copied freely; owns nothing, and is valid while the module is open. Cost of a call: one
 * call_indirect, wasm to wasm; a struct of more than 8 bytes as result also one copy.
 */
template <class R, class... A>
class function<R(A...)> {
  static_assert(detail::signature_check<R(A...), true>::passed);

 public:
  /** Empty: calling it is a WPL_FAILURE. */
  function() = default;

  /**
   * Looks up `name` in an open module.
   *
   * @param module_handle  from rb_dlopen, wpl::module::handle or rb_self
   * @param name           the exported function's
   *
   * Empty if it is not there or has another signature: rb_dlerror says why. Cost: goes through JavaScript.
   */
  function(rb_handle module_handle, const char *name)
      : pointer_(rb_dlsym(module_handle, detail::symbol<signature>(name).c_str())), handle_(module_handle) {}

  explicit operator bool() const noexcept { return pointer_ != nullptr; }

  /** Calls it, unguarded: a trap or exception in it also ends this module's callers up to the next guard. */
  R operator()(A... arguments) const {
    if (pointer_ == nullptr) {
      WPL_FAILURE("wpl::function: call of an empty function: its look-up failed, and rb_dlerror said why");
    }
    return detail::call_pointer<R(A...)>(pointer_, copier{handle_}, arguments...);
  }

  /**
   * Calls it, guarded: a trap or exception in it ends this call alone, and is the result's error.
   *
   * Calling an empty one is an error too. Cost: the call goes through JavaScript, the first one makes the guard.
   */
  result<R> call_guarded(A... arguments) const {
    if (pointer_ == nullptr) return error{"call of an empty wpl::function: its look-up failed"};
    if (guarded_ == nullptr) guarded_ = rb_guard(pointer_, detail::letters_of<signature>::text);
    return detail::call_guarded_pointer<R(A...)>(guarded_, copier{handle_}, arguments...);
  }

 private:
  using signature = detail::wire_signature<R(A...)>;

  /* Brings a large result home: by the bridge function of this pair of modules that goes towards this one. */
  struct copier {
    rb_handle handle;
    void operator()(void *to, std::uint32_t from, std::uint32_t size) const {
      using copy_function = void (*)(std::uint32_t, std::uint32_t, std::uint32_t);
      const rb_fn found = rb_bridge(handle, handle == RB_MAIN ? "mts_memcpy:viii" : "stm_memcpy:viii");
      if (found == nullptr) WPL_FAILURE("wpl::function: the module that was called is closed");
      reinterpret_cast<copy_function>(found)(detail::own_address(to), from, size);
    }
  };

  rb_fn pointer_ = nullptr;
  mutable rb_fn guarded_ = nullptr;
  rb_handle handle_ = RB_NONE;
};

#endif

WPL_NAMESPACE_END

#endif
