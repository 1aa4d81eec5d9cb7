// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which offers' ids must keep their order: offers that lie equally near to an applicant go by id
 * (solver/nearness.h), and the fallback takes them in that order.
 */
#ifndef PLACERA_OFFER_ORDER_H
#define PLACERA_OFFER_ORDER_H

#include "anonymise/random_order.h"
#include "solver/instance.h"

/* Adds a pair for any two offers, one after the other, that an applicant may fall back on and whose
 * ids alone decide which is nearer. Nothing where the policy has no fallback.
 * O(applicants x distances each). Errors: ERR_NO_MEMORY. */
enum err offer_order(const struct instance *instance, struct before *before, struct error *error);

#endif
