// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/grounds.h"

#include "explain/facts_json.h"
#include "review/round_load.h"

struct told_run {
    struct told_run *next;
    int64_t run;
    struct round_held held;
    struct explainer explainer;
};

void grounds_init(struct grounds *grounds) {
    grounds->last = NULL;
    pthread_mutex_init(&grounds->lock, NULL);
}

static void let_go(struct told_run *told) {
    explainer_end(&told->explainer);
    round_let_go(&told->held);
    free(told);
}

void grounds_release(struct grounds *grounds) {
    while (grounds->last != NULL) {
        struct told_run *told = grounds->last;
        grounds->last = told->next;
        let_go(told);
    }
}

/* The run, loaded where it is not. */
static enum err find(struct grounds *grounds, struct store *store, int64_t run,
                     struct told_run **found, struct error *error) {
    struct told_run *told = grounds->last;
    while (told != NULL && told->run != run) {
        told = told->next;
    }
    *found = told;
    if (told != NULL) {
        return OK;
    }
    told = calloc(1, sizeof *told);
    if (told == NULL) {
        return error_no_memory(error);
    }
    enum err err = round_load(&told->held, store, run, error);
    if (err == OK) {
        err = explainer_begin(&told->explainer, &told->held.loaded.instance, &told->held.outcome,
                              error);
    }
    if (err != OK) {
        round_let_go(&told->held);
        free(told);
        return err;
    }
    told->run = run;
    told->next = grounds->last;
    *found = grounds->last = told;
    return OK;
}

static enum err tell(const struct explainer *explainer, uint32_t child,
                     const struct language *language, struct text *facts, struct words *words,
                     struct error *error) {
    struct explanation explanation;
    if (child >= explainer->instance->n_applicants) {
        return error_set(error, ERR_NO, NULL, "there is no such child");
    }
    enum err err = explain(explainer, child, &explanation, error);
    if (err == OK) {
        explanation_json(facts, explainer, &explanation);
        err = words_write(words, explainer, &explanation, language, error);
    }
    return err == OK && facts->no_memory ? error_no_memory(error) : err;
}

enum err grounds_tell(struct grounds *grounds, struct store *store, uint32_t child,
                      const struct language *language, struct text *facts, struct words *words,
                      struct error *error) {
    struct told_run *told = NULL;
    int64_t run;
    enum err err = sql_number(
        store->sql, "SELECT " RUN_OF_CHILD " FROM child c JOIN round r WHERE c.child = ?1",
        SQL(sql_whole(child)), 0, &run, error);
    if (err == OK && run == 0) {
        err = error_set(error, ERR_NO, NULL, "there is no such child");
    }
    pthread_mutex_lock(&grounds->lock);
    if (err == OK) {
        err = find(grounds, store, run, &told, error);
    }
    if (err == OK) {
        err = tell(&told->explainer, child, language, facts, words, error);
    }
    pthread_mutex_unlock(&grounds->lock);
    return err;
}
