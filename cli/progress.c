// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The progress bar, drawn by a thread of its own, so that it moves through any work, GLPK's and the
 * loader's too. What the work reports arrives through two atomics. There is one terminal and so one
 * bar: its state stands outside of structs.
 */
#include "cli/cli.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 30, TICK_NS = 100000000 };

static const char *_Atomic stage_now;
static _Atomic int permille_now; /* negative: not known */
static bool running;
static pthread_t drawer;

/* A command must not wait for a tick that is under way: stopping wakes the drawer. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static bool stopping; /* under lock */

/* A bar that fills, or a block that walks where nobody knows how far it is. */
static void draw(double seconds, int tick) {
    char cells[WIDTH + 1];
    int permille = atomic_load(&permille_now);
    for (int i = 0; i < WIDTH; i++) {
        bool filled =
            permille >= 0 ? i * 1000 < permille * WIDTH : (i + WIDTH - tick % WIDTH) % WIDTH < 4;
        cells[i] = filled ? '#' : '.';
    }
    cells[WIDTH] = '\0';
    fprintf(stderr, "\r\033[K%-10s [%s] %.0f s", atomic_load(&stage_now), cells, seconds);
    fflush(stderr);
}

/* Waits for the next tick; false when it is time to stop. */
static bool wait_tick(void) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TICK_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    while (!stopping && pthread_cond_timedwait(&wake, &lock, &until) == 0) {
    }
    bool goes_on = !stopping;
    pthread_mutex_unlock(&lock);
    return goes_on;
}

static void *draw_all(void *argument) {
    double started = omp_get_wtime();
    bool drawn = false;
    for (int tick = 0; wait_tick(); tick++) {
        double seconds = omp_get_wtime() - started;
        if (seconds > 1) {
            draw(seconds, tick);
            drawn = true;
        }
    }
    if (drawn) {
        fputs("\r\033[K", stderr);
        fflush(stderr);
    }
    return argument;
}

void cli_progress_begin(const struct cli *cli) {
    atomic_store(&stage_now, "");
    atomic_store(&permille_now, -1);
    stopping = false; /* no drawer runs yet */
    bool draws = isatty(STDERR_FILENO) == 1 && !cli_has(cli, "quiet");
    running = draws && pthread_create(&drawer, NULL, draw_all, NULL) == 0;
}

static void report(void *context, const char *stage, double done) {
    (void)context;
    atomic_store(&stage_now, stage);
    atomic_store(&permille_now, done < 0 ? -1 : (int)(done * 1000));
}

struct progress cli_progress(void) {
    return (struct progress){report, NULL};
}

void cli_stage(const char *stage) {
    report(NULL, stage, -1);
}

void cli_progress_end(void) {
    if (running) {
        running = false;
        pthread_mutex_lock(&lock);
        stopping = true;
        pthread_cond_signal(&wake);
        pthread_mutex_unlock(&lock);
        pthread_join(drawer, NULL);
    }
}
