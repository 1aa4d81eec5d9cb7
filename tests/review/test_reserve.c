// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reserve lists: as the run wrote them while nothing has changed; then, after random work, beside a
 * plain telling of who would rather be where; and a seat that goes from one child to the next.
 */
#include "review/reserve.h"

#include "explain/text.h"
#include "review/letters.h"
#include "review/rerun.h"
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>

enum { CHILDREN_MOST = 64, WISHES_MOST = 16, OFFERS_MOST = 64 };

static const char *const names[] = {"preschool", "house", "guarantee", "two-wishes",
                                    "queue",     "river", "assignment"};
enum { N_NAMES = sizeof names / sizeof names[0] };

/* "offer child, ..." in the lists' order. */
struct list {
    uint32_t n, offer[CHILDREN_MOST * WISHES_MOST], child[CHILDREN_MOST * WISHES_MOST];
};

static enum err add_row(void *context, const struct sql_row *row, struct error *error) {
    struct list *list = context;
    (void)error;
    cr_assert_lt(list->n, (uint32_t)CHILDREN_MOST * WISHES_MOST);
    list->offer[list->n] = sql_row_index(row, 0);
    list->child[list->n++] = sql_row_index(row, 1);
    return OK;
}

static void read_list(struct desk *desk, const char *query, struct list *list) {
    struct error error = {0};
    list->n = 0;
    cr_assert_eq(sql_each(desk->store.sql, query, SQL_NONE, add_row, list, &error), OK, "%s",
                 error.text);
}

static void read_reserve(struct desk *desk, struct list *list) {
    read_list(desk, "SELECT offer, child FROM reserve ORDER BY offer, turn", list);
}

Test(reserve, lists_are_the_runs_while_nothing_has_changed) {
    static struct list list;
    for (int i = 0; i < N_NAMES; i++) {
        struct desk desk;
        desk_make(&desk, names[i], false);
        read_reserve(&desk, &list);
        cr_assert_eq(list.n, desk.read.reserve.n, "%s: %u, not %u", names[i], list.n,
                     desk.read.reserve.n);
        for (uint32_t k = 0; k < list.n; k++) {
            cr_expect(list.offer[k] == desk.read.reserve.offer[k] &&
                          list.child[k] == desk.read.reserve.applicant[k],
                      "%s: row %u", names[i], k);
        }
        desk_remove(&desk);
    }
}

struct stand {
    bool declined;
    uint32_t offer, offered;
};

static enum err add_stand(void *context, const struct sql_row *row, struct error *error) {
    struct stand *stand = (struct stand *)context + sql_row_whole(row, 0);
    (void)error;
    stand->offer = sql_row_index(row, 1);
    stand->offered = sql_row_index(row, 2);
    stand->declined = strcmp(sql_row_text(row, 3), "declined") == 0;
    return OK;
}

/* Who has passed where: bits of offers, as the walk did it. */
static uint64_t passed[CHILDREN_MOST];

static bool waits(const struct desk *desk, const struct stand *stand, uint32_t a, uint32_t offer) {
    const struct instance *instance = &desk->loaded.instance;
    if (stand->declined || stand->offer == offer || (passed[a] >> offer & 1) != 0) {
        return false;
    }
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        if (instance->wish_offer[w] == stand->offer) {
            return false;
        }
        if (instance->wish_offer[w] == offer) {
            return true;
        }
    }
    return false;
}

/* The lists beside all children, each in the place that its first list of all gave it. */
static void check_lists(struct desk *desk, const struct list *turns) {
    static struct list list;
    struct error error = {0};
    struct stand stand[CHILDREN_MOST];
    uint32_t n = 0, next[OFFERS_MOST];
    memset(next, 0xFF, sizeof next);
    cr_assert_eq(sql_each(desk->store.sql, "SELECT child, offer, offered, state FROM child",
                          SQL_NONE, add_stand, stand, &error),
                 OK);
    read_reserve(desk, &list);
    for (uint32_t k = 0; k < turns->n; k++) {
        uint32_t a = turns->child[k], offer = turns->offer[k];
        if (!waits(desk, &stand[a], a, offer)) {
            continue;
        }
        cr_assert(n < list.n && list.offer[n] == offer && list.child[n] == a,
                  "child %u should wait for %u as row %u", a, offer, n);
        next[offer] = next[offer] == NONE && stand[a].offered != offer ? a : next[offer];
        n++;
    }
    cr_assert_eq(n, list.n);
    for (uint32_t offer = 0; offer < desk->loaded.instance.n_offers; offer++) {
        uint32_t is;
        cr_assert_eq(reserve_next(&desk->store, offer, &is, &error), OK);
        cr_assert_eq(is, next[offer]);
    }
}

static void walk(const char *name, uint64_t seed, uint32_t *n_offered) {
    static struct list turns;
    const struct user bo = desk_user("bo", ROLE_APPROVER);
    struct random random = {seed};
    struct desk desk;
    desk_make(&desk, name, false);
    desk_decide_all(&desk);
    const struct instance *instance = &desk.loaded.instance;
    memset(passed, 0, sizeof passed);
    read_list(&desk, "SELECT offer, child FROM wish WHERE turn IS NOT NULL ORDER BY offer, turn",
              &turns);
    for (uint32_t step = 0; step < 120; step++) {
        struct change change = {.child = random_below(&random, instance->n_applicants)};
        enum action action = (enum action)random_below(&random, N_ACTIONS);
        const char *reason = random_chance(&random, 50) ? "skäl" : NULL;
        struct error error = {0};
        uint32_t next;
        change.offer = random_below(&random, instance->n_offers);
        cr_assert_eq(reserve_next(&desk.store, change.offer, &next, &error), OK);
        change.child = next != NONE && random_chance(&random, 50) ? next : change.child;
        change.start =
            instance_has_months(instance) ? instance->first_month + random_below(&random, 6) : 0;
        change.exceeds = random_chance(&random, 20);
        char query[80];
        snprintf(query, sizeof query, "SELECT version FROM child WHERE child = %u", change.child);
        change.version = desk_number(&desk, query);
        snprintf(query, sizeof query, "SELECT offered FROM child WHERE child = %u", change.child);
        int64_t offered = desk_number(&desk, query);
        enum refused refused = desk_change(&desk, &bo, action, change, reason).refused;
        if (refused == REFUSED_NOT && action == ACTION_PASS) {
            passed[change.child] |= (uint64_t)1 << offered;
        }
        if (refused == REFUSED_NOT && action == ACTION_OFFER) {
            cr_assert(reason != NULL || (next == change.child && !change.exceeds));
            (*n_offered)++;
        }
        check_lists(&desk, &turns);
    }
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(reserve, random_work_beside_a_plain_telling) {
    uint64_t n = 4 + random_instances() / 20000;
    uint32_t n_offered = 0;
    for (uint64_t seed = 1; seed <= n; seed++) {
        for (int i = 0; i < N_NAMES; i++) {
            walk(names[i], seed, &n_offered);
        }
    }
    cr_expect_gt(n_offered, 20);
}

static enum refused act(struct desk *desk, enum role role, enum action action, struct change change,
                        const char *reason) {
    const struct user user = desk_user("eva", role);
    char query[80];
    snprintf(query, sizeof query, "SELECT version FROM child WHERE child = %u", change.child);
    change.version = desk_number(desk, query);
    return desk_change(desk, &user, action, change, reason).refused;
}

static enum err keep(void *context, const struct letter_case *about, const struct text *html,
                     struct error *error) {
    (void)about, (void)error;
    text_puts(context, html->bytes);
    return OK;
}

/* All three texts stand in the child's letter. */
static void letter_says(struct desk *desk, uint32_t child, const char *one, const char *two,
                        const char *three) {
    const struct letters letters = {&desk->store, language_find("en"), child};
    struct text html = {0};
    struct error error = {0};
    cr_assert_eq(letters_each(&letters, keep, &html, &error), OK, "%s", error.text);
    cr_assert(html.bytes != NULL);
    cr_expect(strstr(html.bytes, one) != NULL, "%s", one);
    cr_expect(strstr(html.bytes, two) != NULL, "%s", two);
    cr_expect(strstr(html.bytes, three) != NULL, "%s", three);
    text_release(&html);
}

Test(reserve, a_seat_that_is_offered_is_kept_from_a_run) {
    enum { BEA = 1, CAI = 2, GUS = 6, ALM_F = 3 };
    const struct solve_options options = {0};
    const struct rerun asked = {.by = "test", .options = &options};
    struct error error = {0};
    for (int held = 0; held < 2; held++) { /* without the offer, who returned gets the seat */
        struct desk desk;
        desk_make(&desk, "house", false);
        const struct change gus = {.child = GUS}, bea = {.child = BEA, .offer = ALM_F};
        cr_assert_eq(act(&desk, ROLE_CASEWORKER, ACTION_RETURN, gus, "skäl"), REFUSED_NOT);
        desk_decide_all(&desk);
        cr_assert_eq(
            act(&desk, ROLE_CASEWORKER, ACTION_DECLINE, (struct change){.child = CAI}, NULL),
            REFUSED_NOT);
        if (held != 0) {
            cr_assert_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, "skäl"), REFUSED_NOT);
        }
        cr_assert_eq(rerun(&desk.store, &asked, NULL, NULL, &error), OK, "%s: %s", error.place,
                     error.text);
        cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM proposal WHERE run = 2"), 7);
        cr_expect_eq(desk_number(&desk, "SELECT offer = 3 FROM child WHERE child = 6"), 1 - held);
        desk_audit(&desk);
        if (held != 0) {
            cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_TAKE, bea, NULL), REFUSED_NOT);
            desk_audit(&desk);
        }
        desk_remove(&desk);
    }
}

Test(reserve, a_seat_goes_from_one_to_the_next) {
    enum { ADA, BEA, CAI, DAN, EVA, FIA, GUS };
    enum { EK_F, EK_1, LIND_F, ALM_F, ALM_1 };
    struct desk desk;
    struct error error = {0};
    uint32_t next;
    desk_make(&desk, "house", false);
    desk_decide_all(&desk);
    const struct change who = {.child = CAI}; /* has the only seat at alm-F */
    cr_assert_eq(desk.read.proposals.offer[CAI], ALM_F);
    int64_t had = desk_number(&desk, "SELECT count(*) FROM reserve WHERE offer = 3");
    cr_assert_eq(reserve_next(&desk.store, ALM_F, &next, &error), OK);
    cr_assert(had > 0 && next == BEA, "%ld wait, %u first", (long)had, next);
    const struct change bea = {.child = BEA, .offer = ALM_F};
    const struct change gus = {.child = GUS, .offer = ALM_F};
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, NULL), REFUSED_SEATS);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_DECLINE, who, NULL), REFUSED_NOT);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_OFFER, bea, NULL), REFUSED_ROLE);
    cr_expect_eq(act(&desk, ROLE_READER, ACTION_TAKE, bea, NULL), REFUSED_ROLE);
    cr_expect_eq(act(&desk, ROLE_READER, ACTION_PASS, bea, NULL), REFUSED_ROLE);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_TAKE, bea, NULL), REFUSED_STATE);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, gus, NULL), REFUSED_REASON);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, NULL), REFUSED_NOT);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, NULL), REFUSED_OFFERED);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_DECLINE, bea, NULL), REFUSED_OFFERED);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_REOPEN, who, "skäl"), REFUSED_SEATS);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, gus, "skäl"), REFUSED_SEATS);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_PASS, bea, NULL), REFUSED_NOT);
    cr_assert_eq(reserve_next(&desk.store, ALM_F, &next, &error), OK);
    cr_expect_neq(next, BEA);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, NULL), REFUSED_REASON);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_OFFER, bea, "ångrat sig"), REFUSED_NOT);
    cr_expect_eq(act(&desk, ROLE_CASEWORKER, ACTION_TAKE, bea, NULL), REFUSED_NOT);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE child = 1 AND offer = 3 AND"
                                    " state = 'accepted' AND basis = 'reserve' AND"
                                    " decided_by = 'eva' AND offered IS NULL"),
                 1);
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_REOPEN, who, "skäl"), REFUSED_SEATS);
    letter_says(&desk, BEA, "A place came free after the round", "ångrat sig", "accepted on");
    const struct change again = {.child = CAI, .exceeds = true};
    cr_expect_eq(act(&desk, ROLE_APPROVER, ACTION_REOPEN, again, "skäl"), REFUSED_NOT);
    desk_audit(&desk);
    desk_remove(&desk);
}
