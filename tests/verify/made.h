// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Made rounds: a small round with locks, current places, siblings, nested pools and ties, and with
 * months where the policy has a rule for who begins late, solved
 * and written to a folder of its own; and a way to spoil that folder and see what verify says.
 */
#ifndef PLACERA_TESTS_MADE_H
#define PLACERA_TESTS_MADE_H

#include "tests/io/temporary.h"
#include "verify/verify.h"

enum { MADE_APPLICANTS = 16, MADE_OFFERS = 6, MADE_FILE_BYTES = 64 * 1024 };

struct made {
    struct loaded loaded;
    struct temporary folder;
    char results[128];           /* the results' folder */
    char *text[N_RESULTS_FILES]; /* each file as written; NULL: there is none */
};

/* What verify said. */
struct said {
    bool refused;
    struct report report;
};

/* A round of this seed under this policy (JSON), solved and written. Ends the test on failure. */
void made_solve(struct made *made, uint32_t seed, const char *policy);
void made_release(struct made *made);

/* Puts text in the place of a file; `repair` makes the digests in run.json right again. */
void made_spoil(const struct made *made, enum results_file file, const char *text, bool repair);
/* Puts every file back as it was written. */
void made_restore(const struct made *made);

/* Reads the folder and checks it. */
void made_verify(const struct made *made, struct said *said);

/* Does a broken property name a place that begins with this? */
bool said_place(const struct said *said, const char *begins);

/* All that is broken, for a test's message. */
const char *said_text(const struct said *said, char *buffer, size_t size);

#endif
