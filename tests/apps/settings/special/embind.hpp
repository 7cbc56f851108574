// A function and a class for JavaScript.
#include <emscripten/bind.h>

#include <string>

struct point {
  int x = 3;
  int y = 4;
};

static std::string greet(const std::string &name) { return "hello, " + name; }

EMSCRIPTEN_BINDINGS(settings) {
  emscripten::function("greet", &greet);
  emscripten::value_object<point>("point").field("x", &point::x).field("y", &point::y);
  emscripten::function("origin", +[] { return point{}; });
}

static int32_t special_value() { return 0; }
