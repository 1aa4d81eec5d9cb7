// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Exported models: tiny random rounds with every rule mixed, networks and integer programs, each
 * level written as LP and MPS, read back by GLPK's own readers and solved by its branch and bound;
 * the optimum is that of brute force over the description of the round (tests/oracle/mixed.h).
 */
#include "io/export.h"
#include "io/loader.h"
#include "tests/io/temporary.h"
#include "tests/oracle/mixed.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <glpk.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 64 * 1024 };

static glp_prob *read_back(const char *path) {
    glp_prob *problem = glp_create_prob();
    int status = strstr(path, ".lp") != NULL ? glp_read_lp(problem, NULL, path)
                                             : glp_read_mps(problem, GLP_MPS_FILE, NULL, path);
    cr_assert_eq(status, 0, "%s cannot be read back", path);
    return problem;
}

/* The least value of the model in a file, by GLPK alone. whole: all columns are 0 or 1. False:
 * nothing keeps its rows. */
static bool optimum_of(const char *path, bool whole, double *value) {
    glp_term_out(GLP_OFF);
    glp_prob *problem = read_back(path);
    int n_whole = glp_get_num_bin(problem);
    cr_assert_eq(n_whole, whole ? glp_get_num_cols(problem) : 0, "%s: %d", path, n_whole);
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.presolve = GLP_ON;
    parameters.msg_lev = GLP_MSG_OFF;
    int status = glp_intopt(problem, &parameters);
    cr_assert(status == 0 || status == GLP_ENOPFS, "%s: %d", path, status);
    bool found = status == 0 && glp_mip_status(problem) == GLP_OPT;
    *value = found ? glp_mip_obj_val(problem) : 0.0;
    glp_delete_prob(problem);
    glp_free_env();
    return found;
}

struct met {
    uint64_t n_programs, n_networks, n_levels, n_nothing;
};

struct round {
    uint64_t seed;
    struct mixed mixed;
    char *text;
    size_t length;
    struct loaded loaded;
    bool program;
};

static void round_make(struct round *round, uint64_t seed) {
    memset(round, 0, sizeof *round);
    round->seed = seed;
    mixed_make(&round->mixed, seed);
    FILE *stream = open_memstream(&round->text, &round->length);
    cr_assert_not_null(stream);
    mixed_print(&round->mixed, stream);
    fclose(stream);
}

/* A network answers to .min, a program does not. */
static bool is_program(const struct round *round, const char *path) {
    struct export_request request = {.instance = &round->loaded.instance, .level = 1, .path = path};
    struct error error = {0};
    enum err err = export_instance(&request, &error);
    cr_assert(err == OK || (err == ERR_USAGE && strstr(error.text, "no network") != NULL),
              "seed %" PRIu64 ": %s", round->seed, error.text);
    return err != OK;
}

/* One level, in both formats. */
static void check_level(const struct round *round, uint32_t l, int64_t best, const char *path[2],
                        struct met *met) {
    for (int i = 0; i < 2; i++) {
        struct export_request request = {
            .instance = &round->loaded.instance, .level = l + 1, .path = path[i]};
        struct error error = {0};
        double value;
        enum err err = export_instance(&request, &error);
        if (err == ERR_NO) { /* nobody has an option */
            met->n_nothing++;
            continue;
        }
        cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", round->seed, error.text);
        cr_assert(optimum_of(path[i], round->program, &value),
                  "seed %" PRIu64 ": %s has no answer\n%s", round->seed, path[i], round->text);
        double slack = 1e-6 + 1e-9 * fabs((double)best);
        cr_assert(fabs(value - (double)best) <= slack,
                  "seed %" PRIu64 ", level %u, %s: %.3f instead of %" PRId64 "\n%s", round->seed, l,
                  path[i], value, best, round->text);
        met->n_levels++;
    }
}

static void check_round(struct round *round, const char *path[3], struct met *met) {
    int64_t best[MIXED_LEVELS];
    struct mixed_place nowhere[MIXED_APPLICANTS] = {{NOBODY, 0, false, NOBODY}};
    struct error error = {0};
    enum err err = load_bytes("round", round->text, round->length, &round->loaded, &error);
    if (err == OK && mixed_best(&round->mixed, best)) {
        int64_t value[MIXED_LEVELS];
        for (uint32_t a = 0; a < MIXED_APPLICANTS; a++) {
            nowhere[a].offer = NOBODY;
        }
        uint32_t n = mixed_values(&round->mixed, nowhere, value);
        round->program = is_program(round, path[2]);
        for (uint32_t l = 0; l < n; l++) {
            check_level(round, l, best[l], path, met);
        }
        met->n_programs += round->program ? 1 : 0;
        met->n_networks += round->program ? 0 : 1;
    }
    loaded_release(&round->loaded);
    free(round->text);
}

Test(export_program, every_level_has_the_best_value) {
    struct temporary folder;
    char text[3][200];
    const char *path[3] = {"model.lp", "model.mps", "model.min"};
    struct met met = {0};
    uint64_t n = random_instances() / 200;
    omp_set_num_threads(1);
    temporary_make(&folder);
    for (int i = 0; i < 3; i++) {
        path[i] = temporary_name(&folder, path[i], text[i], sizeof text[i]);
    }
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct round round;
        round_make(&round, seed);
        check_round(&round, path, &met);
    }
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "exported: %" PRIu64 " programs, %" PRIu64 " networks, %" PRIu64 " levels, %" PRIu64
                " empty\n",
                met.n_programs, met.n_networks, met.n_levels, met.n_nothing);
    }
    cr_expect(n < 100 || (met.n_levels > n && met.n_programs > 0 && met.n_networks > 0));
    cr_assert_leq(folder_entries(folder.path), 3, "something was left beside");
    temporary_remove(&folder);
}
