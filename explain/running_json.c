// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All facts of a running placement, as one JSON object.
 */
#include "explain/running.h"
#include "io/month_text.h"

#include <inttypes.h>

static void put_month(struct text *out, const char *key, uint32_t month, uint32_t nothing) {
    char text[MONTH_TEXT_SIZE];
    month_text(month, text);
    if (month == nothing || month == 0) {
        text_printf(out, ",\"%s\":null", key);
    } else {
        text_printf(out, ",\"%s\":\"%s\"", key, text);
    }
}

/* A number, null where it is `nothing`. */
static void put_number(struct text *out, const char *key, uint32_t number, uint32_t nothing) {
    if (number == nothing) {
        text_printf(out, ",\"%s\":null", key);
    } else {
        text_printf(out, ",\"%s\":%" PRIu32, key, number);
    }
}

static void put_text(struct text *out, const char *key, const char *text) {
    text_printf(out, ",\"%s\":", key);
    text_put_json(out, text);
}

static void put_bool(struct text *out, const char *key, bool truth) {
    text_printf(out, ",\"%s\":%s", key, truth ? "true" : "false");
}

static void put_obstacles(struct text *out, const struct running *running,
                          const struct vacancy *vacancy) {
    bool months = instance_has_months(running->instance);
    text_puts(out, ",\"full\":[");
    for (uint32_t i = 0; i < vacancy->n_obstacles; i++) {
        const struct obstacle *obstacle = &vacancy->obstacle[i];
        text_puts(out, i == 0 ? "{\"limit\":" : ",{\"limit\":");
        text_put_json(out, calendar_name(&running->vacancies.calendar, obstacle->limit));
        put_number(out, "seats", obstacle->seats, NONE);
        put_number(out, "children", obstacle->children, NONE);
        put_number(out, "beyond", obstacle->children + 1 - obstacle->seats, NONE);
        put_month(out, "month", months ? obstacle->month : 0, NONE);
        put_month(out, "from", months ? obstacle->from : 0, NONE);
        put_month(out, "before", obstacle->before, NONE);
        text_puts(out, "}");
    }
    text_puts(out, "]");
}

static void put_option(struct text *out, const struct running *running,
                       const struct running_option *option) {
    static const char *const refusal[] = {"", "group", "eligible", "opens_with", "follows"};
    static const char *const measure[] = {NULL, "walking", "straight line"};
    const struct instance *instance = running->instance;
    text_puts(out, "{\"offer\":");
    text_put_json(out, strings_get(&instance->offer_id, option->offer));
    put_text(out, "school",
             strings_get(&instance->school_id, instance->offer_school[option->offer]));
    put_number(out, "wish", option->wish, 0);
    put_number(out, "metres", option->metres, METRES_UNKNOWN);
    if (measure[option->measure] == NULL) {
        text_puts(out, ",\"measured\":null");
    } else {
        put_text(out, "measured", measure[option->measure]);
    }
    put_bool(out, "free", running_is_free(option));
    if (option->refusal != RUNNING_ALLOWED) {
        put_text(out, "refused", refusal[option->refusal]);
        put_number(out, "missing", option->n_missing, 0);
        text_puts(out, "}");
        return;
    }
    put_month(out, "month", option->vacancy.month, NONE);
    put_number(out, "late", running_is_free(option) ? option->late : NONE, NONE);
    put_bool(out, "within_late_months",
             running_is_free(option) && option->late <= running->late_months);
    put_month(out, "no_seats_before", option->vacancy.no_seats, 0);
    put_obstacles(out, running, &option->vacancy);
    put_number(out, "placed", option->placed, NONE);
    put_number(out, "last_rank", option->last_rank, 0);
    if (option->last_rank > 0) {
        put_bool(out, "before_last", option->before_last);
    }
    put_number(out, "reserve", option->n_reserve, NONE);
    put_number(out, "reserve_before", option->n_before, NONE);
    text_puts(out, "}");
}

static void put_options(struct text *out, const char *key, const struct running *running,
                        const struct running_option *option, uint32_t n) {
    text_printf(out, ",\"%s\":[", key);
    for (uint32_t i = 0; i < n; i++) {
        text_puts(out, i == 0 ? "" : ",");
        put_option(out, running, &option[i]);
    }
    text_puts(out, "]");
}

void running_json(struct text *out, const struct running *running) {
    text_puts(out, "{\"applicant\":");
    text_put_json(out, strings_get(&running->newcomer->applicant_id, 0));
    put_text(out, "round", running->instance->name);
    put_month(out, "start", running->month, NONE);
    const struct running_option *first = running_first(running);
    if (first == NULL) {
        text_puts(out, ",\"first\":null");
    } else {
        put_text(out, "first", strings_get(&running->instance->offer_id, first->offer));
    }
    put_number(out, "near_metres", running->near_limit_m, METRES_UNKNOWN);
    put_options(out, "wishes", running, running->wish, running->n_wishes);
    put_options(out, "near", running, running->near, running->n_near);
    text_puts(out, "}\n");
}
