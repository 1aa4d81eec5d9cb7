// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Stability with families, told anew from solver/joint_proposals.h by enumeration: every placement
 * of a tiny round, every joint option, every tree counted from nothing. It takes options and ranks
 * as they are (other tests answer for them) and shares nothing else with solver/.
 */
#ifndef PLACERA_TESTS_FAMILY_STABILITY_H
#define PLACERA_TESTS_FAMILY_STABILITY_H

#include "solver/solution.h"

enum { JURY_APPLICANTS = 8, JURY_NODES = 32, JURY_FAMILIES = 8 };

struct jury {
    const struct instance *instance;
    const struct options *options;
    const struct ranking *ranking;
    uint32_t room[JURY_NODES]; /* seats less those of locked applicants */
};

void jury_make(struct jury *jury, const struct instance *instance, const struct solution *solution);

/* Does nobody hold more than there is? choice [n_applicants]: options or NONE. */
bool jury_fits(const struct jury *jury, const uint32_t *choice);

/* Would its tree take this option of the applicant in the place of what it holds? */
bool jury_takes(const struct jury *jury, const uint32_t *choice, uint32_t applicant,
                uint32_t option);

/* Does an applicant for itself block the placement, or has a family what it may not have? */
bool jury_single_blocks(const struct jury *jury, const uint32_t *choice);

bool jury_family_blocks(const struct jury *jury, const uint32_t *choice, uint32_t family);

/* Does a family end together? */
bool jury_together(const struct jury *jury, const uint32_t *choice, uint32_t family);

/* Is there a placement that nothing blocks? */
bool jury_any_stable(const struct jury *jury);

#endif
