// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Is the placement of an anonymised round that of the original, up to the renaming?
 */
#ifndef PLACERA_TESTS_SAME_H
#define PLACERA_TESTS_SAME_H

#include "anonymise/anonymise.h"
#include "solver/solution.h"

/* What must be the same besides the placement, the ranks and the reserve lists. */
struct sameness {
    bool metres;  /* not where no rule looks at them: then they are left out */
    bool decided; /* how often each criterion decided: not where the original's lottery numbers are
                   * equal, so that a criterion after the lottery decided, nor where a child's
                   * fallback options drew for themselves and two of them are compared */
};

/* Compares everything that a result folder tells; was: the original instance. The first difference
 * goes to what (size bytes); false then. */
bool same_solution(const struct anonymised *anonymised, const struct instance *was,
                   const struct solution *original, const struct solution *renamed,
                   const struct sameness *sameness, char *what, size_t size);

/* Do all levels of the integer program have the same value? */
bool same_values(const struct program_proof *original, const struct program_proof *renamed);

/* Do all levels of the assignment model have the same value? */
bool same_worth(const struct assignment_proof *original, const struct assignment_proof *renamed);

#endif
