#include "rb_mock.hpp"

#include <wasm_pseudo_link/testing/loopback.hpp>

#include "memories.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>

namespace rb_mock {

std::vector<std::string> lookups;
std::string dl_error;
std::string call_error;
std::string last_call_error;
std::vector<bound_function> bound;
std::vector<rb_handle> released;
std::vector<std::string> missing;

namespace {

template <class F>
rb_fn function(F *f) {
  return reinterpret_cast<rb_fn>(f);
}

rb_handle open_now(const char *name) {
  if (name == nullptr || std::strcmp(name, "main") == 0) return RB_MAIN;
  if (std::strcmp(name, "sorter") == 0) return sorter;
  dl_error = std::string("no module ") + name;
  return RB_NONE;
}

std::uint32_t take(std::string &text, char *buffer, std::uint32_t size) {
  if (text.empty()) return 0;
  const std::size_t length = std::min<std::size_t>(text.size(), size - 1);
  std::memcpy(buffer, text.data(), length);
  buffer[length] = '\0';
  text.clear();
  return static_cast<std::uint32_t>(length);
}

std::int32_t add_one(std::int32_t value) { return value + 1; }
std::uint64_t twelve_bytes(std::uint64_t low, std::uint64_t high) { return (low & 0xff) + high; }

constexpr std::uint32_t first_bound = 1000;

template <bool guarded>
std::uint32_t lend_bound(rb_handle handle, rb_fn f, void *context, const char *signature) {
  if (handle != sorter && handle != RB_MAIN) {
    dl_error = "no such module";
    return 0;
  }
  bound.push_back({handle, f, context, signature, guarded});
  return first_bound + static_cast<std::uint32_t>(bound.size()) - 1;
}

int take_back(rb_handle handle, std::uint32_t pointer) {
  if (pointer >= first_bound) {
    bool known = pointer - first_bound < bound.size();
    if (known) known = std::exchange(bound[pointer - first_bound].function, nullptr) != nullptr;
    return known ? 0 : -1;
  }
  return (handle == RB_MAIN && pointer == 100) || (handle == sorter && (pointer == 200 || pointer == 300)) ? 0 : -1;
}

rb_fn find_export(rb_handle handle, const char *name) {
  const std::string text = name;
  if (handle == sorter && (text == "add_one" || text == "add_one:ii")) return function(add_one);
  if (handle == sorter && text == "twelve_bytes:jjj") return function(twelve_bytes);
  dl_error = std::string("sorter has no function ") + name;
  return nullptr;
}

// Function pointers lent: 100 towards main, 200 towards a side, 300 guarded, so that a test sees the direction.
std::uint32_t lend_to_main(rb_fn f) { return f ? 100 : 0; }
std::uint32_t lend_to_side(rb_fn f) { return f ? 200 : 0; }
std::uint32_t take_from_main(std::uint32_t pointer) { return pointer == 100; }
std::uint32_t take_from_side(std::uint32_t pointer) { return pointer == 200 || pointer == 300; }

const std::map<std::string, rb_fn> services{
    {"rb_self", function(+[]() -> rb_handle { return RB_MAIN; })},
    {"rb_dlopen", function(open_now)},
    {"rb_find", function(open_now)},
    {"rb_release", function(+[](rb_handle handle) { released.push_back(handle); })},
    {"rb_dlopen_async", function(+[](const char *name, void (*callback)(rb_handle, void *), void *user) {
       callback(open_now(name), user);
     })},
    {"rb_dlsym", function(find_export)},
    {"rb_dlsym_guarded", function(find_export)},
    {"rb_dlclose", function(+[](rb_handle handle) { return handle == sorter ? 0 : -1; })},
    {"rb_dlerror", function(+[](char *buffer, std::uint32_t size) { return take(dl_error, buffer, size); })},
    {"rb_call_error", function(+[](char *buffer, std::uint32_t size) { return take(call_error, buffer, size); })},
    {"rb_last_call_error", function(+[](char *buffer, std::uint32_t size) {
       std::string text = last_call_error;
       return size == 0 ? static_cast<std::uint32_t>(text.size()) : take(text, buffer, size);
     })},
    {"rb_call_error_stack", function(+[](char *buffer, std::uint32_t size) {
       std::string text = last_call_error.empty() ? "" : "    at sorter.area";
       return size == 0 ? static_cast<std::uint32_t>(text.size()) : take(text, buffer, size);
     })},
    {"rb_guard", function(+[](rb_fn f, const char *) { return f; })},
    {"rb_lend_bound", function(lend_bound<false>)},
    {"rb_lend_bound_guarded", function(lend_bound<true>)},
    {"rb_take_back", function(take_back)},
    {"rb_on_call_error", function(+[](void (*handler)(void *), void *user) {
       if (handler != nullptr) handler(user);
     })},
    {"rb_lend_guarded", function(+[](rb_handle handle, rb_fn, const char *signature) -> std::uint32_t {
       return handle == sorter && std::strcmp(signature, "vi") == 0 ? 300 : 0;
     })},
};

const std::map<std::string, rb_fn> module_functions{
    {"getI8", function(other::getI8)},
    {"getI16", function(other::getI16)},
    {"getI32", function(other::getI32)},
    {"getI64", function(other::getI64)},
    {"getF32", function(other::getF32)},
    {"getF64", function(other::getF64)},
    {"setI8", function(other::setI8)},
    {"setI16", function(other::setI16)},
    {"setI32", function(other::setI32)},
    {"setI64", function(other::setI64)},
    {"setF32", function(other::setF32)},
    {"setF64", function(other::setF64)},
    // Bridge copies cannot run with this machine's pointers cut to 32 bits: note what was asked.
    {"mts_memcpy", function(+[](std::uint32_t dest, std::uint32_t src, std::uint32_t size) {
       lookups.push_back("mts " + std::to_string(dest) + " " + std::to_string(src) + " " + std::to_string(size));
     })},
    {"stm_memcpy4", function(+[](std::uint32_t dest, std::uint32_t src) {
       lookups.push_back("stm4 " + std::to_string(dest) + " " + std::to_string(src));
     })},
    {"mts_addFnPtr", function(lend_to_side)},
    {"stm_addFnPtr", function(lend_to_main)},
    {"mts_removeFnPtr", function(take_from_side)},
    {"stm_removeFnPtr", function(take_from_main)},
    {"rbBridge", function(bridge)},
};

}  // namespace

rb_fn bridge(rb_handle library, const char *name) {
  lookups.push_back(std::to_string(library) + ":" + name);
  if (std::ranges::count(missing, name) != 0) return nullptr;
  const auto &functions = library == 0 ? services : module_functions;
  const auto found = functions.find(name);
  if (found != functions.end() && (library <= RB_MAIN || library == sorter)) return found->second;
  return library == 0 ? nullptr : find_export(library, name);
}

}  // namespace rb_mock
