// The main module: holds the flights in its memory, puts them into a database that lies in SQLite's memory, and asks it
// questions whose answers it computes itself as well.
#include "sqlite.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include <emscripten.h>

namespace {

struct flight_columns {
  std::vector<std::int16_t> delay;     // minutes
  std::vector<std::int16_t> distance;  // miles
  std::vector<float> time;             // hour of the day
} flights;

constexpr int hours_a_day = 24;

// What is asked of SQLite and of plain C++: the flights that start in an hour of the day.
struct hour_summary {
  std::int64_t flights = 0;
  double mean_delay = 0;
  friend bool operator==(const hour_summary &, const hour_summary &) = default;
};
using day = std::array<hour_summary, hours_a_day>;

int hour_of(float time) { return static_cast<int>(time); }

const char *name_of(int distance) { return distance < 500 ? "short" : distance < 1500 ? "medium" : "long"; }

int wrong = 0;

// Runs a step, prints what it took, and counts it as wrong unless it returns true.
template <class F>
void step(const char *what, F run) {
  using namespace std::chrono;
  const auto start = steady_clock::now();
  const bool right = run();
  const double milliseconds = duration<double, std::milli>(steady_clock::now() - start).count();
  std::printf("%-66s %8.2f ms  %s\n", what, milliseconds, right ? "right" : "WRONG");
  wrong += !right;
}

// --- the same in plain C++

day expected_day() {
  day hours;
  for (std::size_t i = 0; i < flights.delay.size(); ++i) {
    hour_summary &hour = hours[hour_of(flights.time[i])];
    hour.flights += 1;
    hour.mean_delay += flights.delay[i];
  }
  for (hour_summary &hour : hours)
    hour.mean_delay = hour.flights ? hour.mean_delay / static_cast<double>(hour.flights) : 0;
  return hours;
}

std::int64_t expected_sum() { return std::accumulate(flights.delay.begin(), flights.delay.end(), std::int64_t{0}); }

std::vector<std::int16_t> delays_of(int hour) {
  std::vector<std::int16_t> delays;
  for (std::size_t i = 0; i < flights.delay.size(); ++i) {
    if (hour_of(flights.time[i]) == hour) delays.push_back(flights.delay[i]);
  }
  return delays;
}

// --- the steps

bool insert_all(const sqlite::database &db) {
  db.execute("create table flights (delay integer, distance integer, time real, name text)");
  sqlite::transaction work(db);
  sqlite::statement insert = db.prepare("insert into flights (delay, distance, time) values (?, ?, ?)");
  for (std::size_t i = 0; i < flights.delay.size(); ++i)
    insert.run(flights.delay[i], flights.distance[i], flights.time[i]);
  work.commit();
  sqlite::statement count = db.prepare("select count(*) from flights");
  return count.step() && count.current().integer(0) == static_cast<std::int64_t>(flights.delay.size());
}

// A number as sqlite3_exec shows it: a text in SQLite's memory, read there.
int number_at(sqlite_ptr<const char> text) {
  const bool is_negative = *text == '-';
  int value = 0;
  for (text += is_negative; *text != '\0'; ++text) value = 10 * value + (*text - '0');
  return is_negative ? -value : value;
}

bool sum_by_callback(const sqlite::database &db) {
  std::int64_t sum = 0;
  std::size_t rows = 0;
  db.execute("select delay from flights", [&](sqlite::row_texts row) {
    sum += number_at(row[0]);
    ++rows;
  });
  return rows == flights.delay.size() && sum == expected_sum();
}

bool summarise_hours(const sqlite::database &db) {
  day hours;
  sqlite::statement rows = db.prepare("select cast(time as integer), count(*), avg(delay) from flights group by 1");
  for (const sqlite::row row : rows) hours[row.integer(0)] = {row.integer(1), row.real(2)};
  return hours == expected_day();
}

// Texts are compared in SQLite's memory, none is copied.
bool name_distances(const sqlite::database &db) {
  db.execute(
      "update flights set name = case when distance < 500 then 'short' when distance < 1500 then 'medium' else 'long' "
      "end");
  bool right = db.changes() == static_cast<int>(flights.distance.size());
  sqlite::statement rows = db.prepare("select distance, name from flights where rowid % 10 = 0");
  for (const sqlite::row row : rows) {
    right &= std::ranges::equal(row.text(1), std::string_view(name_of(static_cast<int>(row.integer(0)))));
  }
  return right;
}

bool keep_blobs(const sqlite::database &db) {
  db.execute("create table hours (hour integer primary key, delays blob)");
  sqlite::transaction work(db);
  sqlite::statement insert = db.prepare("insert into hours values (?, ?)");
  for (int hour = 0; hour < hours_a_day; ++hour) insert.run(hour, delays_of(hour));
  work.commit();

  bool right = true;
  sqlite::statement rows = db.prepare("select hour, delays from hours");
  for (const sqlite::row row : rows) {
    const sqlite::blob_view<std::int16_t> delays = row.blob<std::int16_t>(1);
    right &= std::ranges::equal(delays, delays_of(static_cast<int>(row.integer(0))));
  }
  return right;
}

bool see_errors(const sqlite::database &db) {
  try {
    db.execute("select dely from flights");
    return false;
  } catch (const sqlite::error &error) {
    if (std::string_view(error.what()) != "no such column: dely") return false;
  }
  try {
    db.execute("select delay from flights", [](sqlite::row_texts) { throw std::runtime_error("enough"); });
    return false;
  } catch (const std::runtime_error &error) {
    return std::string_view(error.what()) == "enough";
  }
}

template <class T>
T *resized(std::vector<T> &column, std::uint32_t rows) {
  column.resize(rows);
  return column.data();
}

}  // namespace

int main() {}

extern "C" {

// --- where JavaScript puts the columns

EMSCRIPTEN_KEEPALIVE std::int16_t *new_delay(std::uint32_t rows) { return resized(flights.delay, rows); }
EMSCRIPTEN_KEEPALIVE std::int16_t *new_distance(std::uint32_t rows) { return resized(flights.distance, rows); }
EMSCRIPTEN_KEEPALIVE float *new_time(std::uint32_t rows) { return resized(flights.time, rows); }

// Returns the number of steps whose results were wrong.
EMSCRIPTEN_KEEPALIVE int run() {
  const sqlite::database db(":memory:");
  std::printf("\n%zu flights, in a database in SQLite's memory\n\n", flights.delay.size());
  step("insert all of them, by a prepared statement", [&] { return insert_all(db); });
  step("select all: SQLite calls a lambda of main for each row", [&] { return sum_by_callback(db); });
  step("count and mean delay by hour, read as double", [&] { return summarise_hours(db); });
  step("name all, and compare a tenth of the texts in SQLite's memory", [&] { return name_distances(db); });
  step("keep each hour's delays as a blob, and compare them there", [&] { return keep_blobs(db); });
  step("a wrong query, and a lambda that throws, as exceptions", [&] { return see_errors(db); });
  std::puts("");
  return wrong;
}
}
