// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a required guarantee cannot be held, in words that a caseworker can act on: the children and
 * where each could be in time, the units and their seats, how many there are of both, what would
 * help.
 */
#ifndef PLACERA_CONFLICT_WORDS_H
#define PLACERA_CONFLICT_WORDS_H

#include "explain/words.h"
#include "solver/conflict.h"

/* Writes the text to words->out, from its beginning. conflict is of the instance, and its kind is
 * not CONFLICT_NONE. Errors: ERR_NO_MEMORY. */
enum err conflict_words(struct words *words, const struct instance *instance,
                        const struct conflict *conflict, const struct language *language,
                        struct error *error);

#endif
