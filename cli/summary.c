// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/summary.h"

#include "cli/summary_rules.h"
#include "io/file.h"
#include "solver/joint_options.h"
#include "solver/joint_proposals.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum { BAR_WIDTH = 40, WISH_ROWS = 10, SHORT_OFFERS = 5 };

static void print_row(const char *what, uint64_t n, uint64_t of) {
    double share = of == 0 ? 0 : (double)n / (double)of;
    char bar[BAR_WIDTH + 1];
    int filled = (int)(share * BAR_WIDTH + 0.5);
    for (int i = 0; i < BAR_WIDTH; i++) {
        bar[i] = i < filled ? '#' : ' ';
    }
    bar[BAR_WIDTH] = '\0';
    printf("  %-18s %9" PRIu64 "  %5.1f %%  %s\n", what, n, 100 * share, bar);
}

/* Children; their second applications are counted by summary_rules. */
static void print_counts(const struct instance *instance, const struct solution *solution) {
    uint64_t by_wish[WISHES_MAX + 1] = {0}, by_basis[5] = {0}, n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (instance_follows(instance, a) != NONE) {
            continue;
        }
        n++;
        by_basis[solution->basis[a]]++;
        by_wish[solution->wish[a]] += solution->basis[a] == BASIS_WISH ? 1 : 0;
    }
    uint64_t later = 0;
    for (uint32_t i = 1; i <= WISHES_MAX; i++) {
        char what[32];
        snprintf(what, sizeof what, "wish %u", i);
        if (i <= WISH_ROWS && (by_wish[i] > 0 || i == 1)) {
            print_row(what, by_wish[i], n);
        } else {
            later += by_wish[i];
        }
    }
    if (later > 0) {
        print_row("a later wish", later, n);
    }
    if (by_basis[BASIS_LOCKED] > 0) {
        print_row("locked before", by_basis[BASIS_LOCKED], n);
    }
    if (by_basis[BASIS_CURRENT] > 0) {
        print_row("keeps its place", by_basis[BASIS_CURRENT], n);
    }
    print_row("fallback", by_basis[BASIS_FALLBACK], n);
    print_row("unplaced", by_basis[BASIS_NONE], n);
}

static void print_near(const struct instance *instance, const struct solution *solution) {
    uint64_t claims = 0, lacking = 0;
    if (solution->lacks_near == NULL) {
        return;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        claims += solution->claim_round[a] != 0 ? 1 : 0;
        lacking += solution->lacks_near[a];
    }
    printf("\nNear guarantee: %" PRIu64 " claimed a near school; %" PRIu64
           " end neither at a wish nor near one.\n",
           claims, lacking);
}

/* Families that propose together, and those whose claim is left. */
static void print_families(const struct instance *instance, const struct solution *solution) {
    uint64_t together = 0, blocking = 0;
    if (!joint_proposals_apply(instance)) {
        return;
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        together += joint_options_together(instance, f, solution->offer) ? 1 : 0;
        blocking += solution->family_outcome[f] == FAMILY_BLOCKING ? 1 : 0;
    }
    printf("\nFamilies: %" PRIu64 " of %u end together; ", together, instance->n_families);
    if (blocking == 0) {
        puts("none would be taken where it would rather be together.");
    } else {
        printf("%" PRIu64 " would still be taken where they would rather be together "
               "(`blocking` in certificate.json).\n",
               blocking);
    }
}

static void print_objectives(const struct solution *solution) {
    const struct assignment_proof *proof = &solution->proof;
    if (proof->n_levels > 0) {
        puts("\nObjectives, each optimal given those before it:");
    }
    for (uint32_t i = 0; i < proof->n_levels; i++) {
        printf("  %-24s %15" PRId64 "\n", proof->name[i], proof->value[i]);
    }
}

/* Levels of an integer program, and how far each is proved. */
static void print_program(const struct program_proof *proof) {
    if (proof->n_levels > 0) {
        puts("\nObjectives, each given the values of those before it:");
    }
    for (uint32_t i = 0; i < proof->n_levels; i++) {
        const struct program_level *level = &proof->level[i];
        printf("  %-24s %15" PRId64 "  ", proof->program->model->level[i].name, level->value);
        if (level->bound == BOUND_UNKNOWN) {
            puts("not proved");
        } else if (level->bound < level->value) {
            printf("at least %" PRId64 "\n", level->bound);
        } else {
            puts(level->by_prices ? "optimal, by its prices" : "optimal, by search");
        }
    }
    if (proof->n_levels > 0 && proof->gap > 0.0) {
        printf("Gap: %.4f %%%s\n", 100.0 * proof->gap,
               proof->stopped ? " (stopped before the end)" : "");
    }
}

/* A text in a column so many letters wide (UTF-8: bytes that go on with a letter count nothing),
 * and at least one blank. */
static void print_padded(const char *text, int width) {
    for (const char *at = text; *at != '\0'; at++) {
        width -= ((unsigned char)*at & 0xC0) != 0x80 ? 1 : 0;
    }
    printf("%s%*s", text, width > 1 ? width : 1, "");
}

/* The offers that most would rather have had. */
static void print_sought(const struct instance *instance, const struct solution *solution) {
    uint32_t top[SHORT_OFFERS], n = 0;
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        uint32_t length = solution->reserve_start[i + 1] - solution->reserve_start[i];
        uint32_t at = n < SHORT_OFFERS ? n : SHORT_OFFERS;
        while (at > 0 &&
               solution->reserve_start[top[at - 1] + 1] - solution->reserve_start[top[at - 1]] <
                   length) {
            if (at < SHORT_OFFERS) {
                top[at] = top[at - 1];
            }
            at--;
        }
        if (at < SHORT_OFFERS && length > 0) {
            top[at] = i;
            n += n < SHORT_OFFERS ? 1 : 0;
        }
    }
    if (n > 0) {
        puts("\nLongest reserve lists:");
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t school = instance->offer_school[top[i]];
        fputs("  ", stdout);
        print_padded(strings_get(&instance->offer_id, top[i]), 13);
        print_padded(strings_get(&instance->school_name, school), 28);
        printf(" %6u placed %6u waiting\n", solution->placed[top[i]],
               solution->reserve_start[top[i] + 1] - solution->reserve_start[top[i]]);
    }
}

static void print_times(const struct solution *solution, const struct summary_times *times) {
    double sum = times->load_seconds + times->write_seconds;
    printf("\nSeconds: load %.3f", times->load_seconds);
    for (int i = 0; i < N_STAGES; i++) {
        printf(", %s %.3f", stage_name[i], solution->seconds[i]);
        sum += solution->seconds[i];
    }
    printf(", write %.3f; in all %.3f.\n", times->write_seconds, sum);
}

void summary_print(const char *path, const char *dir, const struct instance *instance,
                   const struct solution *solution, const struct summary_times *times) {
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    printf("%s: %u applicants, %u offers, by %s\n\n",
           instance->name[0] == '\0' ? path : instance->name, instance->n_applicants,
           instance->n_offers, mechanism->name);
    print_counts(instance, solution);
    summary_rules(instance, solution);
    print_near(instance, solution);
    print_families(instance, solution);
    print_objectives(solution);
    print_program(&solution->program_proof);
    print_sought(instance, solution);
    print_times(solution, times);
    printf("\nResults are in %s: proposals.csv, offers.csv, reserve.csv, near.csv, "
           "certificate.json, run.json.\nNext:  %s verify %s %s\n",
           dir, program_invocation_name, path, dir);
    if (instance->n_applicants > 0) {
        printf("       %s explain %s %s %s --lang en\n", program_invocation_name, path, dir,
               strings_get(&instance->applicant_id, 0));
    }
}

enum err summary_json(const char *dir, struct error *error) {
    char path[4200];
    struct file file;
    snprintf(path, sizeof path, "%s/run.json", dir);
    enum err err = file_open(&file, path, error);
    if (err != OK) {
        return err;
    }
    fwrite(file.bytes, 1, file.length, stdout);
    file_close(&file);
    return OK;
}
