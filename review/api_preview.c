// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What an override would do before it is done: which limits of seats are around it, who sits there,
 * and who would have to go.
 */
#include "io/month_text.h"
#include "review/seats.h"
#include "review/visit.h"

#include <string.h>

static void put_counts(struct visit *visit, json_t *limit, const struct seats_limit *from) {
    static const char *const right_name[N_SEAT_RIGHTS] = {
        [SEAT_PLACED] = "placed",
        [SEAT_KEPT] = "kept",
        [SEAT_LEAVING] = "leaving",
        [SEAT_LOCKED] = "locked",
    };
    json_t *rights = json_object(), *holds = json_object();
    for (int i = 0; i < N_SEAT_RIGHTS; i++) {
        json_put(rights, right_name[i], json_integer(from->by_right[i]), &visit->failed);
    }
    for (int i = 0; i < N_SEAT_HOLDS; i++) {
        json_put(holds, seat_hold_name[i], json_integer(from->by_hold[i]), &visit->failed);
    }
    json_put(limit, "by_right", rights, &visit->failed);
    json_put(limit, "by_hold", holds, &visit->failed);
}

static void put_limits(struct visit *visit, const struct seats *seats,
                       const struct seats_answer *answer) {
    json_t *limits = json_array();
    for (uint32_t i = 0; i < answer->n_limits; i++) {
        const struct seats_limit *from = &answer->limit[i];
        char month[MONTH_TEXT_SIZE];
        json_t *limit = json_object();
        month_text(from->month, month);
        visit_put_text(visit, limit, "of", calendar_name(&seats->calendar, from->limit));
        json_put(limit, "full", json_boolean(from->full), &visit->failed);
        visit_put_text(visit, limit, "month", instance_has_months(seats->instance) ? month : NULL);
        json_put(limit, "seats", json_integer(from->seats), &visit->failed);
        json_put(limit, "taken", json_integer(from->taken), &visit->failed);
        put_counts(visit, limit, from);
        json_push(limits, limit, &visit->failed);
    }
    json_put(visit->answer, "limits", limits, &visit->failed);
}

/* Children by number and id: names are on their own pages. */
static void put_children(struct visit *visit, const char *key, const struct instance *instance,
                         const uint32_t *child, uint32_t n) {
    json_t *children = json_array();
    for (uint32_t i = 0; i < n; i++) {
        json_t *one = json_object();
        json_put(one, "child", json_integer(child[i]), &visit->failed);
        visit_put_text(visit, one, "id", strings_get(&instance->applicant_id, child[i]));
        json_push(children, one, &visit->failed);
    }
    json_put(visit->answer, key, children, &visit->failed);
}

static enum err answer_placing(struct visit *visit, const struct placing *placing) {
    const struct instance *instance = &visit->service->first.loaded.instance;
    struct seats seats;
    struct seats_answer answer;
    struct arena arena = {NULL};
    enum err err = sql_snapshot(visit->store->sql, &visit->error);
    if (err != OK) {
        return err;
    }
    err = seats_open(&seats, visit->store, instance, &visit->error);
    err = sql_end(visit->store->sql, err, &visit->error);
    if (err == OK) {
        err = seats_ask(&seats, placing, &arena, &answer, &visit->error);
    }
    if (err == OK) {
        visit_put_text(visit, visit->answer, "fault",
                       answer.fault == PLACING_POSSIBLE ? NULL : placing_fault_name[answer.fault]);
        json_put(visit->answer, "exceeds", json_boolean(answer.n_full > 0), &visit->failed);
        json_put(visit->answer, "suffices", json_boolean(answer.suffices), &visit->failed);
        put_limits(visit, &seats, &answer);
        put_children(visit, "displaced", instance, answer.displaced, answer.n_displaced);
        put_children(visit, "parted", instance, answer.parted, answer.n_parted);
    }
    seats_close(&seats);
    arena_free(&arena);
    return err;
}

/* ?child=&offer=&start= : no offer is no place. */
unsigned api_preview(struct visit *visit) {
    const struct instance *instance = &visit->service->first.loaded.instance;
    const char *start = http_query(visit->call, "start");
    struct placing placing = {.offer = NONE};
    int64_t child, offer;
    unsigned status = 200;
    if (!visit_query_whole(visit, "child", 0, instance->n_applicants - 1, -1, &child, &status) ||
        !visit_query_whole(visit, "offer", 0, instance->n_offers - 1, -1, &offer, &status)) {
        return status;
    }
    if (child < 0) {
        return visit_refuse(visit, 400, "query", "child is needed");
    }
    placing.child = (uint32_t)child;
    placing.offer = offer < 0 ? NONE : (uint32_t)offer;
    bool wants_month = offer >= 0 && instance_has_months(instance);
    if ((start != NULL) != wants_month ||
        (start != NULL && !month_parse(start, strlen(start), &placing.month))) {
        return visit_refuse(visit, 400, "query",
                            "start is a month, 2027-03, where the round has months and there is an "
                            "offer; else it is not given");
    }
    enum err err = answer_placing(visit, &placing);
    return err == OK ? 200 : visit_fail(visit, err);
}
