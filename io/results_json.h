// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The two JSON files of a result folder, read into struct results. Part of io/results_read.
 */
#ifndef PLACERA_RESULTS_JSON_H
#define PLACERA_RESULTS_JSON_H

#include "io/json.h"
#include "io/results_read.h"

/* Both read an opened file; faults of form go to faults. Errors: ERR_NO_MEMORY; run.json also
 * ERR_SOLVER when libcrypto refuses. */
enum err results_read_certificate(struct results *results, const struct instance *instance,
                                  struct faults *faults, struct error *error);
enum err results_read_run(struct results *results, struct faults *faults, struct error *error);

/* A member that must be there; a fault and false where it is not. */
bool member_want(const struct json_node *object, const char *key, struct json_node *member);

/* The certificate's member "program", O(its size + offers + schools). Errors: ERR_NO_MEMORY. */
enum err results_read_program(struct results *results, const struct instance *instance,
                              const struct json_node *node, struct error *error);

/* The certificate's member "blocking". Errors: ERR_NO_MEMORY. */
enum err results_read_blocking(struct results *results, const struct instance *instance,
                               const struct json_node *node, struct error *error);

#endif
