#include "words.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace {

std::map<std::string, std::uint32_t, std::less<>> words;

}  // namespace

void add(wpl::string_view<wpl::main> word) { ++words[wpl::to_string(word)]; }

std::uint32_t times_added(wpl::string_view<wpl::main> word) {
  const auto found = words.find(wpl::to_string(word));
  return found == words.end() ? 0 : found->second;
}

wpl::string_view<wpl::modules::words> most_frequent() {
  const auto most = std::ranges::max_element(words, {}, [](const auto &entry) { return entry.second; });
  return most == words.end() ? std::string_view() : most->first;
}

wpl::ptr<char, wpl::modules::words> all() {
  std::string text;
  for (const auto &[word, times] : words) text += word + ' ';
  return wpl::string<wpl::modules::words>(text).release();
}
