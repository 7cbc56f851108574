// A main module that calls sides which fail, and whose callbacks fail. Sides are numbered in the order of `sides`.
#include "guarded_js_api.h"
#include "guarded_wasm_api.h"
#include "thrower_js_api.h"
#include "thrower_wasm_api.h"

#include "failures.hpp"

#include <emscripten/stack.h>

#include <cstdio>
#include <cstring>
#include <string>

#define EXPORT extern "C" __attribute__((used, visibility("default")))

// The four static sides export the same names, so each gets a C name of its own.
extern "C" THROWER_JS_API_AS(fail) std::int32_t thrower_js_fail(std::int32_t kind);
extern "C" THROWER_WASM_API_AS(fail) std::int32_t thrower_wasm_fail(std::int32_t kind);
extern "C" GUARDED_JS_API_AS(fail) std::int32_t guarded_js_fail(std::int32_t kind);
extern "C" GUARDED_WASM_API_AS(fail) std::int32_t guarded_wasm_fail(std::int32_t kind);
extern "C" THROWER_JS_API_AS(call_back) std::int32_t thrower_js_call_back(std::uint32_t function, std::int32_t kind);
extern "C" THROWER_WASM_API_AS(call_back) std::int32_t
    thrower_wasm_call_back(std::uint32_t function, std::int32_t kind);
extern "C" GUARDED_JS_API_AS(call_back) std::int32_t guarded_js_call_back(std::uint32_t function, std::int32_t kind);
extern "C" GUARDED_WASM_API_AS(call_back) std::int32_t
    guarded_wasm_call_back(std::uint32_t function, std::int32_t kind);

using fail_function = std::int32_t (*)(std::int32_t);
using call_back_function = std::int32_t (*)(std::uint32_t, std::int32_t);

// Through the imports of the API headers: thrower_js, thrower_wasm, guarded_js, guarded_wasm.
static const fail_function api_fail[] = {thrower_js_fail, thrower_wasm_fail, guarded_js_fail, guarded_wasm_fail};
static const call_back_function api_call_back[] = {thrower_js_call_back, thrower_wasm_call_back, guarded_js_call_back,
                                                   guarded_wasm_call_back};

static std::int32_t destroyed;
static std::int32_t caught;
struct scope {
  ~scope() { ++destroyed; }
};

static char text[2048];
EXPORT char *scratch() { return text; }
EXPORT std::uint32_t scratch_size() { return sizeof text; }
EXPORT char *last_error() {
  const char *error = rb_dlerror();
  std::snprintf(text, sizeof text, "%s", error ? error : "");
  return text;
}
EXPORT char *last_call_error() {
  const char *error = rb_call_error();
  std::snprintf(text, sizeof text, "%s", error ? error : "");
  return text;
}
EXPORT std::int32_t destroyed_in_main() { return destroyed; }
EXPORT std::int32_t caught_in_main() { return caught; }
EXPORT std::uint32_t stack_pointer() { return static_cast<std::uint32_t>(emscripten_stack_get_current()); }
EXPORT std::int32_t uncaught() { return std::uncaught_exceptions(); }

EXPORT rb_handle open_by_name(const char *name) { return rb_dlopen(name); }
EXPORT std::int32_t close_handle(rb_handle handle) { return rb_dlclose(handle); }
EXPORT fail_function find_fail(rb_handle side, std::int32_t guarded) {
  return reinterpret_cast<fail_function>(guarded ? rb_dlsym_guarded(side, "fail:ii") : rb_dlsym(side, "fail:ii"));
}
EXPORT call_back_function find_call_back(rb_handle side, std::int32_t guarded) {
  return reinterpret_cast<call_back_function>(guarded ? rb_dlsym_guarded(side, "call_back:iii")
                                                      : rb_dlsym(side, "call_back:iii"));
}

// ---- Out of a side into main

// -3: main's catch got it, which must not happen. A large frame, as in the sides.
static std::int32_t call_fail(fail_function function, std::int32_t kind) {
  scope frame;
  volatile char room[512];
  room[1] = static_cast<char>(kind);
  try {
    const std::int32_t answer = function(kind);
    return room[1] == static_cast<char>(kind) ? answer : -1;
  } catch (...) {
    ++caught;
    return -3;
  }
}

EXPORT std::int32_t fail_found(fail_function function, std::int32_t kind) { return call_fail(function, kind); }
EXPORT std::int32_t fail_by_api(std::int32_t side, std::int32_t kind) { return call_fail(api_fail[side], kind); }

EXPORT std::int32_t fail_many(fail_function function, std::int32_t kind, std::int32_t count) {
  std::int32_t failed = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    rb_call_error();
    call_fail(function, kind);
    failed += rb_call_error() != nullptr;
  }
  return failed;
}
EXPORT std::int32_t fail_many_by_api(std::int32_t side, std::int32_t kind, std::int32_t count) {
  return fail_many(api_fail[side], kind, count);
}

// ---- Out of a callback into a side

static std::int32_t fail_here(std::int32_t kind) { return failures::fail(kind); }

EXPORT std::uint32_t lend_fail(rb_handle side, std::int32_t guarded) {
  const auto function = reinterpret_cast<rb_fn>(fail_here);
  return guarded ? rb_lend_guarded(side, function, "ii") : rb_lend(side, function);
}
EXPORT std::int32_t take_back(rb_handle side, std::uint32_t lent) { return rb_take_back(side, lent); }

static std::int32_t call_call_back(call_back_function function, std::uint32_t lent, std::int32_t kind) {
  scope frame;
  try {
    return function(lent, kind);
  } catch (...) {
    ++caught;
    return -3;
  }
}
EXPORT std::int32_t call_back_found(call_back_function function, std::uint32_t lent, std::int32_t kind) {
  return call_call_back(function, lent, kind);
}
EXPORT std::int32_t call_back_by_api(std::int32_t side, std::uint32_t lent, std::int32_t kind) {
  return call_call_back(api_call_back[side], lent, kind);
}
EXPORT std::int32_t call_back_many(call_back_function function, std::uint32_t lent, std::int32_t kind,
                                   std::int32_t count) {
  std::int32_t answers = 0;
  for (std::int32_t i = 0; i < count; ++i) answers += call_call_back(function, lent, kind) == 0;
  return answers;
}

// ---- A handler that turns the failure of a guarded call into an exception of main's own

static void throw_call_error(void *user) {
  const char *error = rb_call_error();
  throw std::runtime_error(std::string(static_cast<const char *>(user)) + (error ? error : "no text"));
}
EXPORT void throw_on_call_error(std::int32_t on) {
  static char prefix[] = "handled: ";
  rb_on_call_error(on ? throw_call_error : nullptr, prefix);
}
EXPORT std::int32_t fail_and_catch(fail_function function, std::int32_t kind) {
  scope frame;
  try {
    return function(kind);
  } catch (const std::runtime_error &error) {
    std::snprintf(text, sizeof text, "%s", error.what());
    return -4;
  }
}
EXPORT std::int32_t fail_and_catch_by_api(std::int32_t side, std::int32_t kind) {
  return fail_and_catch(api_fail[side], kind);
}
EXPORT std::int32_t fail_and_catch_many(fail_function function, std::int32_t kind, std::int32_t count) {
  std::int32_t handled = 0;
  for (std::int32_t i = 0; i < count; ++i) handled += fail_and_catch(function, kind) == -4;
  return handled;
}

int main() { return 0; }
