// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ctrl-C while something is being solved: the first one asks it to end with what it has, the second
 * ends the program.
 */
#ifndef PLACERA_STOP_H
#define PLACERA_STOP_H

#include <signal.h>

/* From here on SIGINT sets what this points to. */
const volatile sig_atomic_t *cli_stop_arm(void);

/* SIGINT does again what it did. */
void cli_stop_disarm(void);

#endif
