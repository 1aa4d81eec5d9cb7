// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/conflict.h"

#include "solver/conflict_filter.h"
#include "solver/solution.h"
#include "tests/oracle/many.h"
#include "tests/oracle/random.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <omp.h>
#include <string.h>

/* conflict_filter against hidden sets that do not fit. */

enum { ELEMENTS = 12, HIDDEN = 4 };

struct hidden {
    uint32_t set[HIDDEN];
    uint32_t n;
    uint32_t n_asked;
};

static bool hidden_fits(const struct hidden *hidden, uint32_t elements) {
    bool fits = true;
    for (uint32_t i = 0; i < hidden->n; i++) {
        fits = fits && (hidden->set[i] & elements) != hidden->set[i];
    }
    return fits;
}

static enum err ask_hidden(void *context, const uint8_t *in, bool *fits, struct error *error) {
    struct hidden *hidden = context;
    uint32_t elements = 0;
    (void)error;
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        elements |= (uint32_t)in[i] << i;
    }
    hidden->n_asked++;
    *fits = hidden_fits(hidden, elements);
    return OK;
}

Test(conflict, filter_leaves_what_is_needed) {
    for (uint64_t seed = 0; seed < 20000; seed++) {
        struct random random = {seed};
        struct arena arena = {NULL};
        struct hidden hidden = {.n = 1 + random_below(&random, HIDDEN)};
        uint8_t in[ELEMENTS];
        uint32_t left = 0;
        for (uint32_t i = 0; i < hidden.n; i++) {
            hidden.set[i] = 1 + random_below(&random, (1u << ELEMENTS) - 1);
        }
        memset(in, 1, sizeof in);
        cr_assert_eq(conflict_filter(in, 0, 7, ask_hidden, &hidden, &arena, NULL), OK);
        cr_assert_eq(conflict_filter(in, 7, ELEMENTS, ask_hidden, &hidden, &arena, NULL), OK);
        for (uint32_t i = 0; i < ELEMENTS; i++) {
            left |= (uint32_t)in[i] << i;
        }
        cr_assert_not(hidden_fits(&hidden, left), "seed %" PRIu64, seed);
        for (uint32_t i = 0; i < ELEMENTS; i++) {
            cr_assert(in[i] == 0 || hidden_fits(&hidden, left & ~(1u << i)), "seed %" PRIu64, seed);
        }
        arena_free(&arena);
    }
}

/* Conflicts of tiny rounds against every placement there is. */

struct question {
    const struct instance *instance;
    struct options options;
    uint32_t room[TINY_NODES];
    uint32_t claims;                    /* bits of applicants whose claims are to be met */
    uint32_t nodes, families, openings; /* bits of the rules that bind */
    uint32_t choice[TINY_APPLICANTS];
    uint32_t load[TINY_NODES];
};

static bool has_claim(const struct instance *instance, uint32_t a) {
    bool due = instance->applicant_guarantee[a] == 0;
    return !instance_is_locked(instance, a) && (due || instance_stays_at(instance, a) != NONE);
}

static bool stays(const struct question *question, uint32_t k) {
    return question->options.stays != NULL && question->options.stays[k] != 0;
}

/* At which school an applicant ends, NONE; *newly: by this round. */
static uint32_t school_of(const struct question *question, uint32_t a, bool *newly) {
    const struct instance *instance = question->instance;
    uint32_t k = question->choice[a];
    *newly = k != NONE && !stays(question, k);
    if (instance_is_locked(instance, a)) {
        return instance->offer_school[instance->applicant_locked[a]];
    }
    return k == NONE ? NONE : instance->offer_school[question->options.offer[k]];
}

static bool family_keeps(const struct question *question, uint32_t f) {
    const struct instance *instance = question->instance;
    bool together = true, any_new = false, newly;
    uint32_t first =
        school_of(question, instance->family_member[instance->family_start[f]], &newly);
    for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
        uint32_t school = school_of(question, instance->family_member[i], &newly);
        together = together && school != NONE && school == first;
        any_new |= newly;
    }
    return together || !any_new;
}

static bool opening_keeps(const struct question *question, uint32_t u) {
    const struct instance *instance = question->instance;
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t k = question->choice[a];
        n += instance_is_locked(instance, a)
                 ? instance->applicant_locked[a] == u
                 : k != NONE && !stays(question, k) && question->options.offer[k] == u;
    }
    return n == 0 || n >= instance->offer_opens_with[u];
}

static bool all_kept(const struct question *question) {
    const struct instance *instance = question->instance;
    bool kept = true;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        kept = kept && ((question->families >> f & 1) == 0 || family_keeps(question, f));
    }
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        kept = kept && ((question->openings >> u & 1) == 0 || opening_keeps(question, u));
    }
    return kept;
}

static bool try_from(struct question *question, uint32_t a) {
    const struct instance *instance = question->instance;
    if (a == instance->n_applicants) {
        return all_kept(question);
    }
    const struct options *options = &question->options;
    bool found = false;
    question->choice[a] = NONE;
    if ((question->claims >> a & 1) == 0 && try_from(question, a + 1)) {
        return true;
    }
    for (uint32_t k = options->start[a]; !found && k < options->start[a + 1]; k++) {
        bool room = true;
        for (uint32_t v = options->node[k]; v != NONE; v = instance->node_parent[v]) {
            room =
                room && ((question->nodes >> v & 1) == 0 || question->room[v] == SEATS_UNLIMITED ||
                         question->load[v] < question->room[v]);
            question->load[v]++;
        }
        question->choice[a] = k;
        found = room && !instance_is_locked(instance, a) && try_from(question, a + 1);
        for (uint32_t v = options->node[k]; v != NONE; v = instance->node_parent[v]) {
            question->load[v]--;
        }
    }
    question->choice[a] = found ? question->choice[a] : NONE;
    return found;
}

static bool fits(struct question *question, uint32_t claims, uint32_t nodes, uint32_t families,
                 uint32_t openings) {
    question->claims = claims;
    question->nodes = nodes;
    question->families = families;
    question->openings = openings;
    return try_from(question, 0);
}

/* A tiny round with a guarantee, and perhaps families and least numbers. */
static void make(struct instance *instance, uint64_t seed) {
    struct tiny_rules rules = {.mechanism = "minimum-cost"};
    struct random random = {seed ^ UINT64_C(0x5eed)};
    tiny_make(instance, seed, &rules);
    struct arena *arena = &instance->arena;
    uint32_t n = instance->n_applicants;
    instance->policy.guarantee_required = true;
    instance->applicant_guarantee = ARENA_NEW(arena, n, uint32_t);
    for (uint32_t a = 0; a < n; a++) {
        instance->applicant_guarantee[a] = random_chance(&random, 70) ? 0 : NONE;
    }
    if (n >= 4 && random_chance(&random, 50)) {
        instance->policy.families_required = random_chance(&random, 80);
        instance->n_families = 2;
        instance->family_start = ARENA_NEW(arena, 3, uint32_t);
        instance->family_member = ARENA_NEW(arena, 4, uint32_t);
        instance->applicant_family = ARENA_NEW(arena, n, uint32_t);
        for (uint32_t i = 0; i < 4; i++) {
            instance->family_member[i] = i;
            instance->family_start[i / 2] = i / 2 * 2;
        }
        instance->family_start[2] = 4;
        for (uint32_t a = 0; a < n; a++) {
            instance->applicant_family[a] = a < 4 ? a / 2 : NONE;
        }
        static size_t start[] = {0, 2};
        static char ids[] = "F\0G";
        instance->family_id = (struct strings){2, start, ids};
    }
    if (random_chance(&random, 40)) {
        instance->offer_opens_with = ARENA_ZERO(arena, instance->n_offers, uint32_t);
        for (uint32_t u = 0; u < instance->n_offers; u++) {
            instance->offer_opens_with[u] = random_below(&random, 4);
        }
    }
}

/* Which rules a conflict names, as bits of the question. */
static void named(const struct question *question, const struct conflict *conflict, uint32_t *nodes,
                  uint32_t *families, uint32_t *openings) {
    const struct instance *instance = question->instance;
    *nodes = *families = *openings = 0;
    for (uint32_t i = 0; i < conflict->n_units; i++) {
        const struct conflict_unit *unit = &conflict->unit[i];
        *families |= unit->kind == CONFLICT_FAMILY ? 1u << unit->index : 0;
        *openings |= unit->kind == CONFLICT_OPENS ? 1u << unit->index : 0;
        *nodes |= unit->kind == CONFLICT_OFFER ? 1u << unit->index : 0;
        *nodes |= unit->kind == CONFLICT_SCHOOL ? 1u << instance->school_node[unit->index] : 0;
        for (uint32_t v = instance->n_slots; unit->kind == CONFLICT_POOL && v < instance->n_nodes;
             v++) {
            *nodes |= strcmp(strings_get(&instance->node_name, v), unit->name) == 0 ? 1u << v : 0;
        }
    }
}

/* Nothing in it can be left out; and it is a conflict. */
static bool is_tight(struct question *question, const struct conflict *conflict) {
    uint32_t set = 0, nodes, families, openings;
    named(question, conflict, &nodes, &families, &openings);
    for (uint32_t i = 0; i < conflict->n_children; i++) {
        set |= 1u << conflict->child[i];
    }
    bool tight = !fits(question, set, nodes, families, openings);
    for (uint32_t bit = 0; bit < 32; bit++) {
        uint32_t one = 1u << bit;
        tight =
            tight && ((set & one) == 0 || fits(question, set & ~one, nodes, families, openings));
        tight =
            tight && ((nodes & one) == 0 || fits(question, set, nodes & ~one, families, openings));
        tight = tight &&
                ((families & one) == 0 || fits(question, set, nodes, families & ~one, openings));
        tight = tight &&
                ((openings & one) == 0 || fits(question, set, nodes, families, openings & ~one));
    }
    return tight;
}

/* The fewest claims that seats alone cannot meet; 0: they can meet all. */
static uint32_t fewest(struct question *question, uint32_t claims) {
    uint32_t least = 0;
    for (uint32_t set = claims; set != 0; set = (set - 1) & claims) {
        uint32_t n = (uint32_t)__builtin_popcount(set);
        if ((least == 0 || n < least) && !fits(question, set, ~0u, 0, 0)) {
            least = n;
        }
    }
    return least;
}

static bool is_right(struct question *question, enum err err, const struct conflict *conflict) {
    const struct instance *instance = question->instance;
    uint32_t claims = 0, openings = 0;
    uint32_t families = instance->policy.families_required ? (1u << instance->n_families) - 1 : 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        claims |= has_claim(instance, a) ? 1u << a : 0;
    }
    for (uint32_t u = 0; instance->offer_opens_with != NULL && u < instance->n_offers; u++) {
        openings |= instance->offer_opens_with[u] > 1 ? 1u << u : 0;
    }
    if (fits(question, claims, ~0u, families, openings)) {
        return err == OK && conflict->kind == CONFLICT_NONE;
    }
    uint32_t least = fewest(question, claims);
    if (err != ERR_NO) {
        return false;
    }
    if (least > 0) {
        return conflict->kind == CONFLICT_SEATS && conflict->n_children == least &&
               is_tight(question, conflict);
    }
    return fits(question, 0, ~0u, families, openings)
               ? conflict->kind == CONFLICT_RULES && conflict->size == CONFLICT_IRREDUCIBLE &&
                     is_tight(question, conflict)
               : true; /* no placement at all keeps the rules, whatever is owed */
}

static void check(uint64_t seed, uint32_t n_kinds[3]) {
    struct instance instance;
    struct arena arena = {NULL};
    struct solution solution;
    struct conflict conflict = {.kind = CONFLICT_NONE};
    struct error error = {0};
    make(&instance, seed);
    struct question question = {.instance = &instance};
    cr_assert_eq(options_build(&question.options, &instance, &arena, NULL), OK);
    instance_room(&instance, question.room);
    struct solve_options options = {.prove = PROVE_DUAL, .conflict = &conflict};
    enum err err = solve(&instance, &options, &solution, &error);
    if (!is_right(&question, err, &conflict)) {
        tiny_print(&instance, stderr);
        cr_assert_fail("seed %" PRIu64 ": %d %s, kind %d, %u children, %u units", seed, (int)err,
                       error.text, (int)conflict.kind, conflict.n_children, conflict.n_units);
    }
    n_kinds[conflict.kind]++;
    if (err == OK) {
        solution_release(&solution);
    }
    conflict_release(&conflict);
    arena_free(&arena);
    instance_release(&instance);
}

ParameterizedTestParameters(conflict, tiny_rounds) {
    static int parts[MANY_PARTS];
    for (int i = 0; i < MANY_PARTS; i++) {
        parts[i] = i;
    }
    return cr_make_param_array(int, parts, MANY_PARTS, NULL);
}

ParameterizedTest(const int *part, conflict, tiny_rounds) {
    uint64_t n = random_instances() / 10;
    uint32_t n_kinds[3] = {0};
    omp_set_num_threads(1);
    for (uint64_t seed = 1 + (uint64_t)*part; seed <= n; seed += MANY_PARTS) {
        check(seed, n_kinds);
    }
    cr_expect(n < 10000 || (n_kinds[CONFLICT_NONE] > 100 && n_kinds[CONFLICT_SEATS] > 100 &&
                            n_kinds[CONFLICT_RULES] > 20),
              "none %u, seats %u, rules %u: too few of a kind", n_kinds[0], n_kinds[1], n_kinds[2]);
}
