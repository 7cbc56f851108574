#include <wasm_pseudo_link/string.hpp>

#include "heap_test.hpp"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace std::string_view_literals;

static_assert(std::same_as<wpl::string_view<here>, std::string_view>);
static_assert(std::same_as<wpl::string_view<other>, wpl::remote_span<const char, other>>);
static_assert(std::is_nothrow_move_constructible_v<wpl::string<other>>);
static_assert(!std::is_copy_constructible_v<wpl::string<other>> && !std::is_copy_assignable_v<wpl::string<other>>);
static_assert(!std::convertible_to<const char *, wpl::string<other>>, "nothing is allocated unasked");

template <class M>
class String : public heap_test<M> {};
TYPED_TEST_SUITE(String, with_here<memories>::type);

TYPED_TEST(String, keeps_its_bytes) {
  for (const std::string_view text : {"plain"sv, ""sv, "\0"sv, "a\0b"sv, "\0\0end\0"sv,
                                      "Gr\xc3\xbc\xc3\x9f"
                                      "e"sv,
                                      "\xff\xfe no UTF-8"sv}) {
    const wpl::string<TypeParam> s(text);
    EXPECT_EQ(s.size(), text.size());
    EXPECT_EQ(s.empty(), text.empty());
    EXPECT_EQ(wpl::to_string(s), text);
    EXPECT_EQ(wpl::to_string(s.view()), text);
    EXPECT_EQ(wpl::to_string(s.c_str(), s.size()), text);
    EXPECT_EQ(wpl::to_string(s.c_str()), std::string(text.data(), std::strlen(text.data()))) << "up to the first NUL";
    EXPECT_EQ(wpl::strlen(s.c_str()), std::strlen(text.data()));
    EXPECT_EQ(static_cast<char>(s.c_str()[text.size()]), '\0');
    const wpl::string_view<TypeParam> view = s;
    EXPECT_EQ(view.size(), text.size());
  }
}

TYPED_TEST(String, each_length) {
  for (std::size_t n = 0; n < 100; ++n) {
    const std::string text(n, static_cast<char>(0x80 + n));
    const wpl::string<TypeParam> s(text);
    ASSERT_EQ(wpl::strlen(s.c_str()), n);
    ASSERT_EQ(wpl::to_string(s.c_str()), text);
    for (std::size_t at = 0; at <= n; ++at) ASSERT_EQ(wpl::strlen(s.c_str() + at), n - at);
  }
}

TYPED_TEST(String, no_text_and_the_empty_text) {
  const wpl::string<TypeParam> none;
  EXPECT_TRUE(none.c_str() == nullptr && none.empty() && none.view().empty());
  EXPECT_EQ(wpl::to_string(none), "");
  const wpl::string<TypeParam> empty("");
  EXPECT_TRUE(empty.c_str() != nullptr && empty.empty());
  EXPECT_EQ(wpl::to_string(empty.c_str()), "");
  EXPECT_THROW(static_cast<void>(wpl::to_string(none.c_str())), precondition_broken);
  EXPECT_THROW(static_cast<void>(wpl::strlen(none.c_str())), precondition_broken);
}

TYPED_TEST(String, moves) {
  wpl::string<TypeParam> a("text");
  wpl::string<TypeParam> b(std::move(a));
  EXPECT_TRUE(a.c_str() == nullptr && a.empty());
  EXPECT_EQ(wpl::to_string(b), "text");
  a = std::move(b);
  EXPECT_EQ(wpl::to_string(a), "text");
  swap(a, b);
  EXPECT_EQ(wpl::to_string(b), "text");
  EXPECT_TRUE(a.empty());
}

TYPED_TEST(String, is_given_away_and_adopted) {
  using tested = wpl::string<TypeParam>;
  tested a("a\0b"sv);
  const auto place = a.release();
  EXPECT_TRUE(a.empty() && a.c_str() == nullptr);
  EXPECT_THROW(static_cast<void>(tested::adopt(place, 2)), precondition_broken) << "no NUL there; still the caller's";
  tested b = tested::adopt(place, 3);
  EXPECT_EQ(wpl::to_string(b), "a\0b"sv);
  const tested c = tested::adopt(b.release());
  EXPECT_EQ(wpl::to_string(c), "a");
  EXPECT_TRUE(tested::adopt(nullptr).c_str() == nullptr && tested::adopt(nullptr, 0).c_str() == nullptr);
  EXPECT_THROW(static_cast<void>(tested::adopt(nullptr, 1)), precondition_broken);
}

TYPED_TEST(String, out_of_memory) {
  if constexpr (!checks_bounds<TypeParam>) {
    GTEST_SKIP() << "only a loopback memory has a limit here";
  } else {
    using tested = wpl::string<TypeParam>;
    TypeParam::memory().assign(64, std::byte{0});
    TypeParam::heap().limit = 64 + 16;
    EXPECT_EQ(wpl::to_string(*tested::try_allocate("15 bytes, a NUL")), "15 bytes, a NUL");
    EXPECT_EQ(tested::try_allocate("16 bytes, no NUL").has_value(), false);
    EXPECT_THROW(tested("16 bytes, no NUL"), precondition_broken);
  }
}

TYPED_TEST(String, ends_at_the_end_of_memory) {
  if constexpr (!checks_bounds<TypeParam>) {
    GTEST_SKIP() << "needs a memory whose end can be chosen";
  } else {
    for (std::size_t size = 20; size < 40; ++size) {
      TypeParam::memory().assign(size, std::byte{'x'});
      const auto first = wpl::remote_ptr<const char, TypeParam>() + 3;
      EXPECT_THROW(static_cast<void>(wpl::strlen(first)), precondition_broken) << "no NUL up to the end";
      TypeParam::memory().back() = std::byte{0};
      EXPECT_EQ(wpl::strlen(first), size - 4);
      EXPECT_EQ(wpl::to_string(first), std::string(size - 4, 'x'));
      EXPECT_EQ(wpl::to_string(first, size - 3), std::string(size - 4, 'x') + '\0');
      EXPECT_THROW(static_cast<void>(wpl::to_string(first, size - 2)), precondition_broken);
    }
  }
}

// A memory as in wasm, which ends at a multiple of 8.
struct whole : wpl::testing::loopback<whole> {
  static constexpr bool ends_at_any_byte = false;
};

struct full : wpl::testing::loopback<full> {
  static std::int64_t getI64(address_type) { return -1; }
  static constexpr bool ends_at_any_byte = false;
};

TEST(StringLength, by_words) {
  for (const char other_byte : {'\x01', '\x7f', '\x80', '\xff', '\x81'}) {
    for (std::size_t first = 1; first < 64; ++first) {
      for (std::size_t nul = first; nul < 64; ++nul) {
        whole::memory().assign(64, static_cast<std::byte>(other_byte));
        whole::memory()[first - 1] = std::byte{0};
        whole::memory()[nul] = std::byte{0};
        whole::calls() = {};
        ASSERT_EQ(wpl::strlen(wpl::remote_ptr<const char, whole>() + first), nul - first);
        ASSERT_EQ(whole::calls().gets, nul / 8 - first / 8 + 1);
      }
      whole::memory().assign(64, static_cast<std::byte>(other_byte));
      EXPECT_THROW(static_cast<void>(wpl::strlen(wpl::remote_ptr<const char, whole>() + first)), precondition_broken);
    }
  }
}

TEST(StringLength, a_memory_of_4_GiB_without_a_nul_ends) {
  EXPECT_THROW(static_cast<void>(wpl::strlen(wpl::remote_ptr<const char, full>() + 0xffff'ff01u)), precondition_broken);
}

TEST(StringOfOthers, copies_from_one_memory_to_another) {
  const wpl::string<other> a("a\0b"sv);
  EXPECT_EQ(wpl::to_string(wpl::string<third>(a.view())), "a\0b"sv);
  EXPECT_EQ(wpl::to_string(wpl::string<other>(a.view())), "a\0b"sv);
  EXPECT_EQ(wpl::to_string(wpl::string<here>(a.view())), "a\0b"sv);
  EXPECT_EQ(wpl::to_string(wpl::string<third>(wpl::string<here>("x").view())), "x");
}

TEST(StringCost, one_copy_and_the_nul) {
  other::calls() = {};
  const wpl::string<other> s("text");
  EXPECT_EQ(other::calls(), (wpl::testing::loopback_calls{.sets = 1, .copies = 1, .bytes = 4}));
}

TEST(StringHere, takes_all_kinds_of_text) {
  char array[] = "array";
  const std::vector<char> bytes{'v', '\0'};
  EXPECT_EQ(wpl::to_string(array), "array") << "up to the NUL";
  EXPECT_EQ(wpl::to_string("literal"), "literal");
  EXPECT_EQ(wpl::to_string("view"sv), "view");
  EXPECT_EQ(wpl::to_string(std::string("string")), "string");
  EXPECT_EQ(wpl::to_string(bytes), "v\0"sv);
}

}  // namespace
