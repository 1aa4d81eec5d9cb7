// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From elements that do not fit together to some of them of which none can be left out, by asking
 * whether parts fit. Whatever asks must be monotone: what fits, fits without any one element.
 */
#ifndef PLACERA_CONFLICT_FILTER_H
#define PLACERA_CONFLICT_FILTER_H

#include "solver/arena.h"
#include "solver/error.h"

#include <stdint.h>

/* Do the elements with in[i] = 1 fit together? To say yes where that is not known leaves more
 * elements than needed, never fewer. */
typedef enum err conflict_test(void *context, const uint8_t *in, bool *fits, struct error *error);

/* in [n]: elements that do not fit together; afterwards those of them, among first .. end - 1, that
 * are needed for that, the others of that range 0; elements outside of it stay as they are. About
 * 2 k log2 (n / k) + 2 k tests for k that are needed. Errors: ERR_NO_MEMORY and the test's. */
enum err conflict_filter(uint8_t *in, uint32_t first, uint32_t end, conflict_test *test,
                         void *context, struct arena *scratch, struct error *error);

#endif
