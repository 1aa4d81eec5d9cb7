// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Months: which slot a placement takes that begins in one, by when a guarantee must be held, and
 * when steps of seats begin and end. In which months a placement may begin: solver/starts.h.
 */
#ifndef PLACERA_MONTHS_H
#define PLACERA_MONTHS_H

#include "solver/instance.h"

/* The slot a placement at an offer that begins in this month takes (month 0 or NONE: the first
 * step's). O(steps). */
uint32_t instance_slot(const struct instance *instance, uint32_t offer, uint32_t month);

/* The slot that counts a placement at an offer that begins in this month when all have begun: the
 * offer's or, where the child moves on, the next one's. Who stays moves on to nowhere. O(steps). */
uint32_t instance_final_slot(const struct instance *instance, uint32_t applicant, uint32_t offer,
                             uint32_t month);

/* The month by which the applicant must begin for its guarantee to be held, NONE where none falls
 * in the round. last_month: instance_last_month. O(1). */
uint32_t instance_due_month(const struct instance *instance, uint32_t applicant,
                            uint32_t last_month);

/* The month that the applicant wishes to begin in; 0 in a round without months. O(1). */
uint32_t instance_wished_month(const struct instance *instance, uint32_t applicant);

/* The node that holds the placements at an offer up to its step (0: the first). O(step). */
uint32_t instance_step_node(const struct instance *instance, uint32_t offer, uint32_t step);

/* The month in which the step ends since the next begins; false: it is the last. O(1). */
bool instance_step_end(const struct instance *instance, uint32_t offer, uint32_t step,
                       uint32_t *month);

/* The offer and the step whose node this is; false: it is a pool, or a slot without seats of its
 * own. O(steps of all offers). */
bool instance_step_of(const struct instance *instance, uint32_t node, uint32_t *offer,
                      uint32_t *step);

/* The offer at which a locked applicant takes a seat in month t (NONE: when all have begun): where
 * it is locked or has moved on to from its start on; before that its present place where seats
 * count it; else NONE. O(1). */
uint32_t instance_locked_at(const struct instance *instance, uint32_t applicant, uint32_t t);

/* Does a child that is placed at the offer move on to another one? */
bool instance_moves_on(const struct instance *instance, uint32_t applicant, uint32_t offer);

/* The month from which the seats of a school or a pool hold that end before `before` (NONE: never):
 * when its step before ends. O(crossing limits). */
uint32_t instance_step_begins(const struct instance *instance, const char *name, uint32_t before);

/* The last month that any applicant may be offered; 0 in a round without months. O(applicants). */
uint32_t instance_last_month(const struct instance *instance);

#endif
