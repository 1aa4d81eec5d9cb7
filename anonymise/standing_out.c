// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/standing_out.h"

#include <string.h>

/* Things that may be known, those that others know easily first. */
enum kind {
    KIND_GROUP,
    KIND_SIDE,
    KIND_CURRENT,
    KIND_LOCKED,
    KIND_START,
    KIND_GUARANTEE,
    KIND_BORN,
    KIND_FAMILY, /* how many siblings */
    KIND_FOLLOWS,
    KIND_ELIGIBLE,
    KIND_COLUMN, /* one for each column */
    KIND_N_WISHES,
    KIND_FIRST_WISH,
    KIND_WISHES,
    KIND_METRES,
};

struct counter {
    const struct instance *instance;
    uint64_t *one; /* [n_applicants] the fact at hand */
    uint64_t *all; /* [n_applicants] all facts so far */
    size_t mask;   /* slots less one; a power of two less one */
    struct slot {
        uint64_t hash;
        uint32_t n; /* children; 0: empty */
    } * slot;       /* [mask + 1] scratch */
};

/* splitmix64's finish (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t hash, uint64_t value) {
    uint64_t z = hash * UINT64_C(0x9e3779b97f4a7c15) + value + UINT64_C(0x632be59bd9b4e019);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t mix_value(uint64_t hash, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mix(hash, value == value ? bits : 1); /* missing is missing; no value has these bits */
}

static uint64_t hash_column(const struct instance *instance, uint32_t c, uint32_t a) {
    const struct column *column = &instance->column[c];
    uint64_t hash = 0;
    if (column->of_applicant != NULL) {
        hash = mix_value(hash, column->of_applicant[a]);
    }
    for (uint32_t w = instance->wish_start[a];
         column->of_wish != NULL && w < instance->wish_start[a + 1]; w++) {
        hash = mix_value(hash, column->of_wish[w]);
    }
    return hash;
}

static uint64_t hash_metres(const struct instance *instance, uint32_t round_m, uint32_t a) {
    uint64_t hash = 0;
    for (uint32_t d = instance->distance_start[a]; d < instance->distance_start[a + 1]; d++) {
        uint64_t metres = ((uint64_t)instance->distance_m[d] + round_m / 2) / round_m;
        hash = mix(mix(hash, instance->distance_school[d]), metres);
    }
    return hash;
}

static uint32_t n_siblings(const struct instance *instance, uint32_t a) {
    uint32_t family = instance->applicant_family[a];
    return family == NONE ? 0 : instance->family_start[family + 1] - instance->family_start[family];
}

/* One fact of one child; `which` is the column, or to how many metres. */
static uint64_t hash_fact(const struct instance *instance, enum kind kind, uint32_t which,
                          uint32_t a) {
    uint32_t first = instance->wish_start[a], end = instance->wish_start[a + 1];
    uint64_t hash = 0;
    switch (kind) {
    case KIND_GROUP:
        return instance->applicant_group[a];
    case KIND_SIDE:
        return instance->applicant_side[a];
    case KIND_CURRENT:
        return instance->applicant_current[a];
    case KIND_LOCKED:
        return instance->applicant_locked[a];
    case KIND_START:
        return instance->applicant_start[a];
    case KIND_GUARANTEE:
        return instance->applicant_guarantee[a];
    case KIND_BORN:
        return mix_value(0, instance->applicant_born[a]);
    case KIND_FAMILY:
        return n_siblings(instance, a);
    case KIND_FOLLOWS:
        return instance->applicant_follows[a] != NONE;
    case KIND_ELIGIBLE:
        return instance->applicant_eligible[a];
    case KIND_COLUMN:
        return hash_column(instance, which, a);
    case KIND_N_WISHES:
        return end - first;
    case KIND_FIRST_WISH:
        return first == end ? NONE : instance->wish_offer[first];
    case KIND_WISHES:
        for (uint32_t w = first; w < end; w++) {
            hash = mix(hash, instance->wish_offer[w]);
        }
        return hash;
    case KIND_METRES:
        return hash_metres(instance, which, a);
    }
    return 0;
}

/* How often each hash occurs: a table of slots, at most half full (open addressing). */
static void count_hashes(const struct counter *counter, const uint64_t *hash) {
    memset(counter->slot, 0, (counter->mask + 1) * sizeof *counter->slot);
    for (uint32_t a = 0; a < counter->instance->n_applicants; a++) {
        size_t at = mix(0, hash[a]) & counter->mask;
        while (counter->slot[at].n > 0 && counter->slot[at].hash != hash[a]) {
            at = (at + 1) & counter->mask;
        }
        counter->slot[at].hash = hash[a];
        counter->slot[at].n++;
    }
}

static void count_classes(const struct counter *counter, const uint64_t *hash,
                          struct classes *classes) {
    *classes = (struct classes){0};
    count_hashes(counter, hash);
    for (size_t at = 0; at <= counter->mask; at++) {
        uint32_t size = counter->slot[at].n;
        if (size == 0) {
            continue;
        }
        classes->smallest = classes->n == 0 || size < classes->smallest ? size : classes->smallest;
        classes->n++;
        classes->n_alone += size == 1 ? 1 : 0;
        classes->n_few += size < FEW ? size : 0;
    }
}

static void hash_all(const struct counter *counter, enum kind kind, uint32_t which) {
    for (uint32_t a = 0; a < counter->instance->n_applicants; a++) {
        counter->one[a] = hash_fact(counter->instance, kind, which, a);
    }
}

static void add_fact(struct standing_out *standing_out, const struct counter *counter,
                     enum kind kind, uint32_t which, const char *name) {
    struct fact *fact = &standing_out->fact[standing_out->n_facts++];
    snprintf(fact->name, sizeof fact->name, "%s", name);
    hash_all(counter, kind, which);
    for (uint32_t a = 0; a < counter->instance->n_applicants; a++) {
        counter->all[a] = mix(counter->all[a], counter->one[a]);
    }
    count_classes(counter, counter->one, &fact->by_itself);
    count_classes(counter, counter->all, &fact->with_all);
}

static void add_metres(struct standing_out *standing_out, struct counter *counter) {
    static const uint32_t to_m[ROUNDINGS] = {50, 100, 250, 500};
    uint32_t n = counter->instance->n_applicants;
    standing_out->has_metres = true;
    for (uint32_t i = 0; i < ROUNDINGS; i++) { /* before the exact ones become part of `all` */
        standing_out->rounded_to_m[i] = to_m[i];
        hash_all(counter, KIND_METRES, to_m[i]);
        count_classes(counter, counter->one, &standing_out->rounded[i]);
        for (uint32_t a = 0; a < n; a++) {
            counter->one[a] = mix(counter->all[a], counter->one[a]);
        }
        count_classes(counter, counter->one, &standing_out->rounded_with_all[i]);
    }
    add_fact(standing_out, counter, KIND_METRES, 1, "metres to schools");
}

/* Months, and what ties applications together. */
static void add_preschool(struct standing_out *standing_out, struct counter *counter) {
    const struct instance *instance = counter->instance;
    if (instance->applicant_start != NULL) {
        add_fact(standing_out, counter, KIND_START, 0, "start");
    }
    if (instance->applicant_guarantee != NULL) {
        add_fact(standing_out, counter, KIND_GUARANTEE, 0, "guarantee");
    }
    if (instance->applicant_born != NULL) {
        add_fact(standing_out, counter, KIND_BORN, 0, "birth date, as far as rules see it");
    }
    if (instance->applicant_family != NULL) {
        add_fact(standing_out, counter, KIND_FAMILY, 0, "number of siblings");
    }
    if (instance->applicant_follows != NULL) {
        add_fact(standing_out, counter, KIND_FOLLOWS, 0, "a second application");
    }
    if (instance->applicant_eligible != NULL) {
        add_fact(standing_out, counter, KIND_ELIGIBLE, 0, "a decision of eligibility");
    }
}

/* Is the column told as a fact of its own already? */
static bool is_own(const struct instance *instance, const char *name) {
    return (instance->applicant_start != NULL && strcmp(name, "start") == 0) ||
           (instance->applicant_guarantee != NULL && strcmp(name, "guarantee") == 0) ||
           (instance->applicant_born != NULL && strcmp(name, "birth_date") == 0);
}

static void add_facts(struct standing_out *standing_out, struct counter *counter) {
    const struct instance *instance = counter->instance;
    if (instance->n_groups > 0) {
        add_fact(standing_out, counter, KIND_GROUP, 0, "group");
    }
    if (instance->applicant_side != NULL) {
        add_fact(standing_out, counter, KIND_SIDE, 0, instance->policy.within);
    }
    if (instance->applicant_current != NULL) {
        add_fact(standing_out, counter, KIND_CURRENT, 0, "current place");
    }
    if (instance->applicant_locked != NULL) {
        add_fact(standing_out, counter, KIND_LOCKED, 0, "locked place");
    }
    add_preschool(standing_out, counter);
    add_fact(standing_out, counter, KIND_N_WISHES, 0, "number of wishes");
    add_fact(standing_out, counter, KIND_FIRST_WISH, 0, "first wish");
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (!is_own(instance, instance->column[c].name)) {
            add_fact(standing_out, counter, KIND_COLUMN, c, instance->column[c].name);
        }
    }
    add_fact(standing_out, counter, KIND_WISHES, 0, "all wishes");
    if (instance->distance_start != NULL) {
        add_metres(standing_out, counter);
    }
}

enum err standing_out_count(struct standing_out *standing_out, const struct instance *instance,
                            struct error *error) {
    enum { FACTS_BESIDE_COLUMNS = 14 };
    struct arena scratch = {0};
    uint32_t n = instance->n_applicants;
    *standing_out = (struct standing_out){.n_applicants = n};
    standing_out->fact =
        ARENA_ZERO(&standing_out->arena, instance->n_columns + FACTS_BESIDE_COLUMNS, struct fact);
    struct counter counter = {instance, ARENA_NEW(&scratch, n, uint64_t),
                              ARENA_ZERO(&scratch, n, uint64_t), 1, NULL};
    while (counter.mask + 1 < 2 * (size_t)n) {
        counter.mask = 2 * counter.mask + 1;
    }
    counter.slot = ARENA_NEW(&scratch, counter.mask + 1, struct slot);
    bool failed = standing_out->fact == NULL || counter.one == NULL || counter.all == NULL ||
                  counter.slot == NULL;
    if (!failed) {
        add_facts(standing_out, &counter);
    }
    arena_free(&scratch);
    return failed ? error_no_memory(error) : OK;
}

void standing_out_release(struct standing_out *standing_out) {
    arena_free(&standing_out->arena);
    *standing_out = (struct standing_out){0};
}
