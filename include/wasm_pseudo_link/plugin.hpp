/*
 * wpl::plugin, a side that main did not know when it was built, and wpl::open_plugin.
 */
#ifndef WASM_PSEUDO_LINK_PLUGIN_HPP
#define WASM_PSEUDO_LINK_PLUGIN_HPP

#include <wasm_pseudo_link/detail/interface_function.hpp>
#include <wasm_pseudo_link/module.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

#if defined(WPL_MAIN_MODULE) && defined(__wasm__)

template <class I>
class plugin;

/** How a plugin is opened. */
struct plugin_options {
  std::string as;                          ///< its name in this app; empty: its own
  std::string access = "NONE";             ///< DIRECT, IMPORT, ACCESSOR, POINTER or NONE: how it may reach main
  bool guarded = true;                     ///< whether calls of it are guarded
  std::uint64_t max_memory = 268'435'456;  ///< bytes that its memory may grow to
  std::string integrity;                   ///< expected hash "sha384-..."; empty: any
};

namespace detail {

/* Appends a member to an object of JSON. */
inline void add_json(std::string &json, const char *name, const std::string &value) {
  if (value.empty()) return;
  static constexpr char digits[] = "0123456789abcdef";
  json.append(json.size() > 1 ? ",\"" : "\"").append(name).append("\":\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') json += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      json.append("\\u00").append(1, digits[c >> 4]).append(1, digits[c & 15]);
    } else {
      json += c;
    }
  }
  json += '"';
}

[[nodiscard]] inline std::string to_json(const plugin_options &options) {
  std::string json = "{";
  add_json(json, "as", options.as);
  add_json(json, "access", options.access);
  add_json(json, "integrity", options.integrity);
  json.append(json.size() > 1 ? ",\"guarded\":" : "\"guarded\":").append(options.guarded ? "true" : "false");
  return json.append(",\"maxMemory\":").append(std::to_string(options.max_memory)).append("}");
}

}  // namespace detail

/**
 * A plugin of interface I (the class that <NAME>_INTERFACE declares), open for as long as this object lives. Move-only.
 *
 *     wpl::open_plugin<effect>("plugins/blur.wasm", {}, [](wpl::result<wpl::plugin<effect>> blur) {
 *       if (blur) effect::apply(*blur, pixels, width);
 *       else std::puts(blur.error().text.c_str());
 *     });
 */
template <class I>
class [[nodiscard]] plugin {
 public:
  /** Empty. */
  plugin() = default;

  explicit operator bool() const noexcept { return static_cast<bool>(module_); }

  /** For the functions of rb.h; RB_NONE if empty. Stays this object's: no rb_dlclose. */
  [[nodiscard]] rb_handle handle() const noexcept { return module_.handle(); }

  plugin(plugin &&other) noexcept
      : module_(std::move(other.module_)), guarded_(other.guarded_), functions_(std::exchange(other.functions_, I{})) {}
  plugin &operator=(plugin &&other) noexcept {
    module_ = std::move(other.module_);
    guarded_ = other.guarded_;
    functions_ = std::exchange(other.functions_, I{});
    return *this;
  }
  ~plugin() = default;

  /** Lets go of the plugin, as the destructor does. */
  void reset() noexcept {
    module_.reset();
    functions_ = I{};
  }

 private:
  template <class J, class F, class Name>
  friend class plugin_function;
  template <class J, class F>
  friend void open_plugin(const char *address, const plugin_options &options, F &&done);

  plugin(rb_handle handle, bool guarded) : module_(module::adopt(handle)), guarded_(guarded) {}

  module module_;
  bool guarded_ = true;
  mutable I functions_;  // has a pointer for each function
};

template <class I, class F, class Name>
class plugin_function : detail::marshal<F> {};

/**
 * A function R(A...) of interface I: what <NAME>_FUNCTION is in the host. The first parameter is the plugin.
 *
 * Cost of a call: a load and one call_indirect, wasm to wasm, and in a guarded plugin that of a guarded call; the first
 * one looks the function up.
 */
template <class I, class R, class... A, class Name>
class plugin_function<I, R(A...), Name> {
 public:
  /**
   * Calls it. After a failure in a guarded plugin the result is zero and rb_call_error has the text. Calling a function
   * that is not there (of an empty plugin, or an optional one) is a WPL_FAILURE.
   */
  R operator()(const plugin<I> &in, A... arguments) const {
    rb_fn pointer = Name::pointer_in(in.functions_);
    if (pointer == nullptr) [[unlikely]]
      pointer = require(in);
    return detail::call_pointer<R(A...)>(pointer, copier{in.handle()}, arguments...);
  }

  /** Whether the plugin has it: each one that is open has all but the optional functions. */
  [[nodiscard]] bool exists(const plugin<I> &in) const { return find(in) != nullptr; }

  /** Calls it guarded, whatever the plugin's option says: a trap or exception in it is the result's error. */
  [[nodiscard]] result<R> call_guarded(const plugin<I> &in, A... arguments) const {
    if (!in.guarded_) {
      const rb_fn guarded = rb_dlsym_guarded(in.handle(), detail::symbol<signature>(Name::text).c_str());
      return detail::call_guarded_pointer<R(A...)>(guarded, copier{in.handle()}, arguments...);
    }
    return detail::call_guarded_pointer<R(A...)>(find(in), copier{in.handle()}, arguments...);
  }

 private:
  using signature = detail::wire_signature<R(A...)>;

  /* Brings a large result home. */
  struct copier {
    rb_handle handle;
    void operator()(void *to, std::uint32_t from, std::uint32_t size) const {
      using copy_function = void (*)(std::uint32_t, std::uint32_t, std::uint32_t);
      const rb_fn found = rb_bridge(handle, "stm_memcpy:viii");
      if (found == nullptr) WPL_FAILURE("wpl::plugin: the plugin that was called is closed");
      reinterpret_cast<copy_function>(found)(detail::own_address(to), from, size);
    }
  };

  static rb_fn find(const plugin<I> &in) {
    const rb_fn known = Name::pointer_in(in.functions_);
    return known != nullptr ? known : look_up(in);
  }

  [[gnu::noinline, gnu::cold]] static rb_fn require(const plugin<I> &in) {
    const rb_fn found = look_up(in);
    if (found == nullptr) {
      WPL_FAILURE("wpl::plugin: the plugin is empty or does not have this optional function; ask exists() first");
    }
    return found;
  }

  [[gnu::noinline]] static rb_fn look_up(const plugin<I> &in) {
    if (!in) return nullptr;
    const detail::symbol<signature> name(Name::text);
    const rb_fn found = in.guarded_ ? rb_dlsym_guarded(in.handle(), name.c_str()) : rb_dlsym(in.handle(), name.c_str());
    if (found == nullptr) static_cast<void>(rb_dlerror());  // of an optional function, which nobody asks for
    Name::pointer_in(in.functions_) = found;
    return found;
  }
};

/**
 * Opens a plugin: reads, checks and starts it.
 *
 * @param address  of its .wasm or .side.json, relative to the app's folder
 * @param options  how
 * @param done     called with a wpl::result<wpl::plugin<I>>, later and from JavaScript's event loop. Moved to the heap
 *                 until then.
 */
template <class I, class F>
void open_plugin(const char *address, const plugin_options &options, F &&done) {
  using callable = std::decay_t<F>;
  static_assert(std::is_invocable_v<callable &, result<plugin<I>>>,
                "WasmPseudoLink: what wpl::open_plugin calls takes one parameter. Write "
                "[](wpl::result<wpl::plugin<I>> opened) { ... }.");
  struct opening {
    callable done;
    bool guarded;
  };
  const auto finish = [](rb_handle handle, void *user) {
    const std::unique_ptr<opening> own(static_cast<opening *>(user));
    if (handle == RB_NONE) {
      own->done(result<plugin<I>>(detail::lookup_error()));
    } else {
      own->done(result<plugin<I>>(plugin<I>(handle, own->guarded)));
    }
  };
  rb_open_async(address, I::wpl_interface_name, detail::to_json(options).c_str(), finish,
                new opening{std::forward<F>(done), options.guarded});
}

#endif

WPL_NAMESPACE_END

#endif
