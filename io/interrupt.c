// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof signals / sizeof signals[0] };

static volatile sig_atomic_t noted;
static int holds;
static struct sigaction before[N_SIGNALS];

static void note(int number) {
    noted = number;
}

void interrupt_hold(void) {
    if (holds++ > 0) {
        return;
    }
    noted = 0;
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler == SIG_DFL) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

bool interrupt_seen(void) {
    return noted != 0;
}

void interrupt_release(void) {
    if (--holds > 0) {
        return;
    }
    for (size_t i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &before[i], NULL);
    }
    int number = noted;
    noted = 0;
    if (number != 0) {
        raise(number);
    }
}
