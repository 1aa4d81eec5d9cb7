// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PLACERA_UTF8_H
#define PLACERA_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The first byte of [begin, end) that is no UTF-8 text (a NUL byte is none either), or NULL.
 * O(length); plain ASCII is passed over at memory speed. */
const char *utf8_find_bad(const char *begin, const char *end);

/* Does the text hold a control character (a newline, a tab, an escape)? O(length). */
bool text_has_control(const char *text, size_t length);

#endif
