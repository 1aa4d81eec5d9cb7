// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tiny instance in print: by index and by id, everything that a person needs to work it out with
 * pen and paper.
 */
#include "solver/mechanism.h"
#include "tests/oracle/tiny.h"

#include <inttypes.h>
#include <math.h>

static void print_index(FILE *stream, const char *name, const uint32_t *values, uint32_t i) {
    if (values == NULL) {
        return;
    }
    if (values[i] == UINT32_MAX) {
        fprintf(stream, " %s -", name);
    } else {
        fprintf(stream, " %s %" PRIu32, name, values[i]);
    }
}

static void print_policy(const struct instance *instance, FILE *stream) {
    const struct policy *policy = &instance->policy;
    static const char *const when[] = {"none", "after", "in-round"};
    fprintf(stream, "mechanism %s, seed \"%s\"%s%s, fallback %s, reach %d, within %s\n",
            mechanisms[policy->mechanism].name, policy->lottery_seed,
            policy->lottery_per_offer ? ", a draw per offer" : "",
            policy->straight_line ? ", straight lines allowed" : "", when[policy->fallback],
            (int)policy->reach, policy->within == NULL ? "-" : policy->within);
    for (uint32_t g = 0; policy->has_near && g < instance->n_groups; g++) {
        fprintf(stream, "near, group %" PRIu32 ": %" PRIu32 " m%s\n", g, policy->near_m[g],
                policy->near_guarantee ? ", guaranteed" : "");
    }
    static const char *const objective[] = {"placed",   "near",     "wishes", "rank-maximal",
                                            "criteria", "distance", "column"};
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        fprintf(stream, "objective %s\n", objective[policy->objective[i].kind]);
    }
    for (uint32_t i = 0; i < policy->n_wish_costs; i++) {
        fprintf(stream, "wish cost %" PRIu32 ": %" PRId64 "\n", i + 1, policy->wish_cost[i]);
    }
}

static void print_criteria(const struct instance *instance, FILE *stream) {
    static const char *const kind[] = {"current place",     "wish rank", "relative nearness",
                                       "absolute nearness", "flag",      "ascending",
                                       "descending",        "lottery"};
    for (uint32_t l = 0; l < instance->n_criteria; l++) {
        fprintf(stream, "criteria %" PRIu32 ":", l);
        for (uint32_t i = 0; i < instance->criteria[l].n; i++) {
            struct criterion criterion = instance->criterion[instance->criteria[l].start + i];
            fprintf(stream, " %s %s;", kind[criterion.kind],
                    criterion.column == NONE ? "" : instance->column[criterion.column].name);
        }
        fprintf(stream, "\n");
    }
}

static void print_places(const struct instance *instance, FILE *stream) {
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        fprintf(stream, "school %" PRIu32 " %s at %g, %g", s, strings_get(&instance->school_id, s),
                instance->school_x[s], instance->school_y[s]);
        print_index(stream, "side", instance->school_side, s);
        fprintf(stream, "\n");
    }
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        fprintf(stream, "node %" PRIu32 " %s", v, strings_get(&instance->node_name, v));
        print_index(stream, "parent", instance->node_parent, v);
        print_index(stream, "seats", instance->node_seats, v);
        if (v < instance->n_offers) {
            print_index(stream, "offer of school", instance->offer_school, v);
            print_index(stream, "group", instance->offer_group, v);
            print_index(stream, "criteria", instance->offer_criteria, v);
        }
        fprintf(stream, "\n");
    }
}

static void print_wishes(const struct instance *instance, uint32_t a, FILE *stream) {
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        fprintf(stream, "    wish");
        print_index(stream, "offer", instance->wish_offer, w);
        for (uint32_t c = 0; c < instance->n_columns; c++) {
            fprintf(stream, ", %s %g", instance->column[c].name,
                    column_value(&instance->column[c], a, w));
        }
        if (instance->wish_lottery != NULL) {
            fprintf(stream, ", lottery %016" PRIx64, instance->wish_lottery[w]);
        }
        fprintf(stream, "\n");
    }
}

static void print_applicant(const struct instance *instance, uint32_t a, FILE *stream) {
    fprintf(stream, "applicant %" PRIu32 " %s", a, strings_get(&instance->applicant_id, a));
    if (instance->applicant_x != NULL) {
        fprintf(stream, " at %g, %g", instance->applicant_x[a], instance->applicant_y[a]);
    }
    print_index(stream, "group", instance->applicant_group, a);
    print_index(stream, "current", instance->applicant_current, a);
    print_index(stream, "locked", instance->applicant_locked, a);
    print_index(stream, "side", instance->applicant_side, a);
    if (instance->applicant_lottery != NULL) {
        fprintf(stream, " lottery %016" PRIx64, instance->applicant_lottery[a]);
    }
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        fprintf(stream, ", %s %g", instance->column[c].name,
                column_value(&instance->column[c], a, NONE));
    }
    fprintf(stream, "\n    metres:");
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        fprintf(stream, " %d", (int)instance_metres(instance, a, s));
    }
    fprintf(stream, "\n");
    print_wishes(instance, a, stream);
}

void tiny_print(const struct instance *instance, FILE *stream) {
    print_policy(instance, stream);
    print_criteria(instance, stream);
    print_places(instance, stream);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        print_applicant(instance, a, stream);
    }
}
