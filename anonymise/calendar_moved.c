// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/calendar_moved.h"

#include "solver/dates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { JANUARY_2001 = 2001 * 12, FIRST_EVER = 12 };

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

bool column_is_named(const struct instance *instance, const char *name) {
    bool named = false;
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        named |= strcmp(instance->column[c].name, name) == 0;
    }
    return named;
}

/* Which days must stay apart: all, where a criterion compares children by them; else those on which
 * offers part them. */
static enum err gather_days(struct calendar_moved *calendar, const struct instance *instance,
                            struct arena *arena, struct error *error) {
    size_t most = (size_t)instance->n_applicants + instance->n_offers;
    calendar->day = ARENA_NEW(arena, most, double);
    if (calendar->day == NULL) {
        return error_no_memory(error);
    }
    bool compared = column_is_named(instance, "birth_date");
    uint32_t n = 0;
    for (uint32_t a = 0; compared && a < instance->n_applicants; a++) {
        if (!isnan(instance->applicant_born[a])) {
            calendar->day[n++] = instance->applicant_born[a];
        }
    }
    for (uint32_t o = 0; instance->offer_moves_to != NULL && o < instance->n_offers; o++) {
        if (instance->offer_moves_to[o] != NONE) {
            calendar->day[n++] = instance->offer_moves_born[o];
        }
    }
    qsort(calendar->day, n, sizeof *calendar->day, by_value);
    for (uint32_t i = 0; i < n; i++) {
        if (calendar->n_days == 0 || calendar->day[calendar->n_days - 1] < calendar->day[i]) {
            calendar->day[calendar->n_days++] = calendar->day[i];
        }
    }
    return OK;
}

enum err calendar_moved_make(struct calendar_moved *calendar, const struct instance *instance,
                             struct arena *arena, struct error *error) {
    *calendar = (struct calendar_moved){.first_was = instance->first_month};
    for (uint32_t a = 0; instance->first_month == 0 && instance->applicant_guarantee != NULL &&
                         a < instance->n_applicants;
         a++) { /* months without a meaning but their order */
        uint32_t month = instance->applicant_guarantee[a];
        bool first = month != NONE && (calendar->first_was == 0 || month < calendar->first_was);
        calendar->first_was = first ? month : calendar->first_was;
    }
    return instance->applicant_born == NULL ? OK : gather_days(calendar, instance, arena, error);
}

uint32_t month_moved(const struct calendar_moved *calendar, uint32_t month) {
    if (month == 0 || month == NONE) {
        return month;
    }
    int64_t moved = (int64_t)month - calendar->first_was + JANUARY_2001;
    return moved < FIRST_EVER ? FIRST_EVER : (uint32_t)moved; /* two thousand years too early */
}

/* How many of the days lie before this one, it included: so equal days stay equal, and who is born
 * before a day on which offers part children stays before it. */
double day_moved(const struct calendar_moved *calendar, double day) {
    if (isnan(day)) {
        return day;
    }
    uint32_t low = 0;
    for (uint32_t high = calendar->n_days; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->day[middle] <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (double)calendar_first_day(JANUARY_2001) + low;
}
