// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An explanation of other inputs than those decided on would be worse than none. So the digests
 * that run.json holds are compared first: of the inputs with the instance, of the results with the
 * files.
 */
#include "explain/round_read.h"

#include <stdio.h>
#include <string.h>

/* The text at a path in run.json, "" if there is none. */
static const char *run_text(const struct results *results, const char *list, uint32_t i,
                            const char *key) {
    char path[64];
    snprintf(path, sizeof path, "%s[%u].%s", list, i, key);
    for (uint32_t k = 0; k < results->run.n; k++) {
        if (strcmp(results->run.leaf[k].path, path) == 0) {
            return results->run.leaf[k].kind == LEAF_TEXT ? results->run.leaf[k].text : "";
        }
    }
    return "";
}

/* The digest that run.json gives for a file, "" if none. Lists there are short. */
static const char *run_digest(const struct results *results, const char *list, const char *file) {
    for (uint32_t i = 0; run_text(results, list, i, "file")[0] != 0; i++) {
        if (strcmp(run_text(results, list, i, "file"), file) == 0) {
            return run_text(results, list, i, "sha256");
        }
    }
    return "";
}

/* A whole number at a path in run.json; false: there is none. */
static bool run_whole(const struct results *results, const char *list, uint32_t i, const char *key,
                      int64_t *whole) {
    char path[64];
    snprintf(path, sizeof path, "%s[%u].%s", list, i, key);
    for (uint32_t k = 0; k < results->run.n; k++) {
        if (results->run.leaf[k].kind == LEAF_WHOLE &&
            strcmp(results->run.leaf[k].path, path) == 0) {
            *whole = results->run.leaf[k].whole;
            return true;
        }
    }
    return false;
}

/* Did the solver end with a bound that its value does not reach? */
static bool is_unproved(const struct results *results) {
    int64_t value, bound;
    bool unproved = false;
    for (uint32_t i = 0; run_whole(results, "objectives", i, "value", &value); i++) {
        unproved |= run_whole(results, "objectives", i, "bound", &bound) && bound != value;
    }
    return unproved;
}

static enum err check_digests(const struct loaded *loaded, const struct results *results,
                              struct error *error) {
    for (uint32_t i = 0; i < loaded->n_inputs; i++) {
        const struct input *input = &loaded->input[i];
        if (strcmp(run_digest(results, "inputs", input->name), input->sha256) != 0) {
            return error_set(error, ERR_INPUT, input->name,
                             "the instance has changed since these results were made; run "
                             "`placera solve` again, or give the instance they came from");
        }
    }
    if (run_text(results, "inputs", loaded->n_inputs, "file")[0] != 0) {
        return error_set(error, ERR_INPUT, NULL,
                         "these results were made from more files than the instance has; give the "
                         "instance they came from");
    }
    for (int f = 0; f < RESULTS_RUN; f++) {
        if (results->has[f] &&
            strcmp(run_digest(results, "results", results_file_name[f]), results->sha256[f]) != 0) {
            return error_set(error, ERR_NO, results_file_name[f],
                             "the file has changed since solve wrote it; run `placera verify`, or "
                             "`placera solve` again");
        }
    }
    return OK;
}

enum err round_read(struct round_result *round, const struct loaded *loaded,
                    const struct results *results, struct error *error) {
    const struct instance *instance = &loaded->instance;
    enum err err = check_digests(loaded, results, error);
    if (err != OK) {
        return err;
    }
    bool complete =
        results->proposals.n == instance->n_applicants && results->offers.n == instance->n_offers;
    for (uint32_t a = 0; a < instance->n_applicants && complete; a++) {
        complete = results->proposals.applicant[a] == a;
    }
    for (uint32_t o = 0; o < instance->n_offers && complete; o++) {
        complete = results->offers.offer[o] == o;
    }
    if (!complete) {
        return error_set(error, ERR_NO, NULL,
                         "the results do not have a row for each applicant and offer in the "
                         "instance's order; run `placera verify`");
    }
    *round = (struct round_result){
        .offer = results->proposals.offer,
        .basis = results->proposals.basis,
        .wish = results->proposals.wish,
        .start = results->proposals.start,
        .is_unproved = is_unproved(results),
        .n_near = results->has[RESULTS_NEAR] ? results->near.n : 0,
        .near_applicant = results->near.applicant,
        .near_claim = results->near.claim,
        .n_reserve = results->reserve.n,
        .reserve_offer = results->reserve.offer,
        .reserve_position = results->reserve.position,
        .reserve_applicant = results->reserve.applicant,
        .n_blocking = results->n_blocking,
        .blocking = results->blocking,
        .price = results->offers.price,
        .has_price = results->offers.has_price,
    };
    return OK;
}
