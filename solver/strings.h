// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A column of texts: one block of bytes and where each text starts. Texts end with a NUL.
 */
#ifndef PLACERA_STRINGS_H
#define PLACERA_STRINGS_H

#include <stddef.h>
#include <stdint.h>

struct strings {
    uint32_t n;
    size_t *start; /* [n] into bytes */
    char *bytes;
};

static inline const char *strings_get(const struct strings *strings, uint32_t i) {
    return strings->bytes + strings->start[i];
}

#endif
