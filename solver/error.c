// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/error.h"

#include <stdarg.h>
#include <string.h>

static const struct {
    int status;
    const char *text;
} err_table[] = {
#define X(code, status, text) {status, text},
    ERR_CODES(X)
#undef X
};

enum err error_set(struct error *error, enum err code, const char *place, const char *format, ...) {
    if (error == NULL || error->code != OK) {
        return code;
    }
    error->code = code;
    snprintf(error->place, sizeof error->place, "%s", place == NULL ? "" : place);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return code;
}

enum err error_no_memory(struct error *error) {
    return error_set(error, ERR_NO_MEMORY, NULL,
                     "out of memory; free some, or run a smaller instance");
}

const char *err_text(enum err code) {
    return err_table[code].text;
}

int err_exit_status(enum err code) {
    return err_table[code].status;
}
