/*
 * wpl::callback, a lambda that another module can call.
 */
#ifndef WASM_PSEUDO_LINK_CALLBACK_HPP
#define WASM_PSEUDO_LINK_CALLBACK_HPP

#include <wasm_pseudo_link/function_ptr.hpp>
#include <wasm_pseudo_link/rb.h>
#include <wasm_pseudo_link/detail/wire.hpp>

#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

/** First argument of a wpl::callback that shall be guarded: wpl::guarded. */
struct guarded_t {
  explicit guarded_t() = default;
};
inline constexpr guarded_t guarded{};

#if WPL_DETAIL_UNREACHABLE

template <class F, class M>
class WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT) callback;

/** See below. */
template <class M>
WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT)
bridge_ptr<M> lend_bridge();

#else

namespace detail {

/*
 * What a callback calls, behind a context of one pointer: `context` keeps F and gives the pointer, `call` calls it,
 * `drop` ends it. Most are on the heap, where they stay while the callback object moves.
 */
template <class F>
struct callee {
  static void *context(F f) { return new F(std::move(f)); }
  static F &call(void *context) noexcept { return *static_cast<F *>(context); }
  static void drop(void *context) noexcept { delete static_cast<F *>(context); }
};

/* Lambdas that capture nothing. */
template <class F>
  requires(std::is_empty_v<F> && std::is_trivially_default_constructible_v<F> && std::is_trivially_destructible_v<F>)
struct callee<F> {
  static void *context(const F &) noexcept { return nullptr; }
  static F call(void *) noexcept { return F{}; }
  static void drop(void *) noexcept {}
};

template <class F>
struct callee<F *> {
  static void *context(F *f) noexcept { return reinterpret_cast<void *>(f); }
  static F *call(void *context) noexcept { return reinterpret_cast<F *>(context); }
  static void drop(void *) noexcept {}
};

template <class F>
struct callee<std::reference_wrapper<F>> {
  static void *context(std::reference_wrapper<F> f) noexcept {
    return const_cast<void *>(static_cast<const void *>(&f.get()));
  }
  static F &call(void *context) noexcept { return *static_cast<F *>(context); }
  static void drop(void *) noexcept {}
};

/* The function that the loader binds: the context, then the wasm values of A. */
template <class F, class R, class... A>
typename wire_result<R>::type call_with_context(void *context,
                                                std::tuple_element_t<0, typename wire<A>::types>... values) {
  return marshal<R(A...)>::receive(
      [context](A... arguments) -> R { return std::invoke(callee<F>::call(context), arguments...); }, values...);
}

}  // namespace detail

template <class F, class M>
class callback : detail::marshal<F> {};

/**
 * Lends a function or a lambda, captures allowed, to module M for as long as this object lives.
 *
 *     const wpl::callback<void(int), wpl::modules::sorter> progress([&](int done) { bar.show(done); });
 *     sort_slowly(delays, progress.pointer());   // SORTER_FUNCTION(sort_slowly, void(wpl::span<float, wpl::main>,
 *                                                //     wpl::function_ptr<void(int), wpl::modules::sorter>))
 *
 * R and A: one wasm value each, as wpl::function_ptr. M may be this very module, for C functions that take a function
 * pointer and no context.
 *
 * When this object goes, or its module is closed, calls of the pointer become an error that names the callback
 * (CALLBACK_DEAD; its guarded calls return 0), until about 32 callbacks later the slot in M's table is used again. M
 * may be closed first. A callback must not end the object that it belongs to.
 *
 * An exception that leaves `f` ends at the nearest guarded call and not at a `catch` below M's frames, nor may `f` call
 * longjmp() across them: docs/module-border.md.
 *
 * Cost: making one goes through JavaScript and makes a small wasm instance, about 20 us. Each call is wasm to wasm,
 * with no JavaScript in it unless it is guarded, or one of the two modules is built with -fexceptions. A lambda with
 * captures is moved to the heap; functions, lambdas without captures and std::ref(f), which must outlive the callback,
 * are not.
 */
template <class R, class... A, class M>
class [[nodiscard]] callback<R(A...), M> {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  static_assert(detail::one_value_check<R(A...)>::passed);

 public:
  /** What it is as an argument: M's function pointer. */
  using lent_function = function_ptr<R(A...), M>;

  /** Empty: pointer() is null. */
  callback() = default;

  /** Lends `f`. Empty if M is not open or its table is full: rb_dlerror says why. */
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, callback> && !std::is_same_v<std::remove_cvref_t<F>, guarded_t>)
  explicit callback(F &&f) {
    lend<std::decay_t<F>>(rb_lend_bound, std::forward<F>(f));
  }

  /**
   * The same, guarded: if `f` traps or throws, that ends its call alone, M gets a zero, and M's rb_call_error has the
   * text. Cost: each call goes through JavaScript.
   */
  template <class F>
  callback(guarded_t, F &&f) {
    lend<std::decay_t<F>>(rb_lend_bound_guarded, std::forward<F>(f));
  }

  callback(callback &&other) noexcept
      : handle_(other.handle_),
        lent_(std::exchange(other.lent_, 0)),
        context_(other.context_),
        drop_(std::exchange(other.drop_, nullptr)) {}
  callback &operator=(callback &&other) noexcept {
    if (this != &other) {
      reset();
      handle_ = other.handle_;
      lent_ = std::exchange(other.lent_, 0);
      context_ = other.context_;
      drop_ = std::exchange(other.drop_, nullptr);
    }
    return *this;
  }
  ~callback() { reset(); }

  explicit operator bool() const noexcept { return lent_ != 0; }

  /** M's function pointer to it, to be passed to M's functions; null if empty. */
  [[nodiscard]] lent_function pointer() const noexcept {
    return unsafe_function_ptr<R(A...), M>(lent_, "the loader put it into M's table with this signature");
  }

  /** Takes it back, as the destructor does. */
  void reset() noexcept {
    if (lent_ != 0) static_cast<void>(rb_take_back(handle_, std::exchange(lent_, 0)));
    if (drop_ != nullptr) std::exchange(drop_, nullptr)(context_);
  }

 private:
  template <class F, class Lend>
  void lend(const Lend &lend_bound, F f) {
    static_assert(std::is_invocable_r_v<R, decltype(detail::callee<F>::call(nullptr)), A...>,
                  "WasmPseudoLink: this function or lambda cannot be called with the parameters of the callback's "
                  "signature, or gives another result. Write wpl::callback<R(A...), M> with the R and A that it has; a "
                  "pointer that M passes is a wpl::ptr<T, M>.");
    handle_ = find_module();
    if (handle_ == RB_NONE) return;
    context_ = detail::callee<F>::context(std::move(f));
    drop_ = detail::callee<F>::drop;
    const rb_fn function = reinterpret_cast<rb_fn>(detail::call_with_context<F, R, A...>);
    lent_ = lend_bound(handle_, function, context_, detail::letters_of<detail::wire_signature<R(A...)>>::text);
    if (lent_ == 0) reset();
  }

  static rb_handle find_module() {
    if constexpr (M::is_this_module) {
      return rb_self();
    } else {
      return rb_find(M::module_name);
    }
  }

  rb_handle handle_ = RB_NONE;
  std::uint32_t lent_ = 0;
  void *context_ = nullptr;
  void (*drop_)(void *) = nullptr;
};

/**
 * Lends module M its own rbBridge: what the init function of a side with ACCESS POINTER wants.
 *
 *     SORTER_FUNCTION(init, void(wpl::bridge_ptr<wpl::modules::sorter>));    // in the side: rb_set_bridge(bridge);
 *     init(wpl::lend_bridge<wpl::modules::sorter>());
 *
 * @return null if M is not open: rb_dlerror says why. Cost: goes through JavaScript.
 */
template <class M>
[[nodiscard]] bridge_ptr<M> lend_bridge() {
  return unsafe_function_ptr<rb_fn(rb_handle, const char *), M>(rb_bridge_for(rb_find(M::module_name)),
                                                                "rb_bridge_for gives M's pointer to M's rbBridge");
}

#endif

WPL_NAMESPACE_END

#endif
