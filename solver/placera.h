// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The public face of the engine: an instance in, a solution out, no files.
 *
 *     struct instance    solver/instance.h    columns; instance_check judges them
 *     solve()            solver/solution.h    options, ranks, mechanism, what is read off
 *     struct standing    solver/standing.h    a deferred acceptance that follows changes
 *     struct reoptimizer solver/reoptimizer.h a minimum-cost optimum that follows changes
 *
 * Files are io/'s: load() in io/loader.h, results_write() in io/results_write.h; the independent
 * check is verify_run() in verify/verify.h. Build with: pkg-config --cflags --libs placera
 */
#ifndef PLACERA_H
#define PLACERA_H

#include "solver/reoptimizer.h"
#include "solver/solution.h"
#include "solver/standing.h"

#endif
