// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Months and days of birth in an anonymised round. Months keep their distances, which rules add up,
 * but not their place: the first one of the round becomes January 2001. Days of birth keep no more
 * than what rules compare: which comes first, or only which side of the days they lie on by which
 * offers move children.
 */
#ifndef PLACERA_CALENDAR_MOVED_H
#define PLACERA_CALENDAR_MOVED_H

#include "solver/instance.h"

struct calendar_moved {
    uint32_t first_was; /* the month that becomes January 2001; 0: there are no months */
    uint32_t n_days;
    double *day; /* [n_days] days of birth and of moving on that stay apart, rising */
};

/* Arrays live in arena. O(n log n) for n applicants and offers. Errors: ERR_NO_MEMORY. */
enum err calendar_moved_make(struct calendar_moved *calendar, const struct instance *instance,
                             struct arena *arena, struct error *error);

/* The new month; 0 and NONE stay. */
uint32_t month_moved(const struct calendar_moved *calendar, uint32_t month);

/* The new day for one of birth, or of moving on; NaN stays. O(log n). */
double day_moved(const struct calendar_moved *calendar, double day);

/* Does a criterion name the column? */
bool column_is_named(const struct instance *instance, const char *name);

#endif
