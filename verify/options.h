// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What options are made of. Private to options.c and choices.c.
 */
#ifndef PLACERA_VERIFY_OPTIONS_H
#define PLACERA_VERIFY_OPTIONS_H

#include "verify/checker.h"

/* Which offers a school has. */
struct schools {
    const struct instance *instance;
    uint32_t *start; /* [n_schools + 1] */
    uint32_t *offer; /* [n_offers] */
};

enum err schools_list(struct schools *schools, const struct instance *instance, struct arena *arena,
                      struct error *error);

/* The fallback offers of one applicant. */
struct candidates {
    const struct instance *instance;
    const struct schools *schools;
    uint32_t n;
    uint32_t *offer;   /* [n_offers] */
    uint32_t *metres;  /* [n_offers] by offer */
    uint32_t *scratch; /* [n_offers] */
    uint32_t *ends;    /* [n_offers + 1] where one who is followed may end (choices.c) */
};

/* Fills candidates with the applicant's fallback offers, in order. */
void fallback_find(struct candidates *candidates, uint32_t a);

/* Near limits, near options and relative nearness of the round's options. */
enum err nearness_derive(struct checker *checker, const struct schools *schools,
                         struct error *error);

#endif
