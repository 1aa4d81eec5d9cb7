// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/life.h"

#include "io/month_text.h"
#include "review/log.h"
#include "review/seats.h"

#include <string.h>

const char *const action_name[N_ACTIONS] = {"confirm", "override", "return",  "withdraw",
                                            "decide",  "accept",   "decline", "reopen"};
const char *const refused_name[N_REFUSED] = {"not",  "role",   "child", "conflict", "state",
                                             "eyes", "reason", "offer", "seats"};

#define FROM(state) (1u << (state))
#define UNDECIDED                                                                                  \
    (FROM(STATE_PROPOSED) | FROM(STATE_CONFIRMED) | FROM(STATE_OVERRIDDEN) | FROM(STATE_RETURNED))

/* From which states, to which, by whom at least, and whether it must be said why. */
static const struct rule {
    unsigned from;
    enum state to;
    enum role least;
    bool reason;
} rules[N_ACTIONS] = {
    [ACTION_CONFIRM] = {FROM(STATE_PROPOSED), STATE_CONFIRMED, ROLE_CASEWORKER, false},
    [ACTION_OVERRIDE] = {UNDECIDED, STATE_OVERRIDDEN, ROLE_CASEWORKER, true},
    [ACTION_RETURN] = {UNDECIDED & ~FROM(STATE_RETURNED), STATE_RETURNED, ROLE_CASEWORKER, true},
    [ACTION_WITHDRAW] = {UNDECIDED & ~FROM(STATE_PROPOSED), STATE_PROPOSED, ROLE_CASEWORKER, false},
    [ACTION_DECIDE] = {FROM(STATE_CONFIRMED) | FROM(STATE_OVERRIDDEN), STATE_DECIDED, ROLE_APPROVER,
                       false},
    [ACTION_ACCEPT] = {FROM(STATE_DECIDED), STATE_ACCEPTED, ROLE_CASEWORKER, false},
    [ACTION_DECLINE] = {FROM(STATE_DECIDED), STATE_DECLINED, ROLE_CASEWORKER, false},
    [ACTION_REOPEN] = {FROM(STATE_DECIDED) | FROM(STATE_ACCEPTED) | FROM(STATE_DECLINED),
                       STATE_CONFIRMED, ROLE_APPROVER, true},
};

enum { ID_SIZE = 320, MONTH_SIZE = 16 };

/* A child as it stands. */
struct standing {
    bool any;
    char id[ID_SIZE];
    enum state state;
    int64_t version;
    uint32_t offer;
    char offer_id[ID_SIZE]; /* "": no place */
    char start[MONTH_SIZE]; /* "": none */
    char confirmed_by[USER_NAME_SIZE];
};

struct doing {
    struct store *store;
    const struct user *user;
    enum action action;
    const char *reason;
    bool four_eyes, months;
    uint32_t n_offers;
    const struct instance *instance;
    struct seats seats; /* of an override */
    struct error *error;
};

static void keep(char *kept, size_t size, const char *text) {
    snprintf(kept, size, "%s", text == NULL ? "" : text);
}

static enum err take_standing(void *context, const struct sql_row *row, struct error *error) {
    struct standing *standing = context;
    (void)error;
    standing->any = true;
    keep(standing->id, sizeof standing->id, sql_row_text(row, 0));
    bool known = state_find(sql_row_text(row, 1), &standing->state);
    INVARIANT(known); /* the schema's CHECK */
    standing->version = sql_row_whole(row, 2);
    standing->offer = sql_row_index(row, 3);
    keep(standing->offer_id, sizeof standing->offer_id, sql_row_text(row, 4));
    keep(standing->start, sizeof standing->start, sql_row_text(row, 5));
    keep(standing->confirmed_by, sizeof standing->confirmed_by, sql_row_text(row, 6));
    return OK;
}

static enum err find(const struct doing *doing, uint32_t child, struct standing *standing) {
    *standing = (struct standing){0};
    return sql_each(doing->store->sql,
                    "SELECT c.id, c.state, c.version, c.offer, o.id, c.start, c.confirmed_by"
                    " FROM child c LEFT JOIN offer o ON o.offer = c.offer WHERE c.child = ?1",
                    SQL(sql_whole(child)), take_standing, standing, doing->error);
}

static struct placing placing_of(const struct change *change) {
    return (struct placing){change->child, change->offer, change->start};
}

/* Is what an override gives an offer, with a month exactly where the round has months? */
static bool is_offer(const struct doing *doing, const struct change *change,
                     const struct standing *standing) {
    char start[MONTH_TEXT_SIZE];
    if (change->offer == UINT32_MAX) {
        return change->start == 0 && standing->offer != UINT32_MAX;
    }
    if (change->offer >= doing->n_offers || (change->start != 0) != doing->months) {
        return false;
    }
    const struct placing placing = placing_of(change);
    month_text(change->start, start);
    return !seats_unopened(doing->instance, &placing) &&
           (change->offer != standing->offer ||
            (doing->months && strcmp(start, standing->start) != 0));
}

static enum refused judge(const struct doing *doing, const struct change *change,
                          const struct standing *standing) {
    const struct rule *rule = &rules[doing->action];
    if (!standing->any) {
        return REFUSED_CHILD;
    }
    if (standing->version != change->version) {
        return REFUSED_CONFLICT;
    }
    if ((rule->from & FROM(standing->state)) == 0) {
        return REFUSED_STATE;
    }
    if (doing->action == ACTION_DECIDE && doing->four_eyes &&
        strcmp(standing->confirmed_by, doing->user->name) == 0) {
        return REFUSED_EYES;
    }
    return doing->action != ACTION_OVERRIDE || is_offer(doing, change, standing) ? REFUSED_NOT
                                                                                 : REFUSED_OFFER;
}

/* Is there a seat for what an override gives, or does somebody want it all the same? */
static enum err judge_seats(struct doing *doing, const struct change *change,
                            enum refused *refused) {
    const struct placing placing = placing_of(change);
    bool fit = true;
    enum err err = doing->action != ACTION_OVERRIDE || change->exceeds || *refused != REFUSED_NOT
                       ? OK
                       : seats_fit(&doing->seats, &placing, &fit, doing->error);
    *refused = fit ? *refused : REFUSED_SEATS;
    return err;
}

/* The child's row, but for its offer. */
static enum err write_state(const struct doing *doing, uint32_t child) {
    bool confirms = doing->action == ACTION_CONFIRM || doing->action == ACTION_OVERRIDE;
    bool undone = doing->action == ACTION_RETURN || doing->action == ACTION_WITHDRAW;
    bool decides = doing->action == ACTION_DECIDE, reopens = doing->action == ACTION_REOPEN;
    return sql_run(doing->store->sql,
                   "UPDATE child SET state = ?2, version = version + 1,"
                   " confirmed_by = CASE WHEN ?3 THEN ?4 WHEN ?5 THEN NULL ELSE confirmed_by END,"
                   " decided_by = CASE WHEN ?6 THEN ?4 WHEN ?7 THEN NULL ELSE decided_by END"
                   " WHERE child = ?1",
                   SQL(sql_whole(child), sql_text(state_name[rules[doing->action].to]),
                       sql_whole(confirms || reopens), sql_text(doing->user->name),
                       sql_whole(undone), sql_whole(decides), sql_whole(reopens || undone)),
                   doing->error);
}

/* What a person gives instead. */
static enum err write_override(const struct doing *doing, const struct change *change) {
    char start[MONTH_TEXT_SIZE];
    month_text(change->start, start);
    return sql_run(doing->store->sql,
                   "UPDATE child SET offer = ?2, start = ?3, basis = 'override', metres = NULL,"
                   " wish = (SELECT w.rank FROM wish w WHERE w.child = ?1 AND w.offer = ?2)"
                   " WHERE child = ?1",
                   SQL(sql_whole(change->child), sql_index(change->offer),
                       change->start == 0 ? sql_null() : sql_text(start)),
                   doing->error);
}

/* Back to what the run at hand proposes. */
static enum err write_proposal(const struct doing *doing, uint32_t child) {
    return sql_run(doing->store->sql,
                   "UPDATE child SET (offer, start, basis, wish, metres) ="
                   " (SELECT p.offer, p.start, p.basis, p.wish, p.metres"
                   "  FROM proposal p JOIN round r ON r.run = p.run WHERE p.child = ?1)"
                   " WHERE child = ?1",
                   SQL(sql_whole(child)), doing->error);
}

static const char *or_null(const char *text) {
    return text[0] == '\0' ? NULL : text;
}

static enum err write_log(const struct doing *doing, const struct standing *was,
                          const struct standing *is) {
    char before[LOG_PLACEMENT_SIZE], after[LOG_PLACEMENT_SIZE];
    if (!log_placement(before, state_name[was->state], or_null(was->offer_id),
                       or_null(was->start)) ||
        !log_placement(after, state_name[is->state], or_null(is->offer_id), or_null(is->start))) {
        return error_no_memory(doing->error);
    }
    const struct log_entry entry = {.user = doing->user->name,
                                    .action = action_name[doing->action],
                                    .child = was->id,
                                    .before = before,
                                    .after = after,
                                    .reason = doing->reason};
    return log_add(doing->store, &entry, doing->error);
}

static enum err change_one(struct doing *doing, const struct change *change,
                           struct changed *changed) {
    struct standing was, is;
    enum err err = find(doing, change->child, &was);
    changed->refused = err == OK ? judge(doing, change, &was) : REFUSED_NOT;
    changed->version = was.version;
    changed->state = was.state;
    err = err == OK ? judge_seats(doing, change, &changed->refused) : err;
    if (err != OK || changed->refused != REFUSED_NOT) {
        return err;
    }
    err = write_state(doing, change->child);
    if (err == OK && doing->action == ACTION_OVERRIDE) {
        const struct placing placing = placing_of(change);
        err = write_override(doing, change);
        seats_place(&doing->seats, &placing);
    }
    if (err == OK && (doing->action == ACTION_WITHDRAW || doing->action == ACTION_RETURN)) {
        err = write_proposal(doing, change->child);
    }
    if (err == OK) {
        err = find(doing, change->child, &is);
    }
    if (err == OK) {
        err = write_log(doing, &was, &is);
        changed->version = is.version;
        changed->state = is.state;
    }
    return err;
}

static enum err take_round(void *context, const struct sql_row *row, struct error *error) {
    struct doing *doing = context;
    (void)error;
    doing->four_eyes = sql_row_whole(row, 0) != 0;
    doing->months = sql_row_whole(row, 1) != 0;
    doing->n_offers = (uint32_t)sql_row_whole(row, 2);
    return OK;
}

/* The same for all of them: the user's role, and a reason where one is needed. */
static enum refused judge_all(const struct doing *doing) {
    const struct rule *rule = &rules[doing->action];
    size_t length = doing->reason == NULL ? 0 : strlen(doing->reason);
    bool blank = length == strspn(doing->reason == NULL ? "" : doing->reason, " \t\r\n");
    return doing->user->role < rule->least                            ? REFUSED_ROLE
           : (rule->reason && blank) || length >= (size_t)REASON_SIZE ? REFUSED_REASON
                                                                      : REFUSED_NOT;
}

static enum err change_all(struct doing *doing, const struct change *change, uint32_t n,
                           struct changed *changed) {
    bool any = false, overrides = doing->action == ACTION_OVERRIDE;
    enum err err = sql_each(doing->store->sql,
                            "SELECT four_eyes, months, (SELECT count(*) FROM offer) FROM round",
                            SQL_NONE, take_round, doing, doing->error);
    if (err == OK && overrides) { /* in the transaction, so that two never get the last seat */
        err = seats_open(&doing->seats, doing->store, doing->instance, doing->error);
    }
    for (uint32_t i = 0; i < n && err == OK; i++) {
        err = change_one(doing, &change[i], &changed[i]);
        any = any || changed[i].refused == REFUSED_NOT;
    }
    if (err == OK && any && (overrides || doing->action == ACTION_CONFIRM)) {
        err = sql_run(doing->store->sql, "UPDATE round SET closed = 1 WHERE closed = 0", SQL_NONE,
                      doing->error);
    }
    seats_close(&doing->seats);
    return err;
}

enum err life_change(struct store *store, const struct instance *instance, const struct user *user,
                     enum action action, const struct change *change, uint32_t n,
                     const char *reason, struct changed *changed, struct error *error) {
    struct doing doing = {.store = store,
                          .user = user,
                          .action = action,
                          .reason = reason,
                          .instance = instance,
                          .error = error};
    enum refused all = judge_all(&doing);
    for (uint32_t i = 0; i < n; i++) {
        changed[i] = (struct changed){.refused = all};
    }
    if (all != REFUSED_NOT) {
        return OK;
    }
    enum err err = sql_begin(store->sql, error);
    if (err != OK) {
        return err;
    }
    return sql_end(store->sql, change_all(&doing, change, n, changed), error);
}
