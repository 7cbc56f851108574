// A side that fails in every way, on demand. Built with both C++ exception modes, GUARDED or not, static or lazy.
#include API_HEADER

#include <emscripten/stack.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "failures.hpp"

#define EXPORT extern "C" API

EXPORT std::int32_t fail(std::int32_t kind) { return failures::fail(kind); }

static std::int32_t caught;
static std::int32_t destroyed;

// Calls a function that main has lent; what comes out of it must not be caught here.
EXPORT std::int32_t call_back(std::uint32_t function, std::int32_t kind) {
  struct scope {
    ~scope() { ++destroyed; }
  } frame;
  volatile char room[512];
  room[0] = static_cast<char>(kind);
  try {
    const auto answer = reinterpret_cast<std::int32_t (*)(std::int32_t)>(function)(kind);
    return room[0] == static_cast<char>(kind) ? answer : -1;
  } catch (...) {
    ++caught;
    return -2;
  }
}

// An own exception that never leaves: the border does not disturb what happens inside.
EXPORT std::int32_t catch_own(std::int32_t value) {
  try {
    if (value > 0) throw std::runtime_error(std::string(static_cast<std::size_t>(value), 'x'));
    return 0;
  } catch (const std::exception &error) {
    return static_cast<std::int32_t>(std::string(error.what()).size());
  }
}

// What the last guarded callback of main, called by this side, left behind; length without the zero.
EXPORT std::uint32_t my_call_error(std::uint32_t main_buffer, std::uint32_t size) {
  const char *text = rb_call_error();
  if (!text) return 0;
  const auto length = static_cast<std::uint32_t>(std::string(text).size()) + 1;
  if (length > size) return 0;
  main_stm_memcpy(main_buffer, wpl::detail::own_address(text), length);
  return length - 1;
}

EXPORT std::int32_t caught_in_side() { return caught; }
EXPORT std::int32_t destroyed_in_side() { return destroyed; }
EXPORT std::uint32_t stack_pointer() { return static_cast<std::uint32_t>(emscripten_stack_get_current()); }
EXPORT std::int32_t uncaught() { return std::uncaught_exceptions(); }
