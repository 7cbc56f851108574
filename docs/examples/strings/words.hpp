#pragma once
#include "words_api.h"

#include <cstdint>

// Text of main's that is lent for the call.
WORDS_FUNCTION(add, void(wpl::string_view<wpl::main> word));
WORDS_FUNCTION(times_added, std::uint32_t(wpl::string_view<wpl::main> word));

// Text of the side's that is lent until the next add().
WORDS_FUNCTION(most_frequent, wpl::string_view<wpl::modules::words>());

// Text of the side's that the caller owns from then on: wpl::string::adopt.
WORDS_FUNCTION(all, wpl::ptr<char, wpl::modules::words>());
