// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/anonymised_write.h"

#include "io/anonymised_json.h"
#include "io/out.h"

#include <stdlib.h>

/* "000000000000002a" */
static void put_lottery(struct out *out, uint64_t number) {
    char digits[17];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)number);
    out_bytes(out, digits, 16);
}

/* ",NAME", or "," for NONE. */
static void put_name(struct out *out, const struct strings *names, uint32_t i) {
    out_bytes(out, ",", 1);
    if (i != NONE) {
        out_text(out, strings_get(names, i));
    }
}

/* ",VALUE": whole numbers all of them (flags, costs, places in an order), or missing. */
static void put_value(struct out *out, double value) {
    out_bytes(out, ",", 1);
    if (value == value) {
        out_integer(out, (int64_t)value);
    }
}

static void put_columns(struct out *out, const struct instance *instance, bool of_wish) {
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        const struct column *column = &instance->column[c];
        if ((of_wish ? column->of_wish : column->of_applicant) != NULL) {
            out_bytes(out, ",", 1);
            out_field(out, column->name);
        }
    }
    out_bytes(out, "\n", 1);
}

static bool has_groups(const struct instance *instance) {
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (instance->applicant_group[a] != NONE) {
            return true;
        }
    }
    return false;
}

static void put_applicants(const struct instance *instance, struct out *out) {
    bool groups = has_groups(instance);
    out_text(out, "id");
    out_text(out, groups ? ",group" : "");
    out_text(out, instance->applicant_current != NULL ? ",current" : "");
    out_text(out, instance->applicant_locked != NULL ? ",locked" : "");
    if (instance->applicant_side != NULL) {
        out_bytes(out, ",", 1);
        out_field(out, instance->policy.within);
    }
    out_text(out, instance->applicant_lottery != NULL ? ",lottery" : "");
    put_columns(out, instance, false);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        out_text(out, strings_get(&instance->applicant_id, a));
        if (groups) {
            put_name(out, &instance->group_name, instance->applicant_group[a]);
        }
        if (instance->applicant_current != NULL) {
            put_name(out, &instance->offer_id, instance->applicant_current[a]);
        }
        if (instance->applicant_locked != NULL) {
            put_name(out, &instance->offer_id, instance->applicant_locked[a]);
        }
        if (instance->applicant_side != NULL) {
            put_name(out, &instance->side_name, instance->applicant_side[a]);
        }
        if (instance->applicant_lottery != NULL) {
            out_bytes(out, ",", 1);
            put_lottery(out, instance->applicant_lottery[a]);
        }
        for (uint32_t c = 0; c < instance->n_columns; c++) {
            if (instance->column[c].of_applicant != NULL) {
                put_value(out, instance->column[c].of_applicant[a]);
            }
        }
        out_bytes(out, "\n", 1);
    }
}

static void put_wish(const struct instance *instance, struct out *out, uint32_t a, uint32_t w) {
    out_text(out, strings_get(&instance->applicant_id, a));
    out_bytes(out, ",", 1);
    out_unsigned(out, w - instance->wish_start[a] + 1);
    put_name(out, &instance->offer_id, instance->wish_offer[w]);
    if (instance->wish_lottery != NULL) {
        out_bytes(out, ",", 1);
        put_lottery(out, instance->wish_lottery[w]);
    }
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (instance->column[c].of_wish != NULL) {
            put_value(out, instance->column[c].of_wish[w]);
        }
    }
    out_bytes(out, "\n", 1);
}

static void put_wishes(const struct instance *instance, struct out *out) {
    out_text(out, "applicant,rank,offer");
    out_text(out, instance->wish_lottery != NULL ? ",lottery" : "");
    put_columns(out, instance, true);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            put_wish(instance, out, a, w);
        }
    }
}

static void put_distances(const struct instance *instance, struct out *out) {
    out_text(out, "applicant,school,metres\n");
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        const char *id = strings_get(&instance->applicant_id, a);
        for (uint32_t d = instance->distance_start[a]; d < instance->distance_start[a + 1]; d++) {
            out_text(out, id);
            put_name(out, &instance->school_id, instance->distance_school[d]);
            out_bytes(out, ",", 1);
            out_unsigned(out, instance->distance_m[d]);
            out_bytes(out, "\n", 1);
        }
    }
}

static enum err write_table(struct folder *folder, const char *name,
                            void (*put)(const struct instance *, struct out *),
                            const struct instance *instance, struct error *error) {
    struct out *out;
    enum err err = out_open(&out, folder, name, error);
    if (err == OK) {
        put(instance, out);
        err = out_close(out, NULL, error);
    }
    return err;
}

static enum err write_json(struct folder *folder, const struct anonymised *anonymised,
                           const struct anonymise_options *options, struct error *error) {
    struct out *out;
    enum err err = out_open(&out, folder, "instance.json", error);
    if (err != OK) {
        return err;
    }
    err = anonymised_instance_put(&anonymised->instance, out, error);
    if (err != OK) {
        out_abandon(out);
        return err;
    }
    err = out_close(out, NULL, error);
    if (err == OK) {
        err = out_open(&out, folder, "anonymised.json", error);
    }
    if (err != OK) {
        return err;
    }
    err = anonymised_note_put(options, out, error);
    if (err != OK) {
        out_abandon(out);
        return err;
    }
    return out_close(out, NULL, error);
}

static enum err write_all(struct folder *folder, const struct anonymised *anonymised,
                          const struct anonymise_options *options, const struct progress *progress,
                          struct error *error) {
    const struct instance *instance = &anonymised->instance;
    enum err err = write_json(folder, anonymised, options, error);
    progress_report(progress, "write", 0.0);
    if (err == OK) {
        err = write_table(folder, "applicants.csv", put_applicants, instance, error);
    }
    progress_report(progress, "write", 0.2);
    if (err == OK) {
        err = write_table(folder, "wishes.csv", put_wishes, instance, error);
    }
    progress_report(progress, "write", 0.5);
    if (err == OK && instance->distance_start != NULL) {
        err = write_table(folder, "distances.csv", put_distances, instance, error);
    }
    return err;
}

enum err anonymised_write(const struct anonymised *anonymised,
                          const struct anonymise_options *options, const char *path,
                          const struct progress *progress, struct error *error) {
    static const char *const owned[] = {"anonymised.json", "instance.json", "applicants.csv",
                                        "wishes.csv",      "distances.csv", NULL};
    struct folder folder;
    enum err err = folder_begin(&folder, path, owned, error);
    if (err != OK) {
        return err;
    }
    err = write_all(&folder, anonymised, options, progress, error);
    if (err == OK) {
        err = folder_commit(&folder, error);
    }
    folder_discard(&folder);
    return err;
}
