/* The data of an ICU without any: a header as ICU's own "stubdata" has it, and a table of contents with no entry. */
#include <stdint.h>

typedef struct {
    uint16_t header_size;
    uint8_t magic1, magic2;
    struct {
        uint16_t size, reserved;
        uint8_t big_endian, ascii, uchar_size, unused;
        uint8_t format[4], format_version[4], data_version[4];
    } info;
    char padding[8];
    uint32_t count, reserved;
} Data;

__attribute__((visibility("default"), aligned(16))) const Data DATA = {
    32, 0xda, 0x27, {20, 0, 0, 0, 2, 0, {'T', 'o', 'C', 'P'}, {1, 0, 0, 0}, {0, 0, 0, 0}}, "", 0, 0};
