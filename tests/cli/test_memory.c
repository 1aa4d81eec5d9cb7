// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every allocation fails once: for n = 1, 2, 3, ... the n-th allocation of the program, jansson or
 * GLPK returns NULL (tests/tools/failing_malloc.c), until a run makes fewer than n. Each run ends
 * in status 3, says so, leaks nothing and leaves the old result folder as it was.
 */
#include "tests/cli/program.h"
#include "tests/oracle/mixed.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALLOCATIONS_MAX = 50000 };

struct attempt {
    int status;
    unsigned long long n_allocations, n_failed, n_leaked;
};

static struct attempt attempt(const struct temporary *temporary, const char *arguments,
                              unsigned fail_at, int n_threads) {
    char environment[500];
    snprintf(environment, sizeof environment,
             "LD_PRELOAD=\"$PLACERA_FAILING_MALLOC\" PLACERA_FAIL_AT=%u "
             "PLACERA_FAIL_LOG=\"$T/log\" OMP_NUM_THREADS=%d",
             fail_at, n_threads);
    struct attempt result = {0};
    char path[200];
    unlink(temporary_name(temporary, "log", path, sizeof path));
    result.status = program_run(temporary, environment, arguments);
    char *log = program_text(temporary, "log");
    cr_assert_eq(sscanf(log, "allocations %llu, failed %llu, leaked %llu", &result.n_allocations,
                        &result.n_failed, &result.n_leaked),
                 3, "%s", log);
    cr_assert_null(strstr(log, "table full"));
    free(log);
    return result;
}

/* run.json holds the seconds, so that no two runs' are alike: the same one is the old one. */
static char *old_run(const struct temporary *temporary) {
    return program_text(temporary, "out/run.json");
}

/* Holds a run whose n-th allocation failed against what it promises; false if it breaks that.
 * borne: a status that is right too, where memory only makes things faster; 3: there is none. */
static bool failed_well(const struct temporary *temporary, const char *arguments, unsigned n,
                        struct attempt now, const char *before, int borne) {
    char *words = program_text(temporary, "stderr");
    char *after = old_run(temporary);
    bool told = now.status == 3 && strstr(words, "memory") != NULL;
    bool well = (told || now.status == borne) && strcmp(before, after) == 0 && now.n_leaked == 0;
    cr_expect(well,
              "placera %s, allocation %u: status %d, %llu leaked, the old result %s; it says %s",
              arguments, n, now.status, now.n_leaked,
              strcmp(before, after) == 0 ? "stands" : "is gone", words);
    free(after);
    free(words);
    return well;
}

/* status: of the run in which nothing fails. */
static void fails_well(const struct temporary *temporary, const char *arguments, unsigned step,
                       int n_threads, int status, int borne) {
    enum { COMPLAINTS_MAX = 8 };
    int n_complaints = 0;
    for (unsigned n = 1; n < ALLOCATIONS_MAX && n_complaints < COMPLAINTS_MAX; n += step) {
        char *before = old_run(temporary);
        struct attempt now = attempt(temporary, arguments, n, n_threads);
        bool more = now.n_failed > 0;
        if (more) {
            n_complaints += !failed_well(temporary, arguments, n, now, before, borne);
        }
        free(before);
        if (!more) {
            cr_expect_eq(now.status, status);
            cr_expect_eq(now.n_leaked, 0);
            cr_expect_gt(n, 5, "hardly any allocation was seen");
            return;
        }
    }
    cr_assert_fail("placera %s: more of that, or no end", arguments);
}

/* The round of the tests: small, with everything in it. */
static bool begin_test(struct temporary *temporary, const char *mechanism) {
    const char *library = getenv("PLACERA_FAILING_MALLOC");
    if (library == NULL || access(library, F_OK) != 0) {
        fprintf(stderr, "SKIPPED: no failing malloc in this build (a sanitizer has its own)\n");
        return false;
    }
    char command[500];
    temporary_make(temporary);
    setenv("T", temporary->path, 1);
    snprintf(command, sizeof command,
             "cp -r tests/fuzz/results/instance \"$T/round\" && "
             "sed -i 's/\"deferred-acceptance\"/\"%s\"/' \"$T/round/instance.json\"",
             mechanism);
    cr_assert_eq(system(command), 0);
    program_must(temporary, "solve \"$T/round\" --out \"$T/out\"");
    return true;
}

static void of_arguments(const char *mechanism, const char *arguments, unsigned step,
                         int n_threads) {
    struct temporary temporary;
    if (begin_test(&temporary, mechanism)) {
        fails_well(&temporary, arguments, step, n_threads, 0, 3);
        temporary_remove(&temporary);
    }
}

/* Rounds that end with no, and say why. */
static void of_conflict(const char *name, const char *options, unsigned step, int borne) {
    struct temporary temporary;
    char arguments[200];
    snprintf(arguments, sizeof arguments, "solve tests/cases/%s/instance.json --out \"$T/out\" %s",
             name, options);
    if (begin_test(&temporary, "deferred-acceptance")) {
        fails_well(&temporary, arguments, step, 1, 1, borne);
        temporary_remove(&temporary);
    }
}

Test(memory, solve_conflict_of_seats) {
    of_conflict("solve-guarantee-seats", "--lang en", 1, 3);
    of_conflict("solve-guarantee-steps", "--json", 1, 3);
}

Test(memory, solve_conflict_of_rules) {
    of_conflict("solve-guarantee-rules", "--lang sv", 7, 1);
}

Test(memory, check) {
    of_arguments("deferred-acceptance", "check \"$T/round\"", 1, 1);
}

/* Months, families and limits that cross. */
Test(memory, check_preschool) {
    of_arguments("deferred-acceptance", "check tests/cases/good-preschool/instance.json", 1, 1);
}

Test(memory, solve) {
    of_arguments("deferred-acceptance", "solve \"$T/round\" --out \"$T/out\"", 1, 1);
}

/* Deferred acceptance with families, one of which blocks. */
static void of_families(const char *arguments) {
    struct temporary temporary;
    if (begin_test(&temporary, "deferred-acceptance")) {
        program_must(&temporary, "solve tests/cases/families-deferred-acceptance/instance "
                                 "--out \"$T/out\"");
        fails_well(&temporary, arguments, 1, 1, 0, 3);
        temporary_remove(&temporary);
    }
}

Test(memory, solve_families) {
    of_families("solve tests/cases/families-deferred-acceptance/instance --out \"$T/out\"");
}

Test(memory, verify_families) {
    of_families("verify tests/cases/families-deferred-acceptance/instance \"$T/out\"");
}

Test(memory, solve_minimum_cost) {
    of_arguments("minimum-cost", "solve \"$T/round\" --out \"$T/out\"", 1, 1);
}

Test(memory, solve_top_trading_cycles) {
    of_arguments("top-trading-cycles", "solve \"$T/round\" --out \"$T/out\"", 2, 1);
}

Test(memory, solve_immediate_acceptance) {
    of_arguments("immediate-acceptance", "solve \"$T/round\" --out \"$T/out\"", 2, 1);
}

Test(memory, solve_on_two_threads) {
    of_arguments("deferred-acceptance", "solve \"$T/round\" --out \"$T/out\"", 3, 2);
}

Test(memory, verify) {
    of_arguments("deferred-acceptance", "verify \"$T/round\" \"$T/out\"", 1, 1);
}

Test(memory, verify_minimum_cost) {
    of_arguments("minimum-cost", "verify \"$T/round\" \"$T/out\"", 1, 1);
}

/* An integer program. */
static void of_preschool(const char *arguments, unsigned step) {
    struct temporary temporary;
    if (begin_test(&temporary, "minimum-cost")) {
        program_must(&temporary, "solve tests/cases/good-preschool/instance.json --out \"$T/out\"");
        fails_well(&temporary, arguments, step, 1, 0, 3);
        temporary_remove(&temporary);
    }
}

Test(memory, solve_program) {
    of_preschool("solve tests/cases/good-preschool/instance.json --out \"$T/out\"", 3);
}

/* A random round (tests/solver/test_program.c), in $T/mixed.json. */
static void of_mixed(uint64_t seed, unsigned step) {
    struct temporary temporary;
    struct mixed mixed;
    char path[200];
    if (begin_test(&temporary, "minimum-cost")) {
        mixed_make(&mixed, seed);
        FILE *file = fopen(temporary_name(&temporary, "mixed.json", path, sizeof path), "w");
        cr_assert_not_null(file);
        mixed_print(&mixed, file);
        fclose(file);
        fails_well(&temporary, "solve \"$T/mixed.json\" --out \"$T/out\"", step, 1, 0, 3);
        temporary_remove(&temporary);
    }
}

/* With cuts and dives; and with a search that refutes what was assumed, and a second one. */
Test(memory, solve_program_by_search) {
    of_mixed(8770, 3);
    of_mixed(38820, 3);
}

Test(memory, verify_program) {
    of_preschool("verify tests/cases/good-preschool/instance.json \"$T/out\"", 1);
}

Test(memory, explain) {
    of_arguments("deferred-acceptance", "explain \"$T/round\" \"$T/out\" --all", 1, 1);
}

Test(memory, place) {
    of_arguments("deferred-acceptance",
                 "place \"$T/round\" \"$T/out\" --applicant tests/cases/place-school/child.json", 1,
                 1);
}

Test(memory, export) {
    of_arguments("minimum-cost", "export \"$T/round\" --model \"$T/model.mps\"", 1, 1);
    of_arguments("minimum-cost", "export \"$T/round\" --model \"$T/model.lp\"", 1, 1);
    of_arguments("minimum-cost", "export \"$T/round\" --model \"$T/model.min\"", 1, 1);
}

Test(memory, export_program) {
    of_preschool("export tests/cases/good-preschool/instance.json --model \"$T/model.lp\"", 1);
    of_preschool(
        "export tests/cases/good-preschool/instance.json --level 3 --model \"$T/model.mps\"", 3);
}

Test(memory, generate) {
    of_arguments("deferred-acceptance",
                 "generate --applicants 40 --offers 4 --seed 1 --out \"$T/city\"", 1, 1);
    of_arguments("deferred-acceptance",
                 "generate --kind preschool --applicants 40 --offers 8 --out \"$T/city\"", 1, 1);
}

Test(memory, anonymise) {
    of_arguments("deferred-acceptance", "anonymise \"$T/round\" --out \"$T/handed-out\"", 2, 1);
    of_arguments("deferred-acceptance",
                 "anonymise tests/cases/good-preschool/instance.json --out \"$T/handed-out\"", 1,
                 1);
    of_arguments("minimum-cost",
                 "anonymise \"$T/round\" --out \"$T/handed-out\" --round-metres 50 --json", 7, 1);
}

/* The desk: a store is made whole or not at all, and an audit tells no lies. */
Test(memory, review) {
    struct temporary temporary;
    if (begin_test(&temporary, "deferred-acceptance")) {
        fails_well(&temporary, "review init \"$T/a.sqlite\" \"$T/round\" \"$T/out\"", 1, 1, 0, 3);
        cr_expect_eq(system("test $(ls \"$T\" | grep -c sqlite) -eq 1"), 0, "parts are left");
        fails_well(&temporary, "review audit \"$T/a.sqlite\"", 1, 1, 0, 3);
        temporary_remove(&temporary);
    }
}
