// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A GLPK that finds one more than there is, for LD_PRELOAD: what placera does where GLPK and the
 * network solver disagree can be seen only with one of them wrong.
 */
#include <dlfcn.h>
#include <stddef.h>

double glp_get_obj_val(void *problem);

double glp_get_obj_val(void *problem) {
    double (*right)(void *);
    *(void **)&right = dlsym(RTLD_NEXT, "glp_get_obj_val");
    return right(problem) + 1.0;
}
