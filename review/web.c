// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The assembler takes the files in as they are (.incbin): no array of bytes is generated, compiled
 * and kept in step. scripts/embed writes which ones, from review/web/ and two libraries of
 * Debian's.
 */
#include "review/web.h"

#include <string.h>

#define WEB_FILE(number, name, path, type, tag)                                                    \
    __asm__(".section .rodata\n"                                                                   \
            ".global web_begin_" #number ", web_end_" #number "\n"                                 \
            "web_begin_" #number ": .incbin \"" path "\"\n"                                        \
            "web_end_" #number ": .byte 0\n"                                                       \
            ".previous\n");                                                                        \
    extern const unsigned char web_begin_##number[], web_end_##number[];
#include "review/web_files.inc"
#undef WEB_FILE

static const struct web_file files[] = {
#define WEB_FILE(number, name, path, type, tag)                                                    \
    {name, type, "\"" tag "\"", web_begin_##number, web_end_##number},
#include "review/web_files.inc"
#undef WEB_FILE
};

const struct web_file *web_find(const char *path) {
    static const char folder[] = "/web/";
    const char *name = strcmp(path, "/") == 0 ? "index.html" : NULL;
    if (strncmp(path, folder, sizeof folder - 1) == 0) {
        name = path + sizeof folder - 1;
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (name != NULL && strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    return NULL;
}
