// A stand-in for the loader: rbBridge and all that it finds, over the loopback memory of one other module, `sorter`.
#pragma once

#include <wasm_pseudo_link/rb.h>

#include <string>
#include <vector>

namespace rb_mock {

inline constexpr rb_handle sorter = 5;

// What was asked of rbBridge, "library:name", since the last clear().
extern std::vector<std::string> lookups;

// Texts that rb_dlerror and rb_call_error give once.
extern std::string dl_error;
extern std::string call_error;

// Services that rbBridge does not find.
extern std::vector<std::string> missing;

rb_fn bridge(rb_handle library, const char *name);

}  // namespace rb_mock
