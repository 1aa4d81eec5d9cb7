// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/verify/in_memory.h"

#include "io/program_json.h"
#include "io/results_json.h"
#include "solver/joint_proposals.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *numbers(struct results *results, size_t n) {
    uint32_t *column = ARENA_ZERO(&results->arena, n, uint32_t);
    INVARIANT(column != NULL);
    return column;
}

static void fill_proposals(struct results *r, const struct instance *instance,
                           const struct solution *solution) {
    uint32_t n = r->proposals.n = instance->n_applicants;
    r->proposals.applicant = numbers(r, n);
    r->proposals.offer = numbers(r, n);
    r->proposals.wish = numbers(r, n);
    r->proposals.metres = numbers(r, n);
    r->proposals.rank = numbers(r, n);
    r->proposals.basis = ARENA_ZERO(&r->arena, n, uint8_t);
    INVARIANT(r->proposals.basis != NULL);
    r->proposals.start = solution->start == NULL ? NULL : numbers(r, n);
    for (uint32_t a = 0; a < n; a++) {
        r->proposals.applicant[a] = a;
        r->proposals.offer[a] = solution->offer[a];
        r->proposals.basis[a] = solution->basis[a];
        r->proposals.wish[a] = solution->wish[a];
        r->proposals.metres[a] = solution->metres[a];
        r->proposals.rank[a] = solution->rank[a];
        if (solution->start != NULL) {
            r->proposals.start[a] = solution->start[a];
        }
    }
}

static void fill_offers(struct results *r, const struct instance *instance,
                        const struct solution *solution) {
    uint32_t n = r->offers.n = instance->n_offers;
    r->offers.offer = numbers(r, n);
    r->offers.school = instance->offer_school;
    r->offers.seats = numbers(r, n);
    r->offers.first_wishes = solution->first_wishes;
    r->offers.wishes = solution->wishes;
    r->offers.placed = solution->placed;
    r->offers.cutoff_rank = solution->cutoff_rank;
    r->offers.reserve = numbers(r, n);
    r->offers.price = solution->price;
    r->offers.has_price = ARENA_ZERO(&r->arena, n, uint8_t);
    INVARIANT(r->offers.has_price != NULL);
    r->reserve.n = solution->reserve_start[n];
    r->reserve.offer = numbers(r, r->reserve.n);
    r->reserve.position = numbers(r, r->reserve.n);
    r->reserve.applicant = solution->reserve;
    for (uint32_t o = 0; o < n; o++) {
        uint32_t start = solution->reserve_start[o];
        r->offers.offer[o] = o;
        r->offers.seats[o] = instance->node_seats[instance->offer_node[o]];
        r->offers.has_price[o] = solution->price != NULL;
        r->offers.reserve[o] = solution->reserve_start[o + 1] - start;
        for (uint32_t i = start; i < solution->reserve_start[o + 1]; i++) {
            r->reserve.offer[i] = o;
            r->reserve.position[i] = i - start + 1;
        }
    }
}

static void fill_near(struct results *r, const struct instance *instance,
                      const struct solution *solution) {
    uint32_t n = 0;
    r->near.applicant = numbers(r, instance->n_applicants);
    r->near.offer = numbers(r, instance->n_applicants);
    r->near.metres = numbers(r, instance->n_applicants);
    r->near.claim = numbers(r, instance->n_applicants);
    for (uint32_t a = 0; solution->lacks_near != NULL && a < instance->n_applicants; a++) {
        if (solution->lacks_near[a] || solution->claim_round[a] > 0) {
            r->near.applicant[n] = a;
            r->near.offer[n] = solution->offer[a];
            r->near.metres[n] = solution->metres[a];
            r->near.claim[n++] = solution->claim_round[a];
        }
    }
    r->near.n = n;
}

/* Who is last admitted at the offer, NONE. */
static uint32_t last_admitted(const struct instance *instance, const struct solution *solution,
                              uint32_t offer) {
    uint32_t last = NONE;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool here = solution->offer[a] == offer && solution->rank[a] > 0;
        last = here && solution->rank[a] == solution->cutoff_rank[offer] ? a : last;
    }
    return last;
}

void results_take_program(struct results *results, const struct instance *instance,
                          const char *text) {
    struct faults faults = {0};
    struct json_doc doc;
    INVARIANT(json_doc_open(&doc, "certificate.json", text, strlen(text), &faults, NULL) == OK);
    INVARIANT(doc.root != NULL);
    struct json_node node = json_root(&doc);
    results->program = (struct program_read){0};
    INVARIANT(results_read_program(results, instance, &node, NULL) == OK);
    faults_print(&faults, stderr);
    INVARIANT(!faults_any(&faults));
    json_doc_close(&doc);
    faults_release(&faults);
}

/* By its text, so that writer and reader are met on the way. */
static void fill_program(struct results *r, const struct instance *instance,
                         const struct program_proof *proof) {
    bool failed = false;
    r->has_program = proof->n_levels > 0;
    if (!r->has_program) {
        return;
    }
    json_t *root = program_json(proof, &failed);
    char *text = json_text(root, 0);
    INVARIANT(!failed && text != NULL);
    results_take_program(r, instance, text);
    json_decref(root);
    free(text);
}

static void fill_certificate(struct results *r, const struct instance *instance,
                             const struct solution *solution) {
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    r->certificate_mechanism = mechanism->name;
    r->proof = solution->proof;
    r->fallback_proof = solution->fallback_proof;
    r->has_levels = solution->proof.n_levels > 0;
    fill_program(r, instance, &solution->program_proof);
    r->has_fallback = solution->fallback_proof.n_levels > 0;
    r->has_cutoffs = mechanism->ranks;
    r->cutoff_node = numbers(r, instance->n_offers);
    r->cutoff_rank = numbers(r, instance->n_offers);
    r->cutoff_applicant = numbers(r, instance->n_offers);
    for (uint32_t o = 0; mechanism->ranks && o < instance->n_offers; o++) {
        if (solution->cutoff_rank[o] != NONE) {
            r->cutoff_node[r->n_cutoffs] = instance->offer_node[o];
            r->cutoff_rank[r->n_cutoffs] = solution->cutoff_rank[o];
            r->cutoff_applicant[r->n_cutoffs++] = last_admitted(instance, solution, o);
        }
    }
}

static void fill_blocking(struct results *r, const struct instance *instance,
                          const struct solution *solution) {
    r->has_blocking = joint_proposals_apply(instance);
    r->blocking = numbers(r, instance->n_families);
    for (uint32_t f = 0; r->has_blocking && f < instance->n_families; f++) {
        if (solution->family_outcome[f] == FAMILY_BLOCKING) {
            r->blocking[r->n_blocking++] = f;
        }
    }
}

void results_of_solution(struct results *results, const struct instance *instance,
                         const struct solution *solution) {
    memset(results, 0, sizeof *results);
    fill_proposals(results, instance, solution);
    fill_offers(results, instance, solution);
    fill_near(results, instance, solution);
    fill_certificate(results, instance, solution);
    fill_blocking(results, instance, solution);
}

enum property first_broken(const struct report *report) {
    int property = 0;
    for (; property < N_PROPERTIES; property++) {
        const struct finding *finding = &report->finding[property];
        bool aside = property >= PROPERTY_RECORD || strncmp(finding->place, "run.json", 8) == 0;
        if (finding->verdict == VERDICT_BROKEN && !aside) {
            break;
        }
    }
    return (enum property)property;
}
