#include "check.hpp"

int part();

int main() { CHECK(part() == 7); }
