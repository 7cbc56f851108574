// A stand-in for the loader: rbBridge and all that it finds, over the loopback memory of one other module, `sorter`.
#pragma once

#include <wasm_pseudo_link/rb.h>

#include <string>
#include <vector>

namespace rb_mock {

inline constexpr rb_handle sorter = 5;

// What was asked of rbBridge, "library:name", since the last clear().
extern std::vector<std::string> lookups;

// Texts that rb_dlerror and rb_call_error give once, and the one that rb_last_call_error keeps giving.
extern std::string dl_error;
extern std::string call_error;
extern std::string last_call_error;

// Services that rbBridge does not find.
extern std::vector<std::string> missing;

// What rb_lend_bound was given, for pointer 1000 + index; taken back: no function.
struct bound_function {
  rb_handle handle;
  rb_fn function;
  void *context;
  std::string signature;
  bool guarded;
};
extern std::vector<bound_function> bound;

// Modules that were released by a destructor.
extern std::vector<rb_handle> released;

rb_fn bridge(rb_handle library, const char *name);

}  // namespace rb_mock
