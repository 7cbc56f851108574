// How the checks of the programs in these folders report.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

inline int failures = 0;

#define CHECK(condition)                                                   \
  do {                                                                     \
    if (!(condition)) {                                                    \
      std::printf("%s:%d: %s is false\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                          \
    }                                                                      \
  } while (false)

// Whether a text is there and has a part.
inline bool says(const char *text, std::string_view part) {
  const bool right = text != nullptr && std::string_view(text).find(part) != std::string_view::npos;
  if (!right) std::printf("`%s` lacks `%.*s`\n", text ? text : "(none)", static_cast<int>(part.size()), part.data());
  return right;
}
inline bool says(const std::string &text, std::string_view part) { return says(text.c_str(), part); }
