// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as an instance in one file: faults with places, or an instance that keeps its promises
 * and can be solved.
 */
#include "io/loader.h"
#include "solver/solution.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *bytes = malloc(size == 0 ? 1 : size);
    if (bytes == NULL) {
        return 0;
    }
    memcpy(bytes, data, size);
    struct loaded loaded;
    struct error error = {0};
    enum err err = load_bytes("fuzz.json", bytes, size, &loaded, &error);
    INVARIANT((err == ERR_INPUT) == (faults_any(&loaded.faults)));
    if (err == OK) {
        struct solution solution;
        INVARIANT(instance_check(&loaded.instance, NULL) == OK);
        if (solve(&loaded.instance, &(struct solve_options){0}, &solution, &error) == OK) {
            solution_release(&solution);
        }
    }
    loaded_release(&loaded);
    free(bytes);
    return 0;
}
