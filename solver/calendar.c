// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     for each child, each of its seats, each limit around that offer:
 *         one more from the seat's first month on, one less from its last on
 *     sort each limit's changes by month and sum them up
 *
 * Only months in which a number changes are kept, so memory goes by children and not by months.
 */
#include "solver/calendar.h"

#include "solver/months.h"

#include <stdlib.h>
#include <string.h>

struct change {
    uint32_t month;
    uint32_t right;
    int32_t by;
};

static void add_span(struct seat_spans *spans, uint32_t offer, uint32_t from, uint32_t before,
                     enum seat_right right) {
    if (from < before) {
        spans->span[spans->n++] = (struct seat_span){offer, from, before, right};
    }
}

void seat_spans(const struct instance *instance, uint32_t applicant, uint32_t offer, uint32_t month,
                bool stays, struct seat_spans *spans) {
    enum seat_right right = instance_is_locked(instance, applicant) ? SEAT_LOCKED : SEAT_PLACED;
    uint32_t present = instance_current(instance, applicant);
    spans->n = 0;
    if (stays) {
        add_span(spans, offer, 0, NONE, SEAT_KEPT);
        return;
    }
    if (offer == NONE) {
        return;
    }
    if (present != NONE && instance_counts_current(instance, present)) {
        add_span(spans, present, 0, month, SEAT_LEAVING);
    }
    if (!instance_moves_on(instance, applicant, offer)) {
        add_span(spans, offer, month, NONE, right);
        return;
    }
    uint32_t moves = instance->offer_moves_month[offer];
    add_span(spans, offer, month, moves, right);
    add_span(spans, instance->offer_moves_to[offer], month > moves ? month : moves, NONE, right);
}

const char *calendar_name(const struct calendar *calendar, uint32_t limit) {
    const struct seat_limit *it = &calendar->limit[limit];
    const struct instance *instance = calendar->instance;
    return it->offer != NONE  ? strings_get(&instance->offer_id, it->offer)
           : it->node != NONE ? strings_get(&instance->node_name, it->node)
                              : strings_get(&instance->crossing_name, it->crossing);
}

static uint32_t add_limit(struct calendar *calendar, struct seat_limit limit) {
    if (limit.seats == SEATS_UNLIMITED) {
        return NONE;
    }
    calendar->limit[calendar->n_limits] = limit;
    return calendar->n_limits++;
}

/* Crossing limits by name, and those of one name by the month in which they end. */
struct named {
    const char *name;
    uint32_t before;
};

static int by_name(const void *left, const void *right) {
    const struct named *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->before > b->before) - (a->before < b->before);
}

static struct named *name_crossing(const struct instance *instance, struct arena *arena) {
    struct named *named = ARENA_NEW(arena, instance->n_crossing, struct named);
    for (uint32_t c = 0; named != NULL && c < instance->n_crossing; c++) {
        named[c] =
            (struct named){strings_get(&instance->crossing_name, c), instance->crossing_before[c]};
    }
    if (named != NULL) {
        qsort(named, instance->n_crossing, sizeof *named, by_name);
    }
    return named;
}

/* instance_step_begins without looking at every limit: when the one before it ends. */
static uint32_t begins(const struct named *named, uint32_t n, struct named limit) {
    uint32_t low = 0, high = n; /* named[low - 1] goes before the limit, named[high] does not */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (by_name(&named[middle], &limit) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && strcmp(named[low - 1].name, limit.name) == 0 ? named[low - 1].before : 0;
}

static void list_limits(struct calendar *calendar, const struct named *named) {
    const struct instance *instance = calendar->instance;
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        uint32_t n = instance->slot_start[u + 1] - instance->slot_start[u];
        for (uint32_t step = 0; step < n; step++) {
            uint32_t node = instance_step_node(instance, u, step), before;
            uint32_t from = instance->slot_from[instance->slot[instance->slot_start[u] + step]];
            bool ends = instance_step_end(instance, u, step, &before);
            calendar->node_offer[node] = u;
            calendar->node_limit[node] =
                add_limit(calendar, (struct seat_limit){node, NONE, u, instance->node_seats[node],
                                                        from, ends ? before : NONE, 0, 0});
        }
    }
    for (uint32_t v = instance->n_slots; v < instance->n_nodes; v++) {
        if (calendar->node_offer[v] == NONE) {
            const struct named limit = {strings_get(&instance->node_name, v), NONE};
            uint32_t from = begins(named, instance->n_crossing, limit);
            calendar->node_limit[v] =
                add_limit(calendar, (struct seat_limit){v, NONE, NONE, instance->node_seats[v],
                                                        from, NONE, 0, 0});
        }
    }
}

/* Limits around each offer: its steps, schools and pools from the inside out, then those that
 * cross. first_crossing: the first crossing limit's index. */
static enum err list_around(struct calendar *calendar, uint32_t first_crossing, struct arena *arena,
                            struct error *error) {
    const struct instance *instance = calendar->instance;
    uint32_t *start = ARENA_ZERO(arena, (size_t)instance->n_offers + 2, uint32_t);
    calendar->around_start = start;
    for (int pass = 0; pass < 2 && start != NULL; pass++) {
        uint32_t *to = pass == 0 ? NULL : calendar->around;
        for (uint32_t u = 0; u < instance->n_offers; u++) {
            for (uint32_t v = instance_step_node(instance, u, 0); v != NONE;
                 v = instance->node_parent[v]) {
                if (calendar->node_limit[v] == NONE) {
                    continue;
                }
                if (to != NULL) {
                    to[start[u + 1]] = calendar->node_limit[v];
                }
                start[to == NULL ? u + 2 : u + 1]++;
            }
        }
        for (uint32_t i = 0; i < instance->n_crossing; i++) {
            for (uint32_t j = instance->crossing_start[i]; j < instance->crossing_start[i + 1];
                 j++) {
                uint32_t u = instance->crossing_offer[j];
                if (to != NULL) {
                    to[start[u + 1]] = first_crossing + i;
                }
                start[to == NULL ? u + 2 : u + 1]++;
            }
        }
        for (uint32_t u = 0; to == NULL && u < instance->n_offers; u++) {
            start[u + 2] += start[u + 1];
        }
        if (pass == 0) {
            calendar->around = ARENA_NEW(arena, start[instance->n_offers + 1], uint32_t);
            start = calendar->around == NULL ? NULL : start;
        }
    }
    return start == NULL ? error_no_memory(error) : OK;
}

static int by_month(const void *left, const void *right) {
    const struct change *a = left, *b = right;
    return (a->month > b->month) - (a->month < b->month);
}

/* A limit's changes as numbers from month to month; how many months. */
static uint32_t sum_up(const struct seat_limit *limit, struct change *change, uint32_t n,
                       struct seat_count *count) {
    uint32_t n_months = 1;
    qsort(change, n, sizeof *change, by_month);
    count[0] = (struct seat_count){.month = limit->from};
    for (uint32_t i = 0; i < n; i++) {
        if (change[i].month != count[n_months - 1].month) {
            count[n_months] = count[n_months - 1];
            count[n_months++].month = change[i].month;
        }
        count[n_months - 1].taken[change[i].right] += (uint32_t)change[i].by;
    }
    return n_months;
}

/* The changes that a seat makes to a limit; how many. */
static uint32_t changes_of(const struct seat_limit *limit, const struct seat_span *span,
                           struct change change[2]) {
    uint32_t from = span->from > limit->from ? span->from : limit->from;
    uint32_t before = span->before < limit->before ? span->before : limit->before;
    if (from >= before) {
        return 0;
    }
    change[0] = (struct change){from, span->right, 1};
    change[1] = (struct change){before, span->right, -1};
    return before < limit->before ? 2 : 1;
}

/* Writes all children's changes behind at [n_limits], or counts them there (change NULL). */
static void spread(const struct calendar *calendar, const struct seat_spans *spans, size_t *at,
                   struct change *change) {
    struct change made[2];
    for (uint32_t a = 0; a < calendar->instance->n_applicants; a++) {
        for (uint32_t s = 0; s < spans[a].n; s++) {
            const struct seat_span *span = &spans[a].span[s];
            for (uint32_t i = calendar->around_start[span->offer];
                 i < calendar->around_start[span->offer + 1]; i++) {
                uint32_t limit = calendar->around[i];
                uint32_t n = changes_of(&calendar->limit[limit], span, made);
                if (change != NULL) {
                    memcpy(change + at[limit], made, n * sizeof *made);
                }
                at[limit] += n;
            }
        }
    }
}

static enum err count_seats(struct calendar *calendar, const struct seat_spans *spans,
                            struct arena *arena, struct error *error) {
    struct arena scratch = {0};
    uint32_t n_limits = calendar->n_limits;
    size_t *at = ARENA_ZERO(&scratch, (size_t)n_limits + 1, size_t), total = 0;
    enum err err = at == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        spread(calendar, spans, at, NULL);
        for (uint32_t i = 0; i <= n_limits; i++) {
            size_t n = at[i];
            at[i] = total;
            total += n;
        }
        struct change *change = ARENA_NEW(&scratch, total, struct change);
        calendar->count = ARENA_NEW(arena, total + n_limits, struct seat_count);
        err = change == NULL || calendar->count == NULL || total + n_limits > UINT32_MAX
                  ? error_no_memory(error)
                  : OK;
        if (err == OK) {
            spread(calendar, spans, at, change);
        }
        for (uint32_t i = 0, n_counts = 0; i < n_limits && err == OK; i++) {
            size_t first = i == 0 ? 0 : at[i - 1]; /* at[i] has come to where i ends */
            struct seat_limit *limit = &calendar->limit[i];
            limit->start = n_counts;
            limit->n = sum_up(limit, change + first, (uint32_t)(at[i] - first),
                              calendar->count + n_counts);
            n_counts += limit->n;
        }
    }
    arena_free(&scratch);
    return err;
}

enum err calendar_build(struct calendar *calendar, const struct instance *instance,
                        const struct seat_spans *spans, struct arena *arena, struct error *error) {
    size_t n_most = (size_t)instance->n_nodes + instance->n_crossing;
    *calendar = (struct calendar){.instance = instance,
                                  .limit = ARENA_NEW(arena, n_most, struct seat_limit),
                                  .node_limit = ARENA_NEW(arena, instance->n_nodes, uint32_t),
                                  .node_offer = ARENA_NEW(arena, instance->n_nodes, uint32_t)};
    if (calendar->limit == NULL || calendar->node_limit == NULL || calendar->node_offer == NULL) {
        return error_no_memory(error);
    }
    memset(calendar->node_limit, 0xFF, instance->n_nodes * sizeof(uint32_t));
    memset(calendar->node_offer, 0xFF, instance->n_nodes * sizeof(uint32_t));
    struct named *named = name_crossing(instance, arena);
    if (named == NULL) {
        return error_no_memory(error);
    }
    list_limits(calendar, named);
    uint32_t first_crossing = calendar->n_limits;
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        const struct named limit = {strings_get(&instance->crossing_name, c),
                                    instance->crossing_before[c]};
        calendar->limit[calendar->n_limits++] =
            (struct seat_limit){.node = NONE,
                                .crossing = c,
                                .offer = NONE,
                                .seats = instance->crossing_seats[c],
                                .from = begins(named, instance->n_crossing, limit),
                                .before = limit.before};
    }
    enum err err = list_around(calendar, first_crossing, arena, error);
    return err == OK ? count_seats(calendar, spans, arena, error) : err;
}

/* Adds (sign 1) or takes away (-1) what some children have of a limit in a month. */
static void count_in(const struct calendar *calendar, uint32_t limit, uint32_t month,
                     const struct seat_spans *spans, uint32_t n, int sign, uint32_t *taken) {
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t s = 0; s < spans[i].n; s++) {
            const struct seat_span *span = &spans[i].span[s];
            bool around = span->from <= month && month < span->before;
            for (uint32_t j = calendar->around_start[span->offer];
                 around && j < calendar->around_start[span->offer + 1]; j++) {
                if (calendar->around[j] == limit) {
                    taken[span->right] += sign > 0 ? 1 : UINT32_MAX; /* less one, modulo 2^32 */
                }
            }
        }
    }
}

/* Do `more` seats not fit in the month? */
static bool full_in(const struct calendar *calendar, uint32_t limit, uint32_t month, uint32_t more,
                    const struct seat_change *change, uint32_t *taken) {
    const struct seat_limit *it = &calendar->limit[limit];
    const struct seat_count *count = calendar->count + it->start;
    uint32_t low = 0, high = it->n; /* the last entry that is not after the month */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (count[middle].month <= month) {
            low = middle;
        } else {
            high = middle;
        }
    }
    memcpy(taken, count[low].taken, sizeof count[low].taken);
    if (change != NULL) {
        count_in(calendar, limit, month, change->without, change->n_without, -1, taken);
        count_in(calendar, limit, month, change->with, change->n_with, 1, taken);
    }
    uint64_t n = more;
    for (int right = 0; right < N_SEAT_RIGHTS; right++) {
        n += taken[right];
    }
    return n > it->seats;
}

bool calendar_full(const struct calendar *calendar, uint32_t limit, uint32_t from, uint32_t before,
                   uint32_t more, const struct seat_change *change, uint32_t *month,
                   uint32_t *taken) {
    const struct seat_limit *it = &calendar->limit[limit];
    uint32_t found[N_SEAT_RIGHTS];
    from = from > it->from ? from : it->from;
    before = before < it->before ? before : it->before;
    *month = NONE;
    if (from < before && full_in(calendar, limit, from, more, change, taken)) {
        *month = from;
        return true;
    }
    for (uint32_t i = it->start; i < it->start + it->n; i++) {
        uint32_t here = calendar->count[i].month;
        if (here > from && here < before && here < *month &&
            full_in(calendar, limit, here, more, change, found)) {
            *month = here;
            memcpy(taken, found, sizeof found);
        }
    }
    for (uint32_t i = 0; change != NULL && i < change->n_with; i++) {
        for (uint32_t s = 0; s < change->with[i].n; s++) {
            uint32_t here = change->with[i].span[s].from;
            if (here > from && here < before && here < *month &&
                full_in(calendar, limit, here, more, change, found)) {
                *month = here;
                memcpy(taken, found, sizeof found);
            }
        }
    }
    return *month != NONE;
}
