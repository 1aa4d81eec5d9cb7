// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Top trading cycles (Abdulkadiroglu and Sonmez 2003), immediate acceptance ("Boston", the same
 * paper) and serial dictatorship, each as its textbook tells it, on a tree of pools in the place of
 * a single school.
 */
#include "tests/oracle/brute.h"

#include <string.h>

static void clear(const struct oracle *oracle, uint32_t *choice) {
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        choice[a] = NONE;
    }
}

/* The applicant's best option that still fits. */
static uint32_t best_fitting(const struct oracle *oracle, const uint32_t *choice,
                             uint32_t applicant) {
    for (uint32_t i = oracle->start[applicant]; i < oracle->start[applicant + 1]; i++) {
        if (brute_fits(oracle, choice, i)) {
            return i;
        }
    }
    return NONE;
}

/* Of the options in a tree that still fit, the first in its order: whose it is, is pointed to. */
static uint32_t pointed_to(const struct oracle *oracle, const uint32_t *choice, const bool *remains,
                           uint32_t root) {
    uint32_t first = NONE;
    for (uint32_t i = 0; i < oracle->n; i++) {
        const struct oracle_option *option = &oracle->option[i];
        if (oracle->root[option->offer] == root && remains[option->applicant] &&
            brute_fits(oracle, choice, i) && (first == NONE || oracle->before[i][first])) {
            first = i;
        }
    }
    return oracle->option[first].applicant;
}

/* Whom the tree of the applicant's best option points to. */
static uint32_t next_in_line(const struct oracle *oracle, const uint32_t *choice,
                             const bool *remains, uint32_t applicant) {
    uint32_t option = best_fitting(oracle, choice, applicant);
    return pointed_to(oracle, choice, remains, oracle->root[oracle->option[option].offer]);
}

void textbook_trading_cycles(const struct oracle *oracle, uint32_t *choice) {
    uint32_t n = oracle->instance->n_applicants;
    bool remains[TINY_APPLICANTS];
    clear(oracle, choice);
    for (uint32_t a = 0; a < n; a++) {
        remains[a] = !oracle->locked[a];
    }
    for (;;) {
        uint32_t start = NONE;
        for (uint32_t a = 0; a < n; a++) {
            remains[a] = remains[a] && best_fitting(oracle, choice, a) != NONE;
            start = remains[a] ? a : start;
        }
        if (start == NONE) {
            return;
        }
        for (uint32_t step = 0; step < n; step++) { /* after n steps it stands on a cycle */
            start = next_in_line(oracle, choice, remains, start);
        }
        uint32_t got[TINY_APPLICANTS];
        memcpy(got, choice, sizeof got);
        uint32_t a = start;
        do {
            got[a] = best_fitting(oracle, choice, a);
            a = next_in_line(oracle, choice, remains, a);
        } while (a != start);
        for (a = 0; a < n; a++) {
            remains[a] = remains[a] && got[a] == choice[a];
        }
        memcpy(choice, got, sizeof got);
    }
}

void textbook_immediate_acceptance(const struct oracle *oracle, uint32_t *choice) {
    uint32_t n = oracle->instance->n_applicants;
    clear(oracle, choice);
    for (uint32_t round = 0; round < TINY_OFFERS; round++) {
        uint32_t applied[TINY_APPLICANTS];
        uint32_t n_applied = 0;
        for (uint32_t a = 0; a < n; a++) {
            uint32_t option = oracle->start[a] + round;
            if (choice[a] == NONE && !oracle->locked[a] && option < oracle->start[a + 1]) {
                applied[n_applied++] = option;
            }
        }
        while (n_applied > 0) { /* whom nobody else who applied to the tree goes before */
            uint32_t first = 0;
            for (uint32_t i = 1; i < n_applied; i++) {
                first = oracle->before[applied[i]][applied[first]] ? i : first;
            }
            uint32_t option = applied[first];
            applied[first] = applied[--n_applied];
            if (brute_fits(oracle, choice, option)) {
                choice[oracle->option[option].applicant] = option;
            }
        }
    }
}

/* The applicant as an option of no particular offer: the one order knows no offers. */
static struct oracle_option anywhere(const struct oracle *oracle, uint32_t applicant) {
    struct oracle_option option = {.applicant = applicant, .wish = NONE, .metres = METRES_UNKNOWN};
    option.lottery = oracle_draw(oracle->instance, &option);
    return option;
}

void textbook_serial_dictatorship(const struct oracle *oracle, uint32_t *choice) {
    uint32_t n = oracle->instance->n_applicants;
    bool done[TINY_APPLICANTS] = {false};
    clear(oracle, choice);
    for (uint32_t turn = 0; turn < n; turn++) {
        uint32_t next = NONE;
        for (uint32_t a = 0; a < n; a++) {
            struct oracle_option one = anywhere(oracle, a);
            struct oracle_option two = anywhere(oracle, next == NONE ? a : next);
            if (!done[a] && (next == NONE || oracle_before(oracle, &one, &two))) {
                next = a;
            }
        }
        done[next] = true;
        if (!oracle->locked[next]) {
            choice[next] = best_fitting(oracle, choice, next);
        }
    }
}
