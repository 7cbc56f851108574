#pragma once

/** In C#: Point in script/Script.cs. */
struct point {
  int x;
  int y;
};
