// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a required guarantee cannot be held, as JSON ("placera-conflict/1").
 */
#ifndef PLACERA_CONFLICT_JSON_H
#define PLACERA_CONFLICT_JSON_H

#include "solver/conflict.h"

#include <stdio.h>

/* conflict is of the instance, and its kind is not CONFLICT_NONE. False where it could not be
 * printed whole. */
bool conflict_json(const struct instance *instance, const struct conflict *conflict, FILE *stream);

#endif
