// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How a tiny instance comes about: sizes first, then schools and offers, the forest of pools, the
 * policy, the applicants, what they wish, the metres, the columns, and last the locks, which must
 * find room. Every number is drawn from the one seed.
 *
 * Ties are wanted everywhere: values come from a handful, so that the next criterion, the lottery
 * and the id all get their turn.
 */
#include "tests/oracle/tiny_parts.h"

#include <math.h>

enum { MISSING_PERCENT = 15 };

void *tiny_take(struct tiny *tiny, size_t n, size_t size) {
    void *memory = arena_zalloc(&tiny->instance->arena, n, size);
    INVARIANT(memory != NULL);
    return memory;
}

char *tiny_text(struct tiny *tiny, const char *text) {
    char *copy = TAKE(tiny, strlen(text) + 1, char);
    memcpy(copy, text, strlen(text) + 1);
    return copy;
}

static void take_strings(struct tiny *tiny, struct strings *strings, uint32_t n) {
    strings->n = n;
    strings->start = TAKE(tiny, n, size_t);
    strings->bytes = TAKE(tiny, (size_t)n * ID_SIZE, char);
    for (uint32_t i = 0; i < n; i++) {
        strings->start[i] = (size_t)i * ID_SIZE;
    }
}

void tiny_names(struct tiny *tiny, struct strings *strings, uint32_t n, char letter) {
    take_strings(tiny, strings, n);
    uint32_t number[TINY_NODES + TINY_APPLICANTS];
    for (uint32_t i = 0; i < n; i++) {
        number[i] = i * 7 + 4; /* 4, 11, 18, 25: "11" goes before "4" */
    }
    random_shuffle(&tiny->random, number, n);
    for (uint32_t i = 0; i < n; i++) {
        snprintf(strings->bytes + strings->start[i], ID_SIZE, "%c%u", letter, number[i]);
    }
}

static void make_groups(struct tiny *tiny, bool needed) {
    struct instance *instance = tiny->instance;
    instance->n_groups = (needed ? 1 : below(tiny, 2)) + chance(tiny, 30);
    tiny_names(tiny, &instance->group_name, instance->n_groups, 'g');
}

static double random_coordinate(struct tiny *tiny) {
    return chance(tiny, 90) ? (double)below(tiny, 5) * 100 : NAN;
}

static void make_schools(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    uint32_t n = 1 + below(tiny, TINY_SCHOOLS);
    instance->n_schools = n;
    tiny_names(tiny, &instance->school_id, n, 's');
    tiny_names(tiny, &instance->school_name, n, 'S');
    instance->school_x = TAKE(tiny, n, double);
    instance->school_y = TAKE(tiny, n, double);
    instance->school_node = TAKE(tiny, n, uint32_t);
    for (uint32_t s = 0; s < n; s++) {
        instance->school_x[s] = random_coordinate(tiny);
        instance->school_y[s] = random_coordinate(tiny);
        instance->school_node[s] = NONE;
    }
}

static void make_offers(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    uint32_t n = 1 + rather_many(tiny, TINY_OFFERS);
    instance->n_offers = n;
    tiny_names(tiny, &instance->offer_id, n, 'o');
    instance->offer_school = TAKE(tiny, n, uint32_t);
    instance->offer_group = TAKE(tiny, n, uint32_t);
    instance->offer_criteria = TAKE(tiny, n, uint32_t);
    for (uint32_t o = 0; o < n; o++) {
        instance->offer_school[o] = below(tiny, instance->n_schools);
        bool grouped = instance->n_groups > 0 && chance(tiny, 90);
        instance->offer_group[o] = grouped ? below(tiny, instance->n_groups) : NONE;
    }
}

/* Puts a new pool over the roots marked in `member`; returns it. */
static uint32_t add_pool(struct tiny *tiny, const bool *member) {
    struct instance *instance = tiny->instance;
    uint32_t pool = instance->n_nodes++;
    for (uint32_t v = 0; v < pool; v++) {
        if (member[v] && instance->node_parent[v] == NONE) {
            instance->node_parent[v] = pool;
        }
    }
    instance->node_parent[pool] = NONE;
    instance->node_seats[pool] = below(tiny, 5);
    return pool;
}

static void add_school_pools(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        bool member[TINY_NODES] = {false};
        bool any = false;
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            member[o] = instance->offer_school[o] == s;
            any = any || member[o];
        }
        if (any && instance->n_nodes < TINY_NODES && chance(tiny, 30)) {
            instance->school_node[s] = add_pool(tiny, member);
        }
    }
}

/* Offers without seats of their own are those with a pool around them. */
static void make_forest(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    instance->n_nodes = instance->n_offers;
    enum err plain = instance_plain_slots(instance, NULL);
    INVARIANT(plain == OK);
    instance->node_parent = TAKE(tiny, TINY_NODES, uint32_t);
    instance->node_seats = TAKE(tiny, TINY_NODES, uint32_t);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        instance->node_parent[o] = NONE;
        instance->node_seats[o] = chance(tiny, 10) ? 0 : 1 + below(tiny, 3);
    }
    if (!tiny->rules->no_pools) {
        add_school_pools(tiny);
        while (instance->n_nodes < TINY_NODES && chance(tiny, 35)) {
            bool member[TINY_NODES];
            bool any = false;
            for (uint32_t v = 0; v < instance->n_nodes; v++) {
                member[v] = instance->node_parent[v] == NONE && chance(tiny, 60);
                any = any || member[v];
            }
            if (any) {
                add_pool(tiny, member);
            }
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        if (instance->node_parent[o] != NONE && chance(tiny, 25)) {
            instance->node_seats[o] = SEATS_UNLIMITED;
        }
    }
    tiny_names(tiny, &instance->node_name, instance->n_nodes, 'p');
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        memcpy(instance->node_name.bytes + instance->node_name.start[o],
               instance->offer_id.bytes + instance->offer_id.start[o], ID_SIZE);
    }
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        if (instance->school_node[s] != NONE) {
            memcpy(instance->node_name.bytes + instance->node_name.start[instance->school_node[s]],
                   instance->school_id.bytes + instance->school_id.start[s], ID_SIZE);
        }
    }
}

static void make_applicants(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    uint32_t n = 2 + rather_many(tiny, TINY_APPLICANTS - 1);
    instance->n_applicants = n;
    tiny_names(tiny, &instance->applicant_id, n, 'a');
    instance->applicant_group = TAKE(tiny, n, uint32_t);
    instance->applicant_x = TAKE(tiny, n, double);
    instance->applicant_y = TAKE(tiny, n, double);
    bool has_current = chance(tiny, 50);
    instance->applicant_current = has_current ? TAKE(tiny, n, uint32_t) : NULL;
    if (instance->policy.within != NULL) {
        instance->applicant_side = TAKE(tiny, n, uint32_t);
    }
    /* Few numbers, so that equal ones go by id. */
    instance->applicant_lottery = chance(tiny, 25) ? TAKE(tiny, n, uint64_t) : NULL;
    for (uint32_t a = 0; a < n; a++) {
        bool grouped = instance->n_groups > 0 && (instance->policy.has_near || chance(tiny, 85));
        instance->applicant_group[a] = grouped ? below(tiny, instance->n_groups) : NONE;
        instance->applicant_x[a] = random_coordinate(tiny);
        instance->applicant_y[a] = random_coordinate(tiny);
        if (has_current) {
            instance->applicant_current[a] =
                chance(tiny, 50) ? below(tiny, instance->n_offers) : NONE;
        }
        if (instance->applicant_side != NULL) {
            instance->applicant_side[a] = below(tiny, instance->n_sides);
        }
        if (instance->applicant_lottery != NULL) {
            instance->applicant_lottery[a] = below(tiny, 4) * (UINT64_MAX / 3);
        }
    }
}

static void make_wishes(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    instance->wish_start = TAKE(tiny, instance->n_applicants + 1, uint32_t);
    instance->wish_offer = TAKE(tiny, TINY_OPTIONS, uint32_t);
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        instance->wish_start[a] = n;
        uint32_t offer[TINY_OFFERS];
        uint32_t n_possible = 0;
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            if (instance->applicant_group[a] == NONE ||
                instance->applicant_group[a] == instance->offer_group[o]) {
                offer[n_possible++] = o;
            }
        }
        random_shuffle(&tiny->random, offer, n_possible);
        uint32_t length = below(tiny, n_possible + 1);
        if (chance(tiny, 40)) {
            length = n_possible;
        }
        for (uint32_t i = 0; i < length; i++) {
            instance->wish_offer[n++] = offer[i];
        }
    }
    instance->wish_start[instance->n_applicants] = n;
    instance->n_wishes = n;
    if (!tiny->mechanism->one_order && instance->policy.lottery_per_offer && chance(tiny, 25)) {
        instance->wish_lottery = TAKE(tiny, n, uint64_t);
        for (uint32_t w = 0; w < n; w++) {
            instance->wish_lottery[w] = below(tiny, 4) * (UINT64_MAX / 3);
        }
    }
}

static void make_distances(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    if (instance->policy.straight_line && chance(tiny, 40)) {
        return; /* straight lines alone */
    }
    instance->distance_start = TAKE(tiny, instance->n_applicants + 1, uint32_t);
    instance->distance_school = TAKE(tiny, TINY_APPLICANTS * TINY_SCHOOLS, uint32_t);
    instance->distance_m = TAKE(tiny, TINY_APPLICANTS * TINY_SCHOOLS, uint32_t);
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        instance->distance_start[a] = n;
        for (uint32_t s = 0; s < instance->n_schools; s++) {
            if (!chance(tiny, MISSING_PERCENT)) {
                instance->distance_school[n] = s;
                instance->distance_m[n++] = below(tiny, 7) * 100;
            }
        }
    }
    instance->distance_start[instance->n_applicants] = n;
    instance->n_distances = n;
}

static double random_value(struct tiny *tiny, uint32_t column) {
    if (column == COLUMN_COST) {
        return chance(tiny, 85) ? (double)below(tiny, 11) - 5 : NAN;
    }
    if (chance(tiny, MISSING_PERCENT)) {
        return NAN;
    }
    switch (column) {
    case COLUMN_SIBLING:
        return below(tiny, 2);
    case COLUMN_POINTS:
        return (double)below(tiny, 5) / 2 - 1;
    default:
        return 18000 + below(tiny, 4);
    }
}

/* A column stands with the applicants, with the wishes or with both. */
static void make_columns(struct tiny *tiny) {
    static const char *const name[N_COLUMNS] = {"sibling", "points", "queue_date", "cost"};
    struct instance *instance = tiny->instance;
    instance->n_columns = N_COLUMNS;
    instance->column = TAKE(tiny, N_COLUMNS, struct column);
    for (uint32_t c = 0; c < N_COLUMNS; c++) {
        struct column *column = &instance->column[c];
        column->name = tiny_text(tiny, name[c]);
        column->kind = c == COLUMN_QUEUE ? COLUMN_DATE : COLUMN_NUMBER;
        uint32_t where = tiny->mechanism->one_order ? 0 : c == COLUMN_COST ? 1 : below(tiny, 3);
        if (where != 1) {
            column->of_applicant = TAKE(tiny, instance->n_applicants, double);
            for (uint32_t a = 0; a < instance->n_applicants; a++) {
                column->of_applicant[a] = random_value(tiny, c);
            }
        }
        if (where != 0) {
            column->of_wish = TAKE(tiny, instance->n_wishes, double);
            for (uint32_t w = 0; w < instance->n_wishes; w++) {
                column->of_wish[w] = random_value(tiny, c);
            }
        }
    }
}

/* Takes a seat in the offer and in every pool around it, if there is one in each. */
static bool seat_taken(const struct instance *instance, uint32_t *left, uint32_t offer) {
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        if (left[v] == 0) {
            return false;
        }
    }
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        left[v] -= left[v] != SEATS_UNLIMITED;
    }
    return true;
}

static void make_locks(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    if (!chance(tiny, 30)) {
        return;
    }
    uint32_t left[TINY_NODES];
    memcpy(left, instance->node_seats, instance->n_nodes * sizeof left[0]);
    instance->applicant_locked = TAKE(tiny, instance->n_applicants, uint32_t);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t offer = below(tiny, instance->n_offers);
        bool own_group = instance->applicant_group[a] == instance->offer_group[offer];
        bool locked = own_group && chance(tiny, 35) && seat_taken(instance, left, offer);
        instance->applicant_locked[a] = locked ? offer : NONE;
    }
}

void tiny_make(struct instance *instance, uint64_t seed, const struct tiny_rules *rules) {
    *instance = (struct instance){0};
    struct tiny tiny = {{seed}, instance, rules, &mechanisms[mechanism_find(rules->mechanism)]};
    random_next(&tiny.random);
    bool near = rules->guarantee || chance(&tiny, 35);
    instance->name = tiny_text(&tiny, "tiny");
    instance->date = tiny_text(&tiny, "2027-03-01");
    make_groups(&tiny, near);
    make_schools(&tiny);
    make_offers(&tiny);
    make_forest(&tiny);
    tiny_criteria(&tiny);
    tiny_give_criteria(&tiny);
    tiny_policy(&tiny, near);
    make_applicants(&tiny);
    make_wishes(&tiny);
    make_distances(&tiny);
    make_columns(&tiny);
    make_locks(&tiny);
    for (uint32_t a = 0; a < instance->n_applicants; a++) { /* who may stay: tests/oracle/mixed.h */
        if (instance_stays_at(instance, a) != NONE) {
            instance->applicant_current[a] = NONE;
        }
    }
    struct error error = {0};
    if (instance_check(instance, &error) != OK) {
        tiny_print(instance, stderr);
        fprintf(stderr, "seed %llu: instance_check refuses: %s\n", (unsigned long long)seed,
                error.text);
        abort();
    }
}
