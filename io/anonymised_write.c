// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/anonymised_write.h"

#include "io/anonymised_json.h"
#include "io/month_text.h"
#include "io/out.h"

#include <stdlib.h>
#include <string.h>

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

/* ",2001-03", or "," for NONE. */
static void put_month(struct out *out, uint32_t month) {
    char text[MONTH_TEXT_SIZE];
    out_bytes(out, ",", 1);
    if (month != NONE) {
        month_text(month, text);
        out_text(out, text);
    }
}

static void put_date(struct out *out, double day) {
    char text[DATE_TEXT_SIZE];
    out_bytes(out, ",", 1);
    if (day == day) {
        date_text(day, text);
        out_text(out, text);
    }
}

/* The column that a criterion names so, if it has a meaning of its own too; NULL. */
static const struct column *own_column(const struct instance *instance, const char *name) {
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (strcmp(instance->column[c].name, name) == 0) {
            return &instance->column[c];
        }
    }
    return NULL;
}

/* Do the fields with a meaning of their own say it already? */
static bool is_own(const struct instance *instance, const struct column *column) {
    return (instance->applicant_start != NULL && strcmp(column->name, "start") == 0) ||
           (instance->applicant_guarantee != NULL && strcmp(column->name, "guarantee") == 0) ||
           (instance->applicant_born != NULL && strcmp(column->name, "birth_date") == 0);
}

static const double *values_of(const struct instance *instance, uint32_t c, bool of_wish) {
    const struct column *column = &instance->column[c];
    return of_wish ? column->of_wish : is_own(instance, column) ? NULL : column->of_applicant;
}

static void put_columns(struct out *out, const struct instance *instance, bool of_wish) {
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (values_of(instance, c, of_wish) != NULL) {
            out_bytes(out, ",", 1);
            out_field(out, instance->column[c].name);
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

static void put_header(const struct instance *instance, bool groups, struct out *out) {
    out_text(out, "id");
    out_text(out, groups ? ",group" : "");
    out_text(out, instance->applicant_current != NULL ? ",current" : "");
    out_text(out, instance->applicant_locked != NULL ? ",locked" : "");
    if (instance->applicant_side != NULL) {
        out_bytes(out, ",", 1);
        out_field(out, instance->policy.within);
    }
    out_text(out, instance->applicant_lottery != NULL ? ",lottery" : "");
    out_text(out, instance->applicant_start != NULL ? ",start" : "");
    out_text(out, instance->applicant_guarantee != NULL ? ",guarantee" : "");
    out_text(out, instance->applicant_family != NULL ? ",family" : "");
    out_text(out, instance->applicant_follows != NULL ? ",follows" : "");
    out_text(out, instance->applicant_eligible != NULL ? ",eligible" : "");
    out_text(out, instance->applicant_out != NULL ? ",out" : "");
    out_text(out, instance->applicant_born != NULL ? ",birth_date" : "");
    put_columns(out, instance, false);
}

/* What preschool rounds have. An empty start is the round's first month, but a criterion sees that
 * it is empty. */
static void put_ties(const struct instance *instance, const struct column *start, struct out *out,
                     uint32_t a) {
    if (instance->applicant_start != NULL) {
        bool empty = start != NULL && start->of_applicant[a] != start->of_applicant[a];
        put_month(out, empty ? NONE : instance->applicant_start[a]);
    }
    if (instance->applicant_guarantee != NULL) {
        put_month(out, instance->applicant_guarantee[a]);
    }
    if (instance->applicant_family != NULL) {
        put_name(out, &instance->family_id, instance->applicant_family[a]);
    }
    if (instance->applicant_follows != NULL) {
        put_name(out, &instance->applicant_id, instance->applicant_follows[a]);
    }
    if (instance->applicant_eligible != NULL) {
        out_text(out, instance->applicant_eligible[a] != 0 ? ",1" : ",0");
    }
    if (instance->applicant_out != NULL) {
        out_text(out, instance->applicant_out[a] != 0 ? ",1" : ",0");
    }
    if (instance->applicant_born != NULL) {
        put_date(out, instance->applicant_born[a]);
    }
}

static void put_applicants(const struct instance *instance, struct out *out) {
    bool groups = has_groups(instance);
    const struct column *start = own_column(instance, "start");
    put_header(instance, groups, out);
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
        put_ties(instance, start, out, a);
        for (uint32_t c = 0; c < instance->n_columns; c++) {
            if (values_of(instance, c, false) != NULL) {
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
