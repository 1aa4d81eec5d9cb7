// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/stop.h"

#include <stddef.h>

static volatile sig_atomic_t asked;
static struct sigaction before;

static void ask(int number) {
    (void)number;
    asked = 1;
}

const volatile sig_atomic_t *cli_stop_arm(void) {
    struct sigaction action = {.sa_handler = ask, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    asked = 0;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, NULL, &before);
    if (before.sa_handler == SIG_DFL) {
        sigaction(SIGINT, &action, NULL);
    }
    return &asked;
}

void cli_stop_disarm(void) {
    if (before.sa_handler == SIG_DFL) {
        sigaction(SIGINT, &before, NULL);
    }
}
