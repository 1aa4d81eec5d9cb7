// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What became of months, owed places, present places, families, second applications and groups with
 * a least number: a line for each that the round has, nothing for the others.
 */
#ifndef PLACERA_SUMMARY_RULES_H
#define PLACERA_SUMMARY_RULES_H

#include "solver/solution.h"

void summary_rules(const struct instance *instance, const struct solution *solution);

#endif
