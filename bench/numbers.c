// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading and writing of a round's numbers; see numbers.h.
 */
#include "bench/numbers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N_ARRAYS = 6, MAGIC_BYTES = 16 };

static const char magic[MAGIC_BYTES + 1] = "placera-bench/1\n";

struct array {
    void **at;
    size_t n, size;
};

static void arrays_of(struct numbers *numbers, struct array array[N_ARRAYS]) {
    const struct array all[N_ARRAYS] = {
        {(void **)&numbers->start, (size_t)numbers->n_applicants + 1, sizeof(uint32_t)},
        {(void **)&numbers->offer, numbers->n, sizeof(uint32_t)},
        {(void **)&numbers->parent, numbers->n_nodes, sizeof(uint32_t)},
        {(void **)&numbers->room, numbers->n_nodes, sizeof(uint32_t)},
        {(void **)&numbers->cost, numbers->n, sizeof(int64_t)},
        {(void **)&numbers->rank, numbers->n, sizeof(uint32_t)},
    };
    memcpy(array, all, sizeof all);
}

static bool read_arrays(struct numbers *numbers, FILE *file) {
    struct array array[N_ARRAYS];
    char head[MAGIC_BYTES];
    uint32_t count[4];
    if (fread(head, 1, MAGIC_BYTES, file) != MAGIC_BYTES || memcmp(head, magic, MAGIC_BYTES) != 0 ||
        fread(count, sizeof *count, 4, file) != 4) {
        return false;
    }
    numbers->n_applicants = count[0];
    numbers->n_offers = count[1];
    numbers->n_nodes = count[2];
    numbers->n = count[3];
    arrays_of(numbers, array);
    for (int i = 0; i < N_ARRAYS; i++) {
        *array[i].at = malloc(array[i].n * array[i].size + 1);
        if (*array[i].at == NULL ||
            fread(*array[i].at, array[i].size, array[i].n, file) != array[i].n) {
            return false;
        }
    }
    return true;
}

int numbers_read(struct numbers *numbers, const char *path) {
    memset(numbers, 0, sizeof *numbers);
    FILE *file = fopen(path, "rb");
    bool ok = file != NULL && read_arrays(numbers, file);
    if (!ok) {
        fprintf(stderr, "%s: no round that can be read\n", path);
    }
    if (file != NULL) {
        fclose(file);
    }
    return ok;
}

int numbers_write(const struct numbers *numbers, const char *path) {
    struct numbers copy = *numbers;
    struct array array[N_ARRAYS];
    arrays_of(&copy, array);
    const uint32_t count[4] = {numbers->n_applicants, numbers->n_offers, numbers->n_nodes,
                               numbers->n};
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL && fwrite(magic, 1, MAGIC_BYTES, file) == MAGIC_BYTES &&
              fwrite(count, sizeof *count, 4, file) == 4;
    for (int i = 0; i < N_ARRAYS && ok; i++) {
        ok = fwrite(*array[i].at, array[i].size, array[i].n, file) == array[i].n;
    }
    if (file != NULL) {
        ok = fclose(file) == 0 && ok;
    }
    if (!ok) {
        perror(path);
    }
    return ok;
}

void numbers_free(struct numbers *numbers) {
    free(numbers->start);
    free(numbers->offer);
    free(numbers->parent);
    free(numbers->room);
    free(numbers->cost);
    free(numbers->rank);
    memset(numbers, 0, sizeof *numbers);
}

int64_t numbers_shift(const struct numbers *numbers) {
    int64_t shift = 0;
    for (uint32_t k = 0; k < numbers->n; k++) {
        shift = -numbers->cost[k] > shift ? -numbers->cost[k] : shift;
    }
    return shift;
}

static double clock_s(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

struct bench_moment bench_now(void) {
    return (struct bench_moment){clock_s(CLOCK_MONOTONIC), clock_s(CLOCK_PROCESS_CPUTIME_ID)};
}

void bench_report(struct bench_moment begin, struct bench_moment built, struct bench_moment solved,
                  int64_t value) {
    printf("seconds %.6f\nprocessor %.6f\nbuild %.6f\nvalue %lld\n", solved.wall_s - built.wall_s,
           solved.processor_s - built.processor_s, built.wall_s - begin.wall_s, (long long)value);
}
