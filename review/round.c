// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/round.h"

#include "io/json.h"
#include "io/month_text.h"
#include "review/log.h"
#include "review/people.h"
#include "review/reserve.h"
#include "solver/mechanism.h"

#include <string.h>

struct taking {
    struct store *store;
    const struct round_taken *taken;
    const struct instance *instance;
    struct round_run run;
    json_t *digests; /* of the files, for the log */
    struct error *error;
};

static uint32_t count_children(const struct taking *taking) {
    return taking->instance->n_applicants - taking->taken->n_held;
}

/* A file's bytes under a name; sha256 is what it had when it was read. */
static enum err take_file(struct taking *taking, const char *path, const char *folder,
                          const char *name, const char *sha256) {
    struct file file;
    char kept[300], hex[65];
    bool failed = false;
    enum err err = file_open(&file, path, taking->error);
    if (err != OK) {
        return err;
    }
    snprintf(kept, sizeof kept, "%s/%s", folder, name);
    err = sha256_hex(file.bytes, file.length, hex, taking->error);
    if (err == OK && sha256 != NULL && strcmp(hex, sha256) != 0) {
        err = error_set(taking->error, ERR_NO, path,
                        "was changed while the store was being made; try again");
    }
    if (err == OK) {
        err = sql_run(taking->store->sql,
                      "INSERT INTO content (sha256, bytes) VALUES (?1, ?2)"
                      " ON CONFLICT (sha256) DO NOTHING",
                      SQL(sql_text(hex), sql_bytes(file.bytes, file.length)), taking->error);
    }
    if (err == OK) {
        err = sql_run(
            taking->store->sql, "INSERT INTO file (run, name, sha256) VALUES (?1, ?2, ?3)",
            SQL(sql_whole(taking->run.number), sql_text(kept), sql_text(hex)), taking->error);
    }
    json_put(taking->digests, kept, json_string(hex), &failed);
    file_close(&file);
    return err == OK && failed ? error_no_memory(taking->error) : err;
}

/* The instance's files: the JSON first, the tables beside it. */
static enum err take_instance(struct taking *taking) {
    const struct loaded *loaded = taking->taken->loaded;
    struct file probe;
    char path[4096];
    enum err err = OK;
    int size = snprintf(path, sizeof path, "%s/instance.json", taking->taken->path);
    bool folder = size > 0 && (size_t)size < sizeof path && file_open(&probe, path, NULL) == OK;
    if (folder) {
        file_close(&probe);
    }
    const char *slash = strrchr(taking->taken->path, '/');
    const char *beside = folder ? taking->taken->path : slash == NULL ? "." : taking->taken->path;
    int length = folder || slash == NULL ? (int)strlen(beside) : (int)(slash - beside);
    for (uint32_t i = 0; i < loaded->n_inputs && err == OK; i++) {
        const struct input *input = &loaded->input[i];
        snprintf(path, sizeof path, "%.*s/%s", length, beside, input->name);
        err = take_file(taking, path, "instance", input->name, input->sha256);
    }
    return err;
}

static enum err take_results(struct taking *taking) {
    const struct results *results = taking->taken->results;
    enum err err = OK;
    for (int i = 0; i < N_RESULTS_FILES && err == OK; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", taking->taken->dir, results_file_name[i]);
        if (results->has[i]) { /* run.json's digest is of a text with zeros in it */
            err = take_file(taking, path, "results", results_file_name[i],
                            i == RESULTS_RUN ? NULL : results->sha256[i]);
        }
    }
    return err;
}

/* Ids longer than this would not fit an entry of the log. */
enum { ID_MOST = 300 };

static enum err check_id(const struct taking *taking, const char *id) {
    return strlen(id) <= ID_MOST
               ? OK
               : error_set(taking->error, ERR_INPUT, taking->taken->path,
                           "the id '%.40s...' has more than %d bytes; shorten it", id, ID_MOST);
}

static struct sql_value seats_value(uint32_t seats) {
    return sql_index(seats); /* SEATS_UNLIMITED is NULL */
}

static enum err take_schools(struct taking *taking) {
    const struct instance *instance = taking->instance;
    enum err err = OK;
    for (uint32_t s = 0; s < instance->n_schools && err == OK; s++) {
        const char *id = strings_get(&instance->school_id, s);
        const char *name = strings_get(&instance->school_name, s);
        uint32_t node = instance->school_node[s];
        err = sql_run(
            taking->store->sql,
            "INSERT INTO school (school, id, name, x, y, seats) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            SQL(sql_whole(s), sql_text(id), sql_text(name[0] == '\0' ? id : name),
                sql_real(instance->school_x[s]), sql_real(instance->school_y[s]),
                seats_value(node == NONE ? SEATS_UNLIMITED : instance->node_seats[node])),
            taking->error);
    }
    return err;
}

static enum err take_offer(struct taking *taking, uint32_t u) {
    const struct instance *instance = taking->instance;
    uint32_t group = instance->offer_group[u];
    const char *id = strings_get(&instance->offer_id, u);
    enum err err = check_id(taking, id);
    if (err != OK) {
        return err;
    }
    return sql_run(taking->store->sql,
                   "INSERT INTO offer (offer, id, school, grade, seats, counts_current)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   SQL(sql_whole(u), sql_text(id), sql_whole(instance->offer_school[u]),
                       sql_text(group == NONE ? NULL : strings_get(&instance->group_name, group)),
                       seats_value(instance->node_seats[instance->offer_node[u]]),
                       sql_whole(instance_counts_current(instance, u) ? 1 : 0)),
                   taking->error);
}

/* What the run proposes for a child. */
struct proposed {
    char start[MONTH_TEXT_SIZE];
    struct sql_value offer, begins, basis, wish, metres, rank;
};

static void propose(const struct taking *taking, uint32_t a, struct proposed *proposed) {
    const struct results *results = taking->taken->results;
    uint32_t wish = results->proposals.wish[a], rank = results->proposals.rank[a];
    uint32_t month = results->proposals.start == NULL ? 0 : results->proposals.start[a];
    month_text(month, proposed->start);
    proposed->offer = sql_index(results->proposals.offer[a]);
    proposed->begins = month == 0 ? sql_null() : sql_text(proposed->start);
    proposed->basis = sql_text(basis_name[results->proposals.basis[a]]);
    proposed->wish = wish == 0 ? sql_null() : sql_whole(wish);
    proposed->metres = sql_index(results->proposals.metres[a]);
    proposed->rank = rank == 0 ? sql_null() : sql_whole(rank);
}

/* A child as the first run proposes it. */
static enum err take_child(struct taking *taking, uint32_t a) {
    const struct instance *instance = taking->instance;
    struct proposed is;
    const char *id = strings_get(&instance->applicant_id, a);
    bool protected = instance->applicant_protected != NULL && instance->applicant_protected[a] != 0;
    propose(taking, a, &is);
    enum err err = check_id(taking, id);
    err = err != OK ? err
                    : sql_run(taking->store->sql,
                              "INSERT INTO child (child, id, protected, state, offer, start, basis,"
                              " wish, metres, version)"
                              " VALUES (?1, ?2, ?3, 'proposed', ?4, ?5, ?6, ?7, ?8, 0)",
                              SQL(sql_whole(a), sql_text(id), sql_whole(protected ? 1 : 0),
                                  is.offer, is.begins, is.basis, is.wish, is.metres),
                              taking->error);
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1] && err == OK; w++) {
        err =
            sql_run(taking->store->sql, "INSERT INTO wish (child, rank, offer) VALUES (?1, ?2, ?3)",
                    SQL(sql_whole(a), sql_whole(w - instance->wish_start[a] + 1),
                        sql_whole(instance->wish_offer[w])),
                    taking->error);
    }
    return err;
}

/* What the run proposes. */
static enum err take_proposals(struct taking *taking) {
    struct sql *sql = taking->store->sql;
    enum err err = OK;
    for (uint32_t a = 0; a < count_children(taking) && err == OK; a++) {
        struct proposed is;
        propose(taking, a, &is);
        err = sql_run(sql,
                      "INSERT INTO proposal (run, child, offer, start, basis, wish, metres, rank)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                      SQL(sql_whole(taking->run.number), sql_whole(a), is.offer, is.begins,
                          is.basis, is.wish, is.metres, is.rank),
                      taking->error);
    }
    return err;
}

static enum err take_rows(struct taking *taking) {
    enum err err = take_schools(taking);
    for (uint32_t u = 0; u < taking->instance->n_offers && err == OK; u++) {
        err = take_offer(taking, u);
    }
    for (uint32_t a = 0; a < count_children(taking) && err == OK; a++) {
        err = take_child(taking, a);
    }
    err = err == OK ? take_proposals(taking) : err;
    return err == OK ? reserve_rank(taking->store, taking->instance, taking->error) : err;
}

static enum err take_run(struct taking *taking) {
    const struct results *results = taking->taken->results;
    char now[STORE_TIME_SIZE];
    int64_t n_placed = 0;
    store_now(now);
    for (uint32_t a = 0; a < count_children(taking); a++) {
        n_placed += results->proposals.offer[a] == NONE ? 0 : 1;
    }
    return sql_run(taking->store->sql,
                   "INSERT INTO run (run, at, by, seed, n_placed) VALUES (?1, ?2, ?3, ?4, ?5)",
                   SQL(sql_whole(taking->run.number), sql_text(now), sql_text(taking->run.by),
                       sql_text(taking->instance->policy.lottery_seed), sql_whole(n_placed)),
                   taking->error);
}

static enum err take_round(struct taking *taking) {
    const struct instance *instance = taking->instance;
    return sql_run(
        taking->store->sql,
        "INSERT INTO round (only, name, date, document, mechanism, seed, months, four_eyes,"
        " closed, run) VALUES (1, ?1, ?2, ?8, ?3, ?4, ?5, ?6, 0, ?7)",
        SQL(sql_text(instance->name), sql_text(instance->date),
            sql_text(mechanisms[instance->policy.mechanism].name),
            sql_text(instance->policy.lottery_seed),
            sql_whole(instance_has_months(instance) ? 1 : 0),
            sql_whole(taking->taken->four_eyes ? 1 : 0), sql_whole(taking->run.number),
            sql_text(taking->taken->loaded->input[0].name)),
        taking->error);
}

/* The run's entry in the log: what it was made from. */
static enum err log_run(struct taking *taking) {
    char digest[65], turns[65];
    bool failed = false;
    enum err err = round_digest(taking->store, taking->run.number, digest, taking->error);
    err = err == OK ? reserve_digest(taking->store, turns, taking->error) : err;
    if (err != OK) {
        return err;
    }
    json_t *run = json_object();
    json_put(run, "run", json_integer(taking->run.number), &failed);
    if (taking->instance->policy.lottery_seed != NULL) {
        json_put(run, "seed", json_string(taking->instance->policy.lottery_seed), &failed);
    }
    json_put(run, "proposals", json_string(digest), &failed);
    json_put(run, "turns", json_string(turns), &failed);
    failed |= json_object_set(run, "files", taking->digests) != 0;
    char *text = run == NULL || failed ? NULL : json_text(run, JSON_COMPACT);
    json_decref(run);
    const struct log_entry entry = {
        .user = taking->run.by, .action = "run", .after = text, .reason = taking->run.reason};
    err = text == NULL ? error_no_memory(taking->error)
                       : log_add(taking->store, &entry, taking->error);
    free(text);
    return err;
}

static struct taking taking_begin(struct store *store, const struct round_taken *taken,
                                  struct round_run run, struct error *error) {
    return (struct taking){.store = store,
                           .taken = taken,
                           .instance = &taken->loaded->instance,
                           .run = run,
                           .digests = json_object(),
                           .error = error};
}

enum err round_take(struct store *store, const struct round_taken *taken, struct faults *faults,
                    struct error *error) {
    struct taking taking =
        taking_begin(store, taken, (struct round_run){1, "console", NULL}, error);
    enum err err = taking.digests == NULL ? error_no_memory(error) : sql_begin(store->sql, error);
    if (err != OK) {
        json_decref(taking.digests);
        return err;
    }
    err = take_run(&taking);
    err = err == OK ? take_round(&taking) : err;
    err = err == OK ? take_instance(&taking) : err;
    err = err == OK ? take_results(&taking) : err;
    err = err == OK ? take_rows(&taking) : err;
    if (err == OK && taken->people != NULL) {
        err = people_take(store, taken->people, faults, error);
    }
    err = err == OK ? log_run(&taking) : err;
    json_decref(taking.digests);
    return sql_end(store->sql, err, error);
}

enum err round_take_run(struct store *store, const struct round_taken *taken,
                        const struct round_run *run, struct error *error) {
    struct taking taking = taking_begin(store, taken, *run, error);
    enum err err = taking.digests == NULL ? error_no_memory(error) : take_run(&taking);
    err = err == OK ? take_instance(&taking) : err;
    err = err == OK ? take_results(&taking) : err;
    err = err == OK ? take_proposals(&taking) : err;
    if (err == OK) {
        err = sql_run(store->sql, "UPDATE round SET run = ?1, seed = ?2",
                      SQL(sql_whole(run->number), sql_text(taking.instance->policy.lottery_seed)),
                      error);
    }
    err = err == OK ? log_run(&taking) : err;
    json_decref(taking.digests);
    return err;
}
