// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Children are named where somebody has work with them, a few and by their ids, and never those
 * with a protected identity.
 */
#include "cli/summary_rules.h"

#include "solver/months.h"

#include <stdio.h>

enum { NAMED_MAX = 5, CLOSED_MAX = 10 };

struct rules {
    const struct instance *instance;
    const struct solution *solution;
    bool begun; /* a line has been printed */
};

/* An empty line before the first one. */
static void begin_line(struct rules *rules) {
    if (!rules->begun) {
        putchar('\n');
        rules->begun = true;
    }
}

/* A list of children in the making. */
struct naming {
    const struct instance *instance;
    uint32_t n, n_named;
};

static void name_child(struct naming *naming, uint32_t applicant) {
    const struct instance *instance = naming->instance;
    bool hidden =
        instance->applicant_protected != NULL && instance->applicant_protected[applicant] != 0;
    naming->n++;
    if (!hidden && naming->n_named < NAMED_MAX) {
        printf("%s%s", naming->n_named > 0 ? ", " : ": ",
               strings_get(&instance->applicant_id, applicant));
        naming->n_named++;
    }
}

static void end_naming(const struct naming *naming) {
    uint32_t more = naming->n - naming->n_named;
    if (naming->n_named > 0 && more > 0) {
        printf(" and %u more", more);
    }
    puts(".");
}

/* Second applications are counted by themselves. */
static bool is_child(const struct instance *instance, uint32_t applicant) {
    return instance_follows(instance, applicant) == NONE;
}

static void print_starts(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n_wished = 0, n_later = 0, most = 0;
    for (uint32_t a = 0; a < instance->n_applicants && solution->start != NULL; a++) {
        if (solution->start[a] != 0 && is_child(instance, a) && !instance_is_locked(instance, a)) {
            uint32_t late = solution->start[a] - instance_wished_month(instance, a);
            n_wished += late == 0 ? 1 : 0;
            n_later += late > 0 ? 1 : 0;
            most = late > most ? late : most;
        }
    }
    if (n_wished + n_later > 0) {
        begin_line(rules);
        printf("Start: %u as wished, %u later", n_wished, n_later);
        if (n_later > 0) {
            printf(" (by %u month%s at most)", most, most == 1 ? "" : "s");
        }
        puts(".");
    }
}

/* The month by which a place is owed in this round, NONE. */
static uint32_t owed_by(const struct instance *instance, uint32_t applicant, uint32_t last) {
    bool competes = is_child(instance, applicant) && !instance_is_locked(instance, applicant);
    return competes ? instance_due_month(instance, applicant, last) : NONE;
}

static bool is_broken(const struct solution *solution, uint32_t applicant, uint32_t due) {
    return due != NONE && (solution->offer[applicant] == NONE || solution->start[applicant] > due);
}

static void print_owed(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n_owed = 0, n_broken = 0, last = instance_last_month(instance);
    for (uint32_t a = 0; a < instance->n_applicants && last > 0; a++) {
        uint32_t due = owed_by(instance, a, last);
        n_owed += due != NONE ? 1 : 0;
        n_broken += is_broken(solution, a, due) ? 1 : 0;
    }
    if (n_owed == 0) {
        return;
    }
    begin_line(rules);
    printf("Owed in the round: %u place%s, ", n_owed, n_owed == 1 ? "" : "s");
    if (n_broken == 0) {
        puts("all in time.");
        return;
    }
    struct naming naming = {.instance = instance};
    printf("%u not in time", n_broken);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (is_broken(solution, a, owed_by(instance, a, last))) {
            name_child(&naming, a);
        }
    }
    end_naming(&naming);
}

static void print_present(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n = 0, n_stay = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (instance_stays_at(instance, a) != NONE) {
            n++;
            n_stay += solution->basis[a] == BASIS_CURRENT ? 1 : 0;
        }
    }
    if (n > 0) {
        begin_line(rules);
        printf("Have a place already: %u, of whom %u move and %u stay.\n", n, n - n_stay, n_stay);
    }
}

static void print_families(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n[FAMILY_BLOCKING + 1] = {0};
    bool counts = instance->policy.has_families, any = false;
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        counts |= instance->policy.objective[i].kind == OBJECTIVE_TOGETHER;
    }
    if (!counts || solution->family_outcome == NULL) {
        return;
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        n[solution->family_outcome[f]]++;
    }
    for (int outcome = FAMILY_BLOCKING; outcome >= FAMILY_NOT_PLACED; outcome--) {
        if (n[outcome] > 0) {
            begin_line(rules);
            printf("%s%u %s", any ? ", " : "Families: ", n[outcome], family_outcome_name[outcome]);
            any = true;
        }
    }
    if (any) {
        puts(".");
    }
}

static void print_followers(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n = 0, n_placed = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!is_child(instance, a)) {
            n++;
            n_placed += solution->offer[a] != NONE ? 1 : 0;
        }
    }
    if (n > 0) {
        begin_line(rules);
        printf("Applications that follow another: %u, of which %u placed.\n", n, n_placed);
    }
}

/* Does nobody begin in a group that would take several? */
static bool is_closed(const struct instance *instance, const struct solution *solution,
                      uint32_t offer) {
    bool closed = instance->offer_opens_with[offer] > 1;
    for (uint32_t a = 0; a < instance->n_applicants && closed; a++) {
        closed = solution->offer[a] != offer || solution->basis[a] == BASIS_CURRENT;
    }
    return closed;
}

/* Groups that stay closed, and whom that costs a wish. */
static void print_closed(struct rules *rules) {
    const struct instance *instance = rules->instance;
    const struct solution *solution = rules->solution;
    uint32_t n = 0;
    for (uint32_t u = 0; u < instance->n_offers && instance->offer_opens_with != NULL; u++) {
        uint32_t first = solution->reserve_start[u], end = solution->reserve_start[u + 1];
        if (first == end || !is_closed(instance, solution, u) || ++n > CLOSED_MAX) {
            continue;
        }
        struct naming naming = {.instance = instance};
        begin_line(rules);
        printf("Not opened: %s, which takes %u or more; %u would rather have had it",
               strings_get(&instance->offer_id, u), instance->offer_opens_with[u], end - first);
        for (uint32_t i = first; i < end; i++) {
            name_child(&naming, solution->reserve[i]);
        }
        end_naming(&naming);
    }
    if (n > CLOSED_MAX) {
        printf("Not opened: %u more.\n", n - CLOSED_MAX);
    }
}

void summary_rules(const struct instance *instance, const struct solution *solution) {
    struct rules rules = {.instance = instance, .solution = solution};
    print_starts(&rules);
    print_owed(&rules);
    print_present(&rules);
    print_families(&rules);
    print_followers(&rules);
    print_closed(&rules);
}
