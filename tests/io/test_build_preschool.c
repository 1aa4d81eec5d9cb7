// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rounds with months, families and what else preschools need: the arrays of a small round, read by
 * hand; and random seats over the months, where nodes and crossing limits must hold exactly those
 * placements that fit the seats of every month as the file gives them.
 */
#include "io/loader.h"
#include "solver/months.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { JANUARY = 2027 * 12 };

static void expect_array(const char *what, const uint32_t *is, uint32_t n, const uint32_t *wanted) {
    cr_assert_not_null(is, "%s", what);
    for (uint32_t i = 0; i < n; i++) {
        cr_expect_eq(is[i], wanted[i], "%s[%u] is %u, not %u", what, i, is[i], wanted[i]);
    }
}

#define EXPECT(array, ...)                                                                         \
    expect_array(#array, instance->array,                                                          \
                 (uint32_t)(sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)),                 \
                 (uint32_t[]){__VA_ARGS__})

static const char path[] = "tests/cases/good-preschool/instance.json";

Test(build_preschool, slots_and_nodes) {
    struct loaded loaded;
    cr_assert_eq(load(path, &loaded, NULL), OK);
    const struct instance *instance = &loaded.instance;
    cr_expect_eq(instance->first_month, JANUARY);
    cr_assert_eq(instance->n_slots, 6);
    EXPECT(slot_offer, 0, 1, 2, 3, 0, 0);
    EXPECT(slot_from, JANUARY + 7, 0, JANUARY + 2, 0, JANUARY, JANUARY + 3);
    EXPECT(slot_start, 0, 3, 4, 5, 6);
    EXPECT(slot, 4, 5, 0, 1, 2, 3);
    EXPECT(offer_node, 7, 1, 2, 3);
    cr_assert_eq(instance->n_nodes, 9);
    EXPECT(node_parent, 7, 8, NONE, NONE, 6, 6, 7, 8, NONE);
    EXPECT(node_seats, SEATS_UNLIMITED, 4, 6, 2, 1, SEATS_UNLIMITED, 2, 3, 5);
    static const char *const names[] = {"U1-small",
                                        "U1-big",
                                        "U2-all",
                                        "club",
                                        "U1-small before 2027-04",
                                        "U1-small from 2027-04",
                                        "U1-small before 2027-08",
                                        "U1-small",
                                        "U1"};
    for (uint32_t i = 0; i < instance->n_nodes; i++) {
        cr_expect_str_eq(strings_get(&instance->node_name, i), names[i]);
    }
    EXPECT(school_node, 8, NONE);
    cr_assert_eq(instance->n_crossing, 2);
    EXPECT(crossing_seats, 3, 7);
    EXPECT(crossing_before, JANUARY + 7, NONE);
    EXPECT(crossing_start, 0, 2, 4);
    EXPECT(crossing_offer, 0, 1, 1, 2);
    cr_expect_str_eq(strings_get(&instance->crossing_name, 0), "U1");
    cr_expect_str_eq(strings_get(&instance->crossing_name, 1), "big");
    loaded_release(&loaded);
}

Test(build_preschool, policy_offers_and_applicants) {
    struct loaded loaded;
    cr_assert_eq(load(path, &loaded, NULL), OK);
    const struct instance *instance = &loaded.instance;
    static const enum objective_kind kinds[] = {OBJECTIVE_GUARANTEE, OBJECTIVE_PLACED,
                                                OBJECTIVE_TOGETHER,  OBJECTIVE_WISHES,
                                                OBJECTIVE_LATE,      OBJECTIVE_FOLLOWS};
    cr_expect_eq(instance->policy.late_months, 4);
    cr_expect(instance->policy.guarantee_required);
    cr_expect(instance->policy.families_required);
    cr_expect(instance->policy.families_same_offer);
    cr_assert_eq(instance->policy.n_objectives, 6);
    for (uint32_t i = 0; i < 6; i++) {
        cr_expect_eq(instance->policy.objective[i].kind, kinds[i]);
    }
    EXPECT(offer_opens_with, 0, 2, 0, 0);
    EXPECT(offer_follows_school, NONE, NONE, NONE, 0);
    EXPECT(offer_follows_offer, NONE, NONE, NONE, NONE);
    EXPECT(offer_moves_to, 1, NONE, NONE, NONE);
    cr_expect_eq(instance->offer_moves_month[0], JANUARY + 7);
    cr_expect_eq(instance->offer_moves_born[0], 20089.0, "2025-01-01");
    cr_expect_eq(memcmp(instance->offer_counts_current, "\1\0\0\0", 4), 0);
    cr_expect_eq(memcmp(instance->offer_needs_decision, "\0\0\1\0", 4), 0);
    EXPECT(applicant_start, JANUARY + 2, JANUARY, JANUARY, JANUARY + 8);
    EXPECT(applicant_guarantee, JANUARY + 4, NONE, NONE, NONE);
    EXPECT(applicant_follows, NONE, NONE, 0, NONE);
    EXPECT(applicant_family, 0, 0, NONE, NONE);
    EXPECT(family_start, 0, 2);
    EXPECT(family_member, 0, 1);
    cr_expect_eq(instance->n_families, 1);
    cr_expect_str_eq(strings_get(&instance->family_id, 0), "F");
    cr_expect_eq(memcmp(instance->applicant_eligible, "\0\1\0\0", 4), 0);
    cr_expect_eq(instance->applicant_born[0], 19875.0, "2024-06-01");
    cr_expect(isnan(instance->applicant_born[1]));
    loaded_release(&loaded);
}

/* Text that grows; too much of it ends the test. */
struct text {
    size_t used;
    char bytes[20000];
};

static void __attribute__((format(printf, 2, 3))) say(struct text *text, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int n = vsnprintf(text->bytes + text->used, sizeof text->bytes - text->used, format, values);
    va_end(values);
    text->used += (size_t)n;
    cr_assert_lt(text->used, sizeof text->bytes);
}

static void load_text(const struct text *text, struct loaded *loaded) {
    struct error error = {0};
    enum err err = load_bytes("round", text->bytes, text->used, loaded, &error);
    cr_assert_eq(err, OK, "%s: %s in %s", error.text,
                 loaded->faults.n == 0 ? "" : loaded->faults.fault[0].text, text->bytes);
}

/* Families of one, two and three, between those of none, and followers in a round without months:
 * rows in any order. */
Test(build_preschool, families_in_the_order_of_their_first) {
    struct loaded loaded;
    struct text text = {0};
    say(&text,
        "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},\"policy\":{},"
        "\"schools\":[{\"id\":\"s\"}],\"offers\":[{\"id\":\"s\",\"school\":\"s\",\"seats\":2},"
        "{\"id\":\"o\",\"school\":\"s\",\"seats\":2,\"follows\":\"s\"},"
        "{\"id\":\"p\",\"school\":\"s\",\"seats\":2,\"follows\":\"o\"}],"
        "\"tables\":{\"wishes\":[],\"applicants\":[{\"id\":\"f\",\"follows\":\"a\"},");
    static const char *const family[] = {"z", "", "one", "y", "y", "z", "y"};
    for (uint32_t i = 0; i < 7; i++) {
        say(&text, "{\"id\":\"%c\",\"family\":\"%s\"}%s", (char)('a' + i == 'f' ? 'x' : 'a' + i),
            family[i], i < 6 ? "," : "]}}");
    }
    load_text(&text, &loaded);
    const struct instance *instance = &loaded.instance;
    cr_expect_eq(instance->n_families, 2);
    EXPECT(applicant_family, NONE, 0, NONE, NONE, 1, 1, 0, 1);
    EXPECT(family_start, 0, 2, 5);
    EXPECT(family_member, 1, 6, 4, 5, 7);
    EXPECT(applicant_follows, 1, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
    cr_expect_str_eq(strings_get(&instance->family_id, 0), "z");
    cr_expect_str_eq(strings_get(&instance->family_id, 1), "y");
    EXPECT(offer_follows_school, NONE, 0, NONE);
    EXPECT(offer_follows_offer, NONE, NONE, 1);
    cr_expect_eq(instance->first_month, 0);
    cr_expect_eq(instance->n_slots, instance->n_offers);
    cr_expect_null(instance->applicant_start);
    loaded_release(&loaded);
}

/* Does a round of two offers load, the first moving children born before 2024 to the second? */
static bool loads(uint32_t seats, uint32_t seats_then, const char *child) {
    struct loaded loaded;
    struct text text = {0};
    say(&text,
        "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},"
        "\"policy\":{\"mechanism\":\"minimum-cost\"},\"schools\":[{\"id\":\"s\"}],\"offers\":["
        "{\"id\":\"o\",\"school\":\"s\",\"seats\":%u,\"counts_current\":true,\"moves\":"
        "{\"to\":\"p\",\"from\":\"2027-03\",\"born_before\":\"2024-01-01\"}},"
        "{\"id\":\"p\",\"school\":\"s\",\"seats\":%u}],\"tables\":{\"wishes\":[],"
        "\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\",\"birth_date\":\"2023-01-01\",%s}]}}",
        seats, seats_then, child);
    enum err err = load_bytes("round", text.bytes, text.used, &loaded, NULL);
    cr_expect(err == OK || loaded.faults.n == 1);
    loaded_release(&loaded);
    return err == OK;
}

/* A locked child takes a seat here, then there; who stays does not move on. */
Test(build_preschool, seats_of_those_who_are_there_in_every_month) {
    cr_expect(loads(1, 1, "\"locked\":\"o\""));
    cr_expect(!loads(0, 1, "\"locked\":\"o\""));
    cr_expect(!loads(1, 0, "\"locked\":\"o\""));
    cr_expect(loads(1, 0, "\"current\":\"o\""));
    cr_expect(!loads(0, 1, "\"current\":\"o\""));
}

/* Random seats: offers, one school over some of them, and pools over any. */
enum { OFFERS = 4, LIMITS = OFFERS + 3, MONTHS = 8, STEPS = 3 };

struct limit {
    bool is_list;
    uint32_t holds; /* bits of offers */
    uint32_t n;     /* steps; of a number one, from the first month on */
    uint32_t from[STEPS], seats[STEPS];
};

struct draw {
    uint64_t state;
};

static uint32_t draw(struct draw *from, uint32_t below) {
    from->state = from->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((from->state >> 33) % below);
}

static void draw_limit(struct draw *from, struct limit *limit) {
    limit->is_list = draw(from, 3) > 0;
    limit->n = limit->is_list ? 1 + draw(from, STEPS) : 1;
    for (uint32_t j = 0, month = 0; j < limit->n; j++) {
        month += j > 0 ? 1 + draw(from, 2) : limit->is_list ? draw(from, 2) * draw(from, 3) : 0;
        limit->from[j] = month;
        limit->seats[j] = draw(from, 5);
    }
}

/* The seats of a month. */
static uint32_t seats_of(const struct limit *limit, uint32_t month) {
    uint32_t seats = 0;
    for (uint32_t j = 0; j < limit->n; j++) {
        seats = limit->from[j] <= month ? limit->seats[j] : seats;
    }
    return seats;
}

static void say_seats(struct text *text, const struct limit *limit) {
    say(text, "\"seats\":");
    for (uint32_t j = 0; limit->is_list && j < limit->n; j++) {
        say(text, "%s{\"from\":\"2027-%02u\",\"seats\":%u}", j == 0 ? "[" : ",", limit->from[j] + 1,
            limit->seats[j]);
    }
    limit->is_list ? say(text, "]") : say(text, "%u", limit->seats[0]);
}

/* limit[0 .. OFFERS) are the offers, the next the school of the first ones, then pools. The last
 * applicant's start makes January the first month. */
static void say_round(struct text *text, const struct limit *limit) {
    *text = (struct text){0};
    say(text, "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},"
              "\"policy\":{\"mechanism\":\"minimum-cost\"},\"schools\":[{\"id\":\"s\",");
    say_seats(text, &limit[OFFERS]);
    say(text, "},{\"id\":\"t\"}],\"offers\":[");
    for (uint32_t i = 0; i < OFFERS; i++) {
        bool in_school = (limit[OFFERS].holds >> i & 1) != 0;
        say(text, "%s{\"id\":\"o%u\",\"school\":\"%s\",", i == 0 ? "" : ",", i,
            in_school ? "s" : "t");
        say_seats(text, &limit[i]);
        say(text, "}");
    }
    say(text, "],\"pools\":[");
    for (uint32_t p = OFFERS + 1; p < LIMITS; p++) {
        say(text, "%s{\"id\":\"p%u\",\"members\":[", p == OFFERS + 1 ? "" : ",", p);
        const char *comma = "";
        for (uint32_t i = 0; i < OFFERS; i++) {
            if ((limit[p].holds >> i & 1) != 0) {
                say(text, "%s\"o%u\"", comma, i);
                comma = ",";
            }
        }
        say(text, "],");
        say_seats(text, &limit[p]);
        say(text, "}");
    }
    say(text,
        "],\"tables\":{\"wishes\":[],\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\"}]}}");
}

/* placed[offer][month]: how many begin there then. Do they fit every limit in every month? */
static bool fits_months(const struct limit *limit, uint32_t placed[OFFERS][MONTHS]) {
    for (uint32_t l = 0; l < LIMITS; l++) {
        uint32_t begun = 0;
        for (uint32_t month = 0; month < MONTHS; month++) {
            for (uint32_t i = 0; i < OFFERS; i++) {
                begun += (limit[l].holds >> i & 1) != 0 ? placed[i][month] : 0;
            }
            if (begun > seats_of(&limit[l], month)) {
                return false;
            }
        }
    }
    return true;
}

/* The same as the instance has it. */
static bool fits_instance(const struct instance *instance, uint32_t placed[OFFERS][MONTHS]) {
    uint32_t taken[64] = {0}, crossing[64] = {0};
    cr_assert(instance->n_nodes <= 64 && instance->n_crossing <= 64);
    for (uint32_t i = 0; i < OFFERS; i++) {
        for (uint32_t m = 0; m < MONTHS; m++) {
            uint32_t slot = instance_slot(instance, i, JANUARY + m);
            if (placed[i][m] > 0 && instance->slot_from[slot] > JANUARY + m) {
                return false; /* before the offer's first step: never an option */
            }
            for (uint32_t v = slot; v != NONE; v = instance->node_parent[v]) {
                taken[v] += placed[i][m];
            }
            for (uint32_t c = 0; c < instance->n_crossing; c++) {
                bool counts = instance->crossing_before[c] > JANUARY + m;
                for (uint32_t k = instance->crossing_start[c]; k < instance->crossing_start[c + 1];
                     k++) {
                    crossing[c] += counts && instance->crossing_offer[k] == i ? placed[i][m] : 0;
                }
            }
        }
    }
    bool fits = true;
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        fits = fits && taken[v] <= instance->node_seats[v];
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        fits = fits && crossing[c] <= instance->crossing_seats[c];
    }
    return fits;
}

Test(build_preschool, nodes_and_limits_hold_what_fits_every_month) {
    static struct text text;
    uint32_t n_fit = 0, n_not = 0, n_crossing = 0, n_chains = 0;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        struct draw from = {seed};
        struct limit limit[LIMITS];
        struct loaded loaded;
        draw(&from, 2);
        for (uint32_t l = 0; l < LIMITS; l++) {
            limit[l].holds = l < OFFERS ? 1u << l : draw(&from, 1u << OFFERS);
            draw_limit(&from, &limit[l]);
        }
        say_round(&text, limit);
        load_text(&text, &loaded);
        n_crossing += loaded.instance.n_crossing > 0;
        n_chains += loaded.instance.n_slots > OFFERS;
        for (uint32_t k = 0; k < 50; k++) {
            uint32_t placed[OFFERS][MONTHS] = {0};
            for (uint32_t some = draw(&from, 7); some > 0; some--) {
                placed[draw(&from, OFFERS)][draw(&from, MONTHS)]++;
            }
            bool fits = fits_months(limit, placed);
            cr_assert_eq(fits_instance(&loaded.instance, placed), fits, "seed %u, %u: %s", seed, k,
                         text.bytes);
            n_fit += fits;
            n_not += !fits;
        }
        loaded_release(&loaded);
    }
    cr_expect(n_fit > 10000 && n_not > 10000, "%u fit, %u do not", n_fit, n_not);
    cr_expect(n_crossing > 1000 && n_chains > 1000, "%u crossing, %u chains", n_crossing, n_chains);
}
