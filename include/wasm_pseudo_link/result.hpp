/*
 * wpl::result, what a call gives that may fail: a value, or an error with a text.
 */
#ifndef WASM_PSEUDO_LINK_RESULT_HPP
#define WASM_PSEUDO_LINK_RESULT_HPP

#include <wasm_pseudo_link/detail/namespace.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

/** Why something failed. */
struct error {
  std::string text;  ///< UTF-8; for a guarded call: the callee's module and function, and the trap or exception
  friend bool operator==(const error &, const error &) = default;
};

/**
 * A value of R, or an error. After std::expected<R, wpl::error>, which C++20 does not have: a function returns either
 * a value or an `error`, both convert.
 *
 *     const wpl::result<int> area = area_function.call_guarded(3, 4);
 *     if (!area) std::puts(area.error().text.c_str());
 *
 * Asking for the part that is not there is a WPL_FAILURE. Only an error's text is allocated.
 */
template <class R>
class [[nodiscard]] result {
  static_assert(!std::is_reference_v<R>,
                "WasmPseudoLink: there is no wpl::result of a reference. Write wpl::result<T *> or wpl::result<T>.");

 public:
  using value_type = R;

  result(R value) : value_(std::move(value)) {}               // NOLINT: `return value;`
  result(wpl::error failure) : error_(std::move(failure)) {}  // NOLINT: `return error;`

  [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] const R &value() const & { return checked(), *value_; }
  [[nodiscard]] R &value() & { return checked(), *value_; }
  [[nodiscard]] R value() && { return checked(), std::move(*value_); }
  [[nodiscard]] const R &operator*() const & { return value(); }
  [[nodiscard]] R &operator*() & { return value(); }
  [[nodiscard]] R operator*() && { return std::move(*this).value(); }
  [[nodiscard]] const R *operator->() const { return &value(); }
  [[nodiscard]] R *operator->() { return &value(); }

  /** The value, or `other` if there is none. */
  template <class U>
  [[nodiscard]] R value_or(U &&other) const & {
    return has_value() ? *value_ : static_cast<R>(std::forward<U>(other));
  }
  template <class U>
  [[nodiscard]] R value_or(U &&other) && {
    return has_value() ? std::move(*value_) : static_cast<R>(std::forward<U>(other));
  }

  /** Why there is no value. */
  [[nodiscard]] const wpl::error &error() const {
    if (has_value()) WPL_FAILURE("wpl::result: error() of a result that has a value; ask has_value() first");
    return error_;
  }

 private:
  void checked() const {
    if (!has_value()) WPL_FAILURE("wpl::result: value() of a result that is an error; ask has_value() first");
  }

  std::optional<R> value_;
  wpl::error error_;
};

/** Nothing, or an error. */
template <>
class [[nodiscard]] result<void> {
 public:
  using value_type = void;

  result() = default;
  result(wpl::error failure) : error_(std::move(failure)) {}  // NOLINT: `return error;`

  [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  /** Does nothing; a WPL_FAILURE if this is an error. */
  void value() const {
    if (!has_value()) WPL_FAILURE("wpl::result: value() of a result that is an error; ask has_value() first");
  }
  void operator*() const { value(); }

  [[nodiscard]] const wpl::error &error() const {
    if (has_value()) WPL_FAILURE("wpl::result: error() of a result that has a value; ask has_value() first");
    return *error_;
  }

 private:
  std::optional<wpl::error> error_;
};

WPL_NAMESPACE_END

#endif
