// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/html.h"

#include <string.h>

/* What stands for a byte; NULL: itself. */
static const char *escaped(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (unsigned char)byte < 0x20 || byte == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

static void put(struct text *out, const char *string, bool breaks) {
    while (*string != '\0') {
        size_t plain = 0;
        while (string[plain] != '\0' && escaped(string[plain]) == NULL) {
            plain++;
        }
        text_add(out, string, plain);
        string += plain;
        if (*string == '\r' && string[1] == '\n' && breaks) {
            string++;
        }
        if (*string != '\0') {
            text_puts(out, breaks && *string == '\n' ? "<br>\n" : escaped(*string));
            string++;
        }
    }
}

void html_text(struct text *out, const char *string) {
    put(out, string, false);
}

void html_lines(struct text *out, const char *string) {
    put(out, string, true);
}
