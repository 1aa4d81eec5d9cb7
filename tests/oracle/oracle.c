// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each rule as docs/rules.md says it, in the shortest way that is plainly right:
 *   options   wishes in order; then, in-round, the nearest offers one after the other
 *   order     criterion by criterion, two options at a time; then lottery; then id
 *   rank      one more than those of the offer that go before
 */
#include "tests/oracle/oracle.h"

#include "tests/oracle/sha256.h"

#include <math.h>
#include <string.h>

uint32_t oracle_metres(const struct instance *instance, uint32_t applicant, uint32_t school) {
    if (instance->distance_start != NULL) {
        for (uint32_t d = instance->distance_start[applicant];
             d < instance->distance_start[applicant + 1]; d++) {
            if (instance->distance_school[d] == school) {
                return instance->distance_m[d];
            }
        }
    }
    if (!instance->policy.straight_line || instance->applicant_x == NULL) {
        return METRES_UNKNOWN;
    }
    double line = hypot(instance->applicant_x[applicant] - instance->school_x[school],
                        instance->applicant_y[applicant] - instance->school_y[school]);
    return isnan(line) ? METRES_UNKNOWN : (uint32_t)(line + 0.5);
}

static uint32_t offer_metres(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    return oracle_metres(instance, applicant, instance->offer_school[offer]);
}

bool oracle_near(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    uint32_t group = instance->applicant_group[applicant];
    uint32_t metres = offer_metres(instance, applicant, offer);
    if (instance->offer_group[offer] != group || metres == METRES_UNKNOWN) {
        return false;
    }
    uint32_t limit = instance->policy.near_m[group];
    if (metres <= limit) {
        return true;
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t other = offer_metres(instance, applicant, o);
        if (instance->offer_group[o] == group && other < metres) {
            return false; /* it is not the nearest, nor within the limit */
        }
    }
    return true;
}

static bool may_fall_back(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    if (instance->offer_group[offer] != instance->applicant_group[applicant] ||
        offer_metres(instance, applicant, offer) == METRES_UNKNOWN) {
        return false;
    }
    return instance->policy.within == NULL ||
           instance->school_side[instance->offer_school[offer]] ==
               instance->applicant_side[applicant];
}

/* How many fallback offers of the applicant are nearer, equals in the order of their ids. */
static uint32_t n_nearer(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    uint32_t metres = offer_metres(instance, applicant, offer);
    uint32_t n = 0;
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t other = offer_metres(instance, applicant, o);
        int by_id =
            strcmp(strings_get(&instance->offer_id, o), strings_get(&instance->offer_id, offer));
        n += may_fall_back(instance, applicant, o) &&
             (other < metres || (other == metres && by_id < 0));
    }
    return n;
}

static bool wished(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    for (uint32_t w = instance->wish_start[applicant]; w < instance->wish_start[applicant + 1];
         w++) {
        if (instance->wish_offer[w] == offer) {
            return true;
        }
    }
    return false;
}

uint32_t oracle_fallback(const struct instance *instance, uint32_t applicant,
                         uint32_t offer[TINY_OFFERS]) {
    uint32_t n = 0;
    for (uint32_t place = 0; place < instance->n_offers && place < instance->policy.reach;
         place++) {
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            if (may_fall_back(instance, applicant, o) &&
                n_nearer(instance, applicant, o) == place && !wished(instance, applicant, o)) {
                offer[n++] = o;
            }
        }
    }
    return n;
}

uint64_t oracle_draw(const struct instance *instance, const struct oracle_option *option) {
    if (instance->wish_lottery != NULL && option->wish != NONE) {
        return instance->wish_lottery[option->wish];
    }
    if (instance->applicant_lottery != NULL) {
        return instance->applicant_lottery[option->applicant];
    }
    char text[128];
    const char *applicant = strings_get(&instance->applicant_id, option->applicant);
    int length =
        instance->policy.lottery_per_offer
            ? snprintf(text, sizeof text, "%s\n%s\n%s", instance->policy.lottery_seed, applicant,
                       strings_get(&instance->offer_id, option->offer))
            : snprintf(text, sizeof text, "%s\n%s", instance->policy.lottery_seed, applicant);
    uint32_t digest[8];
    oracle_sha256(text, (size_t)length, digest);
    return (uint64_t)digest[0] << 32 | digest[1];
}

static double own_value(const struct instance *instance, const struct oracle_option *option,
                        uint32_t column) {
    const struct column *values = &instance->column[column];
    if (values->of_wish != NULL && option->wish != NONE && !isnan(values->of_wish[option->wish])) {
        return values->of_wish[option->wish];
    }
    return values->of_applicant == NULL ? NAN : values->of_applicant[option->applicant];
}

/* Metres to the nearest other school with the offer's group, less metres to its own. */
static double relative_nearness(const struct instance *instance,
                                const struct oracle_option *option) {
    if (option->metres == METRES_UNKNOWN) {
        return -INFINITY;
    }
    double nearest = INFINITY;
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t metres = offer_metres(instance, option->applicant, o);
        if (instance->offer_group[o] == instance->offer_group[option->offer] &&
            instance->offer_school[o] != instance->offer_school[option->offer] &&
            metres != METRES_UNKNOWN && metres < nearest) {
            nearest = metres;
        }
    }
    return nearest - option->metres;
}

/* What a criterion makes of an option: a number, the smaller the better. */
static double value_of(const struct oracle *oracle, const struct criterion *criterion,
                       const struct oracle_option *option) {
    const struct instance *instance = oracle->instance;
    double own = criterion->column == NONE ? 0 : own_value(instance, option, criterion->column);
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        return instance->applicant_current == NULL ||
               instance->applicant_current[option->applicant] != option->offer;
    case CRITERION_WISH_RANK:
        return option->wish == NONE ? INFINITY : (double)option->place;
    case CRITERION_RELATIVE_NEARNESS:
        return -relative_nearness(instance, option);
    case CRITERION_ABSOLUTE_NEARNESS:
        return option->metres == METRES_UNKNOWN ? INFINITY : (double)option->metres;
    case CRITERION_FLAG:
        return isnan(own) || own == 0;
    case CRITERION_ASCENDING:
        return isnan(own) ? INFINITY : own;
    case CRITERION_DESCENDING:
        return isnan(own) ? INFINITY : -own;
    case CRITERION_LOTTERY:
    case CRITERION_STAYS:
        break; /* 64 bits do not fit a double: oracle_decider compares them itself; no list has
                  STAYS */
    }
    return 0;
}

uint32_t oracle_decider(const struct oracle *oracle, const struct oracle_option *one,
                        const struct oracle_option *two) {
    const struct instance *instance = oracle->instance;
    struct criteria list = instance->criteria[instance->offer_criteria[one->offer]];
    for (uint32_t c = list.start; c < list.start + list.n; c++) {
        const struct criterion *criterion = &instance->criterion[c];
        bool differ = criterion->kind == CRITERION_LOTTERY
                          ? one->lottery != two->lottery
                          : value_of(oracle, criterion, one) != value_of(oracle, criterion, two);
        if (differ) {
            return c;
        }
    }
    return instance->n_criterions;
}

bool oracle_before(const struct oracle *oracle, const struct oracle_option *one,
                   const struct oracle_option *two) {
    const struct instance *instance = oracle->instance;
    if (one->claimed != two->claimed) {
        return one->claimed;
    }
    uint32_t decider = oracle_decider(oracle, one, two);
    if (decider < instance->n_criterions &&
        instance->criterion[decider].kind != CRITERION_LOTTERY) {
        const struct criterion *criterion = &instance->criterion[decider];
        return value_of(oracle, criterion, one) < value_of(oracle, criterion, two);
    }
    if (one->lottery != two->lottery) {
        return one->lottery < two->lottery;
    }
    int by_id = strcmp(strings_get(&instance->applicant_id, one->applicant),
                       strings_get(&instance->applicant_id, two->applicant));
    return by_id != 0 ? by_id < 0 : one->place < two->place;
}

void oracle_compare_all(struct oracle *oracle) {
    const uint32_t *list = oracle->instance->offer_criteria;
    for (uint32_t i = 0; i < oracle->n; i++) {
        for (uint32_t j = 0; j < oracle->n; j++) {
            const struct oracle_option *one = &oracle->option[i];
            const struct oracle_option *two = &oracle->option[j];
            oracle->before[i][j] = i != j && oracle->root[one->offer] == oracle->root[two->offer] &&
                                   list[one->offer] == list[two->offer] &&
                                   oracle_before(oracle, one, two);
        }
    }
}

uint32_t oracle_rank(const struct oracle *oracle, uint32_t option) {
    if (oracle->locked[oracle->option[option].applicant]) {
        return 0;
    }
    uint32_t rank = 1;
    for (uint32_t i = 0; i < oracle->n; i++) {
        rank += oracle->option[i].offer == oracle->option[option].offer &&
                !oracle->locked[oracle->option[i].applicant] && oracle->before[i][option];
    }
    return rank;
}

static void add_option(struct oracle *oracle, uint32_t applicant, uint32_t offer, uint32_t wish) {
    const struct instance *instance = oracle->instance;
    struct oracle_option *option = &oracle->option[oracle->n];
    *option = (struct oracle_option){
        .applicant = applicant,
        .offer = offer,
        .wish = wish,
        .place = oracle->n - oracle->start[applicant],
        .metres = offer_metres(instance, applicant, offer),
        .near = instance->policy.has_near && oracle_near(instance, applicant, offer),
    };
    option->lottery = oracle_draw(instance, option);
    oracle->n++;
}

static void make_options(struct oracle *oracle) {
    const struct instance *instance = oracle->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        oracle->start[a] = oracle->n;
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            add_option(oracle, a, instance->wish_offer[w], w);
        }
        uint32_t offer[TINY_OFFERS];
        bool falls_back = instance->policy.fallback == FALLBACK_IN_ROUND && !oracle->locked[a];
        uint32_t n = falls_back ? oracle_fallback(instance, a, offer) : 0;
        for (uint32_t i = 0; i < n; i++) {
            add_option(oracle, a, offer[i], NONE);
        }
    }
    oracle->start[instance->n_applicants] = oracle->n;
}

void oracle_make(struct oracle *oracle, const struct instance *instance) {
    *oracle = (struct oracle){.instance = instance};
    memcpy(oracle->room, instance->node_seats, instance->n_nodes * sizeof oracle->room[0]);
    for (uint32_t a = 0; a < instance->n_applicants && instance->applicant_locked != NULL; a++) {
        uint32_t offer = instance->applicant_locked[a];
        oracle->locked[a] = offer != NONE;
        for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
            oracle->room[v] -= oracle->room[v] != SEATS_UNLIMITED;
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        oracle->root[o] = o;
        while (instance->node_parent[oracle->root[o]] != NONE) {
            oracle->root[o] = instance->node_parent[oracle->root[o]];
        }
    }
    make_options(oracle);
    oracle_compare_all(oracle);
}
