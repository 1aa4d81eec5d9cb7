// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/export_parts.h"

#include "solver/months.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* Of an id so much stands in a name, so that three of them have room. */
enum { ID_MAX = 20 };

void export_name_add(char name[EXPORT_NAME], const char *kind, uint32_t number, const char *id) {
    size_t length = strlen(name), room = EXPORT_NAME - length;
    int n = snprintf(name + length, room, "%s%" PRIu32 "_", kind, number);
    length += n < 0 ? 0 : (size_t)n;
    snprintf(name + length, EXPORT_NAME - length, "%.*s", ID_MAX, id);
    for (char *c = name + length; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) || (unsigned char)*c > 127) {
            *c = '_';
        }
    }
}

void export_name_month(char name[EXPORT_NAME], const char *word, uint32_t month) {
    size_t length = strlen(name);
    snprintf(name + length, EXPORT_NAME - length, ".%s%04" PRIu32 "_%02" PRIu32, word, month / 12,
             month % 12 + 1);
}

void export_name_applicant(const struct export *export, uint32_t applicant,
                           char name[EXPORT_NAME]) {
    name[0] = '\0';
    export_name_add(name, "a", applicant + 1,
                    strings_get(&export->instance->applicant_id, applicant));
}

uint32_t export_instance_node(const struct export *export, uint32_t node) {
    uint32_t n_more = export->model->n_nodes - export->instance->n_nodes;
    uint32_t first_more = export->model->n_offers - n_more;
    if (node < first_more) {
        return node;
    }
    return node < first_more + n_more ? NONE : node - n_more;
}

void export_name_node(const struct export *export, uint32_t node, char name[EXPORT_NAME]) {
    const struct instance *instance = export->instance;
    uint32_t v = export_instance_node(export, node), offer = v, step = 0, end;
    bool plain = export->options == NULL || !instance_has_months(instance);
    name[0] = '\0';
    if (v == NONE) {
        snprintf(name, EXPORT_NAME, "stays");
    } else if (plain ? v < instance->n_offers : instance_step_of(instance, v, &offer, &step)) {
        const struct strings *ids = plain ? &instance->node_name : &instance->offer_id;
        export_name_add(name, "o", offer + 1, strings_get(ids, offer));
        if (!plain && instance_step_end(instance, offer, step, &end)) {
            export_name_month(name, "by_", end - 1);
        }
    } else {
        export_name_add(name, "p", v - instance->n_offers + 1,
                        strings_get(&instance->node_name, v));
    }
}

void export_name_option(const struct export *export, uint32_t applicant, uint32_t option,
                        char name[EXPORT_NAME]) {
    const struct options *options = export->options;
    export_name_applicant(export, applicant, name);
    if (options == NULL) {
        uint32_t offer = export->model->option_offer[option];
        export_name_add(name, ".o", offer + 1, strings_get(&export->instance->node_name, offer));
        return;
    }
    uint32_t offer = options->offer[option];
    export_name_add(name, ".o", offer + 1, strings_get(&export->instance->offer_id, offer));
    if (options_stays(options, option)) {
        size_t length = strlen(name);
        snprintf(name + length, EXPORT_NAME - length, ".stays");
    } else if (instance_has_months(export->instance)) {
        export_name_month(name, "", options_month(options, option));
    }
}

FILE *export_open(const struct export *export) {
    FILE *file = fopen(export->beside, "w");
    if (file == NULL) {
        error_set(export->error, ERR_IO, export->request->path,
                  "the model could not be written: %m");
    }
    return file;
}

enum err export_close(const struct export *export, FILE *file) {
    bool failed = fflush(file) != 0 || ferror(file) != 0 || fsync(fileno(file)) != 0;
    enum err err = !failed ? OK
                           : error_set(export->error, ERR_IO, export->request->path,
                                       "the model could not be written: %m");
    fclose(file);
    return err;
}
