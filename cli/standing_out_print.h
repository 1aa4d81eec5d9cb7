// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What anonymise reports, for a person who must decide whether the folder may be handed out.
 */
#ifndef PLACERA_STANDING_OUT_PRINT_H
#define PLACERA_STANDING_OUT_PRINT_H

#include "anonymise/anonymise.h"
#include "anonymise/standing_out.h"

/* n_moved: how many are placed elsewhere where metres were rounded. */
void standing_out_print(const char *dir, const struct anonymised *anonymised,
                        const struct anonymise_options *options,
                        const struct standing_out *standing_out, uint32_t n_moved);

#endif
