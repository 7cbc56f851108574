/*
 * All of the C++ library. A side's generated API header includes it.
 */
#ifndef WASM_PSEUDO_LINK_WASM_PSEUDO_LINK_HPP
#define WASM_PSEUDO_LINK_WASM_PSEUDO_LINK_HPP

#include <wasm_pseudo_link/detail/api_function.hpp>
#include <wasm_pseudo_link/callback.hpp>
#include <wasm_pseudo_link/buffer.hpp>
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/function.hpp>
#include <wasm_pseudo_link/function_ptr.hpp>
#include <wasm_pseudo_link/local_view.hpp>
#include <wasm_pseudo_link/main.hpp>
#include <wasm_pseudo_link/module.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/rb.h>
#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/result.hpp>
#include <wasm_pseudo_link/span.hpp>
#include <wasm_pseudo_link/string.hpp>
#include <wasm_pseudo_link/unsafe.hpp>

#endif
