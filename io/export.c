// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The model of level K, as three file formats:
 *
 *     solve the levels before K; the face they leave says what is still open
 *     .lp, .mps   GLPK's writers: an applicant, a node and an option become a row, a row, a column
 *     .min        DIMACS minimum-cost flow ("The First DIMACS International Algorithm
 * Implementation Challenge: Problem Definitions and Specifications", 1990), written here
 *
 * On the face, options that are closed are left out (LP and MPS: fixed at 0), a node that must stay
 * full has its room as lower bound too, and who must be placed has no arc past the offers.
 *
 * As a flow: one unit from each applicant; applicant -> offer costs what the option costs; offer ->
 * pool -> ... -> sink carries at most the room; applicant -> sink, free, is "not placed".
 *
 * Where the round is no network, export_program.c writes the integer program.
 */
#include "io/export.h"

#include "io/export_parts.h"
#include "io/interrupt.h"

#include "solver/glpk_model.h"
#include "solver/objective.h"
#include "solver/program_network.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static void name_applicant(const void *context, uint32_t applicant, char name[256]) {
    export_name_applicant(context, applicant, name);
}

static void name_node(const void *context, uint32_t node, char name[256]) {
    export_name_node(context, node, name);
}

static void name_option(const void *context, uint32_t applicant, uint32_t option, char name[256]) {
    export_name_option(context, applicant, option, name);
}

/* LP and MPS cannot say that there is nothing to decide. */
static enum err refuse_nothing(const struct export *export) {
    const struct assignment_model *model = export->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        bool competes = model->competes == NULL || model->competes[a] != 0;
        if (competes && model->option_start[a] < model->option_start[a + 1]) {
            return OK;
        }
    }
    return error_set(export->error, ERR_NO, NULL,
                     "nobody who competes has an option, so there is no model to write");
}

static enum err write_by_glpk(struct export *export, enum glpk_format format) {
    char title[EXPORT_NAME] = "", objective[EXPORT_NAME] = "";
    export_name_add(title, "l", export->request->level, export->instance->name);
    export_name_add(objective, "l", export->request->level, export->level->name);
    struct glpk_names names = {name_applicant, name_node, name_option, export, title, objective};
    struct glpk_model *glpk;
    enum err err = glpk_model_new(&glpk, export->model, &export->arena, NULL, export->error);
    if (err == OK) {
        err = glpk_model_restrict(glpk, &export->face, export->error);
    }
    if (err == OK) {
        err = glpk_model_set_cost(glpk, export->level->cost, export->error);
    }
    if (err == OK) {
        err = glpk_model_write(glpk, format, &names, export->beside, export->error);
    }
    glpk_model_free(glpk);
    return err;
}

static enum err write_lp(struct export *export) {
    enum err err = refuse_nothing(export);
    return err != OK ? err : write_by_glpk(export, GLPK_FORMAT_LP);
}

/* GLPK writes numbers in MPS with twelve characters: what needs more would be another model. */
static enum err refuse_long_costs(const struct export *export) {
    const struct assignment_model *model = export->model;
    for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
        int64_t cost = export->level->cost[k];
        if (cost < -INT64_C(99999999999) || cost > INT64_C(999999999999)) {
            return error_set(export->error, ERR_USAGE, export->request->path,
                             "a cost of %" PRId64 " does not fit into MPS; choose .lp or .min",
                             cost);
        }
    }
    return OK;
}

static enum err write_mps(struct export *export) {
    enum err err = refuse_nothing(export);
    if (err == OK) {
        err = refuse_long_costs(export);
    }
    return err != OK ? err : write_by_glpk(export, GLPK_FORMAT_MPS);
}

/* An id in a comment: on one line, whatever it holds. */
static void print_id(FILE *file, const char *id) {
    for (; *id != '\0'; id++) {
        fputc(iscntrl((unsigned char)*id) ? '?' : *id, file);
    }
    fputc('\n', file);
}

static uint32_t flow_node(const struct export *export, uint32_t node) {
    return export->n_competing + 1 + (node == NONE ? export->model->n_nodes : node);
}

static void print_comments(const struct export *export, FILE *file) {
    const struct assignment_model *model = export->model;
    const struct export_request *request = export->request;
    fprintf(file, "c placera: minimum-cost flow, level %" PRIu32 " of %" PRIu32 ": %s\n",
            request->level, model->n_levels, export->level->name);
    fputs("c of ", file);
    print_id(file, export->instance->name);
    for (uint32_t l = 0; l + 1 < request->level; l++) {
        fprintf(file, "c level %" PRIu32 ", %s, is held at its optimum %" PRId64 "\n", l + 1,
                export->proof.name[l], export->proof.value[l]);
    }
    if (request->level > 1) {
        fputs(
            "c by leaving out what is not optimal: arcs of options, arcs to the sink of those who\n"
            "c must be placed; a node that must stay full has its room as lower bound\n",
            file);
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (export->applicant_node[a] != 0) {
            fprintf(file, "c node %" PRIu32 " applicant ", export->applicant_node[a]);
            print_id(file, strings_get(&export->instance->applicant_id, a));
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        uint32_t node = export_instance_node(export, v);
        fprintf(file, "c node %" PRIu32 " %s ", flow_node(export, v),
                v < model->n_offers ? "offer" : "pool");
        print_id(file, node == NONE ? "that is kept without a seat"
                                    : strings_get(&export->instance->node_name, node));
    }
    fprintf(file, "c node %" PRIu32 " sink\n", flow_node(export, NONE));
}

static void print_supplies(const struct export *export, FILE *file) {
    uint64_t n_arcs = export->model->n_nodes;
    for (uint32_t a = 0; a < export->model->n_applicants; a++) {
        n_arcs += export->applicant_node[a] != 0 && export->face.placed[a] == 0 ? 1 : 0;
    }
    for (uint32_t k = 0; k < export->model->option_start[export->model->n_applicants]; k++) {
        n_arcs += export->face.open[k];
    }
    fprintf(file, "p min %" PRIu32 " %" PRIu64 "\n", flow_node(export, NONE), n_arcs);
    for (uint32_t i = 1; i <= export->n_competing; i++) {
        fprintf(file, "n %" PRIu32 " 1\n", i);
    }
    if (export->n_competing > 0) {
        fprintf(file, "n %" PRIu32 " -%" PRIu32 "\n", flow_node(export, NONE), export->n_competing);
    }
}

static void print_arcs(const struct export *export, FILE *file) {
    const struct assignment_model *model = export->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t from = export->applicant_node[a];
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            if (export->face.open[k] != 0) {
                fprintf(file, "a %" PRIu32 " %" PRIu32 " 0 1 %" PRId64 "\n", from,
                        flow_node(export, model->option_offer[k]), export->level->cost[k]);
            }
        }
        if (from != 0 && export->face.placed[a] == 0) {
            fprintf(file, "a %" PRIu32 " %" PRIu32 " 0 1 0\n", from, flow_node(export, NONE));
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        uint32_t room = model->room[v] < export->n_competing ? model->room[v] : export->n_competing;
        fprintf(file, "a %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 " 0\n", flow_node(export, v),
                flow_node(export, model->node_parent[v]), export->face.full[v] != 0 ? room : 0,
                room);
    }
}

static enum err write_min(struct export *export) {
    const struct assignment_model *model = export->model;
    export->applicant_node = ARENA_ZERO(&export->arena, model->n_applicants, uint32_t);
    if (export->applicant_node == NULL) {
        return error_no_memory(export->error);
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (model->competes == NULL || model->competes[a] != 0) {
            export->applicant_node[a] = ++export->n_competing;
        }
    }
    FILE *file = export_open(export);
    if (file == NULL) {
        return ERR_IO;
    }
    print_comments(export, file);
    print_supplies(export, file);
    print_arcs(export, file);
    return export_close(export, file);
}

/* A flow has no families. */
static enum err refuse_min(struct export *export) {
    return error_set(export->error, ERR_USAGE, export->request->path,
                     "the round is no network, so DIMACS cannot say it; choose .lp or .mps");
}

typedef enum err write_fn(struct export *export);

/* NULL: there is no such format. */
static write_fn *writer_of(const char *path, bool program) {
    static const struct {
        const char *suffix;
        write_fn *network, *program;
    } writers[] = {{".lp", write_lp, export_program_lp},
                   {".mps", write_mps, export_program_mps},
                   {".min", write_min, refuse_min}};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
        size_t n = strlen(writers[i].suffix);
        if (length > n && strcmp(path + length - n, writers[i].suffix) == 0) {
            return program ? writers[i].program : writers[i].network;
        }
    }
    return NULL;
}

/* Solves the levels before the one to write and narrows the face to their optima. */
static enum err narrow_network(struct export *export) {
    struct assignment_model before = *export->model;
    struct arena *arena = &export->arena;
    before.n_levels = export->request->level - 1;
    enum err err = face_new(&export->face, &before, arena, export->error);
    if (err != OK || before.n_levels == 0) {
        return err;
    }
    uint32_t *choice = ARENA_NEW(arena, before.n_applicants, uint32_t);
    int64_t *total = ARENA_NEW(arena, before.n_nodes, int64_t);
    if (choice == NULL || total == NULL) {
        return error_no_memory(export->error);
    }
    const struct assignment_options options = {PROVE_DUAL, export->request->progress, NULL};
    err = assignment_solve(&before, arena, choice, &export->proof, &options, export->error);
    for (uint32_t l = 0; l < before.n_levels && err == OK; l++) {
        bool fit = face_totals(&before, export->proof.price[l], total);
        INVARIANT(fit);
        face_tighten(&export->face, &before, before.level[l].cost, export->proof.price[l], total);
    }
    return err;
}

/* The values that results tell of the levels before. */
static enum err take_values(struct export *export) {
    const struct program_read *values = export->request->values;
    const struct assignment_model *model = export->model;
    bool same = values->n_levels == model->n_levels;
    for (uint32_t l = 0; same && l < model->n_levels; l++) {
        same = strcmp(values->name[l], model->level[l].name) == 0;
    }
    export->held = values->value;
    return same ? OK
                : error_set(export->error, ERR_NO, NULL,
                            "the results have not the levels of this round; give those that solve "
                            "wrote for it");
}

/* Solves the levels before the one to write for their optima. */
static enum err hold_program(struct export *export) {
    struct assignment_model before = *export->model;
    struct program program = *export->program;
    struct arena *arena = &export->arena;
    before.n_levels = export->request->level - 1;
    program.model = &before;
    if (before.n_levels == 0 || export->request->values != NULL) {
        return before.n_levels == 0 ? OK : take_values(export);
    }
    uint32_t *choice = ARENA_NEW(arena, before.n_applicants, uint32_t);
    int64_t *held = ARENA_NEW(arena, before.n_levels, int64_t);
    if (choice == NULL || held == NULL) {
        return error_no_memory(export->error);
    }
    const struct glpk_limits never = {0};
    struct program_proof proof;
    const struct program_task task = {.program = &program,
                                      .limits = &never,
                                      .progress = export->request->progress,
                                      .arena = arena};
    enum err err = program_solve_from_network(&task, choice, &proof, export->error);
    for (uint32_t l = 0; l < before.n_levels && err == OK; l++) {
        held[l] = proof.level[l].value;
    }
    export->held = held;
    return err;
}

static enum err write_beside(struct export *export, write_fn *write) {
    const char *path = export->request->path;
    int n = snprintf(export->beside, sizeof export->beside, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof export->beside) {
        return error_set(export->error, ERR_USAGE, path, "the name is too long; choose another");
    }
    interrupt_hold(); /* a Ctrl-C now leaves no half of a model behind */
    enum err err = write(export);
    if (err == OK && interrupt_seen()) {
        err = error_set(export->error, ERR_IO, path, "interrupted; nothing was written");
    }
    if (err == OK && rename(export->beside, path) != 0) {
        err = error_set(export->error, ERR_IO, path, "the model could not be written: %m");
    }
    if (err != OK) {
        unlink(export->beside);
    }
    interrupt_release();
    return err;
}

static enum err export_any(struct export *export) {
    const struct export_request *request = export->request;
    const struct assignment_model *model = export->model;
    write_fn *write = writer_of(request->path, export->program != NULL);
    if (write == NULL) {
        return error_set(export->error, ERR_USAGE, request->path,
                         "unknown format; end the file's name in .lp, .mps or .min");
    }
    if (request->level < 1 || request->level > model->n_levels) {
        return error_set(export->error, ERR_USAGE, NULL,
                         "there is no level %" PRIu32 "; the policy's objectives make %" PRIu32,
                         request->level, model->n_levels);
    }
    export->level = &model->level[request->level - 1];
    enum err err = write == refuse_min       ? OK
                   : export->program != NULL ? hold_program(export)
                                             : narrow_network(export);
    if (err == OK) {
        err = write_beside(export, write);
    }
    arena_free(&export->arena);
    return err;
}

enum err export_model(const struct export_request *request, struct error *error) {
    struct export export = {
        .request = request, .instance = request->instance, .model = request->model, .error = error};
    return export_any(&export);
}

/* The instance's model, and the program around it where it is no network. */
static enum err make_model(struct export *export, struct options *options,
                           struct assignment_model *model, struct program *program,
                           struct arena *arena) {
    const struct instance *instance = export->instance;
    struct error *error = export->error;
    struct ranking ranking;
    struct limits limits;
    uint32_t *room = ARENA_NEW(arena, instance->n_nodes, uint32_t);
    enum err err = room == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        instance_room(instance, room);
        err = options_build(options, instance, arena, error);
    }
    if (err == OK) {
        err = ranking_build(&ranking, instance, options, arena, error);
    }
    if (err == OK) {
        err = objective_model(instance, options, &ranking, room, arena, model, error);
    }
    if (err == OK) {
        err = limits_build(&limits, instance, options, arena, error);
    }
    export->options = options;
    export->model = model;
    if (err == OK && program_is_needed(instance, &limits)) {
        err = program_build(program, instance, options, model, &limits, arena, error);
        export->program = program;
    }
    return err;
}

enum err export_instance(const struct export_request *request, struct error *error) {
    struct arena arena = {NULL};
    struct options options;
    struct assignment_model model;
    struct program program;
    struct export export = {.request = request, .instance = request->instance, .error = error};
    enum err err = make_model(&export, &options, &model, &program, &arena);
    if (err == OK) {
        err = export_any(&export);
    }
    arena_free(&arena);
    return err;
}
