// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The metres that a rule can look at, and no others: an applicant's metres to several schools tell
 * where it lives. Those are the metres to
 *     the schools of its wishes, of its lock, and of the place that it may keep
 *     where its application follows another one, the schools of all that it may get
 *     the two nearest schools of each group among those, and of its own group
 *     the schools of its nearest offers that a fallback may use
 */
#ifndef PLACERA_METRES_H
#define PLACERA_METRES_H

#include "solver/instance.h"

/* Does any rule of the policy look at metres? */
bool metres_matter(const struct instance *instance);

/* Puts the metres into *carried, a copy of the instance's struct: distance_start, _school and _m,
 * in arena; straight lines become rows like walking metres, so that no coordinates are needed any
 * more. All of them NULL where no rule looks at metres. round_m > 0: to the nearest multiple
 * (which schools are nearest goes by the rounded metres, but for straight lines).
 * Parallel over applicants. Cost: as options_build. Errors: ERR_NO_MEMORY; ERR_INPUT where there
 * are more than 32 bits count. */
enum err metres_carry(const struct instance *instance, uint32_t round_m, struct arena *arena,
                      struct instance *carried, struct error *error);

#endif
