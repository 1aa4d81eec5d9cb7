// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     read the children, each to the seats that it takes
 *     count them in the calendar, month by month, limit by limit
 *     a placement: the child's own seats away, then is there one more, in every limit around?
 *     if not: of the proposed who sit in that limit in that month the last by rank goes; again
 */
#include "review/seats.h"

#include "solver/months.h"

#include <string.h>

const char *const seat_hold_name[N_SEAT_HOLDS] = {"decided", "confirmed", "offered", "proposed",
                                                  "present"};
const char *const placing_fault_name[N_PLACING_FAULTS] = {"possible", "group", "decision",
                                                          "follows",  "early", "unopened"};

void seats_keep_present(const struct instance *instance, uint32_t a, struct seat_spans *spans) {
    uint32_t present = instance_current(instance, a);
    spans->n = 0;
    if (present != NONE && instance_counts_current(instance, present)) {
        seat_spans(instance, a, present, 0, true, spans);
    }
}

/* The seats of a child with that placement. */
static void spans_at(const struct instance *instance, uint32_t a, uint32_t offer, uint32_t month,
                     bool stays, struct seat_spans *spans) {
    if (offer == NONE || stays) {
        seats_keep_present(instance, a, spans);
    } else {
        seat_spans(instance, a, offer, month, false, spans);
    }
}

void seats_besides(const struct instance *instance, uint32_t a, uint32_t offer, uint32_t month,
                   struct seat_spans *spans) {
    struct seat_spans all;
    spans->n = 0;
    if (offer == NONE) {
        return;
    }
    seat_spans(instance, a, offer, month, false, &all);
    for (uint32_t i = 0; i < all.n; i++) { /* what it leaves for it, it has already */
        if (all.span[i].right != SEAT_LEAVING) {
            spans->span[spans->n++] = all.span[i];
        }
    }
}

/* Does whoever is placed there by a person keep its present place? */
bool seats_stays(const struct instance *instance, const struct placing *placing) {
    return placing->offer != NONE && instance_stays_at(instance, placing->child) == placing->offer;
}

void seats_settle(struct seats *seats, uint32_t a) {
    const struct seats_child *child = &seats->child[a];
    bool none = child->state == STATE_RETURNED || child->state == STATE_DECLINED;
    uint32_t n = seats->instance->n_applicants;
    spans_at(seats->instance, a, none ? NONE : child->offer, child->month, child->stays,
             &seats->spans[a]);
    seats_besides(seats->instance, a, child->offered, child->offered_month, &seats->spans[n + a]);
    if (child->offered != NONE) {
        seats->n_sitting = seats->sitting.n_applicants = 2 * n;
    }
}

enum err seats_recount(struct seats *seats, struct error *error) {
    arena_free(&seats->counts);
    return calendar_build(&seats->calendar, &seats->sitting, seats->around, &seats->counts, error);
}

bool seats_unopened(const struct instance *instance, const struct placing *placing) {
    struct seat_spans spans;
    if (placing->offer == NONE || seats_stays(instance, placing)) {
        return false;
    }
    seat_spans(instance, placing->child, placing->offer, placing->month, false, &spans);
    bool unopened = false;
    for (uint32_t i = 0; i < spans.n; i++) {
        const struct seat_span *span = &spans.span[i];
        uint32_t first = instance->slot[instance->slot_start[span->offer]];
        unopened |= span->right != SEAT_LEAVING && instance->slot_from[first] > span->from;
    }
    return unopened;
}

enum placing_fault seats_fault(const struct seats *seats, const struct placing *placing) {
    const struct instance *instance = seats->instance;
    uint32_t a = placing->child, offer = placing->offer;
    if (offer == NONE || seats_stays(instance, placing)) {
        return PLACING_POSSIBLE;
    }
    uint32_t group = instance->applicant_group[a], followed = instance_follows(instance, a);
    if (group != NONE && instance->offer_group[offer] != group) {
        return PLACING_GROUP;
    }
    if (!instance_is_eligible(instance, a, offer)) {
        return PLACING_DECISION;
    }
    if (followed != NONE) {
        const struct seats_child *child = &seats->child[followed];
        bool none = child->state == STATE_RETURNED || child->state == STATE_DECLINED;
        uint32_t at = none ? instance_current(instance, followed) : child->offer;
        if (at == NONE || !instance_goes_with(instance, offer, at)) {
            return PLACING_FOLLOWS;
        }
    }
    return instance_has_months(instance) && placing->month < instance_wished_month(instance, a)
               ? PLACING_EARLY
           : seats_unopened(instance, placing) ? PLACING_UNOPENED
                                               : PLACING_POSSIBLE;
}

/* One limit in the months of one seat. */
struct place {
    uint32_t limit, from, before;
};

/* Every limit around every seat of a placement, one after the other. False: no more. */
struct around {
    struct seat_spans spans;
    uint32_t span, at;
};

static struct around around_begin(const struct seats *seats, const struct placing *placing) {
    struct around around = {.span = 0};
    bool stays = seats_stays(seats->instance, placing);
    if (placing->besides) {
        seats_besides(seats->instance, placing->child, placing->offer, placing->month,
                      &around.spans);
        return around;
    }
    spans_at(seats->instance, placing->child, placing->offer, placing->month, stays, &around.spans);
    return around;
}

static bool around_next(const struct calendar *calendar, struct around *around,
                        struct place *place) {
    for (; around->span < around->spans.n; around->span++, around->at = 0) {
        const struct seat_span *span = &around->spans.span[around->span];
        uint32_t i = calendar->around_start[span->offer] + around->at;
        if (i < calendar->around_start[span->offer + 1]) {
            *place = (struct place){calendar->around[i], span->from, span->before};
            around->at++;
            return true;
        }
    }
    return false;
}

/* Is there no seat after the change? *month: the first such one. */
static bool is_full(const struct seats *seats, const struct place *place,
                    const struct seat_change *change, uint32_t *month) {
    uint32_t taken[N_SEAT_RIGHTS];
    return calendar_full(&seats->calendar, place->limit, place->from, place->before, 1, change,
                         month, taken);
}

/* Marks the offers that have a limit in common with a placement. */
static void mark_asked(struct seats *seats, const struct placing *placing) {
    const struct calendar *calendar = &seats->calendar;
    uint32_t n_offers = seats->instance->n_offers;
    struct around around = around_begin(seats, placing);
    struct place place;
    memset(seats->limit_asked, 0, calendar->n_limits);
    memset(seats->offer_asked, 0, n_offers);
    while (around_next(calendar, &around, &place)) {
        seats->limit_asked[place.limit] = 1;
    }
    for (uint32_t u = 0; u < n_offers; u++) {
        for (uint32_t i = calendar->around_start[u]; i < calendar->around_start[u + 1]; i++) {
            seats->offer_asked[u] |= seats->limit_asked[calendar->around[i]];
        }
    }
}

/* Counts the seats around a placement; those elsewhere do not matter and would take their time. */
static enum err count_around(struct seats *seats, const struct placing *placing,
                             struct error *error) {
    mark_asked(seats, placing);
    for (uint32_t a = 0; a < seats->n_sitting; a++) {
        const struct seat_spans *spans = &seats->spans[a];
        seats->around[a].n = 0;
        for (uint32_t s = 0; s < spans->n; s++) {
            if (seats->offer_asked[spans->span[s].offer] != 0) {
                seats->around[a] = *spans;
            }
        }
    }
    return seats_recount(seats, error);
}

enum err seats_fit(struct seats *seats, const struct placing *placing, bool *fit,
                   struct error *error) {
    enum err err = count_around(seats, placing, error);
    if (err != OK) {
        return err;
    }
    struct around around = around_begin(seats, placing);
    const struct seat_change change = {.n_without = placing->besides ? 0 : 1,
                                       .without = &seats->spans[placing->child]};
    struct place place;
    uint32_t month;
    *fit = !seats_unopened(seats->instance, placing);
    while (around_next(&seats->calendar, &around, &place)) {
        *fit &= !is_full(seats, &place, &change, &month);
    }
    return OK;
}

void seats_place(struct seats *seats, const struct placing *placing, enum state state) {
    struct seats_child *child = &seats->child[placing->child];
    if (placing->besides) {
        child->offered = placing->offer;
        child->offered_month = placing->month;
    } else {
        *child = (struct seats_child){.state = state,
                                      .offer = placing->offer,
                                      .month = placing->month,
                                      .stays = seats_stays(seats->instance, placing),
                                      .rank = NONE,
                                      .offered = NONE};
    }
    seats_settle(seats, placing->child);
}

enum seat_right seats_right_in(const struct calendar *calendar, const struct seat_spans *spans,
                               uint32_t limit, uint32_t month) {
    for (uint32_t s = 0; s < spans->n; s++) {
        const struct seat_span *span = &spans->span[s];
        bool then = span->from <= month && month < span->before;
        for (uint32_t i = calendar->around_start[span->offer];
             then && i < calendar->around_start[span->offer + 1]; i++) {
            if (calendar->around[i] == limit) {
                return span->right;
            }
        }
    }
    return N_SEAT_RIGHTS;
}

static enum seat_hold hold_of(const struct seats_child *child) {
    bool none =
        child->offer == NONE || child->state == STATE_RETURNED || child->state == STATE_DECLINED;
    return none                                                              ? HOLD_PRESENT
           : child->state == STATE_DECIDED || child->state == STATE_ACCEPTED ? HOLD_DECIDED
           : child->state == STATE_PROPOSED                                  ? HOLD_PROPOSED
                                                                             : HOLD_CONFIRMED;
}

/* The first month in which the limit is full for the child, else the one of most others. */
static void find_month(const struct seats *seats, uint32_t child, const struct place *place,
                       struct seats_limit *limit) {
    const struct seat_limit *it = &seats->calendar.limit[place->limit];
    const struct seat_count *count = seats->calendar.count + it->start;
    uint32_t from = place->from > it->from ? place->from : it->from, most = 0;
    uint32_t before = place->before < it->before ? place->before : it->before;
    limit->month = from;
    for (uint32_t i = 0; i < it->n && !limit->full; i++) { /* the child's own changes are there */
        uint32_t begins = count[i].month > from ? count[i].month : from, others = 0;
        uint32_t ends = i + 1 < it->n && count[i + 1].month < before ? count[i + 1].month : before;
        for (int right = 0; right < N_SEAT_RIGHTS; right++) {
            others += count[i].taken[right];
        }
        if (begins >= ends) {
            continue;
        }
        others -= seats_right_in(&seats->calendar, &seats->spans[child], place->limit, begins) ==
                          N_SEAT_RIGHTS
                      ? 0
                      : 1;
        limit->full = others >= it->seats;
        if (limit->full || others > most) {
            most = others;
            limit->month = begins;
        }
    }
}

static void describe(const struct seats *seats, uint32_t child, const struct place *place,
                     struct seats_limit *limit) {
    *limit = (struct seats_limit){.limit = place->limit,
                                  .seats = seats->calendar.limit[place->limit].seats};
    find_month(seats, child, place, limit);
    uint32_t n = seats->instance->n_applicants;
    for (uint32_t a = 0; a < seats->n_sitting; a++) {
        enum seat_right right = a == child ? N_SEAT_RIGHTS
                                           : seats_right_in(&seats->calendar, &seats->spans[a],
                                                            place->limit, limit->month);
        if (right != N_SEAT_RIGHTS) {
            limit->taken++;
            limit->by_right[right]++;
            limit->by_hold[a < n ? hold_of(&seats->child[a]) : HOLD_OFFERED]++;
        }
    }
}

/* Children who are thought away: the one who is asked about, then the displaced, who keep their
 * present places. */
struct gone {
    uint32_t n;
    uint32_t *child;
    struct seat_spans *without, *with; /* the first of `with` is empty */
    uint8_t *is;                       /* [n_applicants] */
};

static void let_go(const struct seats *seats, struct gone *gone, uint32_t a) {
    uint32_t i = gone->n++;
    gone->child[i] = a;
    gone->without[i] = seats->spans[a];
    gone->with[i].n = 0;
    gone->is[a] = 1;
    if (i > 0) {
        seats_keep_present(seats->instance, a, &gone->with[i]);
    }
}

/* Would a seat of the limit be free in the month if the child had no new place? */
static bool frees(const struct seats *seats, uint32_t a, uint32_t limit, uint32_t month) {
    struct seat_spans kept;
    seats_keep_present(seats->instance, a, &kept);
    return seats->child[a].yields &&
           seats_right_in(&seats->calendar, &seats->spans[a], limit, month) == SEAT_PLACED &&
           seats_right_in(&seats->calendar, &kept, limit, month) == N_SEAT_RIGHTS;
}

/* Who goes first of those who free a seat of the limit in the month, NONE: nobody can. */
static uint32_t last_in(const struct seats *seats, const struct gone *gone, uint32_t limit,
                        uint32_t month) {
    uint32_t last = NONE;
    for (uint32_t a = 0; a < seats->instance->n_applicants; a++) {
        bool worse = last == NONE || seats->child[a].rank >= seats->child[last].rank;
        if (worse && !gone->is[a] && frees(seats, a, limit, month)) {
            last = a;
        }
    }
    return last;
}

/* The next month in which the number of a limit's children changes, NONE: it does not any more. */
static uint32_t next_change(const struct calendar *calendar, uint32_t limit, uint32_t month) {
    const struct seat_limit *it = &calendar->limit[limit];
    uint32_t i = it->start;
    while (i < it->start + it->n && calendar->count[i].month <= month) {
        i++;
    }
    return i < it->start + it->n ? calendar->count[i].month : NONE;
}

/* Frees seats in one limit as long as somebody yields. False: there is still none. */
static bool displace(const struct seats *seats, const struct place *place, struct gone *gone) {
    uint32_t month, from = place->from;
    struct place rest = *place;
    bool enough = true;
    while (from < place->before) {
        const struct seat_change change = {gone->n, gone->n, gone->without, gone->with};
        rest.from = from;
        if (!is_full(seats, &rest, &change, &month)) {
            return enough;
        }
        uint32_t last = last_in(seats, gone, place->limit, month);
        if (last == NONE) {
            enough = false;
            from = next_change(&seats->calendar, place->limit, month); /* later somebody may */
        } else {
            let_go(seats, gone, last);
        }
    }
    return enough;
}

/* Those whose places go with the one that the child has now, and not with the other. */
static enum err find_parted(const struct seats *seats, const struct placing *placing,
                            struct arena *arena, struct seats_answer *answer, struct error *error) {
    const struct instance *instance = seats->instance;
    answer->parted = ARENA_NEW(arena, instance->n_applicants, uint32_t);
    if (answer->parted == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; instance->applicant_follows != NULL && a < instance->n_applicants; a++) {
        uint32_t offer = seats->child[a].offer, was = seats->child[placing->child].offer;
        if (instance->applicant_follows[a] == placing->child && offer != NONE && was != NONE &&
            instance_goes_with(instance, offer, was) &&
            (placing->offer == NONE || !instance_goes_with(instance, offer, placing->offer))) {
            answer->parted[answer->n_parted++] = a;
        }
    }
    return OK;
}

enum err seats_ask(struct seats *seats, const struct placing *placing, struct arena *arena,
                   struct seats_answer *answer, struct error *error) {
    enum err err = count_around(seats, placing, error);
    if (err != OK) {
        return err;
    }
    struct around around = around_begin(seats, placing);
    size_t n = (size_t)seats->instance->n_applicants + 1, n_limits = 0;
    struct gone gone = {.child = ARENA_NEW(arena, n, uint32_t),
                        .without = ARENA_NEW(arena, n, struct seat_spans),
                        .with = ARENA_NEW(arena, n, struct seat_spans),
                        .is = ARENA_ZERO(arena, n, uint8_t)};
    struct place place;
    for (uint32_t s = 0; s < around.spans.n; s++) {
        uint32_t offer = around.spans.span[s].offer;
        n_limits += seats->calendar.around_start[offer + 1] - seats->calendar.around_start[offer];
    }
    *answer = (struct seats_answer){.fault = seats_fault(seats, placing),
                                    .limit = ARENA_NEW(arena, n_limits, struct seats_limit),
                                    .suffices = !seats_unopened(seats->instance, placing)};
    if (gone.child == NULL || gone.without == NULL || gone.with == NULL || gone.is == NULL ||
        answer->limit == NULL) {
        return error_no_memory(error);
    }
    let_go(seats, &gone, placing->child);
    while (around_next(&seats->calendar, &around, &place)) {
        const struct seat_limit *it = &seats->calendar.limit[place.limit];
        if (place.from >= it->before || it->from >= place.before) {
            continue; /* another step's months */
        }
        struct seats_limit *limit = &answer->limit[answer->n_limits++];
        describe(seats, placing->child, &place, limit);
        answer->n_full += limit->full ? 1 : 0;
        answer->suffices &= displace(seats, &place, &gone);
    }
    answer->n_displaced = gone.n - 1;
    answer->displaced = gone.child + 1;
    return find_parted(seats, placing, arena, answer, error);
}
