// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/anonymise/same.h"

/* The old offer that a new one was. */
static uint32_t offer_was(const struct anonymised *anonymised, uint32_t offer) {
    return offer == NONE ? NONE : anonymised->offer_was[offer];
}

/* Months are moved by the same distance all of them. */
static bool same_start(const struct anonymised *anonymised, const struct instance *instance,
                       const struct solution *original, const struct solution *renamed,
                       uint32_t a) {
    if (original->start == NULL || renamed->start == NULL) {
        return original->start == renamed->start;
    }
    uint32_t was = original->start[anonymised->applicant_was[a]], is = renamed->start[a];
    return was == 0 || is == 0
               ? was == is
               : was - instance->first_month == is - anonymised->instance.first_month;
}

static bool same_applicant(const struct anonymised *anonymised, const struct solution *original,
                           const struct solution *renamed, uint32_t a, bool metres) {
    uint32_t old = anonymised->applicant_was[a];
    bool lacks = original->lacks_near != NULL && original->lacks_near[old] != 0;
    bool lacks_now = renamed->lacks_near != NULL && renamed->lacks_near[a] != 0;
    return offer_was(anonymised, renamed->offer[a]) == original->offer[old] &&
           renamed->basis[a] == original->basis[old] && renamed->wish[a] == original->wish[old] &&
           renamed->rank[a] == original->rank[old] &&
           renamed->claim_round[a] == original->claim_round[old] && lacks == lacks_now &&
           (!metres || renamed->metres[a] == original->metres[old]);
}

static bool same_offer(const struct anonymised *anonymised, const struct solution *original,
                       const struct solution *renamed, uint32_t offer) {
    uint32_t old = anonymised->offer_was[offer];
    uint32_t first = renamed->reserve_start[offer], first_old = original->reserve_start[old];
    uint32_t n = renamed->reserve_start[offer + 1] - first;
    bool same = renamed->first_wishes[offer] == original->first_wishes[old] &&
                renamed->wishes[offer] == original->wishes[old] &&
                renamed->placed[offer] == original->placed[old] &&
                renamed->cutoff_rank[offer] == original->cutoff_rank[old] &&
                n == original->reserve_start[old + 1] - first_old &&
                (renamed->price == NULL || renamed->price[offer] == original->price[old]);
    for (uint32_t i = 0; same && i < n; i++) {
        same = anonymised->applicant_was[renamed->reserve[first + i]] ==
               original->reserve[first_old + i];
    }
    return same;
}

bool same_values(const struct program_proof *original, const struct program_proof *renamed) {
    bool same = original->n_levels == renamed->n_levels;
    for (uint32_t l = 0; same && l < original->n_levels; l++) {
        same = original->level[l].value == renamed->level[l].value;
    }
    return same;
}

bool same_worth(const struct assignment_proof *original, const struct assignment_proof *renamed) {
    bool same = original->n_levels == renamed->n_levels;
    for (uint32_t l = 0; same && l < original->n_levels; l++) {
        same = original->value[l] == renamed->value[l];
    }
    return same;
}

bool same_solution(const struct anonymised *anonymised, const struct instance *was,
                   const struct solution *original, const struct solution *renamed,
                   const struct sameness *sameness, char *what, size_t size) {
    const struct instance *instance = &anonymised->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!same_applicant(anonymised, original, renamed, a, sameness->metres) ||
            !same_start(anonymised, was, original, renamed, a)) {
            snprintf(what, size, "applicant %s, once number %u",
                     strings_get(&instance->applicant_id, a), anonymised->applicant_was[a]);
            return false;
        }
    }
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        if (!same_offer(anonymised, original, renamed, i)) {
            snprintf(what, size, "offer %s, once number %u", strings_get(&instance->offer_id, i),
                     anonymised->offer_was[i]);
            return false;
        }
    }
    for (uint32_t i = 0; sameness->decided && i < instance->n_criterions + 2; i++) {
        if (original->decided[i] != renamed->decided[i]) {
            snprintf(what, size, "how often criterion %u decided (%lu, then %lu)", i,
                     (unsigned long)original->decided[i], (unsigned long)renamed->decided[i]);
            return false;
        }
    }
    snprintf(what, size, "the values of the levels");
    return same_worth(&original->proof, &renamed->proof) &&
           same_values(&original->program_proof, &renamed->program_proof) &&
           same_worth(&original->fallback_proof, &renamed->fallback_proof);
}
