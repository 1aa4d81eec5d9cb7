// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the files of mixed rounds share.
 */
#ifndef PLACERA_TESTS_MIXED_PARTS_H
#define PLACERA_TESTS_MIXED_PARTS_H

#include "tests/oracle/mixed.h"

/* The smallest month that an applicant or a list of seats names; 0 in a round without. */
uint32_t mixed_first_month(const struct mixed *mixed);

/* The month that an applicant wishes to begin in. */
uint32_t mixed_wished_month(const struct mixed *mixed, uint32_t applicant);

/* Straight-line metres, NOBODY where not known. */
uint32_t mixed_metres(const struct mixed *mixed, uint32_t applicant, uint32_t offer);

/* The offer at which an applicant may stay, NOBODY. */
uint32_t mixed_stays_at(const struct mixed *mixed, uint32_t applicant);

/* Are two or more of the family, and all of them at one school (or offer)? */
bool mixed_is_together(const struct mixed *mixed, const struct mixed_place *place, uint32_t family);

#endif
