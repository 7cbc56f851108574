/*
 * What a broken precondition does in tests: it throws, so that a test can expect it.
 */
#ifndef WASM_PSEUDO_LINK_TESTING_FAILURE_HPP
#define WASM_PSEUDO_LINK_TESTING_FAILURE_HPP

#include <wasm_pseudo_link/detail/namespace.hpp>

#include <stdexcept>

WPL_NAMESPACE_BEGIN
namespace testing {

/**
 * A broken precondition, such as an index beyond a span or an address beyond a loopback memory; what() says which one.
 * Thrown by all code that links WasmPseudoLink::testing, unless it has exceptions off or its own WPL_FAILURE.
 */
struct failure : std::logic_error {
  using std::logic_error::logic_error;
};

#if defined(__cpp_exceptions)
[[noreturn]] inline void fail(const char *text) { throw failure(text); }
#endif

}  // namespace testing
WPL_NAMESPACE_END

#endif
