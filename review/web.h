// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's page, inside the program: no folder of files has to be found, or can differ from it.
 */
#ifndef PLACERA_REVIEW_WEB_H
#define PLACERA_REVIEW_WEB_H

#include <stddef.h>

struct web_file {
    const char *name;           /* "app.js" */
    const char *type;           /* media type */
    const char *tag;            /* of the content, in quotes, as the header ETag has it */
    const unsigned char *bytes; /* [end - bytes] */
    const unsigned char *end;
};

/* The file that a path asks for: "/" or "/web/NAME"; NULL: none. */
const struct web_file *web_find(const char *path);

#endif
