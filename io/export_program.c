// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program of one level, as CPLEX LP or free MPS: every row and column of
 * solver/program.h, and a row for each level before, which holds it at its optimum. What is closed
 * (nobody may choose it) is left out.
 *
 * Rows and columns by their names, beside those in export_parts.h:
 *
 *     f2_B.s3_Unit                 a family is together at a school (or .o3_, at an offer)
 *     open.o3_S001_F               an offer that opens with a least number opens
 *
 *     o3_S001_F.by_2027_07         seats of a step of an offer: who begins by then
 *     o3_S001_F.in_2027_07         who sits there in that month (p1_: of a pool; c1_: one that
 *                                  crosses others, or an earlier step)
 *     together.f2_B.s3_Unit.a17_B0017   the family's column needs the member there
 *     newly. ...                   the member may come there only if the family does
 *     goes.a9_C.o7_club            who follows needs the one whom it follows to be where it leads
 *     opens.o3_S001_F, closed. ..., already. ...   least numbers
 *     l1_placed                    a level before
 */
#include "io/export_parts.h"

#include "solver/program_values.h"

#include <inttypes.h>
#include <string.h>

enum { TERMS_IN_LINE = 4 };

struct writing {
    const struct export *export;
    const struct program *program;
    uint32_t *owner; /* [n_options] applicant */
    uint32_t *start; /* [n_rows + 1] CSR: the entries of a row */
    uint32_t *column;
    int32_t *value;
    FILE *file;
    uint32_t n_terms; /* of the sum at hand */
};

/* Names. */

/* A part of a name behind others: the family or offer whose column it is. */
static void add_column_name(const struct writing *writing, uint32_t column,
                            char name[EXPORT_NAME]) {
    const struct program *program = writing->program;
    const struct instance *instance = program->instance;
    uint32_t subject = program->subject[column - program->n_options];
    uint32_t place = program->place[column - program->n_options];
    if (place == NONE) {
        export_name_add(name, "o", subject + 1, strings_get(&instance->offer_id, subject));
        return;
    }
    bool offer = instance->policy.families_same_offer;
    export_name_add(name, "f", subject + 1, strings_get(&instance->family_id, subject));
    export_name_add(name, offer ? ".o" : ".s", place + 1,
                    strings_get(offer ? &instance->offer_id : &instance->school_id, place));
}

static void name_column(const struct writing *writing, uint32_t column, char name[EXPORT_NAME]) {
    if (column < writing->program->n_options) {
        export_name_option(writing->export, writing->owner[column], column, name);
        return;
    }
    snprintf(name, EXPORT_NAME, "%s", column < writing->program->first_opening ? "" : "open.");
    add_column_name(writing, column, name);
}

static void name_limit(const struct writing *writing, uint32_t i, char name[EXPORT_NAME]) {
    const struct program *program = writing->program;
    const struct instance *instance = program->instance;
    uint32_t subject = program->limits.subject[i], month = program->limits.month[i];
    name[0] = '\0';
    if (subject < instance->n_nodes) {
        export_name_node(writing->export, program_model_node(program, subject), name);
    } else {
        uint32_t crossing = subject - instance->n_nodes;
        export_name_add(name, "c", crossing + 1, strings_get(&instance->crossing_name, crossing));
    }
    if (month != NONE) {
        export_name_month(name, "in_", month);
    }
}

static void name_row(const struct writing *writing, uint32_t r, char name[EXPORT_NAME]) {
    static const char *const word[] = {[ROW_TOGETHER] = "together.",
                                       [ROW_NEWLY] = "newly.",
                                       [ROW_OPENS] = "opens.",
                                       [ROW_OPEN] = "already.",
                                       [ROW_CLOSED] = "closed."};
    const struct program_row *row = &writing->program->row[r];
    const struct instance *instance = writing->program->instance;
    switch (row->kind) {
    case ROW_APPLICANT:
        export_name_applicant(writing->export, row->subject, name);
        break;
    case ROW_NODE:
        export_name_node(writing->export, row->subject, name);
        break;
    case ROW_LIMIT:
        name_limit(writing, row->subject, name);
        break;
    case ROW_FOLLOWS:
        snprintf(name, EXPORT_NAME, "goes.");
        export_name_add(name, "a", row->member + 1,
                        strings_get(&instance->applicant_id, row->member));
        export_name_add(name, ".o", row->subject + 1,
                        strings_get(&instance->offer_id, row->subject));
        break;
    case ROW_TOGETHER:
    case ROW_NEWLY:
    case ROW_OPENS:
    case ROW_OPEN:
    case ROW_CLOSED:
        snprintf(name, EXPORT_NAME, "%s", word[row->kind]);
        add_column_name(writing, row->subject, name);
        if (row->member != NONE) {
            export_name_add(name, ".a", row->member + 1,
                            strings_get(&instance->applicant_id, row->member));
        }
        break;
    }
}

static void name_level(const struct writing *writing, uint32_t l, char name[EXPORT_NAME]) {
    name[0] = '\0';
    export_name_add(name, "l", l + 1, writing->export->model->level[l].name);
}

/* What is written. */

static bool is_there(const struct writing *writing, uint32_t column) {
    return writing->program->closed[column] == 0;
}

/* Rows that nothing is in hold by themselves. */
static bool row_is_there(const struct writing *writing, uint32_t r) {
    bool any = false;
    for (uint32_t i = writing->start[r]; i < writing->start[r + 1]; i++) {
        any = any || is_there(writing, writing->column[i]);
    }
    return any;
}

/* Is anything in a level's sum? */
static bool level_is_there(const struct writing *writing, uint32_t l) {
    bool any = false;
    for (uint32_t c = 0; c < writing->program->n_columns && !any; c++) {
        any = is_there(writing, c) && program_cost(writing->program, l, c) != 0;
    }
    return any;
}

/* Entries by row. */
static enum err transpose(struct writing *writing, struct arena *arena, struct error *error) {
    const struct program *program = writing->program;
    uint32_t n_entries = program->start[program->n_columns];
    uint32_t *at = ARENA_ZERO(arena, (size_t)program->n_rows + 2, uint32_t);
    writing->column = ARENA_NEW(arena, n_entries, uint32_t);
    writing->value = ARENA_NEW(arena, n_entries, int32_t);
    writing->owner = ARENA_NEW(arena, program->n_options, uint32_t);
    if (at == NULL || writing->column == NULL || writing->value == NULL || writing->owner == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n_entries; i++) {
        at[program->row_of[i] + 2]++;
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        at[r + 2] += at[r + 1];
    }
    for (uint32_t c = 0; c < program->n_columns; c++) {
        for (uint32_t i = program->start[c]; i < program->start[c + 1]; i++) {
            uint32_t to = at[program->row_of[i] + 1]++;
            writing->column[to] = c;
            writing->value[to] = program->value[i];
        }
    }
    writing->start = at;
    for (uint32_t a = 0; a < program->model->n_applicants; a++) {
        for (uint32_t k = program->options->start[a]; k < program->options->start[a + 1]; k++) {
            writing->owner[k] = a;
        }
    }
    return OK;
}

/* CPLEX LP. */

static void print_term(struct writing *writing, int64_t value, uint32_t column) {
    char name[EXPORT_NAME];
    name_column(writing, column, name);
    const char *before =
        writing->n_terms++ % TERMS_IN_LINE == 0 && writing->n_terms > 1 ? "\n " : "";
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    fprintf(writing->file, "%s %s %" PRIu64 " %s", before, value < 0 ? "-" : "+", size, name);
}

/* A level's sum. As the objective it must name something, and columns that stand in no row. */
static void print_sum(struct writing *writing, uint32_t l, bool objective) {
    const struct program *program = writing->program;
    bool any = level_is_there(writing, l);
    writing->n_terms = 0;
    for (uint32_t c = 0; c < program->n_columns; c++) {
        int64_t cost = program_cost(program, l, c);
        bool alone = program->start[c] == program->start[c + 1] || (!any && writing->n_terms == 0);
        bool named = cost != 0 || (objective && alone);
        if (is_there(writing, c) && named) {
            print_term(writing, cost, c);
        }
    }
}

static void print_lp_rows(struct writing *writing) {
    char name[EXPORT_NAME];
    for (uint32_t r = 0; r < writing->program->n_rows; r++) {
        if (row_is_there(writing, r)) {
            name_row(writing, r, name);
            fprintf(writing->file, " %s:", name);
            writing->n_terms = 0;
            for (uint32_t i = writing->start[r]; i < writing->start[r + 1]; i++) {
                if (is_there(writing, writing->column[i])) {
                    print_term(writing, writing->value[i], writing->column[i]);
                }
            }
            fprintf(writing->file, " <= %" PRId64 "\n", writing->program->row[r].upper);
        }
    }
    for (uint32_t l = 0; l + 1 < writing->export->request->level; l++) {
        if (level_is_there(writing, l)) {
            name_level(writing, l, name);
            fprintf(writing->file, " %s:", name);
            print_sum(writing, l, false);
            fprintf(writing->file, " <= %" PRId64 "\n", writing->export->held[l]);
        }
    }
}

static void print_lp(struct writing *writing) {
    const struct export_request *request = writing->export->request;
    char name[EXPORT_NAME] = "";
    export_name_add(name, "l", request->level, writing->export->instance->name);
    fprintf(writing->file, "\\ %s: level %" PRIu32 " of %" PRIu32 "\nMinimize\n", name,
            request->level, writing->export->model->n_levels);
    name_level(writing, request->level - 1, name);
    fprintf(writing->file, " %s:", name);
    print_sum(writing, request->level - 1, true);
    fputs("\nSubject To\n", writing->file);
    print_lp_rows(writing);
    fputs("Binaries\n", writing->file);
    for (uint32_t c = 0; c < writing->program->n_columns; c++) {
        if (is_there(writing, c)) {
            name_column(writing, c, name);
            fprintf(writing->file, " %s\n", name);
        }
    }
    fputs("End\n", writing->file);
}

/* Free MPS. */

static void print_mps_rows(const struct writing *writing) {
    char name[EXPORT_NAME];
    name_level(writing, writing->export->request->level - 1, name);
    fprintf(writing->file, "ROWS\n N %s\n", name);
    for (uint32_t r = 0; r < writing->program->n_rows; r++) {
        if (row_is_there(writing, r)) {
            name_row(writing, r, name);
            fprintf(writing->file, " L %s\n", name);
        }
    }
    for (uint32_t l = 0; l + 1 < writing->export->request->level; l++) {
        if (level_is_there(writing, l)) {
            name_level(writing, l, name);
            fprintf(writing->file, " L %s\n", name);
        }
    }
}

static void print_mps_column(const struct writing *writing, uint32_t c) {
    const struct program *program = writing->program;
    uint32_t level = writing->export->request->level - 1;
    char column[EXPORT_NAME], row[EXPORT_NAME];
    name_column(writing, c, column);
    for (uint32_t l = 0; l <= level; l++) {
        int64_t cost = program_cost(program, l, c);
        if (cost != 0 || l == level) { /* so that each column stands here at least once */
            name_level(writing, l, row);
            fprintf(writing->file, " %s %s %" PRId64 "\n", column, row, cost);
        }
    }
    for (uint32_t i = program->start[c]; i < program->start[c + 1]; i++) {
        name_row(writing, program->row_of[i], row);
        fprintf(writing->file, " %s %s %" PRId32 "\n", column, row, program->value[i]);
    }
}

static void print_mps_sides(const struct writing *writing) {
    char name[EXPORT_NAME];
    fputs("RHS\n", writing->file);
    for (uint32_t r = 0; r < writing->program->n_rows; r++) {
        if (writing->program->row[r].upper != 0 && row_is_there(writing, r)) {
            name_row(writing, r, name);
            fprintf(writing->file, " RHS %s %" PRId64 "\n", name, writing->program->row[r].upper);
        }
    }
    for (uint32_t l = 0; l + 1 < writing->export->request->level; l++) {
        if (writing->export->held[l] != 0 && level_is_there(writing, l)) {
            name_level(writing, l, name);
            fprintf(writing->file, " RHS %s %" PRId64 "\n", name, writing->export->held[l]);
        }
    }
}

static void print_mps(struct writing *writing) {
    const struct program *program = writing->program;
    char name[EXPORT_NAME] = "";
    export_name_add(name, "l", writing->export->request->level, writing->export->instance->name);
    fprintf(writing->file, "NAME %s FREE\n", name);
    print_mps_rows(writing);
    fputs("COLUMNS\n M1 'MARKER' 'INTORG'\n", writing->file);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        if (is_there(writing, c)) {
            print_mps_column(writing, c);
        }
    }
    fputs(" M2 'MARKER' 'INTEND'\n", writing->file);
    print_mps_sides(writing);
    fputs("BOUNDS\n", writing->file);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        if (is_there(writing, c)) {
            name_column(writing, c, name);
            fprintf(writing->file, " BV BND %s\n", name);
        }
    }
    fputs("ENDATA\n", writing->file);
}

static bool has_columns(const struct writing *writing) {
    bool any = false;
    for (uint32_t c = 0; c < writing->program->n_columns; c++) {
        any = any || is_there(writing, c);
    }
    return any;
}

static enum err write_program(struct export *export, void (*print)(struct writing *)) {
    struct writing writing = {.export = export, .program = export->program};
    if (!has_columns(&writing)) {
        return error_set(export->error, ERR_NO, NULL,
                         "nobody who competes has an option, so there is no model to write");
    }
    enum err err = transpose(&writing, &export->arena, export->error);
    if (err != OK) {
        return err;
    }
    writing.file = export_open(export);
    if (writing.file == NULL) {
        return ERR_IO;
    }
    print(&writing);
    return export_close(export, writing.file);
}

enum err export_program_lp(struct export *export) {
    return write_program(export, print_lp);
}

enum err export_program_mps(struct export *export) {
    return write_program(export, print_mps);
}
