// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What people do with children: one or many, each with the version that was seen.
 */
#include "io/month_text.h"
#include "review/life.h"
#include "review/visit.h"

#include <string.h>

enum { CHILDREN_MOST = 5000 };

static bool find_action(const char *name, enum action *action) {
    for (int i = 0; i < N_ACTIONS; i++) {
        if (strcmp(action_name[i], name) == 0) {
            *action = (enum action)i;
            return true;
        }
    }
    return false;
}

/* {"child", "version", "exceeds"}, and for an override or an offer "offer" (null: no place) and
 * "start". */
static bool read_change(const json_t *value, bool places, struct change *change) {
    int64_t child = 0, version = 0, offer = 0;
    const json_t *offered = json_object_get(value, "offer");
    const char *start = json_string_value(json_object_get(value, "start"));
    bool good = visit_whole(value, "child", 0, UINT32_MAX - 1, &child) &&
                visit_whole(value, "version", 0, INT64_MAX, &version);
    *change = (struct change){.child = (uint32_t)child, .version = version, .offer = UINT32_MAX};
    change->exceeds = json_is_true(json_object_get(value, "exceeds"));
    if (!good || !places) {
        return good;
    }
    if (!json_is_null(offered)) {
        good = visit_whole(value, "offer", 0, UINT32_MAX - 1, &offer);
        change->offer = (uint32_t)offer;
    }
    return good && offered != NULL &&
           (start == NULL || month_parse(start, strlen(start), &change->start));
}

static void put_changed(struct visit *visit, json_t *list, const struct change *change,
                        const struct changed *changed) {
    json_t *object = json_object();
    json_put(object, "child", json_integer(change->child), &visit->failed);
    visit_put_text(visit, object, "refused",
                   changed->refused == REFUSED_NOT ? NULL : refused_name[changed->refused]);
    json_put(object, "version", json_integer(changed->version), &visit->failed);
    visit_put_text(visit, object, "state", state_name[changed->state]);
    json_push(list, object, &visit->failed);
}

/* 200 where something was done; for one child 403 or 409 where it was refused. */
static unsigned status_of(const struct changed *changed, size_t n) {
    if (n != 1 || changed->refused == REFUSED_NOT) {
        return 200;
    }
    return changed->refused == REFUSED_ROLE || changed->refused == REFUSED_EYES ? 403
           : changed->refused == REFUSED_CHILD                                  ? 404
                                                                                : 409;
}

static unsigned change_all(struct visit *visit, enum action action, const json_t *children,
                           struct change *change, struct changed *changed) {
    size_t n = json_array_size(children);
    const char *reason = NULL;
    uint32_t n_done = 0;
    visit_text(visit, "reason", &reason);
    bool places = action == ACTION_OVERRIDE || action == ACTION_OFFER;
    for (size_t i = 0; i < n; i++) {
        if (!read_change(json_array_get(children, i), places, &change[i])) {
            return visit_refuse(
                visit, 400, "input",
                "children[%zu]: child and version are whole numbers; an override "
                "and an offer have an offer (or null) and, where the round has months, a start",
                i);
        }
    }
    enum err err = life_change(visit->store, &visit->service->first.loaded.instance, &visit->user,
                               action, change, (uint32_t)n, reason, changed, &visit->error);
    if (err != OK) {
        return visit_fail(visit, err);
    }
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        put_changed(visit, list, &change[i], &changed[i]);
        n_done += changed[i].refused == REFUSED_NOT ? 1 : 0;
    }
    json_put(visit->answer, "done", json_integer(n_done), &visit->failed);
    json_put(visit->answer, "children", list, &visit->failed);
    return status_of(changed, n);
}

unsigned api_changes(struct visit *visit) {
    const json_t *children = json_object_get(visit->body, "children");
    size_t n = json_array_size(children);
    const char *name;
    enum action action;
    if (!visit_text(visit, "action", &name) || !find_action(name, &action)) {
        return visit_refuse(visit, 400, "input",
                            "action is one of confirm, override, return, withdraw, decide, accept, "
                            "decline, reopen, offer, take and pass");
    }
    if (!json_is_array(children) || n == 0 || n > CHILDREN_MOST) {
        return visit_refuse(visit, 400, "input", "children is a list of 1 to %d objects",
                            CHILDREN_MOST);
    }
    struct change *change = calloc(n, sizeof *change);
    struct changed *changed = calloc(n, sizeof *changed);
    unsigned status = change == NULL || changed == NULL
                          ? visit_fail(visit, error_no_memory(&visit->error))
                          : change_all(visit, action, children, change, changed);
    free(change);
    free(changed);
    return status;
}
