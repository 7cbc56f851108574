/*
 * wpl::module, another module that is held open.
 */
#ifndef WASM_PSEUDO_LINK_MODULE_HPP
#define WASM_PSEUDO_LINK_MODULE_HPP

#include <wasm_pseudo_link/function.hpp>
#include <wasm_pseudo_link/rb.h>

#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

#if WPL_DETAIL_UNREACHABLE

class module {
 public:
  static module open(const char *name) WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT);
  template <class F>
  static void open_async(const char *name, F &&done) WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT);
  static module adopt(rb_handle handle) noexcept WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT);
};

#else

/**
 * Another module, open for as long as this object lives: rb_dlopen and rb_dlclose as a move-only object.
 *
 *     const wpl::module plugin = wpl::module::open("plugin");
 *     if (!plugin) std::puts(rb_dlerror());
 *     const auto area = plugin.function<int(int, int)>("area");
 *
 * A side of LAZY_SIDES is closed with the last object (or handle) that holds it, and what was looked up in it is then
 * invalid. JavaScript's close() gives back only what its open() has opened. The main module and those in SIDES stay
 * open whatever happens here. If code of a lazy side is on the stack when its last object goes, it closes after that,
 * when the next module is opened or closed.
 */
class [[nodiscard]] module {
 public:
  /** Empty. */
  module() = default;

  /**
   * Opens a module that is there already: one in SIDES, "main", or a lazy one that was opened before.
   *
   * @param name  that of its CMake target
   * @return empty if it is not there: rb_dlerror says why. Cost: goes through JavaScript.
   */
  static module open(const char *name) { return module(rb_dlopen(name)); }

  /**
   * Opens a module of LAZY_SIDES: fetches and starts it if it is not open.
   *
   * @param name  that of its CMake target
   * @param done  called with a wpl::module, later and from JavaScript's event loop; the module is empty after a
   *              failure, and rb_dlerror, called inside, says why. Moved to the heap until then.
   */
  template <class F>
  static void open_async(const char *name, F &&done) {
    using callable = std::decay_t<F>;
    static_assert(std::is_invocable_v<callable &, module>,
                  "WasmPseudoLink: what wpl::module::open_async calls takes one parameter. Write "
                  "[](wpl::module opened) { ... }.");
    rb_dlopen_async(name, finish<callable>, new callable(std::forward<F>(done)));
  }

  /** Takes over a handle that rb_dlopen or rb_dlopen_async has given. */
  static module adopt(rb_handle handle) noexcept { return module(handle); }

  module(module &&other) noexcept :handle_(other.release()) {}
  module &operator=(module &&other) noexcept {
    if (this != &other) {
      reset();
      handle_ = other.release();
    }
    return *this;
  }
  ~module() { reset(); }

  explicit operator bool() const noexcept { return handle_ != RB_NONE; }

  /** For the functions of rb.h; RB_NONE if empty. Stays this object's: no rb_dlclose. */
  [[nodiscard]] rb_handle handle() const noexcept { return handle_; }

  /** Gives the handle away: it now wants an rb_dlclose. */
  [[nodiscard]] rb_handle release() noexcept { return std::exchange(handle_, RB_NONE); }

  /** Lets go of the module, as the destructor does. */
  void reset() noexcept {
    if (handle_ != RB_NONE) rb_release(release());
  }

  /**
   * Looks up an exported function, with the signature that F, a type R(A...), says.
   *
   * @return empty if it is not there or has another signature: rb_dlerror says why
   */
  template <class F>
  [[nodiscard]] ::wpl::function<F> function(const char *name) const {
    return ::wpl::function<F>(handle_, name);
  }

 private:
  explicit module(rb_handle handle) noexcept : handle_(handle) {}

  template <class F>
  static void finish(rb_handle handle, void *user) {
    F *const done = static_cast<F *>(user);
    (*done)(module(handle));
    delete done;
  }

  rb_handle handle_ = RB_NONE;
};

#endif

WPL_NAMESPACE_END

#endif
