// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seeds are 1, 2, 3, ...: part p takes those that leave p when divided by the number of parts, so
 * that a seed means the same instance however many are run.
 */
#include "tests/oracle/many.h"

#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>

static bool check_one(const struct instance *instance, many_check *check,
                      struct complaint *complaint) {
    struct oracle oracle;
    oracle_make(&oracle, instance);
    struct solution solution;
    struct error error = {0};
    if (solve(instance, &(struct solve_options){0}, &solution, &error) != OK) {
        return complain(complaint, "solve fails: %s", error.text);
    }
    bool right = check(&oracle, &solution, complaint);
    solution_release(&solution);
    return right;
}

void many_run(int part, const struct tiny_rules *rules, many_check *check) {
    omp_set_num_threads(1);
    uint64_t n = random_instances();
    for (uint64_t seed = 1 + (uint64_t)part; seed <= n; seed += MANY_PARTS) {
        struct instance instance;
        struct complaint complaint = {""};
        tiny_make(&instance, seed, rules);
        if (!check_one(&instance, check, &complaint)) {
            tiny_print(&instance, stderr);
            cr_assert_fail("%s, seed %" PRIu64 ": %s", rules->mechanism, seed, complaint.text);
        }
        instance_release(&instance);
    }
}
