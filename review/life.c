// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/life.h"

#include "io/month_text.h"
#include "review/log.h"
#include "review/reserve.h"
#include "review/seats.h"

#include <string.h>

const char *const action_name[N_ACTIONS] = {"confirm", "override", "return",  "withdraw",
                                            "decide",  "accept",   "decline", "reopen",
                                            "offer",   "take",     "pass"};
const char *const refused_name[N_REFUSED] = {"not",  "role",   "child",   "conflict", "state",
                                             "eyes", "reason", "offered", "offer",    "seats"};

#define FROM(state) (1u << (state))
#define UNDECIDED                                                                                  \
    (FROM(STATE_PROPOSED) | FROM(STATE_CONFIRMED) | FROM(STATE_OVERRIDDEN) | FROM(STATE_RETURNED))

/* From which states, to which (N_STATES: the same), by whom at least, and whether it must be said
 * why in any case. */
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
    [ACTION_OFFER] = {FROM(STATE_DECIDED) | FROM(STATE_ACCEPTED), N_STATES, ROLE_APPROVER, false},
    [ACTION_TAKE] = {FROM(STATE_DECIDED) | FROM(STATE_ACCEPTED), STATE_ACCEPTED, ROLE_CASEWORKER,
                     false},
    [ACTION_PASS] = {FROM(STATE_DECIDED) | FROM(STATE_ACCEPTED), N_STATES, ROLE_CASEWORKER, false},
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
    uint32_t offered;
    char offered_id[ID_SIZE]; /* "": none */
    char offered_start[MONTH_SIZE];
};

struct doing {
    struct store *store;
    const struct user *user;
    enum action action;
    const char *reason;
    bool four_eyes, months, blank; /* blank: no reason is given */
    uint32_t n_offers;
    const struct instance *instance;
    bool counts; /* seats are open: something was to be given */
    struct seats seats;
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
    standing->offered = sql_row_index(row, 7);
    keep(standing->offered_id, sizeof standing->offered_id, sql_row_text(row, 8));
    keep(standing->offered_start, sizeof standing->offered_start, sql_row_text(row, 9));
    return OK;
}

static enum err find(const struct doing *doing, uint32_t child, struct standing *standing) {
    *standing = (struct standing){0};
    return sql_each(doing->store->sql,
                    "SELECT c.id, c.state, c.version, c.offer, o.id, c.start, c.confirmed_by,"
                    " c.offered, h.id, c.offered_start"
                    " FROM child c LEFT JOIN offer o ON o.offer = c.offer"
                    " LEFT JOIN offer h ON h.offer = c.offered WHERE c.child = ?1",
                    SQL(sql_whole(child)), take_standing, standing, doing->error);
}

static uint32_t month_of(const char *text) {
    uint32_t month = 0;
    return text != NULL && month_parse(text, strlen(text), &month) ? month : 0;
}

/* Is what a person gives an offer, with a month exactly where the round has months? */
static bool is_offer(const struct doing *doing, const struct change *change,
                     const struct standing *standing) {
    if (change->offer == UINT32_MAX) {
        return doing->action == ACTION_OVERRIDE && change->start == 0 &&
               standing->offer != UINT32_MAX;
    }
    if (change->offer >= doing->n_offers || (change->start != 0) != doing->months) {
        return false;
    }
    const struct placing placing = {change->child, change->offer, change->start, false};
    return !seats_unopened(doing->instance, &placing) &&
           (change->offer != standing->offer || change->start != month_of(standing->start));
}

/* Whether an offered seat is in the way, or lacks. */
static enum refused judge_offered(const struct doing *doing, const struct standing *standing) {
    bool offered = standing->offered != UINT32_MAX;
    bool answers = doing->action == ACTION_TAKE || doing->action == ACTION_PASS;
    bool waits = doing->action == ACTION_OFFER || doing->action == ACTION_DECLINE ||
                 doing->action == ACTION_REOPEN;
    return answers && !offered ? REFUSED_STATE : waits && offered ? REFUSED_OFFERED : REFUSED_NOT;
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
    bool gives = doing->action == ACTION_OVERRIDE || doing->action == ACTION_OFFER;
    enum refused offered = judge_offered(doing, standing);
    return offered != REFUSED_NOT                        ? offered
           : !gives || is_offer(doing, change, standing) ? REFUSED_NOT
                                                         : REFUSED_OFFER;
}

/* A seat is offered without a reason to the next alone, and within the seats. */
static enum err judge_turn(const struct doing *doing, const struct change *change,
                           enum refused *refused) {
    uint32_t next;
    if (doing->action != ACTION_OFFER || *refused != REFUSED_NOT || !doing->blank) {
        return OK;
    }
    enum err err = reserve_next(doing->store, change->offer, &next, doing->error);
    *refused = next == change->child && !change->exceeds ? REFUSED_NOT : REFUSED_REASON;
    return err;
}

static enum err take_proposal(void *context, const struct sql_row *row, struct error *error) {
    struct placing *placing = context;
    (void)error;
    placing->offer = sql_row_index(row, 0);
    placing->month = month_of(sql_row_text(row, 1));
    return OK;
}

/* The seat that an action gives the child; *gives false: none that it does not have already. */
static enum err find_given(const struct doing *doing, const struct change *change,
                           const struct standing *standing, struct placing *given, bool *gives) {
    const struct placing has = {change->child, standing->offer, month_of(standing->start), false};
    bool sits = standing->state != STATE_RETURNED && standing->state != STATE_DECLINED;
    *given = has;
    if (doing->action == ACTION_OVERRIDE || doing->action == ACTION_OFFER) {
        *given = (struct placing){change->child, change->offer, change->start,
                                  doing->action == ACTION_OFFER};
        *gives = true;
        return OK;
    }
    enum err err =
        doing->action != ACTION_WITHDRAW
            ? OK
            : sql_each(doing->store->sql,
                       "SELECT p.offer, p.start FROM proposal p JOIN round r"
                       " ON r.run = p.run WHERE p.child = ?1",
                       SQL(sql_whole(change->child)), take_proposal, given, doing->error);
    *gives = (doing->action == ACTION_WITHDRAW || doing->action == ACTION_REOPEN) &&
             (!sits || given->offer != has.offer || given->month != has.month);
    return err;
}

/* Is there a seat for what the action gives, or does somebody want it all the same? Then the child
 * has it, for those who come after it. */
static enum err judge_seats(struct doing *doing, const struct change *change,
                            const struct standing *standing, enum refused *refused) {
    struct placing given;
    bool gives = false, fit = true;
    if (*refused != REFUSED_NOT) {
        return OK;
    }
    enum err err = find_given(doing, change, standing, &given, &gives);
    if (err == OK && gives && !doing->counts) { /* in the transaction: nobody else gets the seat */
        doing->counts = true;
        err = seats_open(&doing->seats, doing->store, doing->instance, doing->error);
    }
    if (err == OK && gives && !change->exceeds) {
        err = seats_fit(&doing->seats, &given, &fit, doing->error);
    }
    *refused = fit ? REFUSED_NOT : REFUSED_SEATS;
    if (err == OK && gives && fit) {
        seats_place(&doing->seats, &given, rules[doing->action].to);
    }
    return err;
}

/* The child's row, but for its offer. */
static enum err write_state(const struct doing *doing, uint32_t child, enum state was) {
    enum state to = rules[doing->action].to == N_STATES ? was : rules[doing->action].to;
    bool confirms = doing->action == ACTION_CONFIRM || doing->action == ACTION_OVERRIDE;
    bool undone = doing->action == ACTION_RETURN || doing->action == ACTION_WITHDRAW;
    bool decides = doing->action == ACTION_DECIDE, reopens = doing->action == ACTION_REOPEN;
    return sql_run(doing->store->sql,
                   "UPDATE child SET state = ?2, version = version + 1,"
                   " confirmed_by = CASE WHEN ?3 THEN ?4 WHEN ?5 THEN NULL ELSE confirmed_by END,"
                   " decided_by = CASE WHEN ?6 THEN ?4 WHEN ?7 THEN NULL ELSE decided_by END"
                   " WHERE child = ?1",
                   SQL(sql_whole(child), sql_text(state_name[to]), sql_whole(confirms || reopens),
                       sql_text(doing->user->name), sql_whole(undone), sql_whole(decides),
                       sql_whole(reopens || undone)),
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

/* A seat that is held besides. */
static enum err write_offered(const struct doing *doing, const struct change *change) {
    char start[MONTH_TEXT_SIZE];
    month_text(change->start, start);
    return sql_run(doing->store->sql,
                   "UPDATE child SET offered = ?2, offered_start = ?3 WHERE child = ?1",
                   SQL(sql_whole(change->child), sql_index(change->offer),
                       change->start == 0 ? sql_null() : sql_text(start)),
                   doing->error);
}

/* The child has the offered seat; it was decided by whoever offered it. */
static enum err write_taken(const struct doing *doing, uint32_t child) {
    return sql_run(doing->store->sql,
                   "UPDATE child SET offer = offered, start = offered_start, basis = 'reserve',"
                   " metres = NULL, offered = NULL, offered_start = NULL,"
                   " wish = (SELECT w.rank FROM wish w WHERE w.child = ?1 AND"
                   "  w.offer = child.offered),"
                   " decided_by = (SELECT l.user FROM log l WHERE l.child = child.id AND"
                   "  l.action = 'offer' ORDER BY l.entry DESC LIMIT 1) WHERE child = ?1",
                   SQL(sql_whole(child)), doing->error);
}

/* The family has declined the offered seat: it does not wait there any more. */
static enum err write_passed(const struct doing *doing, const struct standing *was,
                             uint32_t child) {
    enum err err =
        sql_run(doing->store->sql, "UPDATE wish SET passed = 1 WHERE child = ?1 AND offer = ?2",
                SQL(sql_whole(child), sql_index(was->offered)), doing->error);
    return err == OK ? write_offered(doing, &(struct change){.child = child, .offer = UINT32_MAX})
                     : err;
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

static struct log_place place_of(const struct standing *standing) {
    return (struct log_place){state_name[standing->state], or_null(standing->offer_id),
                              or_null(standing->start), or_null(standing->offered_id),
                              or_null(standing->offered_start)};
}

static enum err write_log(const struct doing *doing, const struct standing *was,
                          const struct standing *is) {
    char before[LOG_PLACEMENT_SIZE], after[LOG_PLACEMENT_SIZE];
    const struct log_place from = place_of(was), to = place_of(is);
    if (!log_placement(before, &from) || !log_placement(after, &to)) {
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

/* What the action does to the placement, and to the lists that it stands on. */
static enum err write_placement(const struct doing *doing, const struct change *change,
                                const struct standing *was) {
    enum err err = OK;
    switch (doing->action) {
    case ACTION_OVERRIDE:
        err = write_override(doing, change);
        break;
    case ACTION_WITHDRAW:
    case ACTION_RETURN:
        err = write_proposal(doing, change->child);
        break;
    case ACTION_OFFER:
        err = write_offered(doing, change);
        break;
    case ACTION_TAKE:
        err = write_taken(doing, change->child);
        break;
    case ACTION_PASS:
        err = write_passed(doing, was, change->child);
        break;
    case ACTION_DECLINE:
    case ACTION_REOPEN:
        break;
    case ACTION_CONFIRM:
    case ACTION_DECIDE:
    case ACTION_ACCEPT:
    case N_ACTIONS:
    default:
        return OK; /* the placement stays, and so do the lists */
    }
    return err == OK ? reserve_settle(doing->store, change->child, doing->error) : err;
}

static enum err change_one(struct doing *doing, const struct change *change,
                           struct changed *changed) {
    struct standing was, is;
    enum err err = find(doing, change->child, &was);
    changed->refused = err == OK ? judge(doing, change, &was) : REFUSED_NOT;
    changed->version = was.version;
    changed->state = was.state;
    err = err == OK ? judge_turn(doing, change, &changed->refused) : err;
    err = err == OK ? judge_seats(doing, change, &was, &changed->refused) : err;
    if (err != OK || changed->refused != REFUSED_NOT) {
        return err;
    }
    err = write_state(doing, change->child, was.state);
    err = err == OK ? write_placement(doing, change, &was) : err;
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
    bool needed = rule->reason && doing->blank;
    return doing->user->role < rule->least           ? REFUSED_ROLE
           : needed || length >= (size_t)REASON_SIZE ? REFUSED_REASON
                                                     : REFUSED_NOT;
}

static enum err change_all(struct doing *doing, const struct change *change, uint32_t n,
                           struct changed *changed) {
    bool any = false;
    bool closes = doing->action == ACTION_OVERRIDE || doing->action == ACTION_CONFIRM;
    enum err err = sql_each(doing->store->sql,
                            "SELECT four_eyes, months, (SELECT count(*) FROM offer) FROM round",
                            SQL_NONE, take_round, doing, doing->error);
    for (uint32_t i = 0; i < n && err == OK; i++) {
        err = change_one(doing, &change[i], &changed[i]);
        any = any || changed[i].refused == REFUSED_NOT;
    }
    if (err == OK && any && closes) {
        err = sql_run(doing->store->sql, "UPDATE round SET closed = 1 WHERE closed = 0", SQL_NONE,
                      doing->error);
    }
    if (doing->counts) {
        seats_close(&doing->seats);
    }
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
                          .blank = reason == NULL || reason[strspn(reason, " \t\r\n")] == '\0',
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
