// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/check_json.h"

#include <jansson.h>

bool check_json(const struct faults *faults, FILE *stream) {
    json_t *array = json_array();
    bool failed = array == NULL;
    for (uint32_t i = 0; i < faults->n && !failed; i++) {
        const struct fault *fault = &faults->fault[i];
        json_t *item =
            json_pack("{s:s, s:I, s:I, s:b, s:s}", "file", fault->place.file, "line",
                      (json_int_t)fault->place.line, "column", (json_int_t)fault->place.column,
                      "warning", (int)fault->warning, "text", fault->text);
        failed |= json_array_append_new(array, item) != 0;
    }
    json_t *root = json_pack("{s:o, s:I}", "faults", array, "found", (json_int_t)faults->n_found);
    failed |= root == NULL || json_dumpf(root, stream, JSON_INDENT(1)) != 0;
    fputc('\n', stream);
    json_decref(root);
    return !failed;
}
