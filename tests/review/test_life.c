// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The life of a placement against a second telling of its rules: every action from every state by
 * every role; then long random walks of several people, with a model of every child beside the
 * store, and the audit at the end.
 */
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>

/* A child as the tests know it. */
struct model {
    enum state state;
    int64_t version;
    uint32_t offer, start, proposed_offer, proposed_start;
    const char *confirmed_by;
    uint32_t offered, offered_start; /* NONE */
};

static uint32_t month_of(const struct desk *desk, uint32_t a) {
    return desk->read.proposals.start == NULL ? 0 : desk->read.proposals.start[a];
}

static struct model model_of(const struct desk *desk, uint32_t a) {
    uint32_t offer = desk->read.proposals.offer[a], start = month_of(desk, a);
    return (struct model){STATE_PROPOSED, 0, offer, start, offer, start, NULL, NONE, 0};
}

/* The first month in which an offer of instances/preschool has seats. */
static uint32_t opens(uint32_t offer) {
    static const uint32_t month[] = {5, 5, 8, 5, 0, 5, 6, 6};
    return 2027 * 12 + month[offer] - 1;
}

/* What the picture in review/life.h says, written as one looks at it. */
static enum refused expect(struct model *model, const struct user *user, enum action action,
                           const struct change *change, const char *reason, bool four_eyes,
                           bool months, uint32_t n_offers) {
    bool decided = model->state == STATE_DECIDED, open = model->state <= STATE_RETURNED;
    bool ended = decided || model->state == STATE_ACCEPTED || model->state == STATE_DECLINED;
    bool approves = action == ACTION_DECIDE || action == ACTION_REOPEN || action == ACTION_OFFER;
    bool offers = action == ACTION_OFFER, takes = action == ACTION_TAKE;
    bool answers = takes || action == ACTION_PASS, offered = model->offered != NONE;
    bool explains = action == ACTION_OVERRIDE || action == ACTION_RETURN || action == ACTION_REOPEN;
    bool allowed = action == ACTION_CONFIRM    ? model->state == STATE_PROPOSED
                   : action == ACTION_OVERRIDE ? open
                   : action == ACTION_RETURN   ? open && model->state != STATE_RETURNED
                   : action == ACTION_WITHDRAW ? open && model->state != STATE_PROPOSED
                   : action == ACTION_DECIDE
                       ? model->state == STATE_CONFIRMED || model->state == STATE_OVERRIDDEN
                   : action == ACTION_REOPEN ? ended
                   : offers || answers       ? decided || model->state == STATE_ACCEPTED
                                             : decided;
    if (user->role == ROLE_READER || (approves && user->role != ROLE_APPROVER)) {
        return REFUSED_ROLE;
    }
    if (explains && (reason == NULL || strcmp(reason, " \n") == 0)) {
        return REFUSED_REASON;
    }
    if (change->version != model->version) {
        return REFUSED_CONFLICT;
    }
    if (!allowed) {
        return REFUSED_STATE;
    }
    if (action == ACTION_DECIDE && four_eyes && strcmp(model->confirmed_by, user->name) == 0) {
        return REFUSED_EYES;
    }
    if (answers && !offered) {
        return REFUSED_STATE;
    }
    if (offered && (offers || action == ACTION_DECLINE || action == ACTION_REOPEN)) {
        return REFUSED_OFFERED;
    }
    if (action == ACTION_OVERRIDE || offers) {
        bool same = change->offer == model->offer && change->start == model->start;
        bool there = change->offer == NONE || change->offer < n_offers;
        bool month = (change->start != 0) == (months && change->offer != NONE);
        bool unopened =
            months && there && change->offer != NONE && change->start < opens(change->offer);
        if (same || !there || !month || unopened ||
            (change->offer == NONE && (offers || model->offer == NONE))) {
            return REFUSED_OFFER;
        }
        if (offers && (reason == NULL || strcmp(reason, " \n") == 0)) {
            return REFUSED_REASON; /* every change here exceeds the seats */
        }
        *(offers ? &model->offered : &model->offer) = change->offer;
        *(offers ? &model->offered_start : &model->start) = change->start;
    }
    if (takes) {
        model->offer = model->offered;
        model->start = model->offered_start;
    }
    if (answers) {
        model->offered = NONE;
    }
    static const enum state to[] = {STATE_CONFIRMED, STATE_OVERRIDDEN, STATE_RETURNED,
                                    STATE_PROPOSED,  STATE_DECIDED,    STATE_ACCEPTED,
                                    STATE_DECLINED,  STATE_CONFIRMED,  N_STATES,
                                    STATE_ACCEPTED,  N_STATES};
    if (action == ACTION_RETURN || action == ACTION_WITHDRAW) {
        model->offer = model->proposed_offer;
        model->start = model->proposed_start;
    }
    if (action == ACTION_CONFIRM || action == ACTION_OVERRIDE || action == ACTION_REOPEN) {
        model->confirmed_by = user->name;
    }
    model->state = to[action] == N_STATES ? model->state : to[action];
    model->version++;
    return REFUSED_NOT;
}

static struct change draw_change(struct random *random, const struct model *model, uint32_t child,
                                 bool months, uint32_t first_month, uint32_t n_offers) {
    struct change change = {.child = child, .version = model->version};
    change.version += random_chance(random, 10) ? 1 : 0;
    change.version -= random_chance(random, 10) ? 1 : 0;
    change.offer = random_chance(random, 10) ? NONE : random_below(random, n_offers + 1);
    bool month = random_chance(random, 5) ? !months : months;
    change.exceeds = true; /* seats are looked at in test_seats.c */
    change.start = month && change.offer != NONE ? first_month + random_below(random, 3) : 0;
    return change;
}

static void walk(const char *name, bool four_eyes, uint64_t seed, uint32_t n_steps) {
    static const char *const reasons[] = {NULL, " \n", "en anledning",
                                          "sjukdom i familjen – intyg"};
    struct desk desk;
    desk_make(&desk, name, four_eyes);
    const struct instance *instance = &desk.loaded.instance;
    struct user user[4] = {desk_user("r", ROLE_READER), desk_user("c", ROLE_CASEWORKER),
                           desk_user("a", ROLE_APPROVER), desk_user("b", ROLE_APPROVER)};
    uint32_t n = instance->n_applicants < 12 ? instance->n_applicants : 12, n_done = 0;
    struct model model[12];
    struct random random = {seed};
    for (uint32_t a = 0; a < n; a++) {
        model[a] = model_of(&desk, a);
    }
    for (uint32_t step = 0; step < n_steps; step++) {
        uint32_t child = random_below(&random, n);
        enum action action = (enum action)random_below(&random, N_ACTIONS);
        const struct user *who = &user[random_below(&random, 4)];
        const char *reason = reasons[random_below(&random, 4)];
        bool months = instance_has_months(instance);
        struct change change = draw_change(&random, &model[child], child, months,
                                           instance->first_month, instance->n_offers);
        enum refused right = expect(&model[child], who, action, &change, reason, four_eyes, months,
                                    instance->n_offers);
        struct changed changed = desk_change(&desk, who, action, change, reason);
        cr_assert_eq(changed.refused, right, "seed %lu step %u: %s: %s, not %s",
                     (unsigned long)seed, step, action_name[action], refused_name[changed.refused],
                     refused_name[right]);
        if (right == REFUSED_NOT || right == REFUSED_CONFLICT || right == REFUSED_STATE) {
            cr_assert_eq(changed.state, model[child].state);
            cr_assert_eq(changed.version, model[child].version);
        }
        n_done += right == REFUSED_NOT ? 1 : 0;
    }
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log"), 1 + (int64_t)n_done);
    cr_expect_gt(n_done, n_steps / 20);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(life, random_walks) {
    uint64_t n = 1 + random_instances() / 20000;
    for (uint64_t seed = 1; seed <= n; seed++) {
        walk("preschool", seed % 2 == 0, seed, 400);
        walk("house", seed % 2 == 1, seed + 1000, 400);
    }
}

Test(life, confirms_decides_and_is_accepted) {
    struct desk desk;
    desk_make(&desk, "guarantee", true);
    const struct user caseworker = desk_user("anna", ROLE_CASEWORKER);
    const struct user approver = desk_user("bo", ROLE_APPROVER);
    cr_expect_eq(desk_number(&desk, "SELECT closed FROM round"), 0);
    cr_expect_eq(
        desk_change(&desk, &caseworker, ACTION_CONFIRM, (struct change){.child = 0}, NULL).refused,
        REFUSED_NOT);
    cr_expect_eq(desk_number(&desk, "SELECT closed FROM round"), 1);
    struct change seen = {.child = 0, .version = 1};
    cr_expect_eq(desk_change(&desk, &caseworker, ACTION_DECIDE, seen, NULL).refused, REFUSED_ROLE);
    cr_expect_eq(desk_change(&desk, &approver, ACTION_DECIDE, seen, NULL).refused, REFUSED_NOT);
    seen.version = 2;
    cr_expect_eq(desk_change(&desk, &caseworker, ACTION_ACCEPT, seen, NULL).refused, REFUSED_NOT);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'accepted' AND"
                                    " confirmed_by = 'anna' AND decided_by = 'bo' AND version = 3"),
                 1);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(life, many_at_once_do_what_can_be_done) {
    struct desk desk;
    desk_make(&desk, "house", false);
    const struct user caseworker = desk_user("anna", ROLE_CASEWORKER);
    desk_change(&desk, &caseworker, ACTION_CONFIRM, (struct change){.child = 1}, NULL);
    struct change change[4] = {{.child = 0}, {.child = 1}, {.child = 2}, {.child = 99999}};
    struct changed changed[4];
    struct error error = {0};
    cr_assert_eq(life_change(&desk.store, NULL, &caseworker, ACTION_CONFIRM, change, 4, NULL,
                             changed, &error),
                 OK);
    cr_expect_eq(changed[0].refused, REFUSED_NOT);
    cr_expect_eq(changed[1].refused, REFUSED_CONFLICT);
    cr_expect_eq(changed[1].state, STATE_CONFIRMED);
    cr_expect_eq(changed[1].version, 1);
    cr_expect_eq(changed[2].refused, REFUSED_NOT);
    cr_expect_eq(changed[3].refused, REFUSED_CHILD);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'confirmed'"), 3);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(life, a_reason_that_is_too_long_is_refused) {
    struct desk desk;
    desk_make(&desk, "house", false);
    const struct user caseworker = desk_user("anna", ROLE_CASEWORKER);
    char reason[REASON_SIZE + 1];
    memset(reason, 'a', REASON_SIZE);
    reason[REASON_SIZE] = '\0';
    cr_expect_eq(
        desk_change(&desk, &caseworker, ACTION_RETURN, (struct change){.child = 0}, reason).refused,
        REFUSED_REASON);
    reason[REASON_SIZE - 1] = '\0';
    cr_expect_eq(
        desk_change(&desk, &caseworker, ACTION_RETURN, (struct change){.child = 0}, reason).refused,
        REFUSED_NOT);
    desk_audit(&desk);
    desk_remove(&desk);
}
