// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How long a change of a round takes under deferred acceptance, from a standing outcome:
 *
 *     make build/default/bench/changes && build/default/bench/changes INSTANCE
 *
 * 5,000 times: a seat more at a random offer, the seat less, a random applicant leaves and comes
 * back. Seconds of the thread's processor time, by median, 99th percentile and largest, in
 * microseconds, and how many applicants a change moves.
 */
#include "io/loader.h"
#include "solver/standing.h"
#include "tests/oracle/random.h"

#include <time.h>

enum { CHANGES = 5000, KINDS = 4 };

static const char *const kind_name[KINDS] = {"a seat more", "a seat less", "an applicant leaves",
                                             "an applicant comes"};

static double now_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e6 * (double)time.tv_sec + 1e-3 * (double)time.tv_nsec;
}

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void change(struct standing *standing, int kind, uint32_t offer, uint32_t applicant) {
    switch (kind) {
    case 0:
        standing_set_room(standing, offer, standing->room[offer] + 1);
        break;
    case 1:
        standing_set_room(standing, offer, standing->room[offer] - 1);
        break;
    case 2:
        standing_leave(standing, applicant);
        break;
    default:
        standing_arrive(standing, applicant);
    }
    standing_settle(standing);
}

static void measure(struct standing *standing) {
    static double us[KINDS][CHANGES];
    uint64_t n_moved[KINDS] = {0};
    const struct instance *instance = standing->task.instance;
    struct random random = {1};
    for (int i = 0; i < CHANGES; i++) {
        uint32_t offer = random_below(&random, instance->n_offers);
        uint32_t applicant = random_below(&random, instance->n_applicants);
        for (int kind = 0; kind < KINDS; kind++) {
            double begun = now_us();
            change(standing, kind, offer, applicant);
            us[kind][i] = now_us() - begun;
            n_moved[kind] += standing->n_moved;
        }
    }
    for (int kind = 0; kind < KINDS; kind++) {
        qsort(us[kind], CHANGES, sizeof us[kind][0], by_value);
        printf("%-20s median %6.1f  99 %% %6.1f  largest %7.1f  moved %.2f\n", kind_name[kind],
               us[kind][CHANGES / 2], us[kind][CHANGES / 100 * 99], us[kind][CHANGES - 1],
               (double)n_moved[kind] / CHANGES);
    }
}

static enum err stand_and_measure(const struct instance *instance, struct arena *arena,
                                  struct error *error) {
    struct options options;
    struct ranking ranking;
    struct standing standing;
    uint32_t *room = ARENA_NEW(arena, instance->n_nodes, uint32_t);
    if (room == NULL) {
        return error_no_memory(error);
    }
    instance_room(instance, room);
    enum err err = options_build(&options, instance, arena, error);
    if (err == OK) {
        err = ranking_build(&ranking, instance, &options, arena, error);
    }
    struct mechanism_task task = {
        .instance = instance, .options = &options, .ranking = &ranking, .room = room};
    if (err == OK) {
        err = standing_init(&standing, &task, NULL, arena, error);
    }
    if (err == OK) {
        measure(&standing);
    }
    return err;
}

int main(int argc, char **argv) {
    struct loaded loaded;
    struct arena arena = {0};
    struct error error = {0};
    if (argc != 2) {
        fprintf(stderr, "Usage: changes INSTANCE\n");
        return err_exit_status(ERR_USAGE);
    }
    enum err err = load(argv[1], &loaded, &error);
    if (err == OK) {
        err = stand_and_measure(&loaded.instance, &arena, &error);
    }
    if (err != OK) {
        fprintf(stderr, "changes: %s\n", error.text);
    }
    arena_free(&arena);
    loaded_release(&loaded);
    return err_exit_status(err);
}
