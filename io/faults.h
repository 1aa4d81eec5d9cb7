// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Faults: everything found wrong with an input, each with its place and its remedy, so that a
 * person mends a file once and not a hundred times. Warnings live in the same list.
 */
#ifndef PLACERA_FAULTS_H
#define PLACERA_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { FAULTS_MAX = 100 };

struct place {
    const char *file; /* must outlive the list */
    uint64_t line;    /* from 1; 0: the whole file */
    uint32_t column;  /* bytes, from 1; 0: the whole line */
};

struct fault {
    struct place place;
    bool warning;
    char text[400]; /* "what; what to do" */
};

struct faults {
    uint32_t n;          /* kept, at most FAULTS_MAX */
    uint64_t n_found;    /* found in all, warnings not counted */
    struct fault *fault; /* [n], malloced on the first */
    bool no_memory;      /* a fault was found that could not be kept */
};

void fault_add(struct faults *faults, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void fault_warn(struct faults *faults, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends `more` to `faults`, in order, and empties it. */
void faults_move(struct faults *faults, struct faults *more);

/* Is the list full? Then what is added is counted but not kept, and its place need not be found. */
bool faults_full(const struct faults *faults);

/* Are there faults that are no mere warnings? */
bool faults_any(const struct faults *faults);

/* "file:line:column: text", "file: text" where there is no line; a warning says so. Writes one
 * line each, and how many more there are beyond FAULTS_MAX. */
void faults_print(const struct faults *faults, FILE *stream);

void faults_release(struct faults *faults);

#endif
