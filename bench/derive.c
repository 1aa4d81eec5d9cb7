// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Makes a minimum-cost round for the bench out of an instance folder:
 *     derive KIND INSTANCE OUT
 * OUT gets the same applicants, schools, criteria and wishes, and
 *   - a column `cost` in wishes.csv, the one objective: rank^2 * 1000 + metres / 100 - 10,000,000
 *     (rank from 1; unknown metres count 0), so that to be placed goes first;
 *   - no fallback and no near guarantee;
 *   - the seats of its KIND, a line of the table below. `even` of them are spread evenly over the
 *     offers, `dealt` are dealt out by lot as other offers' seats are, the rest is as the offer's
 *     own. Pools and schools keep their seats.
 * In whole numbers, and the lot is fixed: the same bytes on any machine.
 */
#include "generate/random.h"
#include "io/folder.h"
#include "io/loader.h"
#include "io/out.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PLACED = 10000000, A_RANK = 1000, METRES_A_UNIT = 100 };

static const struct kind {
    const char *name;
    uint64_t even, dealt; /* per cent of the seats */
    uint64_t seats;       /* per cent of the applicants; 0: all offers keep their own */
} kinds[] = {
    {"own", 0, 0, 0},
    {"realistic", 15, 0, 103}, /* about 88 per cent get their first wish */
    {"crowded", 0, 100, 95},   /* seats at the wrong places: about 7 per cent get none */
    {"short", 100, 0, 94},     /* too few seats everywhere: about 7 per cent get none */
};

static const char *const owned[] = {"instance.json", "applicants.csv", "wishes.csv",
                                    "distances.csv", NULL};

struct derivation {
    const char *from;
    const struct kind *kind;
    const struct instance *instance;
    struct folder folder;
    struct error *error;
};

/* A share of total that is cut where the running sums are, so that all shares add up to it. */
static uint64_t share(uint64_t total, uint64_t before, uint64_t own, uint64_t whole) {
    return whole == 0 ? 0 : total * (before + own) / whole - total * before / whole;
}

static uint64_t own_seats(const struct instance *instance, uint32_t offer) {
    uint32_t seats = instance->node_seats[offer];
    return seats == SEATS_UNLIMITED ? 0 : seats;
}

/* Whose seats each offer is dealt: a shuffle (R. Durstenfeld, 1964). */
static void deal(uint32_t *from, uint32_t n) {
    struct random random = random_stream(0, 0, 0);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = random_below(&random, (uint64_t)i + 1);
        from[i] = from[j];
        from[j] = i;
    }
}

static enum err set_seats(const struct derivation *derivation, json_t *offers) {
    const struct instance *instance = derivation->instance;
    const struct kind *kind = derivation->kind;
    uint64_t total = instance->n_applicants * kind->seats / 100;
    uint64_t even = total * kind->even / 100, dealt = total * kind->dealt / 100;
    uint64_t whole = 0, before = 0, before_dealt = 0;
    uint32_t *from = calloc((size_t)instance->n_offers + 1, sizeof *from);
    if (from == NULL) {
        return error_no_memory(derivation->error);
    }
    deal(from, instance->n_offers);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        whole += own_seats(instance, o);
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint64_t own = own_seats(instance, o), lot = own_seats(instance, from[o]);
        uint64_t seats = share(even, o, 1, instance->n_offers) +
                         share(dealt, before_dealt, lot, whole) +
                         share(total - even - dealt, before, own, whole);
        before += own;
        before_dealt += lot;
        json_t *offer = json_array_get(offers, o);
        if (json_object_get(offer, "seats") != NULL) {
            json_object_set_new(offer, "seats", json_integer((json_int_t)seats));
        }
    }
    free(from);
    return OK;
}

static enum err write_json(struct derivation *derivation, json_t *root) {
    json_t *policy = json_object_get(root, "policy");
    json_t *near = json_object_get(policy, "near");
    json_object_set_new(policy, "mechanism", json_string("minimum-cost"));
    json_object_set_new(policy, "objective", json_pack("[{s:s}]", "column", "cost"));
    json_object_set_new(json_object_get(policy, "fallback"), "when", json_string("none"));
    json_object_del(policy, "wish_cost");
    if (near != NULL) {
        json_object_set_new(near, "guarantee", json_false());
    }
    enum err err =
        derivation->kind->seats == 0 ? OK : set_seats(derivation, json_object_get(root, "offers"));
    if (err != OK) {
        return err;
    }
    FILE *file = folder_create_file(&derivation->folder, "instance.json", derivation->error);
    if (file == NULL) {
        return derivation->error->code;
    }
    (void)json_dumpf(root, file, JSON_INDENT(1)); /* what fails shows when the file is closed */
    return folder_close_file(file, "instance.json", derivation->error);
}

/* Copies a table that lies in a file; inlined ones stay in instance.json. */
static enum err copy_table(struct derivation *derivation, json_t *tables, const char *table,
                           const char *name) {
    json_t *value = json_object_get(tables, table);
    struct file file;
    struct out *out;
    char path[4096];
    if (!json_is_string(value)) {
        return OK;
    }
    snprintf(path, sizeof path, "%s/%s", derivation->from, json_string_value(value));
    json_object_set_new(tables, table, json_string(name));
    enum err err = file_open(&file, path, derivation->error);
    if (err != OK) {
        return err;
    }
    err = out_open(&out, &derivation->folder, name, derivation->error);
    if (err == OK) {
        out_bytes(out, file.bytes, file.length);
        err = out_close(out, NULL, derivation->error);
    }
    file_close(&file);
    return err;
}

/* The value of a column in a wish's row, as the loader read it. */
static void write_value(struct out *out, const struct column *column, uint32_t wish) {
    char text[64] = "";
    double value = column->of_wish[wish];
    if (!isnan(value) && column->kind == COLUMN_NUMBER) {
        snprintf(text, sizeof text, "%.15g", value);
    } else if (!isnan(value)) {
        time_t seconds = (time_t)value * 86400;
        struct tm day;
        gmtime_r(&seconds, &day);
        strftime(text, sizeof text, "%Y-%m-%d", &day);
    }
    out_text(out, ",");
    out_text(out, text);
}

static void write_wish(struct out *out, const struct instance *instance, uint32_t a, uint32_t w) {
    uint32_t offer = instance->wish_offer[w], rank = w - instance->wish_start[a] + 1;
    uint32_t metres = instance_metres(instance, a, instance->offer_school[offer]);
    int64_t cost = (int64_t)rank * rank * A_RANK - PLACED;
    cost += metres == METRES_UNKNOWN ? 0 : metres / METRES_A_UNIT;
    out_field(out, strings_get(&instance->applicant_id, a));
    out_text(out, ",");
    out_unsigned(out, rank);
    out_text(out, ",");
    out_field(out, strings_get(&instance->offer_id, offer));
    out_text(out, ",");
    out_integer(out, cost);
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (instance->column[c].of_wish != NULL && strcmp(instance->column[c].name, "cost") != 0) {
            write_value(out, &instance->column[c], w);
        }
    }
    if (instance->wish_lottery != NULL) {
        char text[32];
        snprintf(text, sizeof text, ",%016llx", (unsigned long long)instance->wish_lottery[w]);
        out_text(out, text);
    }
    out_text(out, "\n");
}

static enum err write_wishes(struct derivation *derivation) {
    const struct instance *instance = derivation->instance;
    struct out *out;
    enum err err = out_open(&out, &derivation->folder, "wishes.csv", derivation->error);
    if (err != OK) {
        return err;
    }
    out_text(out, "applicant,rank,offer,cost");
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        if (instance->column[c].of_wish != NULL && strcmp(instance->column[c].name, "cost") != 0) {
            out_text(out, ",");
            out_field(out, instance->column[c].name);
        }
    }
    out_text(out, instance->wish_lottery != NULL ? ",lottery\n" : "\n");
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            write_wish(out, instance, a, w);
        }
    }
    return out_close(out, NULL, derivation->error);
}

static enum err write_files(struct derivation *derivation, json_t *root) {
    json_t *tables = json_object_get(root, "tables");
    enum err err = copy_table(derivation, tables, "applicants", "applicants.csv");
    if (err == OK) {
        err = copy_table(derivation, tables, "distances", "distances.csv");
    }
    json_object_set_new(tables, "wishes", json_string("wishes.csv"));
    if (err == OK) {
        err = write_wishes(derivation);
    }
    return err == OK ? write_json(derivation, root) : err;
}

static enum err write_folder(struct derivation *derivation, const char *path, json_t *root) {
    enum err err = folder_begin(&derivation->folder, path, owned, derivation->error);
    if (err == OK) {
        err = write_files(derivation, root);
    }
    if (err == OK) {
        err = folder_commit(&derivation->folder, derivation->error);
    }
    folder_discard(&derivation->folder);
    return err;
}

static const struct kind *find_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    struct error error = {0};
    struct loaded loaded;
    char path[4096];
    const struct kind *kind = argc == 4 ? find_kind(argv[1]) : NULL;
    if (kind == NULL) {
        fprintf(stderr, "usage: derive own|realistic|crowded|short INSTANCE OUT\n");
        return err_exit_status(ERR_USAGE);
    }
    snprintf(path, sizeof path, "%s/instance.json", argv[2]);
    json_t *root = json_load_file(path, 0, NULL);
    enum err err = load(argv[2], &loaded, &error);
    if (err == OK && root == NULL) {
        err = error_set(&error, ERR_INPUT, path, "this is no instance folder");
    }
    if (err == OK) {
        struct derivation derivation = {
            .from = argv[2], .kind = kind, .instance = &loaded.instance, .error = &error};
        err = write_folder(&derivation, argv[3], root);
    }
    if (err != OK) {
        fprintf(stderr, "derive: %s: %s\n", error.place, error.text);
    }
    json_decref(root);
    loaded_release(&loaded);
    return err_exit_status(err);
}
