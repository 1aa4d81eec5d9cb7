// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Columns of an integer program that are no options, and lists that rows are made from.
 *
 * A family can be together at a place where each member has an option or is locked, unless more of
 * them can sit at one of its offers only than that has seats. The ways are all choices of one
 * option there for each member that is not locked.
 */
#include "verify/program.h"

struct lister {
    struct columns *columns;
    const struct checker *checker;
    struct arena *arena, *scratch;
    struct error *error;
    uint32_t n_sites;
    uint32_t *member; /* [members of the biggest family] not locked */
    uint32_t *at;     /* likewise: its option at the place */
};

uint32_t place_of(const struct instance *instance, uint32_t offer) {
    return instance->policy.families_same_offer ? offer : instance->offer_school[offer];
}

bool holds_least_number(const struct instance *instance, uint32_t offer) {
    return instance->offer_opens_with != NULL && instance->offer_opens_with[offer] > 1;
}

bool counts_for_opening(const struct checker *checker, uint32_t x) {
    const struct instance *instance = checker->instance;
    uint32_t a = checker->round.owner[x];
    return !checker->round.stays[x] && !is_locked(instance, a) &&
           instance_follows(instance, a) == NONE;
}

const struct site *site_at(const struct columns *columns, uint32_t family, uint32_t place) {
    const struct site *found = NULL;
    for (uint32_t i = columns->site_start[family]; i < columns->site_start[family + 1]; i++) {
        found = columns->site[i].place == place ? &columns->site[i] : found;
    }
    return found;
}

/* The one offer at which the applicant can take a seat at the place, and stays when all have begun;
 * NONE: there are more, or it need not take one there. */
static uint32_t only_offer(const struct checker *checker, uint32_t a, uint32_t place) {
    const struct instance *instance = checker->instance;
    const struct choices *choices = &checker->round;
    uint32_t only = NONE;
    for (uint32_t x = choices->start[a]; x < choices->start[a + 1]; x++) {
        uint32_t offer = choices->offer[x];
        if (place_of(instance, offer) != place) {
            continue;
        }
        bool seat = choices->node[x] != NONE && moves_in(instance, a, offer) == NONE;
        if (!seat || (only != NONE && only != offer)) {
            return NONE;
        }
        only = offer;
    }
    return only;
}

/* Are there more members who can sit at the place at one offer only than that one has seats? */
static bool is_too_narrow(const struct checker *checker, uint32_t family, uint32_t place) {
    const struct instance *instance = checker->instance;
    uint32_t start = instance->family_start[family], end = instance->family_start[family + 1];
    bool narrow = false;
    for (uint32_t i = start; i < end && !narrow; i++) {
        uint32_t a = instance->family_member[i], n = 0;
        uint32_t only = is_locked(instance, a) ? NONE : only_offer(checker, a, place);
        for (uint32_t j = start; j < end && only != NONE; j++) {
            uint32_t b = instance->family_member[j];
            bool same = !is_locked(instance, b) && only_offer(checker, b, place) == only;
            n += same ? 1 : 0;
        }
        narrow = only != NONE && n > checker->room[instance->offer_node[only]];
    }
    return narrow;
}

/* The next of an applicant's options at a place, from x on; NONE: no more. */
static uint32_t next_at(const struct checker *checker, uint32_t a, uint32_t place, uint32_t x) {
    const struct choices *choices = &checker->round;
    while (x < choices->start[a + 1] && place_of(checker->instance, choices->offer[x]) != place) {
        x++;
    }
    return x < choices->start[a + 1] ? x : NONE;
}

static uint32_t first_at(const struct checker *checker, uint32_t a, uint32_t place) {
    return next_at(checker, a, place, checker->round.start[a]);
}

/* In how many ways the family can be there; 0: in none; more than WAYS_MOST: one more. */
static uint32_t count_ways(const struct checker *checker, uint32_t family, uint32_t place) {
    const struct instance *instance = checker->instance;
    uint32_t ways = 1;
    for (uint32_t i = instance->family_start[family];
         i < instance->family_start[family + 1] && ways > 0; i++) {
        uint32_t a = instance->family_member[i], n = 0;
        if (is_locked(instance, a)) {
            n = place_of(instance, instance->applicant_locked[a]) == place ? 1 : 0;
        } else {
            for (uint32_t x = first_at(checker, a, place); x != NONE && n <= WAYS_MOST;
                 x = next_at(checker, a, place, x + 1)) {
                n++;
            }
        }
        ways = ways * n > WAYS_MOST ? WAYS_MOST + 1 : ways * n;
    }
    return ways > 0 && is_too_narrow(checker, family, place) ? 0 : ways;
}

/* Sites of a family from the places of its first member. */
static void list_sites(struct lister *lister, uint32_t family) {
    const struct checker *checker = lister->checker;
    const struct instance *instance = checker->instance;
    const struct choices *choices = &checker->round;
    struct columns *columns = lister->columns;
    uint32_t a = instance->family_member[instance->family_start[family]];
    bool locked = is_locked(instance, a);
    uint32_t n = locked ? 1 : choices->start[a + 1] - choices->start[a];
    columns->site_start[family] = columns->site_start[family + 1] = lister->n_sites;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t offer =
            locked ? instance->applicant_locked[a] : choices->offer[choices->start[a] + i];
        uint32_t place = place_of(instance, offer);
        uint32_t ways =
            site_at(columns, family, place) != NULL ? 0 : count_ways(checker, family, place);
        if (ways > 0) {
            uint32_t n_ways = ways > WAYS_MOST ? 0 : ways;
            columns->site[lister->n_sites++] = (struct site){place, columns->n, n_ways};
            columns->n += n_ways == 0 ? 1 : n_ways;
            columns->site_start[family + 1] = lister->n_sites;
        }
    }
}

static enum err find_sites(struct lister *lister) {
    const struct instance *instance = lister->checker->instance;
    const struct choices *choices = &lister->checker->round;
    struct columns *columns = lister->columns;
    size_t n_most = 0, n_members = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        uint32_t start = instance->family_start[f], n = instance->family_start[f + 1] - start;
        uint32_t a = instance->family_member[start];
        n_most += (size_t)choices->start[a + 1] - choices->start[a] + 1;
        n_members = n > n_members ? n : n_members;
    }
    columns->site_start = ARENA_ZERO(lister->arena, (size_t)instance->n_families + 1, uint32_t);
    columns->site = ARENA_NEW(lister->arena, n_most, struct site);
    lister->member = ARENA_NEW(lister->scratch, n_members, uint32_t);
    lister->at = ARENA_NEW(lister->scratch, n_members, uint32_t);
    if (columns->site_start == NULL || columns->site == NULL || lister->member == NULL ||
        lister->at == NULL) {
        return error_no_memory(lister->error);
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        list_sites(lister, f);
    }
    return OK;
}

/* The ways of a family at a site: members' options there, the last one's fastest. Their options
 * stand from way_start of the first way on. */
static void fill_ways(struct lister *lister, uint32_t family, const struct site *site) {
    const struct checker *checker = lister->checker;
    const struct instance *instance = checker->instance;
    struct columns *columns = lister->columns;
    uint32_t n = 0, c = site->column - columns->first_family;
    uint32_t n_columns = site->n_ways == 0 ? 1 : site->n_ways;
    for (uint32_t i = instance->family_start[family];
         site->n_ways > 0 && i < instance->family_start[family + 1]; i++) {
        uint32_t a = instance->family_member[i];
        if (!is_locked(instance, a)) {
            lister->at[n] = first_at(checker, a, site->place);
            lister->member[n++] = a;
        }
    }
    for (uint32_t way = 0; way < n_columns; way++, c++) {
        columns->way_start[c + 1] = columns->way_start[c] + n;
        for (uint32_t m = 0; m < n; m++) {
            columns->way[columns->way_start[c] + m] = lister->at[m];
        }
        for (uint32_t m = n; m-- > 0;) {
            uint32_t a = lister->member[m];
            lister->at[m] = next_at(checker, a, site->place, lister->at[m] + 1);
            if (lister->at[m] != NONE) {
                break;
            }
            lister->at[m] = first_at(checker, a, site->place);
        }
    }
}

/* All ways, and in which of them each option is. */
static enum err list_ways(struct lister *lister) {
    const struct instance *instance = lister->checker->instance;
    struct columns *columns = lister->columns;
    uint32_t n_family = columns->n - columns->first_family, n_options = columns->first_opening;
    size_t n_entries = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        size_t n_members = instance->family_start[f + 1] - instance->family_start[f];
        for (uint32_t i = columns->site_start[f]; i < columns->site_start[f + 1]; i++) {
            n_entries += n_members * columns->site[i].n_ways;
        }
    }
    columns->way_start = ARENA_ZERO(lister->arena, (size_t)n_family + 1, uint32_t);
    columns->way = ARENA_NEW(lister->arena, n_entries, uint32_t);
    uint32_t *at = ARENA_ZERO(lister->arena, (size_t)n_options + 2, uint32_t);
    columns->joint = ARENA_NEW(lister->arena, n_entries, uint32_t);
    if (columns->way_start == NULL || columns->way == NULL || at == NULL ||
        columns->joint == NULL) {
        return error_no_memory(lister->error);
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        for (uint32_t i = columns->site_start[f]; i < columns->site_start[f + 1]; i++) {
            fill_ways(lister, f, &columns->site[i]);
        }
    }
    for (uint32_t i = 0; i < columns->way_start[n_family]; i++) {
        at[columns->way[i] + 2]++;
    }
    for (uint32_t x = 0; x < n_options; x++) {
        at[x + 2] += at[x + 1];
    }
    for (uint32_t c = 0; c < n_family; c++) {
        for (uint32_t i = columns->way_start[c]; i < columns->way_start[c + 1]; i++) {
            columns->joint[at[columns->way[i] + 1]++] = columns->first_family + c;
        }
    }
    columns->joint_start = at;
    return OK;
}

/* Who sits at each offer, by option. */
static enum err list_sits(struct lister *lister) {
    const struct checker *checker = lister->checker;
    const struct choices *choices = &checker->round;
    struct columns *columns = lister->columns;
    uint32_t n_offers = checker->instance->n_offers;
    uint32_t *at = ARENA_ZERO(lister->arena, (size_t)n_offers + 2, uint32_t);
    for (int pass = 0; at != NULL && pass < 2; pass++) {
        for (uint32_t x = 0; x < choices->n; x++) {
            struct sitting sitting[3];
            const struct seat_choice choice = {choices->owner[x], choices->offer[x],
                                               choices->month[x], choices->stays[x] != 0};
            uint32_t n = is_locked(checker->instance, choice.applicant)
                             ? 0
                             : sittings_find(checker->instance, &choice, sitting);
            for (uint32_t s = 0; s < n; s++) {
                if (pass == 0) {
                    at[sitting[s].offer + 2]++;
                } else {
                    columns->sit[at[sitting[s].offer + 1]++] =
                        (struct sit){x, sitting[s].from, sitting[s].until};
                }
            }
        }
        for (uint32_t o = 0; pass == 0 && o < n_offers; o++) {
            at[o + 2] += at[o + 1];
        }
        if (pass == 0) {
            columns->sit = ARENA_NEW(lister->arena, at[n_offers + 1], struct sit);
            at = columns->sit == NULL ? NULL : at;
        }
    }
    columns->sit_start = at;
    return at == NULL ? error_no_memory(lister->error) : OK;
}

/* What the rows of least numbers are made from. */
static enum err count_openings(struct lister *lister) {
    const struct checker *checker = lister->checker;
    const struct instance *instance = checker->instance;
    struct columns *columns = lister->columns;
    columns->n_new = ARENA_ZERO(lister->arena, instance->n_offers, uint32_t);
    columns->n_locked = ARENA_ZERO(lister->arena, instance->n_offers, uint32_t);
    columns->most = ARENA_ZERO(lister->arena, instance->n_offers, uint32_t);
    if (columns->n_new == NULL || columns->n_locked == NULL || columns->most == NULL) {
        return error_no_memory(lister->error);
    }
    for (uint32_t x = 0; x < checker->round.n; x++) {
        columns->n_new[checker->round.offer[x]] += counts_for_opening(checker, x) ? 1 : 0;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (is_locked(instance, a) && instance_follows(instance, a) == NONE) {
            columns->n_locked[instance->applicant_locked[a]]++;
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t seats = instance->node_seats[instance->offer_node[o]];
        bool moves = instance->offer_moves_to != NULL && instance->offer_moves_to[o] != NONE;
        columns->most[o] = moves || columns->n_new[o] < seats ? columns->n_new[o] : seats;
    }
    return OK;
}

enum err columns_list(struct columns *columns, const struct checker *checker, struct arena *arena,
                      struct error *error) {
    struct arena scratch = {0};
    struct lister lister = {.columns = columns,
                            .checker = checker,
                            .arena = arena,
                            .scratch = &scratch,
                            .error = error};
    columns->first_opening = checker->round.n;
    columns->n = columns->first_family = checker->round.n + checker->instance->n_offers;
    enum err err = find_sites(&lister);
    if (err == OK) {
        err = list_ways(&lister);
    }
    if (err == OK) {
        err = list_sits(&lister);
    }
    if (err == OK) {
        err = count_openings(&lister);
    }
    arena_free(&scratch);
    return err;
}
