// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The two JSON files of a result folder as text. Private to io/.
 */
#ifndef PLACERA_RESULTS_JSON_WRITE_H
#define PLACERA_RESULTS_JSON_WRITE_H

#include "io/loader.h"
#include "solver/solution.h"

struct written {
    const char *name;
    char sha256[65];
};

struct run_facts {
    const struct loaded *loaded;
    const struct solution *solution;
    double load_seconds, write_seconds;
    uint32_t n_written;
    const struct written *written; /* the other files */
};

/* The text, to be freed; NULL: no memory. */
char *certificate_text(const struct instance *instance, const struct solution *solution);
/* The same, with the file's own digest in it. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err run_text(const struct run_facts *facts, char **text, struct error *error);

#endif
