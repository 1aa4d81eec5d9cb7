// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The exported model, read back by GLPK's own readers and solved there: each format's optimum at
 * each level is ours.
 */
#include "io/export.h"

#include "tests/io/temporary.h"
#include "tests/oracle/brute_assignment.h"
#include "tests/oracle/oracle.h"
#include "solver/solution.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <glpk.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

enum { N_SEEDS = 400, N_WHOLE_SEEDS = 100, TEXT_SIZE = 64 * 1024 };

struct vertex {
    double supply;
};

struct arc {
    double low, capacity, cost;
};

static glp_prob *read_flow(const char *path) {
    glp_graph *graph = glp_create_graph(sizeof(struct vertex), sizeof(struct arc));
    glp_prob *problem = glp_create_prob();
    int status = glp_read_mincost(graph, offsetof(struct vertex, supply), offsetof(struct arc, low),
                                  offsetof(struct arc, capacity), offsetof(struct arc, cost), path);
    cr_assert_eq(status, 0, "%s cannot be read back", path);
    glp_mincost_lp(problem, graph, GLP_OFF, offsetof(struct vertex, supply),
                   offsetof(struct arc, low), offsetof(struct arc, capacity),
                   offsetof(struct arc, cost));
    glp_delete_graph(graph);
    return problem;
}

static glp_prob *read_back(const char *path) {
    if (strstr(path, ".min") != NULL) {
        return read_flow(path);
    }
    glp_prob *problem = glp_create_prob();
    int status = strstr(path, ".lp") != NULL ? glp_read_lp(problem, NULL, path)
                                             : glp_read_mps(problem, GLP_MPS_FILE, NULL, path);
    cr_assert_eq(status, 0, "%s cannot be read back", path);
    return problem;
}

/* The least value of the model in a file, by GLPK alone. */
static double optimum_of(const char *path) {
    glp_term_out(GLP_OFF);
    glp_prob *problem = read_back(path);
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.presolve = GLP_ON;
    parameters.msg_lev = GLP_MSG_OFF;
    double value = 0.0;
    if (glp_get_num_cols(problem) > 0 && glp_get_num_rows(problem) > 0) {
        cr_assert_eq(glp_simplex(problem, &parameters), 0, "%s", path);
        cr_assert_eq(glp_get_status(problem), GLP_OPT, "%s", path);
        value = glp_get_obj_val(problem);
    }
    glp_delete_prob(problem);
    glp_free_env();
    return value;
}

/* Is there a competing applicant with an option? LP and MPS have no words for an empty model. */
static bool has_columns(const struct assignment_model *model) {
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        bool competes = model->competes == NULL || model->competes[a] != 0;
        if (competes && model->option_start[a] < model->option_start[a + 1]) {
            return true;
        }
    }
    return false;
}

/* Has every cost at most the twelve characters of a number in MPS? */
static bool fits_mps(const struct assignment_model *model) {
    char text[32];
    for (uint32_t l = 0; l < model->n_levels; l++) {
        for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
            if (snprintf(text, sizeof text, "%" PRId64, model->level[l].cost[k]) > 12) {
                return false;
            }
        }
    }
    return true;
}

static const char *const suffix[] = {"model.lp", "model.mps", "model.min"};

/* What export must answer for the i-th format. */
static enum err expected_answer(const struct assignment_model *model, int i) {
    if (i < 2 && !has_columns(model)) {
        return ERR_NO;
    }
    return i == 1 && !fits_mps(model) ? ERR_USAGE : OK;
}

/* Exports every format and solves it elsewhere. `model` is what is in the files. */
static void expect_optima(struct export_request *request, const struct assignment_model *model,
                          int64_t value, const char *path_of[3]) {
    for (int i = 0; i < 3; i++) {
        struct error error = {OK, "", ""};
        request->path = path_of[i];
        enum err err = request->model != NULL ? export_model(request, &error)
                                              : export_instance(request, &error);
        cr_assert_eq(err, expected_answer(model, i), "%s: %s", suffix[i], error.text);
        if (err != OK) {
            continue;
        }
        double found = optimum_of(path_of[i]);
        double slack = 1e-6 + 1e-8 * fabs((double)value);
        cr_assert(fabs(found - (double)value) <= slack, "level %u, %s: %.3f instead of %" PRId64,
                  request->level, suffix[i], found, value);
    }
}

struct paths {
    struct temporary folder;
    char text[3][200];
    const char *path[3];
};

static void paths_make(struct paths *paths) {
    temporary_make(&paths->folder);
    for (int i = 0; i < 3; i++) {
        paths->path[i] =
            temporary_name(&paths->folder, suffix[i], paths->text[i], sizeof paths->text[i]);
    }
}

/* Ids that are awkward in every format: spaces, signs, a newline, letters of two bytes. */
static char ids[] = "e1 x\0a-b\0a_b\0\xc3\xa5\xc3\xa4\xc3\xb6\0two\nlines\0[]<=\0\0seven";
static size_t id_start[] = {0, 5, 9, 13, 20, 30, 35, 36};

static struct instance named_instance(const struct assignment_model *model) {
    struct strings names = {8, id_start, ids};
    return (struct instance){.name = ids,
                             .n_applicants = model->n_applicants,
                             .n_offers = model->n_offers,
                             .n_nodes = model->n_nodes,
                             .applicant_id = names,
                             .node_name = names};
}

Test(export, every_level_has_our_optimum) {
    struct paths paths;
    struct brute_model brute;
    struct arena arena = {NULL};
    paths_make(&paths);
    for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
        struct assignment_proof proof;
        uint32_t choice[BRUTE_APPLICANTS];
        brute_model_make(&brute, seed);
        const struct assignment_model *model = &brute.model;
        struct instance instance = named_instance(model);
        cr_assert_eq(assignment_solve(model, &arena, choice, &proof, NULL, NULL), OK);
        for (uint32_t l = 0; l < model->n_levels; l++) {
            struct export_request request = {&instance, model, l + 1, NULL, NULL, NULL};
            struct assignment_model one = *model;
            one.n_levels = 1;
            one.level = &model->level[l];
            expect_optima(&request, &one, proof.value[l], paths.path);
        }
    }
    cr_assert_leq(folder_entries(paths.folder.path), 3, "something was left beside");
    temporary_remove(&paths.folder);
    arena_free(&arena);
}

/* From the instance alone: locks, fallback options and all kinds of objectives. */
Test(export, an_instance_as_a_whole) {
    const struct tiny_rules rules = {.mechanism = "minimum-cost"};
    const struct solve_options options = {0};
    struct paths paths;
    paths_make(&paths);
    for (uint64_t seed = 0; seed < N_WHOLE_SEEDS; seed++) {
        struct instance instance;
        struct solution solution;
        struct error error = {OK, "", ""};
        uint8_t competes[TINY_APPLICANTS];
        tiny_make(&instance, seed, &rules);
        cr_assert_eq(solve(&instance, &options, &solution, &error), OK, "%s", error.text);
        for (uint32_t a = 0; a < instance.n_applicants; a++) {
            competes[a] = instance_is_locked(&instance, a) ? 0 : 1;
        }
        const struct assignment_model model = {.n_applicants = instance.n_applicants,
                                               .option_start = solution.options.start,
                                               .competes = competes};
        for (uint32_t l = 0; l < solution.proof.n_levels; l++) {
            struct export_request request = {&instance, NULL, l + 1, NULL, NULL, NULL};
            expect_optima(&request, &model, solution.proof.value[l], paths.path);
        }
        solution_release(&solution);
        instance_release(&instance);
    }
    temporary_remove(&paths.folder);
}

/* The example of tests/solver/test_assignment.c's kind, small enough to read. */
static void small_model(struct brute_model *brute) {
    static const uint32_t start[] = {0, 2, 3};
    static const uint32_t offer[] = {0, 1, 0};
    memset(brute, 0, sizeof *brute);
    memcpy(brute->option_start, start, sizeof start);
    memcpy(brute->option_offer, offer, sizeof offer);
    brute->node_parent[0] = brute->node_parent[1] = 2;
    brute->node_parent[2] = NONE;
    brute->room[0] = 1;
    brute->room[1] = SEATS_UNLIMITED;
    brute->room[2] = 5;
    for (uint32_t k = 0; k < 3; k++) {
        brute->cost[0][k] = -1;
        brute->cost[1][k] = k;
    }
    brute->level[0] = (struct assignment_level){"placed", brute->cost[0]};
    brute->level[1] = (struct assignment_level){"column x y", brute->cost[1]};
    brute->model =
        (struct assignment_model){2, brute->option_start, brute->option_offer, NULL, 2,
                                  3, brute->node_parent,  brute->room,         2,    brute->level};
}

Test(export, dimacs_reads_as_it_should) {
    struct temporary folder;
    struct brute_model brute;
    char path[200], text[TEXT_SIZE];
    temporary_make(&folder);
    small_model(&brute);
    struct instance instance = named_instance(&brute.model);
    struct export_request request = {&instance, &brute.model,
                                     2,         temporary_name(&folder, "a.min", path, sizeof path),
                                     NULL,      NULL};
    cr_assert_eq(export_model(&request, NULL), OK);
    /* Both are placed at level 1, so neither has an arc to the sink (node 6) at level 2. */
    cr_assert_str_eq(
        file_text(path, text, sizeof text),
        "c placera: minimum-cost flow, level 2 of 2: column x y\n"
        "c of e1 x\n"
        "c level 1, placed, is held at its optimum -2\n"
        "c by leaving out what is not optimal: arcs of options, arcs to the sink of those who\n"
        "c must be placed; a node that must stay full has its room as lower bound\n"
        "c node 1 applicant e1 x\n"
        "c node 2 applicant a-b\n"
        "c node 3 offer e1 x\n"
        "c node 4 offer a-b\n"
        "c node 5 pool a_b\n"
        "c node 6 sink\n"
        "p min 6 6\n"
        "n 1 1\n"
        "n 2 1\n"
        "n 6 -2\n"
        "a 1 3 0 1 0\n"
        "a 1 4 0 1 1\n"
        "a 2 3 0 1 2\n"
        "a 3 5 0 1 0\n"
        "a 4 5 0 2 0\n"
        "a 5 6 0 2 0\n");
    temporary_remove(&folder);
}

Test(export, names_are_readable) {
    struct temporary folder;
    struct brute_model brute;
    char path[200], text[TEXT_SIZE];
    temporary_make(&folder);
    small_model(&brute);
    struct instance instance = named_instance(&brute.model);
    struct export_request request = {
        &instance, &brute.model, 2, temporary_name(&folder, "a.lp", path, sizeof path), NULL, NULL};
    cr_assert_eq(export_model(&request, NULL), OK);
    file_text(path, text, sizeof text);
    cr_assert_not_null(strstr(text, "\\* Problem: l2_e1_x *\\"), "%s", text);
    cr_assert_not_null(strstr(text, " l2_column_x_y: "), "%s", text);
    cr_assert_not_null(strstr(text, " a1_e1_x: "), "%s", text);
    cr_assert_not_null(strstr(text, "+ a1_e1_x.o2_a_b"), "%s", text);
    cr_assert_not_null(strstr(text, " p1_a_b: "), "%s", text);
    temporary_remove(&folder);
}

Test(export, refuses_what_it_cannot_write) {
    struct brute_model brute;
    char long_path[5000];
    small_model(&brute);
    struct instance instance = named_instance(&brute.model);
    struct export_request request = {&instance, &brute.model, 1, "model.txt", NULL, NULL};
    cr_assert_eq(export_model(&request, NULL), ERR_USAGE);
    request.path = ".lp";
    cr_assert_eq(export_model(&request, NULL), ERR_USAGE);
    request.path = "model.lp";
    request.level = 3;
    cr_assert_eq(export_model(&request, NULL), ERR_USAGE);
    request.level = 0;
    cr_assert_eq(export_model(&request, NULL), ERR_USAGE);
    request.level = 1;
    memset(long_path, 'x', sizeof long_path);
    strcpy(long_path + sizeof long_path - 5, ".min");
    request.path = long_path;
    cr_assert_eq(export_model(&request, NULL), ERR_USAGE);
}

Test(export, a_folder_that_is_not_there_is_an_error) {
    struct brute_model brute;
    char path[200];
    struct temporary folder;
    temporary_make(&folder);
    small_model(&brute);
    struct instance instance = named_instance(&brute.model);
    static const char *const name[] = {"gone/a.lp", "gone/a.mps", "gone/a.min"};
    for (int i = 0; i < 3; i++) {
        struct error error = {OK, "", ""};
        struct export_request request = {
            &instance, &brute.model, 1, temporary_name(&folder, name[i], path, sizeof path),
            NULL,      NULL};
        cr_assert_eq(export_model(&request, &error), ERR_IO);
        cr_assert_not_null(strstr(error.text, "No such file or directory"), "%s", error.text);
    }
    temporary_remove(&folder);
}

/* The name is a folder's: the file can be written beside it but not renamed. */
Test(export, a_name_that_is_taken_by_a_folder_is_an_error) {
    struct brute_model brute;
    char path[200], inside[200];
    struct temporary folder;
    temporary_make(&folder);
    small_model(&brute);
    struct instance instance = named_instance(&brute.model);
    temporary_name(&folder, "a.min", path, sizeof path);
    temporary_name(&folder, "a.min/x", inside, sizeof inside);
    cr_assert(mkdir(path, 0700) == 0 && mkdir(inside, 0700) == 0);
    struct export_request request = {&instance, &brute.model, 1, path, NULL, NULL};
    cr_assert_eq(export_model(&request, NULL), ERR_IO);
    cr_assert_eq(folder_entries(folder.path), 1, "the file beside must be gone");
    temporary_remove(&folder);
}
