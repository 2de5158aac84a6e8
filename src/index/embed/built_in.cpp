#include "index/embed/built_in.h"

// g++ 12 has no #embed, and 8 MB as a list of numbers would take a minute and a gigabyte to compile.
asm(R"(
    .section .rodata
    .balign 64
winnow_vocabulary_begin:
    .incbin ")" WINNOW_MODEL_FOLDER R"(/vocab.txt"
winnow_vocabulary_end:
    .balign 64
winnow_table_begin:
    .incbin ")" WINNOW_MODEL_FOLDER R"(/table.bin"
winnow_table_end:
    .balign 8
    .global winnow_built_in
    .hidden winnow_built_in
    .section .data.rel.ro, "aw"
    .balign 8
winnow_built_in:
    .quad winnow_vocabulary_begin, winnow_vocabulary_end, winnow_table_begin, winnow_table_end
    .text
)");

extern "C" const char* const winnow_built_in[4];

namespace winnow {

std::string_view built_in_vocabulary() {
    return {winnow_built_in[0], winnow_built_in[1]};
}
std::string_view built_in_table() {
    return {winnow_built_in[2], winnow_built_in[3]};
}

}  // namespace winnow
