// SQLite for C++: database, statement, row. Databases, statements and what is in their columns lie in SQLite's memory
// and are read there; only what is passed in is copied, by SQLite's own allocator.
//
//     sqlite::database db(":memory:");
//     db.execute("create table t (a integer, b text)");
//     sqlite::statement insert = db.prepare("insert into t values (?, ?)");
//     insert.run(1, "one");
//     for (const sqlite::row row : db.prepare("select a, b from t")) use(row.integer(0), row.text(1));
#pragma once
#include "sqlite3.hpp"

#include <cstdint>
#include <exception>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace sqlite {

/// The side that SQLite is, as a wpl module.
using side = wpl::modules::sqlite;

/// Text and bytes in SQLite's memory, read in place.
using text_view = wpl::string_view<side>;
template <class T>
using blob_view = wpl::span<const T, side>;

/// What SQLite itself says.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void check(int result, sqlite_ptr<sqlite3> database) {
  if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE)
    throw error(wpl::to_string(sqlite3_errmsg(database)));
}

/// The row that a statement is at. Its texts and blobs are valid until the statement takes its next step.
class row {
 public:
  explicit row(sqlite_ptr<sqlite3_stmt> statement) : statement_(statement) {}

  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  /// Integers of up to 53 bits.
  [[nodiscard]] std::int64_t integer(int column) const { return static_cast<std::int64_t>(real(column)); }
  [[nodiscard]] text_view text(int column) const {
    const sqlite_ptr<const char> first = sqlite3_column_text(statement_, column);
    return text_view(first, size(column));
  }
  template <class T>
  [[nodiscard]] blob_view<T> blob(int column) const {
    const sqlite_ptr<const void> first = sqlite3_column_blob(statement_, column);
    return blob_view<T>(static_cast<sqlite_ptr<const T>>(first), size(column) / sizeof(T));
  }

 private:
  [[nodiscard]] std::size_t size(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }

  sqlite_ptr<sqlite3_stmt> statement_;
};

/// A compiled statement; a range of rows. It must go before its database.
class statement {
 public:
  statement(sqlite_ptr<sqlite3> database, std::string_view sql) : database_(database) {
    const wpl::string<side> text(sql);
    wpl::buffer<sqlite_ptr<sqlite3_stmt>, side> made(1);
    check(sqlite3_prepare_v2(database, text.c_str(), static_cast<int>(text.size()), made.data(), nullptr), database);
    statement_ = made[0];
  }
  statement(statement &&other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  statement &operator=(statement &&other) noexcept {
    std::swap(database_, other.database_);
    std::swap(statement_, other.statement_);
    return *this;
  }
  ~statement() { sqlite3_finalize(statement_); }

  /// Binds all parameters, runs a statement that gives no rows, and makes it ready to run again, after an error too.
  template <class... A>
  void run(const A &...arguments) {
    bind(arguments...);
    const int result = sqlite3_step(statement_);
    const int reset = sqlite3_reset(statement_);  // gives the error of the step again
    check(result == SQLITE_ROW || result == SQLITE_DONE ? reset : result, database_);
  }

  template <class... A>
  void bind(const A &...arguments) {
    int index = 0;
    (bind_one(++index, arguments), ...);
  }

  /// Goes to the next row; false after the last.
  bool step() {
    const int result = sqlite3_step(statement_);
    check(result, database_);
    return result == SQLITE_ROW;
  }

  void reset() { check(sqlite3_reset(statement_), database_); }

  [[nodiscard]] row current() const { return row(statement_); }

  class iterator {
   public:
    using value_type = row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(statement &rows) : rows_(&rows) { ++*this; }
    row operator*() const { return rows_->current(); }
    iterator &operator++() {
      if (!rows_->step()) rows_ = nullptr;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator &it, std::default_sentinel_t) { return it.rows_ == nullptr; }

   private:
    statement *rows_;
  };

  iterator begin() {
    reset();
    return iterator(*this);
  }
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  template <class T>
  void bind_one(int index, const T &value) {
    if constexpr (std::is_integral_v<T>) {
      static_assert(sizeof(T) <= sizeof(int), "sql.js has no sqlite3_bind_int64; bind it as a double");
      check(sqlite3_bind_int(statement_, index, static_cast<int>(value)), database_);
    } else if constexpr (std::is_floating_point_v<T>) {
      check(sqlite3_bind_double(statement_, index, value), database_);
    } else if constexpr (std::is_convertible_v<const T &, std::string_view>) {
      const wpl::string<side> text{std::string_view(value)};
      check(sqlite3_bind_text(statement_, index, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT),
            database_);
    } else {
      const auto bytes = std::as_bytes(std::span(value));
      const wpl::buffer<std::byte, side> blob(bytes);
      check(sqlite3_bind_blob(statement_, index, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT),
            database_);
    }
  }

  sqlite_ptr<sqlite3> database_;
  sqlite_ptr<sqlite3_stmt> statement_;
};

/// The columns of a row as execute() shows them: pointers to texts, null for NULL.
using row_texts = wpl::span<const sqlite_ptr<const char>, side>;

/// A connection. Move-only, closed when it goes.
class database {
 public:
  explicit database(std::string_view file) {
    const wpl::string<side> name(file);
    wpl::buffer<sqlite_ptr<sqlite3>, side> made(1);
    const int result = sqlite3_open(name.c_str(), made.data());
    database_ = made[0];  // there after most failures too, and has the message
    if (result == SQLITE_OK) return;
    const error failure(wpl::to_string(sqlite3_errmsg(database_)));
    sqlite3_close_v2(database_);
    throw failure;
  }
  database(database &&other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  database &operator=(database &&other) noexcept {
    std::swap(database_, other.database_);
    return *this;
  }
  ~database() { sqlite3_close_v2(database_); }

  [[nodiscard]] statement prepare(std::string_view sql) const { return statement(database_, sql); }

  /// Runs any number of statements.
  void execute(std::string_view sql) const { check(run(sql, nullptr), database_); }

  /**
   * The same; calls `each` for every row, with its texts in SQLite's memory, from inside of sqlite3_exec. It is
   * lent to SQLite's function table for that long. What it throws ends the statements and is thrown on from here:
   * through SQLite itself no exception may pass.
   */
  template <class F>
    requires std::is_invocable_v<F &, row_texts>
  void execute(std::string_view sql, F &&each) const {
    std::exception_ptr thrown;
    const wpl::callback<sqlite_row_function, side> callback(
        [&](std::uint32_t, int columns, sqlite_ptr<sqlite_ptr<const char>> values, sqlite_ptr<sqlite_ptr<const char>>) {
          try {
            each(row_texts(values, static_cast<std::size_t>(columns)));
            return 0;
          } catch (...) {
            thrown = std::current_exception();
            return 1;
          }
        });
    if (!callback) throw error(rb_dlerror());
    const int result = run(sql, callback.pointer());
    if (thrown) std::rethrow_exception(thrown);
    check(result, database_);
  }

  /// Rows that the last statement has changed.
  [[nodiscard]] int changes() const { return sqlite3_changes(database_); }

 private:
  int run(std::string_view sql, wpl::function_ptr<sqlite_row_function, side> callback) const {
    return sqlite3_exec(database_, wpl::string<side>(sql).c_str(), callback, 0, nullptr);
  }

  sqlite_ptr<sqlite3> database_;
};

/// A transaction: rolled back when it goes without commit().
class transaction {
 public:
  explicit transaction(const database &db) : db_(db) { db_.execute("begin"); }
  transaction(const transaction &) = delete;
  transaction &operator=(const transaction &) = delete;
  ~transaction() {
    if (!done_) try {
        db_.execute("rollback");
      } catch (const error &) {}
  }
  void commit() {
    db_.execute("commit");
    done_ = true;
  }

 private:
  const database &db_;
  bool done_ = false;
};

}  // namespace sqlite
