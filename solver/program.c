// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows are made one after the other, each with its entries; the entries are turned into columns at
 * the end. What cannot be is closed at once: new options of a family that must be together, where
 * not all of its members have an option at the place or one is locked elsewhere.
 */
#include "solver/program.h"

#include <string.h>

struct entry {
    uint32_t row, column;
    int32_t value;
};

struct maker {
    struct program *program;
    struct arena *arena, *scratch;
    struct error *error;
    bool failed;
    uint32_t row_capacity, n_entries, entry_capacity, n_extra, extra_capacity;
    struct entry *entry;
    uint8_t *closed_early; /* [n_options] */
};

uint32_t program_place(const struct instance *instance, uint32_t offer) {
    return instance->policy.families_same_offer ? offer : instance->offer_school[offer];
}

static bool has_objective(const struct instance *instance, enum objective_kind kind) {
    bool any = false;
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        any |= instance->policy.objective[i].kind == kind;
    }
    return any;
}

bool program_has_families(const struct instance *instance) {
    return instance->n_families > 0 &&
           (instance->policy.families_required || has_objective(instance, OBJECTIVE_TOGETHER));
}

bool program_is_needed(const struct instance *instance, const struct limits *limits) {
    bool opens = false;
    for (uint32_t u = 0; instance->offer_opens_with != NULL && u < instance->n_offers; u++) {
        opens |= instance->offer_opens_with[u] > 1;
    }
    return program_has_families(instance) || limits->n > 0 || opens ||
           instance->applicant_follows != NULL;
}

/* A copy of n items of the given size with room for twice as many and more; NULL: no memory. */
static void *doubled(struct maker *maker, const void *old, uint32_t n, uint32_t *capacity,
                     size_t size) {
    *capacity = 2 * *capacity + 1024;
    void *wider = arena_zalloc(maker->scratch, *capacity, size);
    if (wider != NULL && n > 0) {
        memcpy(wider, old, n * size);
    }
    maker->failed |= wider == NULL;
    return wider;
}

static uint32_t add_row(struct maker *maker, enum program_row_kind kind, uint32_t subject,
                        uint32_t member, int64_t upper) {
    struct program *program = maker->program;
    if (!maker->failed && program->n_rows == maker->row_capacity) {
        program->row = doubled(maker, program->row, program->n_rows, &maker->row_capacity,
                               sizeof *program->row);
    }
    if (!maker->failed) {
        program->row[program->n_rows] = (struct program_row){kind, subject, member, upper};
    }
    return program->n_rows++;
}

static void put(struct maker *maker, uint32_t row, uint32_t column, int32_t value) {
    if (!maker->failed && maker->n_entries == maker->entry_capacity) {
        maker->entry = doubled(maker, maker->entry, maker->n_entries, &maker->entry_capacity,
                               sizeof *maker->entry);
    }
    if (!maker->failed) {
        maker->entry[maker->n_entries++] = (struct entry){row, column, value};
    }
}

static uint32_t add_column(struct maker *maker, uint32_t subject, uint32_t place) {
    struct program *program = maker->program;
    uint32_t n = program->n_columns - program->n_options, capacity = maker->extra_capacity;
    if (!maker->failed && n == maker->extra_capacity) {
        program->subject = doubled(maker, program->subject, n, &capacity, sizeof(uint32_t));
        program->place =
            doubled(maker, program->place, n, &maker->extra_capacity, sizeof(uint32_t));
    }
    if (!maker->failed) {
        program->subject[n] = subject;
        program->place[n] = place;
    }
    return program->n_columns++;
}

static bool competes(const struct program *program, uint32_t a) {
    return program->model->competes == NULL || program->model->competes[a] != 0;
}

static void add_network(struct maker *maker) {
    struct program *program = maker->program;
    const struct assignment_model *model = program->model;
    uint32_t *node_row = ARENA_NEW(maker->scratch, model->n_nodes, uint32_t);
    maker->failed |= node_row == NULL;
    for (uint32_t a = 0; a < model->n_applicants && !maker->failed; a++) {
        uint32_t n = model->option_start[a + 1] - model->option_start[a];
        if (n == 0) {
            continue;
        }
        if (!competes(program, a)) { /* in no row, so nothing else would keep them at 0 */
            memset(maker->closed_early + model->option_start[a], 1, n);
            continue;
        }
        uint32_t row = add_row(maker, ROW_APPLICANT, a, NONE, 1);
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            put(maker, row, k, 1);
        }
    }
    for (uint32_t v = 0; v < model->n_nodes && !maker->failed; v++) {
        node_row[v] = NONE;
        if (model->room[v] != SEATS_UNLIMITED) {
            node_row[v] = add_row(maker, ROW_NODE, v, NONE, model->room[v]);
        }
    }
    for (uint32_t a = 0; a < model->n_applicants && !maker->failed; a++) {
        for (uint32_t k = model->option_start[a];
             competes(program, a) && k < model->option_start[a + 1]; k++) {
            for (uint32_t v = model->option_offer[k]; v != NONE; v = model->node_parent[v]) {
                if (node_row[v] != NONE) {
                    put(maker, node_row[v], k, 1);
                }
            }
        }
    }
}

static void add_limits(struct maker *maker) {
    const struct limits *limits = &maker->program->limits;
    for (uint32_t i = 0; i < limits->n; i++) {
        uint32_t row = add_row(maker, ROW_LIMIT, i, NONE, limits->seats[i]);
        for (uint32_t j = limits->start[i]; j < limits->start[i + 1]; j++) {
            put(maker, row, limits->option[j], 1);
        }
    }
}

/* Does the member have an option at the place, or sit there by a lock? */
static bool reaches(const struct program *program, uint32_t member, uint32_t place) {
    const struct instance *instance = program->instance;
    if (instance_is_locked(instance, member)) {
        return program_place(instance, instance->applicant_locked[member]) == place;
    }
    bool any = false;
    for (uint32_t k = program->options->start[member]; k < program->options->start[member + 1];
         k++) {
        any |= program_place(instance, program->options->offer[k]) == place;
    }
    return any;
}

/* Can all members sit at the place at once, as far as the seats of one offer go? */
static bool all_fit(const struct program *program, uint32_t family, uint32_t place) {
    const struct instance *instance = program->instance;
    const struct options *options = program->options;
    uint32_t first = instance->family_start[family], end = instance->family_start[family + 1];
    bool fit = true;
    for (uint32_t i = first; i < end; i++) {
        uint32_t offer = NONE, n = 0;
        for (uint32_t j = first; j < end; j++) {
            uint32_t member = instance->family_member[j], only = NONE;
            bool one = !instance_is_locked(instance, member);
            for (uint32_t k = options->start[member]; one && k < options->start[member + 1]; k++) {
                if (program_place(instance, options->offer[k]) == place) {
                    one = (only == NONE || only == options->offer[k]) && options->node[k] != NONE;
                    only = options->offer[k];
                }
            }
            offer = one && j == i ? only : offer;
            n += one && j >= i && offer != NONE && only == offer ? 1 : 0;
        }
        bool moves = offer != NONE && instance->offer_moves_to != NULL;
        fit = fit &&
              (offer == NONE || moves ||
               n <= program->model->room[program_model_node(program, instance->offer_node[offer])]);
    }
    return fit;
}

static bool all_reach(const struct program *program, uint32_t family, uint32_t place) {
    const struct instance *instance = program->instance;
    bool all = true;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        all = all && reaches(program, instance->family_member[i], place);
    }
    return all;
}

/* Rows that tie y to a member's options at the place. */
static void tie_member(struct maker *maker, uint32_t column, uint32_t member, uint32_t place) {
    const struct program *program = maker->program;
    const struct instance *instance = program->instance;
    if (instance_is_locked(instance, member)) {
        return;
    }
    uint32_t together = add_row(maker, ROW_TOGETHER, column, member, 0), newly = NONE;
    put(maker, together, column, 1);
    if (instance->policy.families_required) {
        newly = add_row(maker, ROW_NEWLY, column, member, 0);
        put(maker, newly, column, -1);
    }
    for (uint32_t k = program->options->start[member]; k < program->options->start[member + 1];
         k++) {
        if (program_place(instance, program->options->offer[k]) != place) {
            continue;
        }
        put(maker, together, k, -1);
        if (newly != NONE && !options_stays(program->options, k)) {
            put(maker, newly, k, 1);
        }
    }
}

/* A family must be together: new options at a place that not all reach are none. */
static void close_options(struct maker *maker, uint32_t family) {
    const struct program *program = maker->program;
    const struct instance *instance = program->instance;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        uint32_t member = instance->family_member[i];
        for (uint32_t k = program->options->start[member]; k < program->options->start[member + 1];
             k++) {
            uint32_t place = program_place(instance, program->options->offer[k]);
            if (!options_stays(program->options, k) &&
                !(all_reach(program, family, place) && all_fit(program, family, place))) {
                maker->closed_early[k] = 1;
            }
        }
    }
}

/* The family's columns: one for each place that all its members reach. */
static void add_family(struct maker *maker, uint32_t family) {
    const struct program *program = maker->program;
    const struct instance *instance = program->instance;
    uint32_t first_column = program->n_columns, first = instance->family_start[family];
    uint32_t leader = instance->family_member[first];
    if (instance->policy.families_required) {
        close_options(maker, family);
    }
    uint32_t start = program->options->start[leader], end = program->options->start[leader + 1];
    bool locked = instance_is_locked(instance, leader);
    for (uint32_t k = start; (locked ? k == start : k < end) && !maker->failed; k++) {
        uint32_t offer = locked ? instance->applicant_locked[leader] : program->options->offer[k];
        uint32_t place = program_place(instance, offer);
        bool known = !all_reach(program, family, place) || !all_fit(program, family, place);
        for (uint32_t c = first_column; c < program->n_columns; c++) {
            known |= program->place[c - program->n_options] == place;
        }
        if (known) {
            continue;
        }
        uint32_t column = add_column(maker, family, place);
        for (uint32_t i = first; i < instance->family_start[family + 1]; i++) {
            tie_member(maker, column, instance->family_member[i], place);
        }
    }
}

/* A follower's option is open where the followed applicant ends at an offer that it goes with. */
static void add_follower(struct maker *maker, uint32_t b) {
    const struct program *program = maker->program;
    const struct instance *instance = program->instance;
    const struct options *options = program->options;
    uint32_t c = instance_follows(instance, b);
    for (uint32_t k = options->start[b]; k < options->start[b + 1] && !maker->failed; k++) {
        uint32_t offer = options->offer[k];
        if (k > options->start[b] && options->offer[k - 1] == offer) {
            continue; /* another month there: in the same row */
        }
        if (instance_is_locked(instance, c)) {
            if (!instance_goes_with(instance, offer, instance->applicant_locked[c])) {
                for (uint32_t m = k; m < options->start[b + 1] && options->offer[m] == offer; m++) {
                    maker->closed_early[m] = 1;
                }
            }
            continue;
        }
        uint32_t row = add_row(maker, ROW_FOLLOWS, offer, b, 0);
        for (uint32_t m = k; m < options->start[b + 1] && options->offer[m] == offer; m++) {
            put(maker, row, m, 1);
        }
        for (uint32_t m = options->start[c]; m < options->start[c + 1]; m++) {
            if (instance_goes_with(instance, offer, options->offer[m])) {
                put(maker, row, m, -1);
            }
        }
    }
}

/* An offer that opens with a least number, or not at all. */
static void add_opening(struct maker *maker, uint32_t u) {
    const struct program *program = maker->program;
    const struct instance *instance = program->instance;
    const struct options *options = program->options;
    uint32_t least = instance->offer_opens_with[u], n_locked = 0;
    for (uint32_t a = 0; instance->applicant_locked != NULL && a < instance->n_applicants; a++) {
        bool counts = instance_follows(instance, a) == NONE;
        n_locked += counts && instance->applicant_locked[a] == u ? 1 : 0;
    }
    uint32_t column = add_column(maker, u, NONE);
    uint32_t opens = add_row(maker, ROW_OPENS, column, NONE, n_locked);
    uint32_t closed = add_row(maker, ROW_CLOSED, column, NONE, 0), n = 0;
    for (uint32_t a = 0; a < instance->n_applicants && !maker->failed; a++) {
        bool counts = competes(program, a) && instance_follows(instance, a) == NONE;
        for (uint32_t k = options->start[a]; counts && k < options->start[a + 1]; k++) {
            if (options->offer[k] == u && !options_stays(program->options, k)) {
                put(maker, opens, k, -1);
                put(maker, closed, k, 1);
                n++;
            }
        }
    }
    uint32_t seats = instance->node_seats[instance->offer_node[u]];
    bool moves = instance->offer_moves_to != NULL && instance->offer_moves_to[u] != NONE;
    uint32_t most = !moves && seats < n ? seats : n; /* who moves on makes room for others */
    put(maker, opens, column, (int32_t)least);
    put(maker, closed, column, -(int32_t)most);
    if (n_locked > 0) { /* open already: needs the least number whatever happens */
        add_row(maker, ROW_OPEN, column, NONE, -1);
        put(maker, program->n_rows - 1, column, -1);
    }
}

/* Entries to columns, arrays to their place. */
static enum err settle(struct maker *maker) {
    struct program *program = maker->program;
    uint32_t n = program->n_columns, n_extra = n - program->n_options;
    struct program_row *row = ARENA_NEW(maker->arena, program->n_rows, struct program_row);
    uint32_t *start = program->start = ARENA_ZERO(maker->arena, (size_t)n + 1, uint32_t);
    program->row_of = ARENA_NEW(maker->arena, maker->n_entries, uint32_t);
    program->value = ARENA_NEW(maker->arena, maker->n_entries, int32_t);
    uint32_t *subject = ARENA_NEW(maker->arena, n_extra, uint32_t);
    uint32_t *place = ARENA_NEW(maker->arena, n_extra, uint32_t);
    program->closed = ARENA_ZERO(maker->arena, n, uint8_t);
    if (maker->failed || row == NULL || start == NULL || program->row_of == NULL ||
        program->value == NULL || subject == NULL || place == NULL || program->closed == NULL) {
        return error_no_memory(maker->error);
    }
    memcpy(program->closed, maker->closed_early, program->n_options);
    if (program->n_rows > 0) {
        memcpy(row, program->row, program->n_rows * sizeof *row);
    }
    if (n_extra > 0) {
        memcpy(subject, program->subject, n_extra * sizeof *subject);
        memcpy(place, program->place, n_extra * sizeof *place);
    }
    program->row = row;
    program->subject = subject;
    program->place = place;
    for (uint32_t i = 0; i < maker->n_entries; i++) {
        start[maker->entry[i].column]++;
    }
    for (uint32_t c = 0, sum = 0; c <= n; c++) {
        sum += start[c];
        start[c] = sum;
    }
    for (uint32_t i = maker->n_entries; i-- > 0;) {
        uint32_t at = --start[maker->entry[i].column];
        program->row_of[at] = maker->entry[i].row;
        program->value[at] = maker->entry[i].value;
    }
    return OK;
}

enum err program_build(struct program *program, const struct instance *instance,
                       const struct options *options, const struct assignment_model *model,
                       const struct limits *limits, struct arena *arena, struct error *error) {
    struct arena scratch = {NULL};
    struct maker maker = {.program = program, .arena = arena, .scratch = &scratch, .error = error};
    *program = (struct program){.instance = instance,
                                .options = options,
                                .model = model,
                                .limits = *limits,
                                .n_options = options->n,
                                .n_columns = options->n};
    maker.closed_early = ARENA_ZERO(&scratch, options->n, uint8_t);
    program->owner = ARENA_NEW(arena, options->n, uint32_t);
    if (maker.closed_early == NULL || program->owner == NULL) {
        arena_free(&scratch);
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            program->owner[k] = a;
        }
    }
    add_network(&maker);
    add_limits(&maker);
    for (uint32_t f = 0; program_has_families(instance) && f < instance->n_families; f++) {
        add_family(&maker, f);
    }
    program->first_opening = program->n_columns;
    for (uint32_t u = 0; instance->offer_opens_with != NULL && u < instance->n_offers; u++) {
        if (instance->offer_opens_with[u] > 1) {
            add_opening(&maker, u);
        }
    }
    for (uint32_t a = 0; instance->applicant_follows != NULL && a < instance->n_applicants; a++) {
        if (instance->applicant_follows[a] != NONE && !instance_is_locked(instance, a)) {
            add_follower(&maker, a);
        }
    }
    enum err err = settle(&maker);
    arena_free(&scratch);
    return err;
}
