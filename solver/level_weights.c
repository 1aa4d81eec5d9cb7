// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/level_weights.h"

#include <string.h>

/* How many arcs of the levels after it a level's smallest difference must outweigh. Optimal paths
 * are a few dozen arcs long; the next power would leave out levels at a nation. */
enum { PATH_LENGTH = 256 };

/* Each level before the last takes at least 9 bits: more never fit. */
enum { LEVELS_MAX = 7 };

static int64_t largest_cost(const struct assignment_model *model, uint32_t l) {
    int64_t largest = 1;
    for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
        int64_t cost = model->level[l].cost[k];
        int64_t size = cost < 0 ? -cost : cost;
        largest = size > largest ? size : largest;
    }
    return largest;
}

/* Weights of the first `kept` levels; false where they do not fit the limit. */
static bool weigh(const struct assignment_model *model, uint32_t kept, int64_t limit,
                  int64_t *weight) {
    int64_t sum = largest_cost(model, kept - 1);
    weight[kept - 1] = 1;
    for (uint32_t l = kept - 1; l-- > 0;) {
        if (sum > (limit - 1) / (2 * PATH_LENGTH)) {
            return false;
        }
        weight[l] = 2 * PATH_LENGTH * sum + 1;
        int64_t largest = largest_cost(model, l);
        if (weight[l] > (limit - sum) / largest) {
            return false;
        }
        sum += weight[l] * largest;
    }
    return sum <= limit;
}

bool level_weights(const struct assignment_model *model, int64_t *weight) {
    int64_t limit = (INT64_C(1) << 58) / ((int64_t)model->n_nodes + 2);
    uint32_t most = model->n_levels < LEVELS_MAX ? model->n_levels : LEVELS_MAX;
    for (uint32_t kept = most; kept > 0; kept--) {
        memset(weight, 0, model->n_levels * sizeof *weight);
        if (weigh(model, kept, limit, weight)) {
            return true;
        }
    }
    return false;
}

bool level_weights_all(const struct assignment_model *model, int64_t *weight, int64_t *largest) {
    for (uint32_t l = 0; l < model->n_levels; l++) {
        largest[l] = largest_cost(model, l);
    }
    return model->n_levels > 0 && level_weights(model, weight) && weight[model->n_levels - 1] != 0;
}
