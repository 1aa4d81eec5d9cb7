// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/rerun.h"

#include "explain/text.h"
#include "io/month_text.h"
#include "io/results_write.h"
#include "review/log.h"
#include "review/reserve.h"
#include "review/rewrite.h"
#include "review/round.h"
#include "review/round_load.h"
#include "review/scratch.h"
#include "solver/months.h"

#include <inttypes.h>
#include <string.h>

enum { SEED_SIZE = 512, PATH_SIZE = SCRATCH_PATH_SIZE + ROUND_DOCUMENT_SIZE + 32 };

/* The store's moment that a run was made from. */
struct moment {
    int64_t entry; /* the last of the log */
    int64_t run;
    bool closed, any_seed;
    char seed[SEED_SIZE];
};

struct running {
    struct store *store;
    const struct rerun *asked;
    struct round_held first; /* the first run */
    struct seats seats;
    struct locks locks;
    struct moment moment;
    char folder[SCRATCH_PATH_SIZE]; /* "": not made */
    char document[ROUND_DOCUMENT_SIZE];
    struct loaded loaded;   /* the instance that was solved ... */
    struct results results; /* ... and what came of it */
    struct text raised, reason;
    struct arena arena;
    uint32_t n_changed;
    struct error *error;
};

static enum err take_moment(void *context, const struct sql_row *row, struct error *error) {
    struct moment *moment = context;
    const char *seed = sql_row_text(row, 3);
    moment->entry = sql_row_whole(row, 0);
    moment->run = sql_row_whole(row, 1);
    moment->closed = sql_row_whole(row, 2) != 0;
    moment->any_seed = seed != NULL;
    int size = snprintf(moment->seed, sizeof moment->seed, "%s", seed == NULL ? "" : seed);
    return size < SEED_SIZE ? OK
                            : error_set(error, ERR_INPUT, NULL, "the lottery's seed is too long");
}

static enum err read_moment(struct running *running, struct moment *moment) {
    return sql_each(running->store->sql,
                    "SELECT (SELECT max(entry) FROM log), run, closed, seed FROM round", SQL_NONE,
                    take_moment, moment, running->error);
}

/* May the lottery be drawn again? */
static enum err check_draw(const struct running *running) {
    const struct moment *moment = &running->moment;
    const char *seed = running->asked->seed;
    if (seed == NULL) {
        return OK;
    }
    if (!moment->any_seed) {
        return error_set(running->error, ERR_USAGE, NULL,
                         "this round draws no lottery; --draw has nothing to draw");
    }
    if (seed[0] == '\0' || strlen(seed) >= SEED_SIZE) {
        return error_set(running->error, ERR_USAGE, NULL, "a seed has from 1 to %d bytes",
                         SEED_SIZE - 1);
    }
    return moment->closed ? error_set(running->error, ERR_NO, NULL,
                                      "a placement was confirmed, so the lottery stays as it is "
                                      "(seed %s); run again without --draw",
                                      moment->seed)
                          : OK;
}

/* Everything that is read, of one moment. */
static enum err read_store(struct running *running) {
    struct sql *sql = running->store->sql;
    enum err err = sql_snapshot(sql, running->error);
    if (err != OK) {
        return err;
    }
    err = read_moment(running, &running->moment);
    err = err == OK ? check_draw(running) : err;
    err = err == OK ? round_document(running->store, running->document, running->error) : err;
    err = err == OK ? round_load(&running->first, running->store, 1, running->error) : err;
    if (err == OK) {
        err = seats_open(&running->seats, running->store, &running->first.loaded.instance,
                         running->error);
    }
    if (err == OK) {
        err = locks_find(&running->locks, &running->seats, &running->arena, running->error);
    }
    if (err == OK) {
        char unpacked[PATH_SIZE];
        err = scratch_make(running->folder, running->error);
        snprintf(unpacked, sizeof unpacked, "%s/run", running->folder);
        err = err == OK ? round_unpack(running->store, 1, unpacked, running->error) : err;
    }
    return sql_end(sql, err, running->error);
}

/* In words what was raised and drawn: for the people, and for the log. */
static enum err describe(struct running *running) {
    const struct locks *locks = &running->locks;
    for (uint32_t i = 0; i < locks->n_raised; i++) {
        const struct raised *raised = &locks->raised[i];
        char month[MONTH_TEXT_SIZE] = "";
        month_text(raised->month, month);
        text_printf(&running->raised, "%s%s%s%s: %u locked, %u seats", i > 0 ? "; " : "",
                    raised->name, raised->month == 0 ? "" : " from ",
                    raised->month == 0 ? "" : month, raised->to, raised->from);
    }
    if (running->asked->seed != NULL) {
        text_printf(&running->reason, "lottery drawn anew, seed before: %s", running->moment.seed);
    }
    if (locks->n_raised > 0) {
        text_printf(&running->reason, "%sseats raised to those locked: %s",
                    running->reason.length > 0 ? "; " : "", running->raised.bytes);
    }
    return running->reason.no_memory || running->raised.no_memory ? error_no_memory(running->error)
                                                                  : OK;
}

/* The rewritten instance says what it was to say. */
static enum err check_rewritten(const struct running *running) {
    const struct instance *is = &running->loaded.instance, *was = &running->first.loaded.instance;
    const struct locks *locks = &running->locks;
    bool same =
        is->n_applicants == was->n_applicants + locks->n_offered && is->n_offers == was->n_offers;
    for (uint32_t a = 0; same && a < was->n_applicants; a++) {
        uint32_t locked = is->applicant_locked == NULL ? NONE : is->applicant_locked[a];
        uint32_t month = locks->month[a] == 0 ? instance_wished_month(was, a) : locks->month[a];
        same = locked == locks->offer[a] && instance_is_out(is, a) == (locks->out[a] != 0) &&
               instance_wished_month(is, a) == month &&
               strcmp(strings_get(&is->applicant_id, a), strings_get(&was->applicant_id, a)) == 0;
    }
    for (uint32_t a = 0, held = was->n_applicants; same && a < was->n_applicants; a++) {
        if (running->seats.child[a].offered != NONE) {
            same = is->applicant_locked[held] == running->seats.child[a].offered &&
                   (!instance_has_months(is) ||
                    instance_wished_month(is, held) == running->seats.child[a].offered_month);
            held++;
        }
    }
    return same ? OK
                : error_set(running->error, ERR_SOLVER, NULL,
                            "the locks could not be written into the instance");
}

/* The seed that the first run's file does not have yet; NULL: it has it. */
static const char *new_seed(const struct running *running) {
    const char *was = running->first.loaded.instance.policy.lottery_seed;
    const char *seed = running->asked->seed != NULL ? running->asked->seed : running->moment.seed;
    return was == NULL || strcmp(was, seed) == 0 ? NULL : seed;
}

/* The instance, its results, and whether they hold. */
static enum err solve_again(struct running *running) {
    char instance[PATH_SIZE], results[PATH_SIZE];
    struct error *error = running->error;
    struct solution solution;
    struct faults faults = {0};
    snprintf(instance, sizeof instance, "%s/run/instance", running->folder);
    snprintf(results, sizeof results, "%s/results", running->folder);
    enum err err = rewrite_instance(instance, running->document, &running->first.loaded.instance,
                                    &running->locks, new_seed(running), error);
    snprintf(instance, sizeof instance, "%s/run/instance/%s", running->folder, running->document);
    err = err == OK ? load(instance, &running->loaded, error) : err;
    err = err == OK ? check_rewritten(running) : err;
    if (err != OK) {
        return err;
    }
    err = solve(&running->loaded.instance, running->asked->options, &solution, error);
    if (err == OK) {
        err = results_write(results, &running->loaded, &solution, 0.0, error);
    }
    solution_release(&solution);
    if (err == OK) {
        err = results_read(&running->results, results, &running->loaded.instance, &faults, error);
    }
    faults_release(&faults);
    return err == OK ? round_must_hold(&running->loaded, &running->results, error) : err;
}

static bool is_free(const struct running *running, uint32_t a) {
    enum state state = running->seats.child[a].state;
    return state == STATE_RETURNED || (state == STATE_PROPOSED && running->locks.offer[a] == NONE);
}

/* An entry for a child whose placement or state is another now. */
static enum err log_child(struct running *running, uint32_t a) {
    const struct instance *instance = &running->first.loaded.instance;
    const struct seats_child *was = &running->seats.child[a];
    uint32_t is = running->results.proposals.offer[a];
    uint32_t month =
        running->results.proposals.start == NULL ? 0 : running->results.proposals.start[a];
    char from[MONTH_TEXT_SIZE], to[MONTH_TEXT_SIZE];
    char before[LOG_PLACEMENT_SIZE], after[LOG_PLACEMENT_SIZE];
    if (was->state == STATE_PROPOSED && was->offer == is && was->month == month) {
        return OK;
    }
    running->n_changed++;
    month_text(was->month, from);
    month_text(month, to);
    const struct log_place stood = {
        .state = state_name[was->state],
        .offer = was->offer == NONE ? NULL : strings_get(&instance->offer_id, was->offer),
        .start = was->month == 0 ? NULL : from};
    const struct log_place stands = {.state = state_name[STATE_PROPOSED],
                                     .offer =
                                         is == NONE ? NULL : strings_get(&instance->offer_id, is),
                                     .start = month == 0 ? NULL : to};
    if (!log_placement(before, &stood) || !log_placement(after, &stands)) {
        return error_no_memory(running->error);
    }
    const struct log_entry entry = {.user = running->asked->by,
                                    .action = "rerun",
                                    .child = strings_get(&instance->applicant_id, a),
                                    .before = before,
                                    .after = after};
    return log_add(running->store, &entry, running->error);
}

/* The free take what the run proposes. */
static enum err update_child(struct running *running, int64_t run, uint32_t a) {
    enum err err =
        sql_run(running->store->sql,
                "UPDATE child SET state = 'proposed', version = child.version + 1, offer = p.offer,"
                " start = p.start, basis = p.basis, wish = p.wish, metres = p.metres,"
                " confirmed_by = NULL, decided_by = NULL"
                " FROM proposal p WHERE p.run = ?1 AND p.child = ?2 AND child.child = ?2"
                " AND (child.state <> 'proposed' OR p.offer IS NOT child.offer"
                "  OR p.start IS NOT child.start OR p.basis IS NOT child.basis"
                "  OR p.wish IS NOT child.wish OR p.metres IS NOT child.metres)",
                SQL(sql_whole(run), sql_whole(a)), running->error);
    return err == OK ? log_child(running, a) : err;
}

static enum err write_run(struct running *running, int64_t run) {
    char instance[PATH_SIZE], results[PATH_SIZE];
    snprintf(instance, sizeof instance, "%s/run/instance/%s", running->folder, running->document);
    snprintf(results, sizeof results, "%s/results", running->folder);
    const struct round_taken taken = {.path = instance,
                                      .dir = results,
                                      .loaded = &running->loaded,
                                      .results = &running->results,
                                      .n_held = running->locks.n_offered};
    const struct round_run made = {run, running->asked->by, running->reason.bytes};
    enum err err = running->asked->seed == NULL
                       ? OK
                       : reserve_rank(running->store, &running->loaded.instance, running->error);
    err = err == OK ? round_take_run(running->store, &taken, &made, running->error) : err;
    for (uint32_t a = 0; a < running->first.loaded.instance.n_applicants && err == OK; a++) {
        err = is_free(running, a) ? update_child(running, run, a) : OK;
    }
    return err == OK ? reserve_settle(running->store, UINT32_MAX, running->error) : err;
}

/* All of it, unless somebody was there meanwhile. */
static enum err write_store(struct running *running, rerun_fn *tell, void *context) {
    struct sql *sql = running->store->sql;
    struct moment now = {0};
    int64_t last = 0;
    enum err err = sql_begin(sql, running->error);
    if (err != OK) {
        return err;
    }
    err = read_moment(running, &now);
    if (err == OK && now.entry != running->moment.entry) {
        err = error_set(running->error, ERR_NO, NULL,
                        "somebody changed something while the round was solved; run again");
    }
    err = err == OK
              ? sql_number(sql, "SELECT max(run) FROM run", SQL_NONE, 0, &last, running->error)
              : err;
    err = err == OK ? write_run(running, last + 1) : err;
    if (err == OK) {
        const struct rerun_done done = {
            .before = running->moment.run,
            .after = last + 1,
            .locks = &running->locks,
            .raised = running->locks.n_raised == 0 ? "" : running->raised.bytes,
            .n_changed = running->n_changed};
        err = tell == NULL ? OK : tell(context, running->store, &done, running->error);
    }
    if (err == OK && running->asked->dry) {
        sql_end(sql, ERR_NO, NULL); /* a dry run is thrown away */
        return OK;
    }
    return sql_end(sql, err, running->error);
}

enum err rerun(struct store *store, const struct rerun *asked, rerun_fn *tell, void *context,
               struct error *error) {
    struct running running = {.store = store, .asked = asked, .error = error};
    enum err err = read_store(&running);
    err = err == OK ? describe(&running) : err;
    err = err == OK ? solve_again(&running) : err;
    err = err == OK ? write_store(&running, tell, context) : err;
    if (running.folder[0] != '\0') {
        scratch_remove(running.folder);
    }
    results_release(&running.results);
    loaded_release(&running.loaded);
    text_release(&running.raised);
    text_release(&running.reason);
    seats_close(&running.seats);
    round_let_go(&running.first);
    arena_free(&running.arena);
    return err;
}
