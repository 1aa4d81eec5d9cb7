// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The round solved again: what must stay, what may change, what the store holds afterwards; random
 * work at the desk between two runs; the instance's bytes; killed at any moment.
 */
#include "review/rerun.h"

#include "review/compare.h"
#include "review/round_load.h"
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a rerun told. */
struct told {
    uint32_t n_changed, n_held, n_raised, n_locked, n_out;
    uint32_t kinds[N_COMPARE_KINDS], n_moved;
    char raised[200];
};

static enum err take_change(void *context, const struct compare_child *child, struct error *error) {
    struct told *told = context;
    (void)error;
    told->n_moved++;
    told->kinds[child->kind] += child->locked ? 0 : 1;
    return OK;
}

static enum err tell(void *context, struct store *store, const struct rerun_done *done,
                     struct error *error) {
    struct told *told = context;
    told->n_changed = done->n_changed;
    told->n_held = done->locks->n_held;
    told->n_raised = done->locks->n_raised;
    told->n_locked = done->locks->n_locked;
    told->n_out = done->locks->n_out;
    snprintf(told->raised, sizeof told->raised, "%s", done->raised);
    return compare_children(store, done->before, done->after, take_change, told, error);
}

static enum err again(struct desk *desk, const char *seed, bool dry, struct told *told,
                      struct error *error) {
    const struct solve_options options = {0};
    const struct rerun asked = {.seed = seed, .dry = dry, .by = "anna", .options = &options};
    *told = (struct told){0};
    return rerun(&desk->store, &asked, tell, told, error);
}

static struct told run_again(struct desk *desk) {
    struct told told;
    struct error error = {0};
    cr_assert_eq(again(desk, NULL, false, &told, &error), OK, "%s: %s", error.place, error.text);
    desk_audit(desk);
    return told;
}

enum { MOST = 16 };

/* The children as they stand. */
struct standing {
    uint32_t n, offer[MOST], wish[MOST];
    int64_t version[MOST];
    char state[MOST][12], start[MOST][12];
};

static enum err take_standing(void *context, const struct sql_row *row, struct error *error) {
    struct standing *standing = context;
    (void)error;
    if (standing->n < MOST) {
        uint32_t a = standing->n++;
        const char *start = sql_row_text(row, 2);
        standing->offer[a] = sql_row_index(row, 0);
        standing->wish[a] = sql_row_index(row, 1);
        snprintf(standing->start[a], sizeof standing->start[a], "%s", start == NULL ? "" : start);
        snprintf(standing->state[a], sizeof standing->state[a], "%s", sql_row_text(row, 3));
        standing->version[a] = sql_row_whole(row, 4);
    }
    return OK;
}

static struct standing stand(struct desk *desk) {
    struct standing standing = {0};
    struct error error = {0};
    cr_assert_eq(sql_each(desk->store.sql,
                          "SELECT offer, wish, start, state, version FROM child ORDER BY child",
                          SQL_NONE, take_standing, &standing, &error),
                 OK);
    return standing;
}

static bool same_place(const struct standing *a, const struct standing *b, uint32_t child) {
    return a->offer[child] == b->offer[child] && strcmp(a->start[child], b->start[child]) == 0;
}

/* Children at which a person was keep what they have; the others are proposed, as the run says. */
static void check_after(struct desk *desk, const struct standing *was, const struct told *told) {
    const struct standing is = stand(desk);
    uint32_t n_changed = 0;
    for (uint32_t a = 0; a < is.n; a++) {
        bool free =
            strcmp(was->state[a], "proposed") == 0 || strcmp(was->state[a], "returned") == 0;
        bool same = same_place(was, &is, a) && strcmp(was->state[a], is.state[a]) == 0;
        cr_assert(free || (same && was->version[a] == is.version[a]), "child %u", a);
        cr_assert(!free || strcmp(is.state[a], "proposed") == 0);
        n_changed += same ? 0 : 1;
    }
    cr_assert_eq(told->n_changed, n_changed);
    cr_assert_eq(desk_number(desk, "SELECT count(*) FROM child c JOIN round r JOIN proposal p"
                                   " ON p.run = r.run AND p.child = c.child"
                                   " WHERE c.state NOT IN ('declined') AND"
                                   " (c.offer IS NOT p.offer AND NOT (c.offer IS NULL AND"
                                   "   p.basis = 'current'))"),
                 0);
}

/* Random work, then another run; again and again. */
static void walk(const char *name, uint64_t seed, uint32_t n_rounds, struct told *sum) {
    struct desk desk;
    const struct user bo = desk_user("bo", ROLE_APPROVER);
    struct random random = {seed};
    desk_make(&desk, name, false);
    const struct instance *instance = &desk.loaded.instance;
    uint32_t n = instance->n_applicants;
    bool months = instance_has_months(instance);
    for (uint32_t round = 0; round < n_rounds; round++) {
        for (uint32_t step = 0; step < 9; step++) {
            struct change change = {.child = random_below(&random, n),
                                    .exceeds = random_chance(&random, 50)};
            change.version = stand(&desk).version[change.child];
            change.offer =
                random_chance(&random, 15) ? NONE : random_below(&random, instance->n_offers);
            change.start = months && change.offer != NONE
                               ? instance->first_month + random_below(&random, 6)
                               : 0;
            desk_change(&desk, &bo, (enum action)random_below(&random, N_ACTIONS), change, "skäl");
        }
        const struct standing was = stand(&desk);
        struct told told, twice;
        struct error error = {0};
        int64_t n_log = desk_number(&desk, "SELECT count(*) FROM log");
        enum err err = again(&desk, NULL, false, &told, &error);
        if (err != OK) { /* offers that must open with more: no other fault is known */
            cr_assert_eq(err, ERR_NO, "%s seed %lu: %s: %s", name, (unsigned long)seed, error.place,
                         error.text);
            cr_assert(strstr(error.text, "no placement keeps all rules") != NULL, "%s", error.text);
            cr_assert_eq(desk_number(&desk, "SELECT count(*) FROM log"), n_log);
            break;
        }
        desk_audit(&desk);
        check_after(&desk, &was, &told);
        cr_assert_eq(again(&desk, NULL, true, &twice, &error), OK);
        cr_assert(told.n_held > 0 || twice.n_changed == 0);
        sum->n_held += told.n_held;
        sum->n_raised += told.n_raised;
        sum->n_out += told.n_out;
        sum->n_locked += told.n_locked;
        sum->n_changed += told.n_changed;
    }
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(rerun, random_work_between_runs) {
    static const char *const names[] = {"preschool", "house", "guarantee",  "two-wishes",
                                        "queue",     "river", "assignment", "shapley-scarf-1974"};
    uint64_t n = 4 + random_instances() / 20000;
    struct told sum = {0};
    for (uint64_t seed = 1; seed <= n; seed++) {
        for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            walk(names[i], seed, 3, &sum);
        }
    }
    cr_expect(sum.n_raised > 0 && sum.n_out > 0 && sum.n_locked > 0 && sum.n_changed > 0);
}

/* Of a round that nobody overrode in: who is free may only gain. Under deferred acceptance it may
 * gain indeed: a confirmed child no longer asks for a place that it was refused in the end, and so
 * turns nobody away from it meanwhile (O. Kesten, "School choice with consent", 2010). */
static uint32_t confirm_some(const char *name, uint64_t seed) {
    struct desk desk;
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    struct random random = {seed};
    desk_make(&desk, name, false);
    for (uint32_t a = 0; a < desk.loaded.instance.n_applicants; a++) {
        if (random_chance(&random, 40)) {
            desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = a}, NULL);
        }
    }
    const struct standing was = stand(&desk);
    const struct told told = run_again(&desk);
    const struct standing is = stand(&desk);
    for (uint32_t a = 0; a < is.n; a++) {
        cr_assert(same_place(&was, &is, a) || is.wish[a] < was.wish[a], "%s seed %lu: child %u",
                  name, (unsigned long)seed, a);
    }
    cr_assert_eq(told.kinds[COMPARE_LOST] + told.kinds[COMPARE_WORSE], 0);
    desk_remove(&desk);
    return told.n_changed;
}

Test(rerun, nobody_loses_by_confirmations) {
    static const char *const gain[] = {"house",
                                       "guarantee",
                                       "two-wishes",
                                       "queue",
                                       "river",
                                       "ergin-2002",
                                       "abdulkadiroglu-sonmez-2003"};
    static const char *const stay[] = {"assignment", "preschool"};
    uint64_t n = 2 + random_instances() / 20000;
    uint32_t n_gained = 0;
    for (uint64_t seed = 1; seed <= n; seed++) {
        for (uint32_t i = 0; i < sizeof gain / sizeof gain[0]; i++) {
            n_gained += confirm_some(gain[i], seed);
        }
        for (uint32_t i = 0; i < sizeof stay / sizeof stay[0]; i++) {
            cr_expect_eq(confirm_some(stay[i], seed), 0, "%s seed %lu", stay[i],
                         (unsigned long)seed);
        }
    }
    cr_expect_gt(n_gained, 0);
}

Test(rerun, the_lottery_is_drawn_again_until_something_is_confirmed) {
    struct desk desk;
    struct told told;
    struct error error = {0};
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    desk_make(&desk, "two-wishes", false);
    cr_assert_eq(again(&desk, "another", true, &told, &error), OK);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log"), 1);
    cr_assert_eq(again(&desk, "another", false, &told, &error), OK);
    cr_assert_eq(again(&desk, NULL, false, &told, &error), OK);
    cr_expect_eq(told.n_changed, 0);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM run WHERE seed = 'another'"), 2);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM round WHERE seed = 'another'"), 1);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log WHERE action = 'run' AND reason ="
                                    " 'lottery drawn anew, seed before: two-wishes'"),
                 1);
    desk_change(&desk, &anna, ACTION_CONFIRM,
                (struct change){.child = 0, .version = stand(&desk).version[0]}, NULL);
    cr_expect_eq(again(&desk, "a third", false, &told, &error), ERR_NO);
    cr_expect(strstr(error.text, "seed another") != NULL, "%s", error.text);
    cr_expect_eq(desk_number(&desk, "SELECT max(run) FROM run"), 3);
    desk_audit(&desk);
    desk_remove(&desk);
}

/* A file of a run. */
static const char *file_of(struct desk *desk, int64_t run, const char *name, char *text,
                           size_t size) {
    struct error error = {0};
    char folder[128], path[300];
    temporary_name(&desk->temporary, "unpacked", folder, sizeof folder);
    snprintf(path, sizeof path, "rm -rf %s", folder);
    cr_assert_eq(system(path), 0);
    cr_assert_eq(round_unpack(&desk->store, run, folder, &error), OK);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return file_text(path, text, size);
}

Test(rerun, an_override_beyond_the_seats_raises_them) {
    struct desk desk;
    char text[2000];
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    desk_make(&desk, "house", false);
    for (uint32_t a = 5; a <= 6; a++) { /* fia and gus at lind-F, which is full */
        desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = a}, NULL);
    }
    desk_change(&desk, &anna, ACTION_RETURN, (struct change){.child = 2}, "skäl");
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE,
                             (struct change){.child = 1, .offer = 2, .exceeds = true}, "skäl")
                     .refused,
                 REFUSED_NOT);
    const struct told told = run_again(&desk);
    cr_expect_eq(told.n_locked, 3);
    cr_expect_str_eq(told.raised, "lind-F: 3 locked, 2 seats");
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log WHERE action = 'run' AND reason ="
                                    " 'seats raised to those locked: lind-F: 3 locked, 2 seats'"),
                 1);
    cr_expect_str_eq(file_of(&desk, 2, "instance/applicants.csv", text, sizeof text),
                     "id,group,locked\nada,F,\nbea,F,lind-F\ncai,F,\ndan,1,\neva,1,\n"
                     "fia,F,lind-F\ngus,F,lind-F\n");
    /* three in the house of four: one seat of ek is left, for the nearest */
    cr_expect_eq(desk_number(&desk, "SELECT offer FROM child WHERE id = 'ada'"), 0);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'returned'"), 0);
    desk_remove(&desk);
}

Test(rerun, who_leaves_a_seat_for_a_confirmed_child_is_held) {
    struct desk desk;
    char text[2000];
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    desk_make(&desk, "preschool", false);
    /* gun begins at ekan-large in June, on the seat that sara leaves; both seats count the present
     */
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = 2}, NULL);
    const struct told told = run_again(&desk);
    cr_expect_eq(told.n_held, 1);
    cr_expect_eq(told.n_locked, 2);
    cr_expect(told.n_raised == 0 && told.n_changed == 0);
    file_of(&desk, 2, "instance/applicants.csv", text, sizeof text);
    cr_expect(strstr(text, "gun,2027-06,2027-07,2027-03-15,2023-06-11,,,,,ekan-large\n") != NULL);
    cr_expect(strstr(text, "sara,2027-06,,2027-03-08,2022-01-25,S,ekan-large,,,bjorken-new\n") !=
                  NULL,
              "%s", text);
    /* who was held is free again as soon as nobody needs its seat */
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE id = 'sara' AND"
                                    " state = 'proposed' AND basis = 'wish' AND version = 0"),
                 1);
    desk_change(&desk, &anna, ACTION_RETURN, (struct change){.child = 2, .version = 1}, "skäl");
    cr_expect_eq(run_again(&desk).n_locked, 0);
    desk_remove(&desk);
}

Test(rerun, who_declined_is_out_and_its_seat_goes_to_another) {
    struct desk desk;
    char text[2000];
    const struct user bo = desk_user("bo", ROLE_APPROVER);
    desk_make(&desk, "house", false);
    static const enum action steps[] = {ACTION_CONFIRM, ACTION_DECIDE, ACTION_DECLINE};
    for (int i = 0; i < 3; i++) {
        desk_change(&desk, &bo, steps[i], (struct change){.child = 0, .version = i}, NULL);
    }
    const struct told told = run_again(&desk); /* ada's seat at ek-F is bea's, who had none */
    cr_expect(told.n_out == 1 && told.n_locked == 0);
    cr_expect_eq(desk_number(&desk, "SELECT offer FROM child WHERE id = 'bea'"), 0);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE id = 'ada' AND offer = 0"
                                    " AND state = 'declined'"),
                 1);
    cr_expect_str_eq(file_of(&desk, 2, "instance/applicants.csv", text, sizeof text),
                     "id,group,out\nada,F,1\nbea,F,\ncai,F,\ndan,1,\neva,1,\nfia,F,\ngus,F,\n");
    desk_remove(&desk);
}

/* The same round as a folder with a table of another hand, and as one file. */
static const char head[] =
    "{\"format\":\"placera-instance/1\",\"name\":\"t\",\"date\":\"2027-03-01\","
    "\"lottery\":{\"seed\":\"s\"},\"policy\":{\"mechanism\":\"minimum-cost\","
    "\"criteria\":[\"lottery\"],\"fallback\":{\"when\":\"none\"},\"objective\":[\"placed\"]},"
    "\"schools\":[{\"id\":\"a\"}],\"offers\":[{\"id\":\"a;1\",\"school\":\"a\",\"seats\":"
    "[{\"from\":\"2027-03\",\"seats\":1},{\"from\":\"2027-05\",\"seats\":2}]}],\"tables\":{";

Test(rerun, other_bytes_of_the_table_stay) {
    struct temporary made;
    struct desk desk;
    char path[128], text[4000];
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    temporary_make(&made);
    snprintf(text, sizeof text, "%s\"applicants\":\"barn.csv\",\"wishes\":\"wishes.csv\"}}\n",
             head);
    temporary_write(&made, "instance.json", text);
    temporary_write(&made, "barn.csv",
                    "\xEF\xBB\xBFid;start;\"note; \"\"x\"\"\"\r\n\r\n\"x\";2027-03;\"a;\r\nb\"\r\n"
                    "y;;c\r\nz;2027-04;\"\"");
    temporary_write(&made, "wishes.csv", "applicant,rank,offer\nx,1,a;1\ny,1,a;1\nz,1,a;1\n");
    snprintf(path, sizeof path, "%s", made.path);
    desk_make(&desk, path, false);
    const struct change change = {.child = 0, .offer = 0, .start = 2027 * 12 + 4, .exceeds = true};
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, change, "skäl").refused, REFUSED_NOT);
    run_again(&desk);
    cr_expect_str_eq(
        file_of(&desk, 2, "instance/barn.csv", text, sizeof text),
        "\xEF\xBB\xBFid;start;\"note; \"\"x\"\"\";locked\r\n\r\n\"x\";2027-05;\"a;\r\nb\""
        ";\"a;1\"\r\ny;2027-03;c;\r\nz;2027-04;\"\";");
    desk_remove(&desk);
    temporary_remove(&made);
}

Test(rerun, an_instance_of_one_file) {
    struct temporary made;
    struct desk desk;
    char path[128], text[4000];
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    temporary_make(&made);
    snprintf(text, sizeof text,
             "%s\"applicants\":[{\"id\":\"x\"},{\"id\":\"y\"},{\"id\":\"z\"}],\"wishes\":"
             "[{\"applicant\":\"x\",\"rank\":1,\"offer\":\"a;1\"}]}}\n",
             head);
    temporary_write(&made, "one.json", text);
    temporary_name(&made, "one.json", path, sizeof path);
    desk_make(&desk, path, false);
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = 0}, NULL); /* in March */
    const struct change change = {.child = 1, .offer = 0, .start = 2027 * 12 + 3, .exceeds = true};
    cr_expect_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, change, "skäl").refused, REFUSED_NOT);
    const struct told told = run_again(&desk);
    cr_expect_str_eq(told.raised, "a;1 from 2027-04: 2 locked, 1 seats");
    file_of(&desk, 2, "instance/one.json", text, sizeof text);
    cr_expect(strstr(text, "\"locked\": \"a;1\"") != NULL && strstr(text, "\"2027-04\"") != NULL);
    desk_remove(&desk);
    temporary_remove(&made);
}

Test(rerun, killed_at_any_moment_leaves_one_run_or_two) {
    uint64_t n = 20 + random_instances() / 2000;
    struct random random = {7};
    struct desk desk;
    uint32_t n_runs = 1, n_dead = 0;
    desk_make(&desk, "preschool", false);
    desk_close(&desk);
    for (uint64_t i = 0; i < n; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct told told;
            struct error error = {0};
            setenv("TMPDIR", desk.temporary.path, 1);
            desk_open(&desk);
            _exit(again(&desk, NULL, false, &told, &error) == OK ? 0 : 1);
        }
        usleep(random_below(&random, 60000));
        kill(child, SIGKILL);
        int status;
        cr_assert_eq(waitpid(child, &status, 0), child);
        n_dead += WIFSIGNALED(status) ? 1 : 0;
        desk_open(&desk);
        uint32_t now = (uint32_t)desk_number(&desk, "SELECT count(*) FROM run");
        cr_assert(now == n_runs || now == n_runs + 1);
        cr_assert_eq(desk_number(&desk, "SELECT run FROM round"), now);
        cr_assert_eq(desk_number(&desk, "SELECT count(*) FROM proposal"), 12 * (int64_t)now);
        n_runs = now;
        desk_audit(&desk);
        desk_close(&desk);
    }
    cr_expect_gt(n_dead, 0);
    desk_open(&desk);
    desk_remove(&desk);
}

/* Somebody who confirms while the round is being solved. */
struct colleague {
    const struct desk *desk;
    bool done;
};

static void confirm_meanwhile(void *context, const char *stage, double done) {
    struct colleague *colleague = context;
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    const struct change change = {.child = 0};
    struct error error = {0};
    struct changed changed;
    struct store store;
    (void)stage, (void)done;
    if (!colleague->done) {
        colleague->done = true;
        cr_assert_eq(store_open(&store, colleague->desk->path, SQL_WRITE, &error), OK);
        cr_assert_eq(
            life_change(&store, NULL, &anna, ACTION_CONFIRM, &change, 1, NULL, &changed, &error),
            OK);
        store_close(&store);
    }
}

Test(rerun, somebody_who_was_there_meanwhile_is_not_overwritten) {
    struct desk desk;
    struct told told = {0};
    struct error error = {0};
    desk_make(&desk, "house", false);
    struct colleague colleague = {&desk, false};
    const struct progress progress = {confirm_meanwhile, &colleague};
    const struct solve_options options = {.progress = &progress};
    const struct rerun asked = {.by = "bo", .options = &options};
    cr_expect_eq(rerun(&desk.store, &asked, tell, &told, &error), ERR_NO);
    cr_expect(strstr(error.text, "while the round was solved") != NULL, "%s", error.text);
    cr_expect(colleague.done);
    cr_expect_eq(desk_number(&desk, "SELECT max(run) FROM run"), 1);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'confirmed'"), 1);
    desk_audit(&desk);
    desk_remove(&desk);
}
