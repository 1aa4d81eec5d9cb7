// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One more child than the round has: a JSON object to an instance of its own, with one applicant
 * (index 0) and everything else as the round has it. So what is known of applicants (metres,
 * nearness, values of criteria) can be asked of the child, and the round stays as it is.
 */
#ifndef PLACERA_NEWCOMER_H
#define PLACERA_NEWCOMER_H

#include "io/faults.h"
#include "solver/instance.h"

/* Reads the file ("-": standard input). The newcomer shares the round's arrays, which must outlive
 * it; its wishes may lie outside its group. Faults go to faults, and then ERR_INPUT is returned.
 * Errors: ERR_USAGE, ERR_IO, ERR_NO_MEMORY. Call instance_release(newcomer) in every case. */
enum err newcomer_read(struct instance *newcomer, const char *path, const struct instance *round,
                       struct faults *faults, struct error *error);

/* The same from bytes already read. name is for messages. */
enum err newcomer_read_bytes(struct instance *newcomer, const char *name, const char *bytes,
                             size_t length, const struct instance *round, struct faults *faults,
                             struct error *error);

#endif
