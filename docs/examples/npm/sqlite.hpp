#pragma once
#include "sqlite_api.h"

struct sqlite3;  // in SQLite's memory, never seen from here

template <class T>
using sqlite_ptr = wpl::ptr<T, wpl::modules::sqlite>;

using row_function = int(unsigned context, int columns, sqlite_ptr<sqlite_ptr<const char>> values,
                         sqlite_ptr<sqlite_ptr<const char>> names);

extern "C" {
SQLITE_API int sqlite3_open(sqlite_ptr<const char> file, sqlite_ptr<sqlite_ptr<sqlite3>> database);
SQLITE_API int sqlite3_exec(sqlite_ptr<sqlite3> database, sqlite_ptr<const char> sql,
                            wpl::function_ptr<row_function, wpl::modules::sqlite> callback, unsigned context,
                            sqlite_ptr<sqlite_ptr<char>> message);
SQLITE_API int sqlite3_close_v2(sqlite_ptr<sqlite3> database);
}
