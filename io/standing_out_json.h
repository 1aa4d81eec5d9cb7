// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What anonymise reports, as JSON.
 */
#ifndef PLACERA_STANDING_OUT_JSON_H
#define PLACERA_STANDING_OUT_JSON_H

#include "anonymise/anonymise.h"
#include "anonymise/standing_out.h"

/* n_moved: NONE where it was not counted. False where it could not be printed whole. */
bool standing_out_json(const struct anonymised *anonymised, const struct anonymise_options *options,
                       const struct standing_out *standing_out, uint32_t n_moved, FILE *stream);

#endif
