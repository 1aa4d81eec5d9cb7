// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every stable assignment of a tiny instance, and the one that the applicants like best. Sets of
 * options are bits of a word: at most 24 options, so counting them is quick.
 */
#include "tests/oracle/brute.h"

#include <string.h>

struct kernel {
    const struct oracle *oracle;
    uint32_t under[TINY_NODES];    /* options under a node */
    uint32_t before[TINY_OPTIONS]; /* options that go before an option */
    bool any;
    uint32_t best[TINY_APPLICANTS]; /* by applicant, over the stable ones seen */
};

static void kernel_make(struct kernel *kernel, const struct oracle *oracle) {
    *kernel = (struct kernel){.oracle = oracle};
    for (uint32_t i = 0; i < oracle->n; i++) {
        const struct oracle_option *option = &oracle->option[i];
        for (uint32_t v = option->offer; v != NONE; v = oracle->instance->node_parent[v]) {
            kernel->under[v] |= UINT32_C(1) << i;
        }
        for (uint32_t j = 0; j < oracle->n; j++) {
            kernel->before[i] |= (uint32_t)oracle->before[j][i] << j;
        }
    }
}

static bool blocks(const struct kernel *kernel, uint32_t chosen, uint32_t option) {
    const struct oracle *oracle = kernel->oracle;
    uint32_t ahead = chosen & kernel->before[option];
    for (uint32_t v = oracle->option[option].offer; v != NONE;
         v = oracle->instance->node_parent[v]) {
        if ((uint32_t)__builtin_popcount(ahead & kernel->under[v]) >= oracle->room[v]) {
            return false;
        }
    }
    return true;
}

static bool is_stable(const struct kernel *kernel, const uint32_t *choice) {
    const struct oracle *oracle = kernel->oracle;
    uint32_t chosen = 0;
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        chosen |= choice[a] == NONE ? 0 : UINT32_C(1) << choice[a];
    }
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        uint32_t n = brute_n_better(oracle, choice, a);
        for (uint32_t i = 0; i < n; i++) {
            if (blocks(kernel, chosen, oracle->start[a] + i)) {
                return false;
            }
        }
    }
    return true;
}

/* Applicant by applicant the best of all stable assignments. Options are numbered in the order the
 * applicant likes them, and NONE is the largest number. That the outcome is stable itself, which
 * brute_stable checks in the end, makes it the one that all like best. */
static bool keep_best(void *context, const uint32_t *choice) {
    struct kernel *kernel = context;
    if (!is_stable(kernel, choice)) {
        return true;
    }
    uint32_t n = kernel->oracle->instance->n_applicants;
    for (uint32_t a = 0; a < n; a++) {
        uint32_t best = kernel->any && kernel->best[a] < choice[a] ? kernel->best[a] : choice[a];
        kernel->best[a] = best;
    }
    kernel->any = true;
    return true;
}

bool brute_stable(const struct oracle *oracle, uint32_t *choice) {
    struct kernel kernel;
    kernel_make(&kernel, oracle);
    uint32_t all[TINY_APPLICANTS] = {0};
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        all[a] = oracle->start[a + 1] - oracle->start[a];
    }
    brute_each(oracle, all, keep_best, &kernel);
    memcpy(choice, kernel.best, sizeof kernel.best);
    return kernel.any && is_stable(&kernel, choice);
}

bool brute_stable_near(struct oracle *oracle, uint32_t *choice, uint32_t *claim_round) {
    uint32_t n = oracle->instance->n_applicants;
    memset(claim_round, 0, n * sizeof claim_round[0]);
    for (uint32_t round = 1;; round++) {
        if (!brute_stable(oracle, choice)) {
            return false;
        }
        bool more = false;
        for (uint32_t a = 0; a < n; a++) {
            const struct oracle_option *got = choice[a] == NONE ? NULL : &oracle->option[choice[a]];
            bool content = oracle->locked[a] || (got != NULL && (got->wish != NONE || got->near));
            if (content || claim_round[a] != 0) {
                continue;
            }
            claim_round[a] = round;
            more = true;
            for (uint32_t i = oracle->start[a]; i < oracle->start[a + 1]; i++) {
                oracle->option[i].claimed = oracle->option[i].near;
            }
        }
        if (!more) {
            return true;
        }
        oracle_compare_all(oracle);
    }
}
