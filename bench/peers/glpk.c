// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GLPK's simplex on a round as a linear program, from its own start:
 *     glpk primal|dual ROUND
 * Columns are options, x >= 0; rows are applicants (<= 1) and offers and pools (<= seats).
 */
#include "bench/numbers.h"

#include <glpk.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void add_rows(glp_prob *lp, const struct numbers *numbers) {
    int n = (int)numbers->n_applicants;
    glp_add_rows(lp, n + (int)numbers->n_nodes);
    for (int a = 0; a < n; a++) {
        glp_set_row_bnds(lp, a + 1, GLP_UP, 0, 1);
    }
    for (uint32_t v = 0; v < numbers->n_nodes; v++) {
        bool limited = numbers->room[v] != NUMBERS_NONE;
        glp_set_row_bnds(lp, n + 1 + (int)v, limited ? GLP_UP : GLP_FR, 0, numbers->room[v]);
    }
}

static void add_columns(glp_prob *lp, const struct numbers *numbers) {
    int *row = malloc((numbers->n_nodes + 2) * sizeof *row);
    double *one = malloc((numbers->n_nodes + 2) * sizeof *one);
    if (row == NULL || one == NULL) {
        abort();
    }
    glp_add_cols(lp, (int)numbers->n);
    for (uint32_t a = 0; a < numbers->n_applicants; a++) {
        for (uint32_t k = numbers->start[a]; k < numbers->start[a + 1]; k++) {
            int n = 1;
            row[n] = (int)a + 1;
            one[n] = 1;
            for (uint32_t v = numbers->offer[k]; v != NUMBERS_NONE; v = numbers->parent[v]) {
                row[++n] = (int)(numbers->n_applicants + v) + 1;
                one[n] = 1;
            }
            glp_set_mat_col(lp, (int)k + 1, n, row, one);
            glp_set_col_bnds(lp, (int)k + 1, GLP_LO, 0, 0);
            glp_set_obj_coef(lp, (int)k + 1, (double)numbers->cost[k]);
        }
    }
    free(row);
    free(one);
}

static int64_t value_of(glp_prob *lp, const struct numbers *numbers) {
    int64_t value = 0;
    for (uint32_t k = 0; k < numbers->n; k++) {
        value += (int64_t)lround(glp_get_col_prim(lp, (int)k + 1)) * numbers->cost[k];
    }
    return value;
}

int main(int argc, char **argv) {
    struct numbers numbers;
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("GLPK %s\n", glp_version());
        return 0;
    }
    if (argc != 3 || (strcmp(argv[1], "primal") != 0 && strcmp(argv[1], "dual") != 0) ||
        !numbers_read(&numbers, argv[2])) {
        fprintf(stderr, "usage: glpk primal|dual ROUND\n");
        return 2;
    }
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_ERR;
    how.meth = strcmp(argv[1], "dual") == 0 ? GLP_DUAL : GLP_PRIMAL;
    struct bench_moment begin = bench_now();
    glp_prob *lp = glp_create_prob();
    add_rows(lp, &numbers);
    add_columns(lp, &numbers);
    struct bench_moment built = bench_now();
    int failed = glp_simplex(lp, &how);
    struct bench_moment solved = bench_now();
    if (failed != 0 || glp_get_status(lp) != GLP_OPT) {
        fprintf(stderr, "glpk: no optimum\n");
        return 1;
    }
    bench_report(begin, built, solved, value_of(lp, &numbers));
    glp_delete_prob(lp);
    glp_free_env();
    numbers_free(&numbers);
    return 0;
}
