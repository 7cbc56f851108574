#include "gravity.hpp"

#include <cmath>
#include <cstdio>
#include <vector>

int main() {
  std::vector<body> bodies = {{.mass = 1, .position = {0, 0, 100}, .speed = {1, 0, 0}, .name = "apple"},
                              {.mass = 2, .position = {0, 0, 50}, .speed = {0, 0, 10}, .name = "ball"}};
  for (body &each : bodies) fall(&each, 0.5);
  const box reached = heights(bodies);
  std::printf("%s at %.2f, %s at %.2f\n", bodies[0].name, reached.high, bodies[1].name, reached.low);
  return std::abs(reached.high - 97.5475) < 0.001 && bodies[0].position[0] == 0.5 ? 0 : 1;
}
