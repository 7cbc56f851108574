/*
 * wpl::main, the main module's tag.
 */
#ifndef WASM_PSEUDO_LINK_MAIN_HPP
#define WASM_PSEUDO_LINK_MAIN_HPP

#include <wasm_pseudo_link/main_memory.h>
#include <wasm_pseudo_link/detail/module_tag.hpp>

WPL_NAMESPACE_BEGIN

#if defined(WPL_MAIN_MODULE)
WPL_DETAIL_TAG_OF_THIS_MODULE(main)
#elif WPL_DETAIL_UNREACHABLE
WPL_DETAIL_TAG_OF_UNREACHABLE_MODULE(main)
#elif defined(WPL_TESTING)
WPL_DETAIL_TAG_FOR_TESTS(main)
#else
WPL_DETAIL_TAG_OF_OTHER_MODULE(main, stm, mts)
#endif

namespace modules {
using ::wpl::main; /* by the name that WPL_PTR(type, main) gives it */
}

WPL_NAMESPACE_END

#endif
