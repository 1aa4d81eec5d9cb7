// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every use of GLPK is a function `body` run by glpk_guard_run:
 *
 *     hooks on; setjmp; body(problem, argument); hooks off
 *                 ^ GLPK's error hook jumps back here; glp_free_env then frees all that GLPK holds
 *
 * so that the one function with setjmp changes no local of its own (what longjmp would leave
 * undefined) and no memory of ours is allocated inside: everything lives in the caller's arena.
 * glp_free_env after a jump is what GLPK's manual allows, and the only way to go on. One block
 * stays behind where GLPK fails to make it larger: it is out of GLPK's list by then.
 */
#include "solver/glpk_guard.h"

#include <glpk.h>
#include <string.h>

/* GLPK's terminal: keeps the last two lines and lets nothing through. */
static int hear(void *info, const char *text) {
    struct glpk_guard *guard = info;
    size_t length = strcspn(text, "\n");
    if (length > 0) {
        memcpy(guard->words[0], guard->words[1], GLPK_WORDS_SIZE);
        snprintf(guard->words[1], GLPK_WORDS_SIZE, "%.*s", (int)length, text);
        progress_report(guard->progress, "solve", -1.0);
    }
    return 1;
}

static void escape(void *info) {
    struct glpk_guard *guard = info;
    longjmp(guard->escape, 1);
}

static enum err after_abort(struct glpk_guard *guard, struct error *error) {
    glp_free_env();
    guard->problem = NULL;
    guard->owns_environment = false;
    if (strstr(guard->words[0], "no memory available") != NULL ||
        strstr(guard->words[0], "memory allocation") != NULL) {
        return error_no_memory(error);
    }
    return error_set(error, ERR_SOLVER, NULL, "GLPK gave up: %s; %s", guard->words[0],
                     guard->words[1]);
}

enum err glpk_guard_run(struct glpk_guard *guard, glpk_body *body, void *argument,
                        struct error *error) {
    if (guard->problem == NULL) {
        return error_set(error, ERR_SOLVER, NULL, "GLPK gave up earlier: %s", guard->words[0]);
    }
    glp_term_hook(hear, guard);
    glp_error_hook(escape, guard);
    if (setjmp(guard->escape) != 0) {
        return after_abort(guard, error);
    }
    body(guard->problem, argument);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return OK;
}

/* The environment and an empty problem, both under their own small guard. */
enum err glpk_guard_open(struct glpk_guard *guard, struct error *error) {
    int status = glp_init_env();
    if (status > 1) {
        return error_no_memory(error);
    }
    guard->owns_environment = status == 0;
    glp_term_hook(hear, guard);
    glp_error_hook(escape, guard);
    if (setjmp(guard->escape) != 0) {
        return after_abort(guard, error);
    }
    guard->problem = glp_create_prob();
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    return OK;
}

void glpk_guard_close(struct glpk_guard *guard) {
    if (guard->owns_environment) {
        glp_free_env(); /* the problem too */
    } else if (guard->problem != NULL) {
        glp_delete_prob(guard->problem);
    }
    guard->problem = NULL;
    guard->owns_environment = false;
}
