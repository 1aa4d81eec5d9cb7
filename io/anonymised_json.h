// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The JSON files of an anonymised round. Private to io/.
 */
#ifndef PLACERA_ANONYMISED_JSON_H
#define PLACERA_ANONYMISED_JSON_H

#include "anonymise/anonymise.h"
#include "io/out.h"

/* instance.json. Errors: ERR_NO_MEMORY. */
enum err anonymised_instance_put(const struct instance *instance, struct out *out,
                                 struct error *error);

/* anonymised.json: what was done, for who gets the folder. Errors: ERR_NO_MEMORY. */
enum err anonymised_note_put(const struct anonymise_options *options, struct out *out,
                             struct error *error);

#endif
