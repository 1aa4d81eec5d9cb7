// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The program run from a test: $PLACERA with arguments typed as into a shell.
 */
#ifndef PLACERA_TESTS_PROGRAM_H
#define PLACERA_TESTS_PROGRAM_H

#include "tests/io/temporary.h"

/* Runs "ENVIRONMENT placera ARGUMENTS"; its words go to PATH/stdout and PATH/stderr of the
 * temporary folder. Returns the exit status, 1000 + the signal's number where one ended it. $T in
 * the arguments is the temporary folder. */
int program_run(const struct temporary *temporary, const char *environment, const char *arguments);

/* The same, and anything but 0 ends the test with what was said. */
void program_must(const struct temporary *temporary, const char *arguments);

/* What a file of the temporary folder holds; the caller's to free. Ends the test if it is absent.
 */
char *program_text(const struct temporary *temporary, const char *name);

/* run.json without what may differ between two runs of the same round: the seconds, and with them
 * its own digest. In place. */
void program_blank_seconds(char *run);

#endif
