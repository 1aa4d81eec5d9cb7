// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/faults.h"

#include "io/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What the text quotes from a file must not drive a terminal, and what was cut must not end in half
 * a letter. */
static void make_printable(char *text) {
    char *end = text + strlen(text);
    for (char *bad = text; (bad = (char *)(uintptr_t)utf8_find_bad(bad, end)) != NULL; bad++) {
        *bad = '?';
    }
    for (char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            *at = '?';
        }
    }
}

static void fault_keep(struct faults *faults, const struct fault *fault) {
    if (!fault->warning) {
        faults->n_found++;
    }
    if (faults->n == FAULTS_MAX) {
        return;
    }
    if (faults->fault == NULL) {
        faults->fault = calloc(FAULTS_MAX, sizeof *faults->fault);
        if (faults->fault == NULL) {
            faults->no_memory = true;
            return;
        }
    }
    faults->fault[faults->n++] = *fault;
}

static void fault_note(struct faults *faults, struct fault fault, const char *format,
                       va_list arguments) __attribute__((format(printf, 3, 0)));

static void fault_note(struct faults *faults, struct fault fault, const char *format,
                       va_list arguments) {
    vsnprintf(fault.text, sizeof fault.text, format, arguments);
    make_printable(fault.text);
    fault_keep(faults, &fault);
}

void fault_add(struct faults *faults, struct place place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault_note(faults, (struct fault){.place = place}, format, arguments);
    va_end(arguments);
}

void fault_warn(struct faults *faults, struct place place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault_note(faults, (struct fault){.place = place, .warning = true}, format, arguments);
    va_end(arguments);
}

void faults_move(struct faults *faults, struct faults *more) {
    uint64_t dropped = more->n_found;
    for (uint32_t i = 0; i < more->n; i++) {
        dropped -= more->fault[i].warning ? 0 : 1;
        fault_keep(faults, &more->fault[i]);
    }
    faults->n_found += dropped;
    faults->no_memory |= more->no_memory;
    faults_release(more);
}

bool faults_full(const struct faults *faults) {
    return faults->n == FAULTS_MAX;
}

bool faults_any(const struct faults *faults) {
    return faults->n_found > 0;
}

void faults_print(const struct faults *faults, FILE *stream) {
    uint64_t printed = 0;
    for (uint32_t i = 0; i < faults->n; i++) {
        const struct fault *fault = &faults->fault[i];
        const struct place *place = &fault->place;
        fputs(place->file, stream);
        if (place->line > 0) {
            fprintf(stream, ":%" PRIu64, place->line);
        }
        if (place->line > 0 && place->column > 0) {
            fprintf(stream, ":%" PRIu32, place->column);
        }
        fprintf(stream, ": %s%s\n", fault->warning ? "warning: " : "", fault->text);
        printed += fault->warning ? 0 : 1;
    }
    if (faults->n_found > printed) {
        fprintf(stream, "... and %" PRIu64 " more faults; mend these and check again\n",
                faults->n_found - printed);
    }
}

void faults_release(struct faults *faults) {
    free(faults->fault);
    *faults = (struct faults){0};
}
