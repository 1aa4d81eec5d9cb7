// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/review/desk.h"

#include "io/results_write.h"
#include "review/log.h"
#include "solver/solution.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void must(enum err err, const struct error *error) {
    cr_assert_eq(err, OK, "%s: %s", error->place, error->text);
}

void desk_make(struct desk *desk, const char *name, bool four_eyes) {
    struct error error = {0};
    struct faults faults = {0};
    struct solution solution;
    char instance[200];
    *desk = (struct desk){0};
    temporary_make(&desk->temporary);
    temporary_name(&desk->temporary, "round.sqlite", desk->path, sizeof desk->path);
    temporary_name(&desk->temporary, "out", desk->results, sizeof desk->results);
    snprintf(instance, sizeof instance, "instances/%s", name);
    must(load(instance, &desk->loaded, &error), &error);
    must(solve(&desk->loaded.instance, &(struct solve_options){0}, &solution, &error), &error);
    must(results_write(desk->results, &desk->loaded, &solution, 0.0, &error), &error);
    solution_release(&solution);
    must(results_read(&desk->read, desk->results, &desk->loaded.instance, &faults, &error), &error);
    const struct round_taken taken = {.path = instance,
                                      .dir = desk->results,
                                      .loaded = &desk->loaded,
                                      .results = &desk->read,
                                      .four_eyes = four_eyes};
    must(store_create(&desk->store, desk->path, &error), &error);
    enum err err = round_take(&desk->store, &taken, &faults, &error);
    must(store_settle(&desk->store, desk->path, err, &error), &error);
    faults_release(&faults);
    desk_open(desk);
}

void desk_open(struct desk *desk) {
    struct error error = {0};
    must(store_open(&desk->store, desk->path, SQL_WRITE, &error), &error);
}

void desk_close(struct desk *desk) {
    store_close(&desk->store);
}

void desk_remove(struct desk *desk) {
    desk_close(desk);
    results_release(&desk->read);
    loaded_release(&desk->loaded);
    temporary_remove(&desk->temporary);
}

struct user desk_user(const char *name, enum role role) {
    struct user user = {.role = role, .open = true};
    snprintf(user.name, sizeof user.name, "%s", name);
    return user;
}

struct changed desk_change(struct desk *desk, const struct user *user, enum action action,
                           struct change change, const char *reason) {
    struct error error = {0};
    struct changed changed;
    must(life_change(&desk->store, &desk->loaded.instance, user, action, &change, 1, reason,
                     &changed, &error),
         &error);
    return changed;
}

int64_t desk_number(struct desk *desk, const char *query) {
    struct error error = {0};
    int64_t number;
    must(sql_number(desk->store.sql, query, SQL_NONE, -1, &number, &error), &error);
    return number;
}

void desk_decide_all(struct desk *desk) {
    static const enum action actions[] = {ACTION_CONFIRM, ACTION_DECIDE};
    struct user user = desk_user("bo", ROLE_APPROVER);
    struct error error = {0};
    uint32_t n = desk->loaded.instance.n_applicants;
    struct change *change = calloc(n, sizeof *change);
    struct changed *changed = calloc(n, sizeof *changed);
    cr_assert(change != NULL && changed != NULL);
    for (int i = 0; i < 2; i++) {
        for (uint32_t a = 0; a < n; a++) { /* a refusal tells the version */
            change[a] = (struct change){.child = a, .version = i == 0 ? 0 : changed[a].version};
        }
        must(life_change(&desk->store, &user, actions[i], change, n, NULL, changed, &error),
             &error);
    }
    free(change);
    free(changed);
}

void desk_audit(struct desk *desk) {
    struct error error = {0};
    struct audit audit;
    char why[256];
    bool whole;
    must(log_audit(&desk->store, &audit, &error), &error);
    cr_assert_eq(audit.broken, 0, "%s", audit.why);
    cr_assert_eq(audit.n_differ, 0, "%s", audit.differ);
    must(round_is_whole(&desk->store, &whole, why, &error), &error);
    cr_assert(whole, "%s", why);
}
