// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/results_json_write.h"

#include "io/month_text.h"
#include "io/program_json.h"
#include "solver/joint_proposals.h"
#include "solver/months.h"

#include "io/file.h"
#include "io/json.h"

#include <string.h>

enum { JSON_FORM = JSON_INDENT(1) | JSON_REAL_PRECISION(6) };

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* Setters that remember that one of them failed; a NULL value is a failure of its maker. */
static json_t *whole(uint64_t value) {
    return json_integer((json_int_t)value);
}

static void node_name_json(json_t *item, const struct instance *instance, uint32_t node,
                           bool *failed) {
    uint32_t offer = node, step = 0, month;
    char text[MONTH_TEXT_SIZE];
    const char *kind = "pool";
    bool plain = node < instance->n_offers && !instance_has_months(instance);
    if (plain || instance_step_of(instance, node, &offer, &step)) {
        json_put(item, "offer", json_string(strings_get(&instance->offer_id, offer)), failed);
        if (instance_step_end(instance, offer, step, &month)) {
            month_text(month, text);
            json_put(item, "before", json_string(text), failed);
        }
        return;
    }
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        kind = instance->school_node[s] == node ? "school" : kind;
    }
    json_put(item, kind, json_string(strings_get(&instance->node_name, node)), failed);
}

static json_t *prices_json(const struct instance *instance, const int64_t *price, bool *failed) {
    json_t *array = json_array();
    for (uint32_t node = 0; node < instance->n_nodes; node++) {
        if (price[node] != 0) {
            json_t *item = json_object();
            node_name_json(item, instance, node, failed);
            json_put(item, "price", json_integer(price[node]), failed);
            json_push(array, item, failed);
        }
    }
    return array;
}

static json_t *levels_json(const struct instance *instance, const struct assignment_proof *proof,
                           bool prices, bool *failed) {
    json_t *array = json_array();
    for (uint32_t i = 0; i < proof->n_levels; i++) {
        json_t *item = json_object();
        json_put(item, "objective", json_string(proof->name[i]), failed);
        json_put(item, "value", json_integer(proof->value[i]), failed);
        if (prices) {
            json_put(item, "prices", prices_json(instance, proof->price[i], failed), failed);
        }
        json_push(array, item, failed);
    }
    return array;
}

static json_t *cutoffs_json(const struct instance *instance, const struct solution *solution,
                            bool *failed) {
    const struct ranking *ranking = &solution->ranking;
    json_t *array = json_array();
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        uint32_t rank = solution->cutoff_rank[i];
        if (rank == NONE) {
            continue;
        }
        json_t *item = json_object();
        json_put(item, "offer", json_string(strings_get(&instance->offer_id, i)), failed);
        json_put(item, "rank", whole(rank), failed);
        if (rank > 0) {
            uint32_t at = ranking->node_start[instance->offer_node[i]] + rank - 1;
            while (ranking->rank[ranking->order[at]] != rank) {
                at++; /* somebody before has several slots there */
            }
            uint32_t option = ranking->order[at];
            uint32_t last = ranking->applicant[option];
            json_put(item, "applicant", json_string(strings_get(&instance->applicant_id, last)),
                     failed);
        }
        json_push(array, item, failed);
    }
    return array;
}

/* The families that block the placement. */
static json_t *blocking_json(const struct instance *instance, const struct solution *solution,
                             bool *failed) {
    json_t *array = json_array();
    for (uint32_t f = 0; f < instance->n_families; f++) {
        if (solution->family_outcome[f] == FAMILY_BLOCKING) {
            json_push(array, json_string(strings_get(&instance->family_id, f)), failed);
        }
    }
    return array;
}

char *certificate_text(const struct instance *instance, const struct solution *solution) {
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    bool failed = false;
    json_t *root = json_object();
    json_put(root, "format", json_string("placera-certificate/1"), &failed);
    json_put(root, "mechanism", json_string(mechanism->name), &failed);
    if (solution->proof.n_levels > 0) {
        json_put(root, "levels", levels_json(instance, &solution->proof, true, &failed), &failed);
    }
    if (solution->program_proof.n_levels > 0) {
        json_put(root, "program", program_json(&solution->program_proof, &failed), &failed);
    }
    if (solution->fallback_proof.n_levels > 0) {
        json_t *fallback = json_object();
        json_put(fallback, "levels",
                 levels_json(instance, &solution->fallback_proof, true, &failed), &failed);
        json_put(root, "fallback", fallback, &failed);
    }
    if (mechanism->ranks) {
        json_put(root, "cutoffs", cutoffs_json(instance, solution, &failed), &failed);
    }
    if (joint_proposals_apply(instance)) {
        json_put(root, "blocking", blocking_json(instance, solution, &failed), &failed);
    }
    char *text = failed ? NULL : json_text(root, JSON_FORM);
    json_decref(root);
    return text;
}

static void set_counts(json_t *root, const struct run_facts *facts, bool *failed) {
    const struct instance *instance = &facts->loaded->instance;
    const struct solution *solution = facts->solution;
    uint64_t by_basis[5] = {0}, by_wish[WISHES_MAX + 1] = {0}, claims = 0, without_near = 0;
    uint32_t longest = instance_longest_list(instance);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        by_basis[solution->basis[a]]++;
        by_wish[solution->wish[a]]++;
        claims += solution->claim_round[a] != 0 ? 1 : 0;
        without_near += solution->lacks_near != NULL ? solution->lacks_near[a] : 0;
    }
    uint64_t unplaced = by_basis[BASIS_NONE];
    json_put(root, "applicants", whole(instance->n_applicants), failed);
    json_put(root, "placed", whole(instance->n_applicants - unplaced), failed);
    json_put(root, "unplaced", whole(unplaced), failed);
    json_t *basis = json_object(), *wish = json_array();
    static const enum basis order[] = {BASIS_WISH, BASIS_FALLBACK, BASIS_CURRENT, BASIS_LOCKED,
                                       BASIS_NONE};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        json_put(basis, basis_name[order[i]], whole(by_basis[order[i]]), failed);
    }
    for (uint32_t i = 1; i <= longest; i++) {
        json_push(wish, whole(by_wish[i]), failed);
    }
    json_put(root, "by_basis", basis, failed);
    json_put(root, "by_wish", wish, failed);
    json_put(root, "claims", whole(claims), failed);
    json_put(root, "without_near", whole(without_near), failed);
}

/* "flag sibling", "lottery", ... */
static void criterion_label(const struct instance *instance, uint32_t i, char label[160]) {
    static const char *const words[] = {"current_place",     "wish_rank", "relative_nearness",
                                        "absolute_nearness", "flag",      "ascending",
                                        "descending",        "lottery"};
    if (i == instance->n_criterions) {
        snprintf(label, 160, "lottery");
        return;
    }
    const struct criterion *criterion = &instance->criterion[i];
    bool named = criterion->column != NONE;
    snprintf(label, 160, "%s%s%s", words[criterion->kind], named ? " " : "",
             named ? instance->column[criterion->column].name : "");
}

/* Refusals by criterion; what stands in several lists is added up. */
static json_t *decided_json(const struct instance *instance, const struct solution *solution,
                            bool *failed) {
    json_t *array = json_array(), *by_label = json_object();
    for (uint32_t i = 0; i <= instance->n_criterions + 1; i++) {
        char label[160] = "near claim";
        if (i <= instance->n_criterions) {
            criterion_label(instance, i, label);
        } else if (!instance->policy.near_guarantee) {
            continue;
        }
        json_int_t before = json_integer_value(json_object_get(by_label, label));
        json_put(by_label, label, json_integer(before + (json_int_t)solution->decided[i]), failed);
    }
    const char *label;
    json_t *refusals;
    json_object_foreach(by_label, label, refusals) {
        json_t *item = json_object();
        json_put(item, "criterion", json_string(label), failed);
        json_put(item, "refusals", json_incref(refusals), failed);
        json_push(array, item, failed);
    }
    json_decref(by_label);
    return array;
}

static json_t *files_json(const struct written *written, uint32_t n, bool *failed) {
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++) {
        json_t *item = json_object();
        json_put(item, "file", json_string(written[i].name), failed);
        json_put(item, "sha256", json_string(written[i].sha256), failed);
        json_push(array, item, failed);
    }
    return array;
}

static json_t *inputs_json(const struct loaded *loaded, bool *failed) {
    json_t *array = json_array();
    for (uint32_t i = 0; i < loaded->n_inputs; i++) {
        json_t *item = json_object();
        json_put(item, "file", json_string(loaded->input[i].name), failed);
        json_put(item, "sha256", json_string(loaded->input[i].sha256), failed);
        json_push(array, item, failed);
    }
    return array;
}

static json_t *seconds_json(const struct run_facts *facts, bool *failed) {
    json_t *seconds = json_object();
    json_put(seconds, "load", json_real(facts->load_seconds), failed);
    for (int i = 0; i < N_STAGES; i++) {
        json_put(seconds, stage_name[i], json_real(facts->solution->seconds[i]), failed);
    }
    json_put(seconds, "write", json_real(facts->write_seconds), failed);
    return seconds;
}

static json_t *solver_json(const struct solution *solution, bool *failed) {
    const struct assignment_proof *proof =
        solution->proof.n_levels > 0 ? &solution->proof : &solution->fallback_proof;
    json_t *solver = json_object(), *iterations = json_array();
    for (uint32_t i = 0; i < proof->n_levels; i++) {
        json_push(iterations, whole(proof->iterations[i]), failed);
    }
    if (proof->n_levels > 0) {
        json_put(solver, "prove", json_string(prove_name[proof->proved]), failed);
    }
    const struct program_proof *program = &solution->program_proof;
    for (uint32_t i = 0; i < program->n_levels; i++) {
        json_push(iterations, whole(program->level[i].iterations), failed);
    }
    json_put(solver, "words",
             json_string(program->n_levels > 0 ? program->words : proof->solver_words), failed);
    json_put(solver, "iterations", iterations, failed);
    return solver;
}

/* The policy as it stands in the instance's file. */
static json_t *policy_json(const struct loaded *loaded, bool *failed) {
    bool no_memory;
    json_t *policy =
        json_parse(loaded->policy_json, strlen(loaded->policy_json), 0, &no_memory, NULL);
    *failed |= no_memory;
    return policy;
}

static json_t *run_json(const struct run_facts *facts, bool *failed) {
    const struct loaded *loaded = facts->loaded;
    const struct instance *instance = &loaded->instance;
    const struct policy *policy = &instance->policy;
    json_t *root = json_object(), *lottery = json_object();
    json_put(lottery, "seed", json_string(policy->lottery_seed), failed);
    json_put(lottery, "draw", json_string(policy->lottery_per_offer ? "per-offer" : "single"),
             failed);
    json_put(root, "format", json_string("placera-run/1"), failed);
    json_put(root, "program", json_string("placera " PLACERA_VERSION), failed);
    json_put(root, "instance", json_string(instance->name), failed);
    json_put(root, "date", json_string(instance->date), failed);
    json_put(root, "inputs", inputs_json(loaded, failed), failed);
    json_put(root, "lottery", lottery, failed);
    json_put(root, "policy", policy_json(loaded, failed), failed);
    set_counts(root, facts, failed);
    json_put(root, "objectives",
             facts->solution->program_proof.n_levels > 0
                 ? program_values_json(&facts->solution->program_proof, failed)
                 : levels_json(instance, &facts->solution->proof, false, failed),
             failed);
    json_put(root, "decided", decided_json(instance, facts->solution, failed), failed);
    json_put(root, "solver", solver_json(facts->solution, failed), failed);
    json_put(root, "results", files_json(facts->written, facts->n_written, failed), failed);
    json_put(root, "seconds", seconds_json(facts, failed), failed);
    json_put(root, "sha256", json_string(ZEROS), failed);
    return root;
}

enum err run_text(const struct run_facts *facts, char **text, struct error *error) {
    bool failed = false;
    json_t *root = run_json(facts, &failed);
    *text = failed ? NULL : json_text(root, JSON_FORM);
    json_decref(root);
    if (*text == NULL) {
        return error_no_memory(error);
    }
    char own[65], *zeros = strstr(*text, "\"" ZEROS "\"");
    for (char *next = zeros; next != NULL; next = strstr(next + 1, "\"" ZEROS "\"")) {
        zeros = next; /* the last such text is the file's own digest */
    }
    INVARIANT(zeros != NULL);
    size_t length = strlen(*text);
    enum err err = OK;
    char *line = realloc(*text, length + 2);
    if (line == NULL) {
        err = error_no_memory(error);
    } else {
        zeros = line + (zeros - *text);
        *text = line;
        memcpy(line + length, "\n", 2);
        err = sha256_hex(line, length + 1, own, error);
    }
    if (err != OK) {
        free(*text);
        *text = NULL;
        return err;
    }
    memcpy(zeros + 1, own, 64);
    return OK;
}
