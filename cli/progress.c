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
#include <unistd.h>

enum { WIDTH = 30, TICK_US = 100000 };

static const char *_Atomic stage_now;
static _Atomic int permille_now; /* negative: not known */
static atomic_bool stopping;
static bool running;
static pthread_t drawer;

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

static void *draw_all(void *argument) {
    double started = omp_get_wtime();
    bool drawn = false;
    for (int tick = 0; !atomic_load(&stopping); tick++) {
        double seconds = omp_get_wtime() - started;
        if (seconds > 1) {
            draw(seconds, tick);
            drawn = true;
        }
        usleep(TICK_US);
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
    atomic_store(&stopping, false);
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
        atomic_store(&stopping, true);
        pthread_join(drawer, NULL);
    }
}
