// The functions of SQLite that main calls, as https://sqlite.org/c3ref/funclist.html has them. Pointers are into SQLite's own
// memory: wpl::ptr says so, and the compiler sees to it. sql.js exports no column_int, bind_int64 and many others.
#pragma once
#include "sqlite_api.h"

// Never seen from here: SQLite alone knows what is in them.
struct sqlite3;
struct sqlite3_stmt;

template <class T>
using sqlite_ptr = wpl::ptr<T, wpl::modules::sqlite>;

/// What sqlite3_exec calls for each row: (context, number of columns, values as text, names).
using sqlite_row_function = int(std::uint32_t, int, sqlite_ptr<sqlite_ptr<const char>>,
                                sqlite_ptr<sqlite_ptr<const char>>);

inline constexpr int SQLITE_OK = 0, SQLITE_ABORT = 4, SQLITE_ROW = 100, SQLITE_DONE = 101;
inline constexpr int SQLITE_INTEGER = 1, SQLITE_FLOAT = 2, SQLITE_TEXT = 3, SQLITE_BLOB = 4, SQLITE_NULL = 5;

/// In place of the function that frees a text or blob: SQLite makes a copy of its own.
inline constexpr std::uint32_t SQLITE_TRANSIENT = 0xffffffff;

extern "C" {

SQLITE_API int sqlite3_open(sqlite_ptr<const char> file, sqlite_ptr<sqlite_ptr<sqlite3>> database);
SQLITE_API int sqlite3_close_v2(sqlite_ptr<sqlite3> database);
SQLITE_API sqlite_ptr<const char> sqlite3_errmsg(sqlite_ptr<sqlite3> database);
SQLITE_API int sqlite3_changes(sqlite_ptr<sqlite3> database);
SQLITE_API int sqlite3_exec(sqlite_ptr<sqlite3> database, sqlite_ptr<const char> sql,
                            wpl::function_ptr<sqlite_row_function, wpl::modules::sqlite> callback,
                            std::uint32_t context, sqlite_ptr<sqlite_ptr<char>> message);

SQLITE_API int sqlite3_prepare_v2(sqlite_ptr<sqlite3> database, sqlite_ptr<const char> sql, int bytes,
                                  sqlite_ptr<sqlite_ptr<sqlite3_stmt>> statement,
                                  sqlite_ptr<sqlite_ptr<const char>> rest);
SQLITE_API int sqlite3_step(sqlite_ptr<sqlite3_stmt> statement);
SQLITE_API int sqlite3_reset(sqlite_ptr<sqlite3_stmt> statement);
SQLITE_API int sqlite3_finalize(sqlite_ptr<sqlite3_stmt> statement);

SQLITE_API int sqlite3_bind_int(sqlite_ptr<sqlite3_stmt> statement, int index, int value);
SQLITE_API int sqlite3_bind_double(sqlite_ptr<sqlite3_stmt> statement, int index, double value);
SQLITE_API int sqlite3_bind_text(sqlite_ptr<sqlite3_stmt> statement, int index, sqlite_ptr<const char> text, int bytes,
                                 std::uint32_t destructor);
SQLITE_API int sqlite3_bind_blob(sqlite_ptr<sqlite3_stmt> statement, int index, sqlite_ptr<const void> bytes, int size,
                                 std::uint32_t destructor);

SQLITE_API int sqlite3_column_type(sqlite_ptr<sqlite3_stmt> statement, int column);
SQLITE_API double sqlite3_column_double(sqlite_ptr<sqlite3_stmt> statement, int column);
SQLITE_API sqlite_ptr<const char> sqlite3_column_text(sqlite_ptr<sqlite3_stmt> statement, int column);
SQLITE_API sqlite_ptr<const void> sqlite3_column_blob(sqlite_ptr<sqlite3_stmt> statement, int column);
SQLITE_API int sqlite3_column_bytes(sqlite_ptr<sqlite3_stmt> statement, int column);
}
