// Wrong uses that must not compile: each case is tried by itself (misuse.test.mjs) and must be refused with the text
// after `expect:`; options after `with:` are given to the compiler. Without a case the file is right use.
#include <wasm_pseudo_link/wasm_pseudo_link.hpp>
#include <wasm_pseudo_link/detail/library_function.h>

#include <cstdint>
#include <string>
#include <vector>

WPL_DECLARE_MEMORY(sorter)
WPL_DEFINE_MODULE_TAG(sorter)
WPL_DEFINE_OWN_MODULE_TAG(mine)

using wpl::modules::mine;
using wpl::modules::sorter;

void wants_main(wpl::ptr<std::int16_t, wpl::main> first);
void wants_sorter(wpl::ptr<std::int16_t, sorter> first);

#if !defined(WPL_MAIN_MODULE)
void right_use(wpl::ptr<std::int16_t, wpl::main> p, wpl::ptr<std::int16_t, sorter> q) {
  wants_main(p);
  wants_sorter(q);
}
#endif

extern "C" const char *library_first(const char *const *names, void (*each)(void *, const char *), void *user);
WPL_DETAIL_LIBRARY_FUNCTION(sorter, library_first)
wpl::ptr<const char, sorter> right_use_of_library(wpl::ptr<const wpl::ptr<const char, sorter>, sorter> names) {
  return wpl::api::sorter::library_first(names, nullptr, nullptr);
}

#ifdef MISUSE_pointer_of_another_module
// expect: this pointer is into one module's memory, and a pointer into another module's is wanted
void f(wpl::ptr<std::int16_t, sorter> p) { wants_main(p); }
#endif

#ifdef MISUSE_pointer_of_another_module_assigned
// expect: Copy the data with wpl::copy, and pass a pointer to the copy
void f(wpl::ptr<std::int16_t, sorter> p, wpl::ptr<std::int16_t, wpl::main> q) { q = p; }
#endif

#ifdef MISUSE_own_pointer_passed
// expect: this is a pointer into this module's own memory, and a pointer into another module's is wanted
void f(std::vector<std::int16_t> &v) { wants_sorter(v.data()); }
#endif

#ifdef MISUSE_own_pointer_returned
// expect: Copy the data with wpl::copy to memory of that module, and pass a pointer to that
wpl::ptr<const char, wpl::main> f() { return "text"; }
#endif

#ifdef MISUSE_memories_compared
// expect: pointers into two different memories cannot be compared
bool f(wpl::ptr<std::int16_t, sorter> p, wpl::ptr<std::int16_t, wpl::main> q) { return p == q; }
#endif

#ifdef MISUSE_memories_ordered
// expect: pointers into two different memories cannot be compared
bool f(wpl::ptr<std::int16_t, sorter> p, wpl::ptr<std::int16_t, wpl::main> q) { return p < q; }
#endif

#ifdef MISUSE_number_as_pointer
// expect: error
wpl::ptr<int, wpl::main> f() { return wpl::ptr<int, wpl::main>(4096u); }
#endif

#ifdef MISUSE_remote_as_own_pointer
// expect: error
std::int16_t *f(wpl::ptr<std::int16_t, wpl::main> p) { return p; }
#endif

#ifdef MISUSE_write_through_const
// expect: error
void f(wpl::ptr<const int, wpl::main> p) { *p = 1; }
#endif

#ifdef MISUSE_const_dropped
// expect: error
wpl::ptr<int, wpl::main> f(wpl::ptr<const int, wpl::main> p) { return p; }
#endif

#ifdef MISUSE_string_element
// expect: only trivially copyable types can live in another module's memory
std::string f(wpl::ptr<std::string, wpl::main> p) { return *p; }
#endif

#ifdef MISUSE_pointer_element
// expect: a plain pointer read from another module's memory would not say whose address it is
char f(wpl::ptr<char *, wpl::main> p) { return **p; }
#endif

#ifdef MISUSE_vector_copied
// expect: Copy its contents instead: for a std::vector or std::string wpl::copy_n(v.data(), v.size(), where)
void f(const std::vector<std::string> &v, wpl::ptr<std::string, wpl::main> p) { wpl::copy(v, p); }
#endif

#ifdef MISUSE_copy_of_other_type
// expect: source and destination must have the same element type
void f(const std::vector<int> &v, wpl::ptr<short, wpl::main> p) { wpl::copy(v, p); }
#endif

#ifdef MISUSE_copy_to_const
// expect: the destination of a copy is const
void f(const std::vector<int> &v, wpl::ptr<const int, wpl::main> p) { wpl::copy(v, p); }
#endif

#ifdef MISUSE_view_of_strings
// expect: only trivially copyable types can live in another module's memory
void f(wpl::ptr<std::string, wpl::main> p) { wpl::local_view view(p, 2); }
#endif

#ifdef MISUSE_module_is_no_tag
// expect: the second template argument names no module. Write wpl::main
struct nothing {};
wpl::ptr<int, nothing> f();
#endif

#ifdef MISUSE_span_module_is_no_tag
// expect: the second template argument names no module. Write wpl::main
wpl::span<int, std::string> f();
#endif

#ifdef MISUSE_pointer_to_reference
// expect: there is no pointer to a reference
wpl::remote_ptr<int &, wpl::main> f;
#endif

#ifdef MISUSE_remote_ptr_to_own_memory
// expect: this code is part of module M and reaches its memory by plain pointers
wpl::remote_ptr<int, mine> f;
#endif

#ifdef MISUSE_none_reads_an_element
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE and reaches no other module's memory
int f(wpl::ptr<int, wpl::main> p) { return *p; }
#endif

#ifdef MISUSE_none_copies
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE and reaches no other module's memory
void f(wpl::ptr<int, wpl::main> p, int *to) { wpl::copy_n(p, 1, to); }
#endif

#ifdef MISUSE_none_opens
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE: it reaches no other module's memory, functions or rbBridge
rb_handle f() { return rb_dlopen("main"); }
#endif

#ifdef MISUSE_none_uses_an_accessor
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE: it reaches no other module's memory, functions or rbBridge
std::int32_t f() { return main_getI32(0); }
#endif

#ifdef MISUSE_main_uses_its_own_accessor
// with: -DWPL_MAIN_MODULE
// expect: main_getI32
std::int32_t f() { return main_getI32(0); }
#endif

#ifdef MISUSE_old_standard
// with: -std=c++17
// expect: the C++ headers (.hpp) need C++20
#endif

#ifdef MISUSE_two_kinds_of_module
// with: -std=c++20 -DWPL_MAIN_MODULE -DWPL_ACCESS_DIRECT
// expect: this file is compiled for two kinds of module at once
#endif

#ifdef MISUSE_unsafe_without_reason
// expect: the reason of an unsafe step is empty
auto f() { return wpl::unsafe_ptr<int, sorter>(4096, ""); }
#endif

#ifdef MISUSE_unsafe_reason_is_no_literal
// expect: the reason of an unsafe step is for readers of the source
auto f(const char *why) { return wpl::unsafe_ptr<int, sorter>(4096, why); }
#endif

#ifdef MISUSE_unsafe_reason_forgotten
// expect: error
auto f() { return wpl::unsafe_ptr<int, sorter>(4096); }
#endif

#ifdef MISUSE_unsafe_cast_drops_const
// expect: wpl::unsafe_pointer_cast does not drop const
auto f(wpl::ptr<const char, sorter> p) { return wpl::unsafe_pointer_cast<int>(p, "a buffer"); }
#endif

#ifdef MISUSE_arrow
// expect: p->field cannot reach into another module's memory. Write p->*&S::field
struct point {
  int x;
};
int f(wpl::ptr<point, sorter> p) { return p->x; }
#endif

#ifdef MISUSE_member_function
// expect: a member function runs where its code is, in this module
struct point {
  int x() const;
};
auto f(wpl::ptr<point, sorter> p) { return p->*&point::x; }
#endif

#ifdef MISUSE_static_member
// expect: static member, which each module has of its own
struct point {
  static int x;
};
void f(wpl::ptr<point, sorter> p) { p->*&point::x; }
#endif

#ifdef MISUSE_member_of_another_class
// expect: no member of the class that p points to
struct point {
  int x;
};
struct size {
  int x;
};
auto f(wpl::ptr<point, sorter> p) { return p->*&size::x; }
#endif

#ifdef MISUSE_member_of_a_derived_class
// expect: Convert p first, with static_cast<wpl::ptr<Derived, M>>(p)
struct base {
  int x;
};
struct derived : base {
  int y;
};
auto f(wpl::ptr<base, sorter> p) { return p->*&derived::y; }
#endif

#ifdef MISUSE_member_of_a_virtual_base
// expect: nor of a base class of it that is not virtual
struct base {
  int x;
};
struct derived : virtual base {};
auto f(wpl::ptr<derived, sorter> p) { return p->*&base::x; }
#endif

#ifdef MISUSE_virtual_base
// expect: this base class is virtual
struct base {
  int x;
};
struct derived : virtual base {};
wpl::ptr<base, sorter> f(wpl::ptr<derived, sorter> p) { return p; }
#endif

#ifdef MISUSE_pointer_member
// expect: a plain pointer read from another module's memory would not say whose address it is
struct text {
  const char *first;
};
const char *f(wpl::ptr<text, sorter> p) { return p->*&text::first; }
#endif

#ifdef MISUSE_member_written_through_const
// expect: error
struct point {
  int x;
};
void f(wpl::ptr<const point, sorter> p) { p->*&point::x = 1; }
#endif

#ifdef MISUSE_base_to_derived_implicitly
// expect: error
struct base {
  int x;
};
struct derived : base {
  int y;
};
wpl::ptr<derived, sorter> f(wpl::ptr<base, sorter> p) { return p; }
#endif

#ifdef MISUSE_copy_between_others_of_other_type
// expect: source and destination must have the same element type
void f(wpl::ptr<int, sorter> p, wpl::ptr<short, wpl::main> q) { wpl::copy_n(p, 5, q); }
#endif

#ifdef MISUSE_array_member_assigned
// expect: error
struct name {
  char text[8];
};
void f(wpl::ptr<name, sorter> p, wpl::ptr<name, sorter> q) { p->*&name::text = q->*&name::text; }
#endif

#ifdef MISUSE_view_write_only_of_const
// expect: a wpl::write_only view of const elements could not be written
void f(wpl::ptr<const int, sorter> p) { wpl::local_view view(p, 2, wpl::write_only); }
#endif

#ifdef MISUSE_view_read_only_of_named_type
// expect: a wpl::read_only view has const elements
void f(wpl::ptr<int, sorter> p) { wpl::local_view<int, sorter> view(p, 2, wpl::read_only); }
#endif

#ifdef MISUSE_view_read_only_written
// expect: error
void f(wpl::ptr<int, sorter> p) { wpl::local_view(p, 2, wpl::read_only)[0] = 1; }
#endif

#ifdef MISUSE_view_of_plain_pointers
// expect: a plain pointer read from another module's memory would not say whose address it is
void f(wpl::ptr<int *, sorter> p) { wpl::local_view view(p, 2, wpl::write_only); }
#endif

// ---- Functions of an API: SORTER_FUNCTION as the generated header defines it ----

#define SORTER_FUNCTION(name, ...) WPL_DETAIL_NATIVE_FUNCTION(sorter, name, __VA_ARGS__)

struct small_struct {
  std::int32_t a, b, c;
};
SORTER_FUNCTION(right_function, small_struct(wpl::span<const float, wpl::main>, wpl::ptr<int, sorter>, small_struct,
                                             wpl::function_ptr<bool(float, float), sorter>));

#ifdef MISUSE_wire_plain_pointer
// expect: Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T *
SORTER_FUNCTION(f, void(int *));
#endif

#ifdef MISUSE_wire_plain_pointer_in_main
// with: -DWPL_MAIN_MODULE
// expect: Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T *
SORTER_FUNCTION(f, const char *(int));
#endif

#ifdef MISUSE_wire_plain_pointer_behind_a_name
// expect: a parameter or result is a plain pointer, which does not say whose memory it points into
using text = const char *;
SORTER_FUNCTION(f, void(text));
#endif

#ifdef MISUSE_wire_plain_function_pointer
// expect: wpl::function_ptr<R(A...), M> for a pointer to a function
SORTER_FUNCTION(f, void(rb_fn));
#endif

#ifdef MISUSE_wire_reference
// expect: Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T &
SORTER_FUNCTION(f, void(const small_struct &));
#endif

#ifdef MISUSE_wire_std_span
// expect: Write wpl::span<T, wpl::main> (or wpl::modules::<side>)
SORTER_FUNCTION(f, void(std::span<float>));
#endif

#ifdef MISUSE_wire_std_span_in_main
// with: -DWPL_MAIN_MODULE
// expect: a std::span does not say whose memory its elements are in
SORTER_FUNCTION(f, void(std::span<float>));
#endif

#ifdef MISUSE_wire_span_of_fixed_size
// expect: nor may a span here have a fixed size
using three = std::span<float, 3>;
SORTER_FUNCTION(f, void(three));
#endif

#ifdef MISUSE_wire_std_string_view
// with: -DWPL_MAIN_MODULE
// expect: Write wpl::string_view<wpl::main> (or wpl::modules::<side>)
SORTER_FUNCTION(f, int(std::string_view));
#endif

#ifdef MISUSE_wire_wide_text
// with: -DWPL_MAIN_MODULE
// expect: wide text has no form here
using text = std::u16string_view;
SORTER_FUNCTION(f, int(text));
#endif

#ifdef MISUSE_wire_string
// expect: Write wpl::string_view<M> for text in M's memory that is lent for the call
SORTER_FUNCTION(f, std::string(int));
#endif

#ifdef MISUSE_wire_vector
// expect: Write wpl::span<T, M> for elements in M's memory that are lent for the call
SORTER_FUNCTION(f, void(std::vector<float>));
#endif

#ifdef MISUSE_wire_std_function
// expect: Write wpl::function_ptr<R(A...), M>, where M is the module that calls it
#include <functional>
SORTER_FUNCTION(f, void(std::function<void(int)>));
#endif

#ifdef MISUSE_wire_std_function_by_reference
// expect: a std::function is an object of one module, which another module cannot call
#include <functional>
SORTER_FUNCTION(f, void(const std::function<void(int)> &));
#endif

#ifdef MISUSE_wire_std_function_as_result
// expect: pass the pointer() of a wpl::callback<R(A...), M>, which the caller makes of its lambda and keeps
#include <functional>
SORTER_FUNCTION(f, std::function<int(float)>());
#endif

#ifdef MISUSE_wire_proxy
// expect: a parameter or result is the proxy that *p gives
SORTER_FUNCTION(f, void(wpl::remote_ref<float, wpl::main>));
#endif

#ifdef MISUSE_wire_long_double
// expect: wasm has no value for a long double. Write double
SORTER_FUNCTION(f, double(long double));
#endif

#ifdef MISUSE_wire_wide_integer
// with: -std=gnu++20
// expect: Write an arithmetic type of up to 8 bytes
SORTER_FUNCTION(f, void(__int128));
#endif

#ifdef MISUSE_wire_large_struct
// expect: this struct has more than 64 bytes, too many to pass by value
struct large {
  double values[9];
};
SORTER_FUNCTION(f, void(large));
#endif

#ifdef MISUSE_wire_large_result
// expect: let the caller pass wpl::ptr<T, M> to where a result shall go
struct large {
  double values[9];
};
SORTER_FUNCTION(f, large());
#endif

#ifdef MISUSE_wire_not_trivially_copyable
// expect: only trivially copyable types can be passed by value to another module
struct owner {
  ~owner() {}
};
SORTER_FUNCTION(f, void(owner));
#endif

#ifdef MISUSE_wire_no_function_type
// expect: this is no function type that can be called from another module. Write it as result(parameters...)
SORTER_FUNCTION(f, int);
#endif

#ifdef MISUSE_wire_open_end
// expect: without noexcept, const or an open end
SORTER_FUNCTION(f, int(int, ...));
#endif

#ifdef MISUSE_function_ptr_own_function
// expect: Lend it: wpl::callback<R(A...), M> lent(f); and pass lent.pointer()
void take(wpl::function_ptr<int(int), sorter> f);
int own(int);
void f() { take(own); }
#endif

#ifdef MISUSE_function_ptr_lambda
// expect: Keep a wpl::callback<R(A...), M> of the lambda alive, and pass its pointer()
void take(wpl::function_ptr<int(int), sorter> f);
void f() {
  take([](int n) { return n; });
}
#endif

#ifdef MISUSE_function_ptr_of_another_module
// expect: this is a function pointer of one module, and one of another module is wanted
wpl::function_ptr<int(int), sorter> f(wpl::function_ptr<int(int), wpl::main> g) { return g; }
#endif

#ifdef MISUSE_function_ptr_of_another_type
// expect: this function pointer has another signature than the one that is wanted
wpl::function_ptr<int(int), sorter> f(wpl::function_ptr<int(float), sorter> g) { return g; }
#endif

#ifdef MISUSE_function_ptr_called
// expect: this function pointer belongs to another module's table and can be called there only
void f(wpl::function_ptr<int(int), sorter> g) { g(1); }
#endif

#ifdef MISUSE_function_ptr_no_function_type
// expect: Write it as result(parameters...): wpl::function_ptr<int(float), M>
wpl::remote_function<int, sorter> f;
#endif

#ifdef MISUSE_callback_passed_itself
// expect: Keep a wpl::callback<R(A...), M> of the lambda alive, and pass its pointer()
void take(wpl::function_ptr<int(int), sorter> f);
void f(const wpl::callback<int(int), sorter> &lent) { take(lent); }
#endif

#ifdef MISUSE_callback_of_other_parameters
// expect: this function or lambda cannot be called with the parameters of the callback's signature
wpl::callback<int(float), sorter> f() {
  return wpl::callback<int(float), sorter>([](std::string) { return 1; });
}
#endif

#ifdef MISUSE_callback_takes_own_pointer
// expect: a pointer that M passes is a wpl::ptr<T, M>
auto f() {
  return wpl::callback<void(wpl::ptr<int, sorter>), sorter>([](int *p) { *p = 1; });
}
#endif

#ifdef MISUSE_callback_takes_a_struct
// expect: a function pointer takes and gives one wasm value for each parameter
auto f() {
  return wpl::callback<void(small_struct), sorter>([](small_struct) {});
}
#endif

#ifdef MISUSE_callback_copied
// expect: error
auto f(const wpl::callback<int(int), sorter> &lent) { return wpl::callback<int(int), sorter>(lent); }
#endif

#ifdef MISUSE_none_lends_a_callback
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE: it reaches no other module's memory, functions or rbBridge
using lent = wpl::callback<int(int), sorter>;
lent *f();
#endif

#ifdef MISUSE_none_opens_a_module
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE: it reaches no other module's memory, functions or rbBridge
void f() { static_cast<void>(wpl::module::open("sorter")); }
#endif

#ifdef MISUSE_function_of_a_vector
// expect: Write wpl::span<T, M> for elements in M's memory that are lent for the call
wpl::function<void(std::vector<int>)> f;
#endif

#ifdef MISUSE_result_of_a_reference
// expect: there is no wpl::result of a reference
wpl::result<int &> f();
auto g() { return f(); }
#endif

#ifdef MISUSE_module_copied
// expect: error
wpl::module f(const wpl::module &other) { return other; }
#endif

#ifdef MISUSE_open_async_takes_nothing
// expect: [](wpl::module opened) { ... }
void f() {
  wpl::module::open_async("sorter", [] {});
}
#endif

#ifdef MISUSE_struct_with_a_plain_pointer
// expect: this struct has a plain pointer in it, which would not say whose address it is
struct text {
  int size;
  const char *first;
};
const char *f(wpl::ptr<text, sorter> p) { return (*p).value().first; }
#endif

#ifdef MISUSE_nested_structs_with_a_function_pointer_copied
// expect: say why it is right, as wpl::unsafe_plain_pointers<S>
struct handler {
  int kind;
  void (*call)(int);
};
struct table {
  short n;
  handler handlers[4];
};
void f(const std::vector<table> &v, wpl::ptr<table, sorter> p) { wpl::copy(v, p); }
#endif

#ifdef MISUSE_buffer_copied
// expect: deleted
auto f(const wpl::buffer<int, sorter> &b) { return wpl::buffer<int, sorter>(b); }
#endif

#ifdef MISUSE_buffer_of_const
// expect: so T is neither const nor volatile
wpl::buffer<const int, sorter> f(4);
#endif

#ifdef MISUSE_buffer_of_strings
// expect: only trivially copyable types can live in another module's memory
wpl::buffer<std::string, sorter> f(4);
#endif

#ifdef MISUSE_buffer_of_pointers
// expect: Make the element wpl::ptr<U, M>
wpl::buffer<char *, sorter> f(4);
#endif

#ifdef MISUSE_buffer_of_own_module_of_strings
// expect: only trivially copyable types can live in another module's memory
wpl::buffer<std::string, mine> f(4);
#endif

#ifdef MISUSE_buffer_over_aligned
// expect: T has a larger alignment than an allocator gives
struct alignas(64) line {
  char bytes[64];
};
wpl::buffer<line, sorter> f(4);
#endif

#ifdef MISUSE_buffer_of_other_element_type
// expect: source and destination must have the same element type
wpl::buffer<short, sorter> f(std::vector<int>{1, 2});
#endif

#ifdef MISUSE_buffer_of_scattered_elements
// expect: Collect them in a std::vector first
#include <list>
wpl::buffer<int, sorter> f(std::list<int>{1, 2});
#endif

#ifdef MISUSE_buffer_made_implicitly
// expect: error
void take(wpl::buffer<int, sorter> b);
void f(const std::vector<int> &v) { take(v); }
#endif

#ifdef MISUSE_buffer_adopts_own_pointer
// expect: this is a pointer into this module's own memory
auto f(int *p) { return wpl::buffer<int, sorter>::adopt(p, 1); }
#endif

#ifdef MISUSE_buffer_adopts_pointer_of_another_module
// expect: this pointer is into one module's memory, and a pointer into another module's is wanted
auto f(wpl::ptr<int, wpl::main> p) { return wpl::buffer<int, sorter>::adopt(p, 1); }
#endif

#ifdef MISUSE_buffer_of_no_module
// expect: the second template argument names no module. Write wpl::main
wpl::buffer<int, std::string> f;
#endif

#ifdef MISUSE_buffer_passed_to_another_module
// expect: this pointer is into one module's memory, and a pointer into another module's is wanted
void f(wpl::buffer<std::int16_t, sorter> &b) { wants_main(b.data()); }
#endif

#ifdef MISUSE_string_of_another_module_passed
// expect: this pointer is into one module's memory, and a pointer into another module's is wanted
void wants_text(wpl::ptr<const char, wpl::main> text);
void f(const wpl::string<sorter> &s) { wants_text(s.c_str()); }
#endif

#ifdef MISUSE_string_copied
// expect: deleted
auto f(const wpl::string<sorter> &s) { return wpl::string<sorter>(s); }
#endif

#ifdef MISUSE_string_made_implicitly
// expect: error
wpl::string<sorter> f() { return "text"; }
#endif

#ifdef MISUSE_string_of_no_module
// expect: names no module. Write wpl::main
wpl::string<std::string> f;
#endif

#ifdef MISUSE_string_view_of_own_text
// expect: error
wpl::string_view<sorter> f(const std::string &s) { return s; }
#endif

#ifdef MISUSE_text_of_wide_characters
// expect: error
auto f(wpl::ptr<const char16_t, sorter> p) { return wpl::to_string(p); }
#endif

#ifdef MISUSE_none_allocates_elsewhere
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE and reaches no other module's memory
wpl::buffer<int, wpl::main> f(4);
#endif

#ifdef MISUSE_none_makes_text_elsewhere
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE and reaches no other module's memory
wpl::string<wpl::main> f("text");
#endif

#ifdef MISUSE_none_measures_text_elsewhere
// with: -DWPL_ACCESS_NONE
// expect: this side has ACCESS NONE and reaches no other module's memory
auto f(wpl::ptr<const char, wpl::main> p) { return wpl::strlen(p); }
#endif

#ifdef MISUSE_library_plain_call
// expect: this function runs in the side `sorter`, whose memory is not this module's. Call wpl::api::sorter::library
extern "C" int library_sum(const int *first, int n);
WPL_DETAIL_LIBRARY_FUNCTION(sorter, library_sum)
int wrong(const int *first) { return library_sum(first, 2); }
#endif

#ifdef MISUSE_library_own_pointer
// expect: this is a pointer into this module's own memory, and a pointer into another module's is wanted
extern "C" int library_sum(const int *first, int n);
WPL_DETAIL_LIBRARY_FUNCTION(sorter, library_sum)
int wrong(const int *first) { return wpl::api::sorter::library_sum(first, 2); }
#endif

#ifdef MISUSE_library_open_end
// expect: a function of EXPORTS takes any number of arguments (...), which would lie in the caller's memory
extern "C" int library_print(const char *format, ...);
WPL_DETAIL_LIBRARY_FUNCTION(sorter, library_print)
#endif

#ifdef MISUSE_library_struct_by_value
// expect: a function of EXPORTS takes or returns a struct by value, which C passes through the caller's memory
struct library_point {
  int x, y;
};
extern "C" int library_length(struct library_point to);
WPL_DETAIL_LIBRARY_FUNCTION(sorter, library_length)
#endif

#ifdef MISUSE_copy_to_const_range
// expect: the destination of a copy is const
void wrong(const std::vector<short> &from, const std::vector<short> &to) { wpl::copy(from, to); }
#endif
