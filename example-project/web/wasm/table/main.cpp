// Main: holds a table of numbers, the numbers of the rows that are shown, and calls the sides on them.
#include "filter.hpp"
#include "sorter.hpp"
#include "summary.hpp"

#include <emscripten.h>

#include <numeric>
#include <vector>

EM_JS(std::uint32_t, function_slots, (), { return wasmTable.length; });

namespace {

std::vector<std::vector<double>> columns;
std::vector<std::uint32_t> rows;  // that are shown, in this order
std::vector<group> groups;

}  // namespace

int main() {}

extern "C" {

EMSCRIPTEN_KEEPALIVE void table_make(std::uint32_t row_count, std::uint32_t column_count) {
  columns.assign(column_count, std::vector<double>(row_count));
  rows.resize(row_count);
  std::iota(rows.begin(), rows.end(), 0u);
}
EMSCRIPTEN_KEEPALIVE double *table_column(std::uint32_t column) { return columns[column].data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t *table_rows() { return rows.data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t table_row_count() { return rows.size(); }

/// Shows the rows whose value lies between two. Found by `filter`, by element access.
EMSCRIPTEN_KEEPALIVE void table_filter(std::uint32_t column, double least, double most) {
  rows.resize(columns[column].size());
  rows.resize(find_rows(columns[column], least, most, rows));
}

/// Sorts the shown rows. Done by `sorter`, on a local view.
EMSCRIPTEN_KEEPALIVE void table_sort(std::uint32_t column, bool descending) {
  order_rows(columns[column], rows, descending);
}

/// Groups of the shown rows; null if `summary` is not open or has failed. Done by `summary`, on its own copies.
EMSCRIPTEN_KEEPALIVE const group *table_summarise(std::uint32_t x, std::uint32_t y, std::uint32_t count) {
  const wpl::function<summarise_function> function(rb_find("summary"), "summarise");
  if (!function) return nullptr;
  groups.resize(count);
  return function.call_guarded(columns[x], columns[y], rows, groups) ? groups.data() : nullptr;
}

/// How long the table of functions is: it must not grow when a side is opened and closed.
EMSCRIPTEN_KEEPALIVE std::uint32_t table_function_slots() { return function_slots(); }
}
