// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/program_values.h"

#include "solver/assignment_parts.h"

#include <string.h>

bool program_counts_families(const struct program *program, uint32_t level) {
    return strcmp(program->model->level[level].name, "together") == 0;
}

int64_t program_cost(const struct program *program, uint32_t level, uint32_t column) {
    const struct assignment_level *at = &program->model->level[level];
    if (column < program->n_options) {
        return at->cost[column];
    }
    return column < program->first_opening && program_counts_families(program, level) ? -1 : 0;
}

uint32_t program_family_place(const struct program *program, const uint32_t *choice,
                              uint32_t family) {
    const struct instance *instance = program->instance;
    uint32_t first = instance->family_start[family], place = NONE;
    for (uint32_t i = first; i < instance->family_start[family + 1]; i++) {
        uint32_t a = instance->family_member[i], k = choice[a];
        uint32_t offer = instance_is_locked(instance, a) ? instance->applicant_locked[a]
                         : k == NONE                     ? NONE
                                                         : program->options->offer[k];
        uint32_t here = offer == NONE ? NONE : program_place(instance, offer);
        if (here == NONE || (i > first && here != place)) {
            return NONE;
        }
        place = here;
    }
    return place;
}

/* Does somebody count among those for whom the offer opens? */
static bool is_open(const struct program *program, const uint32_t *choice, uint32_t offer) {
    const struct instance *instance = program->instance;
    bool open = false;
    for (uint32_t a = 0; !open && a < instance->n_applicants; a++) {
        uint32_t k = choice[a];
        open =
            instance_follows(instance, a) == NONE &&
            (instance_is_locked(instance, a) ? instance->applicant_locked[a] == offer
                                             : k != NONE && program->options->offer[k] == offer &&
                                                   !options_stays(program->options, k));
    }
    return open;
}

/* Is the column of a family or an offer 1, given the options chosen? */
static bool is_so(const struct program *program, const uint32_t *choice, uint32_t column) {
    uint32_t subject = program->subject[column - program->n_options];
    uint32_t place = program->place[column - program->n_options];
    return place == NONE ? is_open(program, choice, subject)
                         : program_family_place(program, choice, subject) == place;
}

void program_values(const struct program *program, const uint32_t *choice, int64_t *value) {
    const struct assignment_model *model = program->model;
    assignment_values(model, choice, value);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        for (uint32_t f = 0;
             program_counts_families(program, l) && f < program->instance->n_families; f++) {
            value[l] -= program_family_place(program, choice, f) != NONE ? 1 : 0;
        }
    }
}

bool program_complete(const struct program *program, const uint32_t *choice, uint8_t *value,
                      int64_t *sum) {
    memset(value, 0, program->n_columns);
    memset(sum, 0, program->n_rows * sizeof *sum);
    for (uint32_t a = 0; a < program->model->n_applicants; a++) {
        if (choice[a] != NONE) {
            value[choice[a]] = 1;
        }
    }
    bool holds = true;
    for (uint32_t c = 0; c < program->n_columns; c++) {
        if (c >= program->n_options) {
            value[c] = is_so(program, choice, c) ? 1 : 0;
        }
        holds = holds && !(value[c] != 0 && program->closed[c] != 0);
        for (uint32_t i = program->start[c]; value[c] != 0 && i < program->start[c + 1]; i++) {
            sum[program->row_of[i]] += program->value[i];
        }
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        holds = holds && sum[r] <= program->row[r].upper;
    }
    return holds;
}
