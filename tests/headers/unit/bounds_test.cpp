// What lies beyond a memory's end: each use of it is an error before the first byte is read or written.
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/local_view.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "memories.hpp"

#include <cstdint>
#include <vector>

namespace {

struct rgb {
  std::uint8_t r, g, b;
};

template <class M>
class Bounds : public memory_test<M> {};
TYPED_TEST_SUITE(Bounds, memories);

TYPED_TEST(Bounds, of_elements) {
  SKIP_UNLESS_BOUNDS_ARE_CHECKED(TypeParam);
  const auto p = this->put(std::vector<std::int32_t>{1, 2});
  EXPECT_EQ(p[1].value(), 2);
  EXPECT_THROW(static_cast<void>(p[2].value()), precondition_broken);
  EXPECT_THROW(p[2] = 3, precondition_broken);
  EXPECT_THROW(++p[2], precondition_broken);
  EXPECT_THROW(swap(p[1], p[2]), precondition_broken);
  const auto colours = this->put(std::vector<std::uint8_t>{1, 2});
  const wpl::remote_ptr<rgb, TypeParam> one(static_cast<wpl::remote_ptr<void, TypeParam>>(colours));
  EXPECT_THROW(static_cast<void>((*one).value()), precondition_broken);
  EXPECT_THROW((*one = {7, 7, 7}), precondition_broken);
  EXPECT_EQ(this->template get<std::uint8_t>(), (std::vector<std::uint8_t>{1, 2}));
}

TYPED_TEST(Bounds, of_copies_and_views) {
  SKIP_UNLESS_BOUNDS_ARE_CHECKED(TypeParam);
  const std::vector<std::int16_t> values{1, 2, 3};
  const auto p = this->put(values);
  std::vector<std::int16_t> out(3, 9);
  EXPECT_THROW(wpl::copy_n(p, 4, out.data()), precondition_broken);
  EXPECT_THROW(wpl::copy_n(p + 1, 3, out.data()), precondition_broken);
  EXPECT_THROW(wpl::copy(out, p + 1), precondition_broken);
  EXPECT_THROW(wpl::local_view(p, 4), precondition_broken);
  EXPECT_THROW(wpl::local_view(wpl::remote_span(p + 3, 1)), precondition_broken);
  EXPECT_EQ(out, (std::vector<std::int16_t>(3, 9)));
  EXPECT_EQ(this->template get<std::int16_t>(), values);
}

TYPED_TEST(Bounds, up_to_the_last_byte_all_is_right) {
  const std::vector<std::int16_t> values{1, 2, 3};
  const auto p = this->put(std::vector<std::int16_t>(3));
  wpl::copy(values, p);
  EXPECT_EQ(wpl::local_view(p + 3, 0).size(), 0u);
  EXPECT_EQ(p[2].value(), 3);
  EXPECT_EQ(this->template get<std::int16_t>(), values);
}

}  // namespace
