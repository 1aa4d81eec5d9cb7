// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ctrl-C while files are written: held until they are tidied away, then let through. Signals are
 * the process's, so this keeps its state outside of structs; holds may nest.
 */
#ifndef PLACERA_INTERRUPT_H
#define PLACERA_INTERRUPT_H

#include <stdbool.h>

/* From here on SIGINT, SIGTERM and SIGHUP are noted and do not end the process (those that are
 * ignored stay ignored). */
void interrupt_hold(void);

/* Has one been noted? Then give up what is being written. */
bool interrupt_seen(void);

/* The signals do again what they did; one that was noted is raised now. */
void interrupt_release(void);

#endif
