// Wrong uses that must not compile: each case is tried by itself (check_misuse.cmake) and must be refused with the text
// after `expect:`; options after `with:` are given to the compiler. Without a case the file is right use.
#include <wasm_pseudo_link/wasm_pseudo_link.hpp>

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
struct point { int x; };
int f(wpl::ptr<point, sorter> p) { return p->x; }
#endif

#ifdef MISUSE_member_function
// expect: a member function runs where its code is, in this module
struct point { int x() const; };
auto f(wpl::ptr<point, sorter> p) { return p->*&point::x; }
#endif

#ifdef MISUSE_static_member
// expect: static member, which each module has of its own
struct point { static int x; };
void f(wpl::ptr<point, sorter> p) { p->*&point::x; }
#endif

#ifdef MISUSE_member_of_another_class
// expect: no member of the class that p points to
struct point { int x; };
struct size { int x; };
auto f(wpl::ptr<point, sorter> p) { return p->*&size::x; }
#endif

#ifdef MISUSE_member_of_a_derived_class
// expect: Convert p first, with static_cast<wpl::ptr<Derived, M>>(p)
struct base { int x; };
struct derived : base { int y; };
auto f(wpl::ptr<base, sorter> p) { return p->*&derived::y; }
#endif

#ifdef MISUSE_member_of_a_virtual_base
// expect: nor of a base class of it that is not virtual
struct base { int x; };
struct derived : virtual base {};
auto f(wpl::ptr<derived, sorter> p) { return p->*&base::x; }
#endif

#ifdef MISUSE_virtual_base
// expect: this base class is virtual
struct base { int x; };
struct derived : virtual base {};
wpl::ptr<base, sorter> f(wpl::ptr<derived, sorter> p) { return p; }
#endif

#ifdef MISUSE_pointer_member
// expect: a plain pointer read from another module's memory would not say whose address it is
struct text { const char *first; };
const char *f(wpl::ptr<text, sorter> p) { return p->*&text::first; }
#endif

#ifdef MISUSE_member_written_through_const
// expect: error
struct point { int x; };
void f(wpl::ptr<const point, sorter> p) { p->*&point::x = 1; }
#endif

#ifdef MISUSE_base_to_derived_implicitly
// expect: error
struct base { int x; };
struct derived : base { int y; };
wpl::ptr<derived, sorter> f(wpl::ptr<base, sorter> p) { return p; }
#endif

#ifdef MISUSE_copy_between_others_of_other_type
// expect: source and destination must have the same element type
void f(wpl::ptr<int, sorter> p, wpl::ptr<short, wpl::main> q) { wpl::copy_n(p, 5, q); }
#endif

#ifdef MISUSE_array_member_assigned
// expect: error
struct name { char text[8]; };
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

#ifdef MISUSE_struct_with_a_plain_pointer
// expect: this struct has a plain pointer in it, which would not say whose address it is
struct text { int size; const char *first; };
const char *f(wpl::ptr<text, sorter> p) { return (*p).value().first; }
#endif

#ifdef MISUSE_nested_structs_with_a_function_pointer_copied
// expect: say why it is right, as wpl::unsafe_plain_pointers<S>
struct handler { int kind; void (*call)(int); };
struct table { short n; handler handlers[4]; };
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
struct alignas(64) line { char bytes[64]; };
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
