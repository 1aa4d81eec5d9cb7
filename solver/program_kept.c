// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cuts that a proof stands on: those with a price at some level, and those that these stand on.
 * Only they outlive the solve. A cut stands on cuts made before it alone, so one pass down finds
 * them and one pass up numbers them.
 */
#include "solver/program_run.h"

struct keeper {
    struct run *run;
    const struct added_row **made; /* [n_made] by number; NULL: not needed */
    uint32_t *index;               /* [n_made] among those kept */
};

static void find_needed(const struct keeper *keeper) {
    const struct run *run = keeper->run;
    for (uint32_t l = 0; l < run->program->model->n_levels; l++) {
        for (uint32_t i = 0; i < run->paid[l].n_cuts; i++) {
            const struct added_row *cut = run->paid[l].cut[i];
            keeper->made[cut->number] = cut;
        }
    }
    for (uint32_t i = run->cuts.n_made; i-- > 0;) {
        const struct added_row *cut = keeper->made[i];
        for (uint32_t j = 0; cut != NULL && j < cut->n_rows; j++) {
            const struct added_row *on = cut->row[j].added;
            if (on != NULL && on->level == NONE) {
                keeper->made[on->number] = on;
            }
        }
    }
}

static enum err keep_cut(const struct keeper *keeper, const struct added_row *cut,
                         struct program_cut *kept) {
    const struct run *run = keeper->run;
    kept->n = cut->n_rows;
    kept->row = ARENA_NEW(run->task->arena, cut->n_rows, struct program_cut_row);
    if (kept->row == NULL) {
        return error_no_memory(run->error);
    }
    for (uint32_t j = 0; j < cut->n_rows; j++) {
        const struct cut_row *from = &cut->row[j];
        struct program_cut_row *row = &kept->row[j];
        row->times = from->times;
        if (from->added == NULL) {
            row->on = CUT_ON_ROW;
            row->index = run->compact.row[from->row];
        } else if (from->added->level != NONE) {
            row->on = CUT_ON_LEVEL;
            row->index = from->added->level;
        } else {
            row->on = CUT_ON_CUT;
            row->index = keeper->index[from->added->number];
        }
    }
    return OK;
}

static enum err keep_all(const struct keeper *keeper) {
    const struct run *run = keeper->run;
    struct program_proof *proof = run->proof;
    enum err err = OK;
    uint32_t n = 0;
    for (uint32_t i = 0; i < run->cuts.n_made; i++) {
        keeper->index[i] = keeper->made[i] == NULL ? NONE : n++;
    }
    proof->n_cuts = n;
    proof->cut = ARENA_NEW(run->task->arena, n, struct program_cut);
    if (proof->cut == NULL) {
        return error_no_memory(run->error);
    }
    for (uint32_t i = 0; i < run->cuts.n_made && err == OK; i++) {
        if (keeper->made[i] != NULL) {
            err = keep_cut(keeper, keeper->made[i], &proof->cut[keeper->index[i]]);
        }
    }
    for (uint32_t l = 0; l < run->program->model->n_levels && err == OK; l++) {
        const struct program_payment *paid = &run->paid[l];
        int64_t *price = proof->level[l].cut_price = ARENA_ZERO(run->task->arena, n, int64_t);
        err = price == NULL ? error_no_memory(run->error) : OK;
        for (uint32_t i = 0; err == OK && i < paid->n_cuts; i++) {
            price[keeper->index[paid->cut[i]->number]] = paid->cut_price[i];
        }
    }
    return err;
}

enum err run_keep_cuts(struct run *run) {
    struct keeper keeper = {.run = run};
    keeper.made = ARENA_ZERO(&run->scratch, run->cuts.n_made, const struct added_row *);
    keeper.index = ARENA_NEW(&run->scratch, run->cuts.n_made, uint32_t);
    if (keeper.made == NULL || keeper.index == NULL) {
        return error_no_memory(run->error);
    }
    find_needed(&keeper);
    return keep_all(&keeper);
}
