// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a placement means for the seats: two rounds by hand; then random walks at the desk, with the
 * children counted one by one, month by month, from tables of seats written here, and every
 * override judged by that count.
 */
#include "review/seats.h"

#include "io/month_text.h"
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAY (2027u * 12 + 4)
#define AUGUST (MAY + 3)

enum { MONTHS = 24, OFFERS_MOST = 8, LIMITS_MOST = 16, CHILDREN_MOST = 12 };

/* A limit as the instance's JSON has it: over which offers, and its seats in a month. */
struct table {
    const char *name;
    uint32_t offers;             /* bits */
    uint32_t seats[3], since[3]; /* steps; since 0: none before */
};

static const struct table house[] = {
    {"ek-F", 1, {2}, {0}},   {"ek-1", 2, {2}, {0}}, {"lind-F", 4, {2}, {0}}, {"alm-F", 8, {1}, {0}},
    {"alm-1", 16, {1}, {0}}, {"ek", 3, {3}, {0}},   {"house", 7, {4}, {0}},
};
static const struct table preschool[] = {
    {"linden-small", 1, {0, 1, 2}, {0, MAY, AUGUST}},
    {"linden-large", 2, {0, 2, 3}, {0, MAY, AUGUST}},
    {"ekan-small", 4, {0, 1}, {0, AUGUST}},
    {"ekan-large", 8, {2}, {0}},
    {"ekan-evening", 16, {1}, {0}},
    {"ekan-outdoor", 32, {0, 6}, {0, MAY}},
    {"bjorken-new", 64, {0, 5}, {0, MAY + 1}},
    {"bjorken-support", 128, {0, 1}, {0, MAY + 1}},
    {"linden", 3, {4}, {0}},
};

struct world {
    struct desk desk;
    const struct table *table;
    uint32_t n_tables, n, first;
    bool months;
    /* as the store has them */
    enum state state[CHILDREN_MOST];
    uint32_t offer[CHILDREN_MOST], month[CHILDREN_MOST];
    bool by_wish[CHILDREN_MOST]; /* neither by a person nor to stay */
    uint32_t offered[CHILDREN_MOST], offered_month[CHILDREN_MOST]; /* besides; NONE */
};

static void world_make(struct world *world, const char *name) {
    *world = (struct world){.months = strcmp(name, "preschool") == 0};
    desk_make(&world->desk, name, false);
    world->table = world->months ? preschool : house;
    world->n_tables = world->months ? 9 : 7;
    world->n = world->desk.loaded.instance.n_applicants;
    world->first = world->months ? MAY : 0;
}

static enum err read_child(void *context, const struct sql_row *row, struct error *error) {
    struct world *world = context;
    uint32_t a = sql_row_index(row, 0);
    const char *start = sql_row_text(row, 3), *basis = sql_row_text(row, 4);
    (void)error;
    cr_assert(state_find(sql_row_text(row, 1), &world->state[a]));
    world->offer[a] = sql_row_index(row, 2);
    world->month[a] = 0;
    cr_assert(start == NULL || month_parse(start, strlen(start), &world->month[a]));
    world->by_wish[a] = strcmp(basis, "current") != 0 && strcmp(basis, "override") != 0;
    const char *held = sql_row_text(row, 6);
    world->offered[a] = sql_row_index(row, 5);
    world->offered_month[a] = 0;
    cr_assert(held == NULL || month_parse(held, strlen(held), &world->offered_month[a]));
    return OK;
}

static void world_read(struct world *world) {
    struct error error = {0};
    cr_assert_eq(
        sql_each(world->desk.store.sql,
                 "SELECT child, state, offer, start, basis, offered, offered_start FROM child",
                 SQL_NONE, read_child, world, &error),
        OK);
}

/* Offers 1 and 3 of the preschool count present places; children move from 0 to 1 in August. */
static uint32_t present_of(const struct world *world, uint32_t a) {
    const uint32_t *current = world->desk.loaded.instance.applicant_current;
    return world->months && current != NULL ? current[a] : NONE;
}

static bool is_older(const struct world *world, uint32_t a) {
    static const char *const younger[] = {"siri", "tuva", "ture"};
    const char *id = strings_get(&world->desk.loaded.instance.applicant_id, a);
    bool young = false;
    for (int i = 0; i < 3; i++) {
        young |= strcmp(id, younger[i]) == 0;
    }
    return !young;
}

/* Where a child sits in month t. */
static uint32_t sits(const struct world *world, uint32_t a, uint32_t offer, uint32_t month,
                     bool by_wish, uint32_t t) {
    uint32_t present = present_of(world, a);
    if (offer == NONE || t < month || (offer == present && !by_wish)) {
        return present;
    }
    return world->months && offer == 0 && t >= AUGUST && is_older(world, a) ? 1 : offer;
}

static uint32_t sits_now(const struct world *world, uint32_t a, uint32_t t) {
    bool none = world->state[a] == STATE_RETURNED || world->state[a] == STATE_DECLINED;
    return sits(world, a, none ? NONE : world->offer[a], world->month[a], world->by_wish[a], t);
}

static uint32_t seats_in(const struct table *table, uint32_t t) {
    uint32_t seats = table->seats[0];
    for (int i = 1; i < 3 && table->since[i] != 0; i++) {
        seats = t >= table->since[i] ? table->seats[i] : seats;
    }
    return seats;
}

/* Who sits in the limit in month t but for those in `away`, bits. */
static uint32_t others_in(const struct world *world, const struct table *table, uint32_t t,
                          uint32_t away) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < world->n; a++) {
        bool gone = (away >> a & 1) != 0;
        uint32_t offer = gone ? NONE : sits_now(world, a, t);
        n += offer != NONE && (table->offers >> offer & 1) != 0 ? 1 : 0;
        bool held = world->offered[a] != NONE && t >= world->offered_month[a];
        offer = held ? sits(world, a, world->offered[a], world->offered_month[a], true, t) : NONE;
        n += offer != NONE && (table->offers >> offer & 1) != 0 ? 1 : 0;
    }
    return n;
}

/* Those of `back` keep their present places. */
static uint32_t kept_in(const struct world *world, const struct table *table, uint32_t back) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < world->n; a++) {
        uint32_t offer = (back >> a & 1) != 0 ? present_of(world, a) : NONE;
        n += offer != NONE && (table->offers >> offer & 1) != 0 ? 1 : 0;
    }
    return n;
}

/* The first month in which the limit has no seat for the child, once `displaced` have nothing new;
 * NONE: it has. */
static uint32_t first_full(const struct world *world, const struct table *table,
                           const struct placing *placing, uint32_t displaced) {
    for (uint32_t t = world->first; t < world->first + MONTHS; t++) {
        uint32_t offer = sits(world, placing->child, placing->offer, placing->month, false, t);
        if (offer != NONE && (table->offers >> offer & 1) != 0 &&
            others_in(world, table, t, displaced | 1u << placing->child) +
                    kept_in(world, table, displaced) >=
                seats_in(table, t)) {
            return t;
        }
    }
    return NONE;
}

static bool fits(const struct world *world, const struct placing *placing, uint32_t displaced) {
    bool all = true;
    for (uint32_t i = 0; i < world->n_tables; i++) {
        all &= first_full(world, &world->table[i], placing, displaced) == NONE;
    }
    return all;
}

/* What the answer says of a limit beside the count. */
static void check_limit(const struct world *world, const struct seats *seats,
                        const struct placing *placing, const struct seats_limit *limit) {
    const char *name = calendar_name(&seats->calendar, limit->limit);
    uint32_t i = 0, rights = 0, holds = 0;
    while (strcmp(world->table[i].name, name) != 0) {
        cr_assert_lt(++i, world->n_tables, "%s", name);
    }
    for (int right = 0; right < N_SEAT_RIGHTS; right++) {
        rights += limit->by_right[right];
    }
    for (int hold = 0; hold < N_SEAT_HOLDS; hold++) {
        holds += limit->by_hold[hold];
    }
    uint32_t t = limit->month;
    cr_assert_eq(limit->taken, rights);
    cr_assert_eq(limit->taken, holds);
    uint32_t others = others_in(world, &world->table[i], t, 1u << placing->child);
    cr_assert_eq(limit->taken, others, "%s in %u: %u, not %u", name, t, limit->taken, others);
    cr_assert_eq(limit->seats, seats_in(&world->table[i], t), "%s", name);
    cr_assert_eq(limit->full, limit->taken >= limit->seats);
}

/* The answer to a question beside the count. */
static bool check_answer(const struct world *world, const struct placing *placing) {
    struct seats seats;
    struct seats_answer answer;
    struct arena arena = {0};
    struct error error = {0};
    cr_assert_eq(seats_open(&seats, &((struct world *)(uintptr_t)world)->desk.store,
                            &world->desk.loaded.instance, &error),
                 OK);
    cr_assert_eq(seats_ask(&seats, placing, &arena, &answer, &error), OK);
    uint32_t n_full = 0, displaced = 0, n_here = 0;
    for (uint32_t i = 0; i < answer.n_limits; i++) {
        check_limit(world, &seats, placing, &answer.limit[i]);
        n_here += answer.limit[i].full ? 1 : 0;
    }
    for (uint32_t i = 0; i < world->n_tables; i++) {
        n_full += first_full(world, &world->table[i], placing, 0) != NONE ? 1 : 0;
    }
    bool unopened = seats_unopened(seats.instance, placing);
    cr_assert_eq(answer.n_full, n_here);
    cr_assert(unopened || (answer.n_full >= n_full && (answer.n_full == 0) == (n_full == 0)));
    bool fit;
    cr_assert_eq(seats_fit(&seats, placing, &fit, &error), OK);
    cr_assert_eq(fit, fits(world, placing, 0));
    for (uint32_t i = 0; i < answer.n_displaced; i++) {
        uint32_t a = answer.displaced[i];
        cr_assert(world->state[a] == STATE_PROPOSED && world->by_wish[a] && a != placing->child);
        cr_assert_not(fits(world, placing, displaced)); /* one more has to go */
        displaced |= 1u << a;
    }
    cr_assert_eq(answer.suffices, fits(world, placing, displaced));
    arena_free(&arena);
    seats_close(&seats);
    return fit;
}

static void walk(const char *name, uint64_t seed, uint32_t n_steps) {
    struct world world;
    const struct user anna = desk_user("anna", ROLE_APPROVER);
    struct random random = {seed};
    uint32_t n_refused = 0, n_done = 0;
    world_make(&world, name);
    for (uint32_t step = 0; step < n_steps; step++) {
        struct change change = {.child = random_below(&random, world.n)};
        enum action action = random_chance(&random, 50)
                                 ? ACTION_OVERRIDE
                                 : (enum action)random_below(&random, N_ACTIONS);
        uint32_t n_offers = world.desk.loaded.instance.n_offers;
        change.offer = random_chance(&random, 10) ? NONE : random_below(&random, n_offers);
        change.start = world.months && change.offer != NONE ? MAY + random_below(&random, 6) : 0;
        change.exceeds = random_chance(&random, 15);
        char query[80];
        snprintf(query, sizeof query, "SELECT version FROM child WHERE child = %u", change.child);
        change.version = desk_number(&world.desk, query);
        world_read(&world);
        const struct placing placing = {change.child, change.offer, change.start, false};
        bool fit = check_answer(&world, &placing);
        struct changed changed = desk_change(&world.desk, &anna, action, change, "skäl");
        if (action == ACTION_OVERRIDE &&
            (changed.refused == REFUSED_SEATS || changed.refused == REFUSED_NOT)) {
            cr_assert_eq(changed.refused == REFUSED_SEATS, !fit && !change.exceeds);
            n_refused += changed.refused == REFUSED_SEATS ? 1 : 0;
            n_done += changed.refused == REFUSED_NOT ? 1 : 0;
        }
    }
    cr_expect(n_refused > n_steps / 50 && n_done > n_steps / 50, "%u refused, %u done", n_refused,
              n_done);
    desk_audit(&world.desk);
    desk_remove(&world.desk);
}

Test(seats, random_walks_beside_a_count) {
    uint64_t n = 1 + random_instances() / 20000;
    for (uint64_t seed = 1; seed <= n; seed++) {
        walk("preschool", seed, 300);
        walk("house", seed, 300);
    }
}

/* The child's answer for an offer and a month: "fault: full limits: displaced (enough?)". */
static const char *ask(struct desk *desk, struct placing placing, char *text, size_t size) {
    struct seats seats;
    struct seats_answer answer;
    struct arena arena = {0};
    struct error error = {0};
    const struct instance *instance = &desk->loaded.instance;
    cr_assert_eq(seats_open(&seats, &desk->store, instance, &error), OK);
    cr_assert_eq(seats_ask(&seats, &placing, &arena, &answer, &error), OK);
    size_t n = (size_t)snprintf(text, size, "%s:", placing_fault_name[answer.fault]);
    for (uint32_t i = 0; i < answer.n_limits; i++) {
        char month[MONTH_TEXT_SIZE];
        month_text(answer.limit[i].month, month);
        if (answer.limit[i].full) {
            n += (size_t)snprintf(text + n, size - n, " %s %s %u/%u", month,
                                  calendar_name(&seats.calendar, answer.limit[i].limit),
                                  answer.limit[i].taken, answer.limit[i].seats);
        }
    }
    n += (size_t)snprintf(text + n, size - n, ":");
    for (uint32_t i = 0; i < answer.n_displaced; i++) {
        n += (size_t)snprintf(text + n, size - n, " %s",
                              strings_get(&instance->applicant_id, answer.displaced[i]));
    }
    for (uint32_t i = 0; i < answer.n_parted; i++) {
        n += (size_t)snprintf(text + n, size - n, " parted %s",
                              strings_get(&instance->applicant_id, answer.parted[i]));
    }
    snprintf(text + n, size - n, answer.suffices ? "" : " not enough");
    arena_free(&arena);
    seats_close(&seats);
    return text;
}

Test(seats, a_house_by_hand) {
    enum { ADA, BEA, CAI, DAN, EVA, FIA, GUS };
    enum { EK_F, EK_1, LIND_F, ALM_F, ALM_1 };
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    struct desk desk;
    char text[400];
    desk_make(&desk, "house", false);
#define ASK(...) ask(&desk, (struct placing){__VA_ARGS__, false}, text, sizeof text)
    cr_expect_str_eq(ASK(BEA, EK_F, 0), "possible: 0000-01 house 4/4: fia");
    cr_expect_str_eq(ASK(BEA, LIND_F, 0), "possible: 0000-01 lind-F 2/2 0000-01 house 4/4: fia");
    cr_expect_str_eq(ASK(BEA, ALM_F, 0), "possible: 0000-01 alm-F 1/1: cai");
    cr_expect_str_eq(ASK(DAN, ALM_1, 0), "possible: 0000-01 alm-1 1/1: eva");
    cr_expect_str_eq(ASK(FIA, EK_F, 0), "possible::"); /* it sits in the house already */
    cr_expect_str_eq(ASK(BEA, EK_1, 0), "group: 0000-01 house 4/4: fia");
    cr_expect_str_eq(ASK(ADA, NONE, 0), "possible::");
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = FIA}, NULL);
    cr_expect_str_eq(ASK(BEA, EK_F, 0), "possible: 0000-01 house 4/4: gus");
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = GUS}, NULL);
    cr_expect_str_eq(ASK(BEA, LIND_F, 0),
                     "possible: 0000-01 lind-F 2/2 0000-01 house 4/4: dan not enough");
    struct change change = {.child = BEA, .offer = LIND_F};
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, change, "skäl").refused, REFUSED_SEATS);
    change.exceeds = true;
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, change, "skäl").refused, REFUSED_NOT);
    cr_expect_str_eq(ASK(CAI, LIND_F, 0),
                     "possible: 0000-01 lind-F 3/2 0000-01 house 5/4: dan ada not enough");
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(seats, a_preschool_by_hand) {
    enum { ALVA, EBBE, GUN, SIRI, SIXTEN, SARA, TUVA, TURE, BO, DISA, DISA_EVENING };
    enum { LINDEN_SMALL, LINDEN_LARGE, EKAN_SMALL, EKAN_LARGE, EVENING, OUTDOOR, NEW, SUPPORT };
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    struct desk desk;
    char text[400];
    desk_make(&desk, "preschool", false);
    cr_expect_str_eq(ASK(GUN, LINDEN_LARGE, MAY), "possible: 2027-08 linden 4/4: ture");
    cr_expect_str_eq(ASK(TUVA, EKAN_SMALL, AUGUST), "possible::");
    cr_expect_str_eq(ASK(TUVA, EKAN_SMALL, AUGUST - 1), "early:: not enough");
    cr_expect_str_eq(ASK(GUN, EKAN_SMALL, AUGUST - 1), "unopened:: not enough");
    cr_expect_str_eq(ASK(GUN, SUPPORT, MAY + 1), "decision: 2027-06 bjorken-support 1/1: ebbe");
    /* its evening place goes with Ekan; Linden is full in August, where disa has a seat until then
     */
    cr_expect_str_eq(ASK(DISA, LINDEN_LARGE, AUGUST),
                     "possible: 2027-08 linden 4/4: ture parted disa-evening");
    cr_expect_str_eq(ASK(DISA_EVENING, EVENING, AUGUST), "possible::");
    const struct change change = {
        .child = GUN, .offer = EKAN_SMALL, .start = AUGUST - 1, .exceeds = true};
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, change, "skäl").refused, REFUSED_OFFER);
    desk_remove(&desk);
}

/* In a process of its own: puts a child there; its exit status is what became of it. */
static pid_t place_apart(const struct desk *desk, struct change change) {
    pid_t child = fork();
    if (child == 0) {
        const struct user anna = desk_user("anna", ROLE_CASEWORKER);
        struct error error = {0};
        struct store store;
        struct changed changed;
        bool done = store_open(&store, desk->path, SQL_WRITE, &error) == OK &&
                    life_change(&store, &desk->loaded.instance, &anna, ACTION_OVERRIDE, &change, 1,
                                "skäl", &changed, &error) == OK;
        _exit(done ? (int)changed.refused : N_REFUSED);
    }
    return child;
}

Test(seats, two_at_once_do_not_get_the_last_seat_both) {
    for (int round = 0; round < 10; round++) {
        const struct user anna = desk_user("anna", ROLE_CASEWORKER);
        struct desk desk;
        desk_make(&desk, "house", false);
        desk_change(&desk, &anna, ACTION_RETURN, (struct change){.child = 2},
                    "skäl"); /* alm-F is free */
        desk_close(&desk);
        pid_t one = place_apart(&desk, (struct change){.child = 1, .offer = 3});
        pid_t other = place_apart(&desk, (struct change){.child = 6, .offer = 3});
        int first, second;
        cr_assert(waitpid(one, &first, 0) == one && waitpid(other, &second, 0) == other);
        first = WEXITSTATUS(first);
        second = WEXITSTATUS(second);
        cr_expect((first == REFUSED_NOT && second == REFUSED_SEATS) ||
                      (first == REFUSED_SEATS && second == REFUSED_NOT),
                  "%d %d", first, second);
        desk_open(&desk);
        desk_audit(&desk);
        desk_remove(&desk);
    }
}
