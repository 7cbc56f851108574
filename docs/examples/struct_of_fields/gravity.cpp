#include "gravity.hpp"

#include <algorithm>

// p->*&body::speed is that field alone, in main's memory; the other 248 bytes stay where they are. In main, where p is
// a plain pointer, the same line would compile too.
void fall(wpl::ptr<body, wpl::main> p, double seconds) {
  auto speed = p->*&body::speed;
  auto position = p->*&body::position;
  speed[2] -= 9.81 * seconds;
  for (std::size_t axis = 0; axis < position.size(); ++axis) position[axis] += speed[axis] * seconds;
}

// A small struct is returned by value.
box heights(wpl::span<const body, wpl::main> bodies) {
  box result{1e9f, -1e9f};
  for (auto p = bodies.begin(); p != bodies.end(); ++p) {
    const auto height = static_cast<float>((p->*&body::position)[2].value());
    result = {std::min(result.low, height), std::max(result.high, height)};
  }
  return result;
}
