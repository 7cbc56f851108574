#include "sqlite.hpp"

#include <cstdio>
#include <string>

int main() {
  using side = wpl::modules::sqlite;
  const wpl::string<side> name(":memory:"), sql("select 6 * 7 as answer");  // text in SQLite's memory
  wpl::buffer<sqlite_ptr<sqlite3>, side> database(1);                       // room for a pointer there
  sqlite3_open(name.c_str(), database.data());

  std::string answer;
  const wpl::callback<row_function, side> each([&](unsigned, int, auto values, auto names) {
    answer =
        wpl::to_string(sqlite_ptr<const char>(names[0])) + " = " + wpl::to_string(sqlite_ptr<const char>(values[0]));
    return 0;
  });
  sqlite3_exec(database[0], sql.c_str(), each.pointer(), 0, nullptr);
  sqlite3_close_v2(database[0]);

  std::puts(answer.c_str());
  return answer == "answer = 42" ? 0 : 1;
}
