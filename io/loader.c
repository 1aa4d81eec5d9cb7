// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/builder.h"

#include "solver/mechanism.h"
#include "solver/objective.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static char *keep(struct arena *arena, const char *text) {
    size_t bytes = strlen(text) + 1;
    char *copy = ARENA_NEW(arena, bytes, char);
    return copy == NULL ? NULL : memcpy(copy, text, bytes);
}

/* Opens a file of the instance. */
static enum err open_input(struct loaded *loaded, const char *path, const char *name,
                           struct file **file, struct error *error) {
    INVARIANT(loaded->n_inputs < INPUTS_MAX);
    *file = &loaded->file[loaded->n_inputs];
    enum err err = file_open(*file, path, error);
    if (err != OK) {
        return err;
    }
    struct input *input = &loaded->input[loaded->n_inputs++];
    input->name = keep(&loaded->arena, name);
    return input->name == NULL ? error_no_memory(error) : OK;
}

/* The digests that were not taken beside the rows (csv_each). */
static enum err take_digests(struct loaded *loaded, struct error *error) {
    enum err err = OK;
    for (uint32_t i = 0; i < loaded->n_inputs && err == OK; i++) {
        if (loaded->input[i].sha256[0] == '\0') {
            err = sha256_hex(loaded->file[i].bytes, loaded->file[i].length, loaded->input[i].sha256,
                             error);
        }
    }
    return err;
}

/* The files are not needed any more: places in them have been told. */
static void close_inputs(struct loaded *loaded) {
    for (uint32_t i = 0; i < INPUTS_MAX; i++) {
        file_close(&loaded->file[i]);
    }
}

/* May a table have this path? It must stay within the folder. */
static bool is_inside(const char *path) {
    if (path[0] == '\0' || path[0] == '/') {
        return false;
    }
    for (const char *at = path; at != NULL; at = strchr(at, '/')) {
        at += at == path ? 0 : 1;
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0')) {
            return false;
        }
    }
    return true;
}

/* Does the path, links followed, end inside the folder? */
static bool resolves_inside(const char *folder, const char *path) {
    char real_folder[PATH_MAX], real_path[PATH_MAX];
    if (realpath(folder, real_folder) == NULL || realpath(path, real_path) == NULL) {
        return true; /* nothing there: opening it will say so */
    }
    size_t length = strlen(real_folder);
    return strncmp(real_folder, real_path, length) == 0 &&
           (real_path[length] == '/' || strcmp(real_folder, "/") == 0);
}

/* A table in a file of its own. */
static enum err open_table_file(struct builder *builder, const struct json_node *node,
                                struct table *table, struct error *error) {
    const char *name = json_string_value(node->value);
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", builder->folder, name);
    if (!is_inside(name) || length >= (int)sizeof path || !resolves_inside(builder->folder, path)) {
        json_fault(node, "'%.200s' is not within the instance's folder; move it there", name);
        return OK;
    }
    struct file *file;
    struct error why = {0};
    enum err err = open_input(builder->loaded, path, name, &file, &why);
    if (err == ERR_IO || err == ERR_USAGE) {
        json_fault(node, "'%.200s' %.150s; add the file or correct its name", name, why.text);
        return OK;
    }
    if (err != OK) {
        return error_set(error, err, why.place, "%s", why.text);
    }
    struct input *input = &builder->loaded->input[builder->loaded->n_inputs - 1];
    err = csv_open(&table->csv, input->name, file->bytes, file->length, &builder->loaded->arena,
                   builder->faults, error);
    table->csv.sha256 = input->sha256;
    return err;
}

/* Opens tables.<key>; *there says whether the instance names it. */
static enum err open_table(struct builder *builder, const char *key, struct json_node *node,
                           struct table *table, bool *there, struct error *error) {
    struct json_node *tables = &builder->tables;
    *there = tables->value != NULL && json_member(tables, key, node);
    if (!*there) {
        return OK;
    }
    if (json_is_array(node->value)) {
        return table_inline(table, node, &builder->loaded->arena, error);
    }
    if (!json_is_string(node->value)) {
        json_fault(node, "a file's name or an array of objects is expected here; change it");
        return OK;
    }
    if (builder->folder == NULL) {
        json_fault(node,
                   "a stream has no folder to look for '%.60s' in; inline the table as an "
                   "array of objects",
                   json_string_value(node->value));
        return OK;
    }
    return open_table_file(builder, node, table, error);
}

static enum err open_tables(struct builder *builder, struct error *error) {
    static const char *const keys[] = {"applicants", "wishes", "distances", NULL};
    if (!json_member(&builder->root, "tables", &builder->tables)) {
        json_fault(&builder->root, "there is no 'tables'; name the files of applicants and wishes");
    } else if (!json_want_object(&builder->tables)) {
        builder->tables.value = NULL;
    } else {
        json_only(&builder->tables, keys);
    }
    enum err err = open_table(builder, "applicants", &builder->applicants_node,
                              &builder->applicants, &builder->has_applicants, error);
    if (err == OK) {
        err = open_table(builder, "wishes", &builder->wishes_node, &builder->wishes,
                         &builder->has_wishes, error);
    }
    if (err == OK) {
        err = open_table(builder, "distances", &builder->distances_node, &builder->distances,
                         &builder->has_distances, error);
    }
    if (err == OK && builder->tables.value != NULL && !builder->has_applicants) {
        json_fault(&builder->tables, "there is no table 'applicants'; add it");
    }
    if (err == OK && builder->tables.value != NULL && !builder->has_wishes) {
        json_fault(&builder->tables, "there is no table 'wishes'; add it");
    }
    return err;
}

/* Format, name and date. */
static enum err read_head(struct builder *builder, struct error *error) {
    static const char *const keys[] = {"format",  "name",   "date",  "lottery", "policy",
                                       "schools", "offers", "pools", "tables",  NULL};
    struct instance *instance = builder->instance;
    struct json_node member;
    const char *format = "", *name = "", *date = "";
    json_only(&builder->root, keys);
    if (!json_member(&builder->root, "format", &member)) {
        json_fault(&builder->root, "there is no 'format'; add \"format\": \"placera-instance/1\"");
    } else if (json_want_text(&member, &format) && strcmp(format, "placera-instance/1") != 0) {
        json_fault(&member, "unknown format '%.60s'; this program reads placera-instance/1",
                   format);
    }
    if (json_member(&builder->root, "name", &member)) {
        json_want_text(&member, &name);
    }
    if (json_member(&builder->root, "date", &member) && json_want_text(&member, &date)) {
        struct csv_field field = {date, (uint32_t)strlen(date), 0, 0};
        double value;
        bool is_date;
        if (!value_parse(&field, &value, &is_date) || !is_date) {
            json_fault(&member, "'%.60s' is no date; write it like 2027-03-01", date);
        }
    }
    instance->name = keep(&instance->arena, name);
    instance->date = keep(&instance->arena, date);
    return instance->name == NULL || instance->date == NULL ? error_no_memory(error) : OK;
}

/* Columns that the policy names: those that no table has are faults. */
static void check_columns(struct builder *builder) {
    const struct instance *instance = builder->instance;
    bool one_order = mechanisms[instance->policy.mechanism].one_order;
    for (uint32_t i = 0; i < builder->n_column_uses; i++) {
        const struct column_use *use = &builder->column_use[i];
        const struct column *column = &instance->column[i];
        if (column->of_applicant == NULL && column->of_wish == NULL) {
            fault_add(builder->faults, use->place,
                      "neither applicants nor wishes has a column '%.60s'; correct the name or add "
                      "it",
                      use->name);
        } else if (use->objective && column->of_wish == NULL) {
            fault_add(builder->faults, use->place,
                      "wishes has no column '%.60s', which the objective needs; add it", use->name);
        } else if (one_order && (use->flag || use->ordered) && column->of_wish != NULL) {
            fault_add(builder->faults, use->place,
                      "column '%.60s' stands in wishes: serial-dictatorship has one order for all "
                      "offers, so its criteria name columns of applicants only",
                      use->name);
        }
    }
}

/* Serial dictatorship has one order for all offers. */
static void check_one_order(struct builder *builder) {
    const struct instance *instance = builder->instance;
    struct place place = {builder->doc.name, 0, 0};
    if (!mechanisms[instance->policy.mechanism].one_order) {
        return;
    }
    for (uint32_t i = 0; i < builder->n_criterions; i++) {
        enum criterion_kind kind = builder->criterion[i].kind;
        if (kind != CRITERION_LOTTERY && kind != CRITERION_FLAG && kind != CRITERION_ASCENDING &&
            kind != CRITERION_DESCENDING) {
            fault_add(builder->faults, place,
                      "serial-dictatorship has one order for all offers: its criteria may be "
                      "columns of applicants and the lottery only; change the criteria");
            break;
        }
    }
    if (builder->n_criteria > 1) {
        fault_add(builder->faults, place,
                  "serial-dictatorship has one order for all offers; take the offers' own criteria "
                  "out");
    }
    if (instance->policy.lottery_per_offer || instance->wish_lottery != NULL) {
        fault_add(builder->faults, place,
                  "serial-dictatorship has one order for all offers; draw the lottery once: "
                  "\"draw\": \"single\", and no lottery column in wishes");
    }
}

/* Metres where a rule needs them, costs for every rank. */
static void check_sums(struct builder *builder) {
    const struct instance *instance = builder->instance;
    const struct policy *policy = &instance->policy;
    if (builder->metres_for != NULL && !builder->has_distances && !policy->straight_line) {
        fault_add(builder->faults, builder->metres_place,
                  "%s needs walking metres, and there is no table 'distances'; add it, or say "
                  "\"straight_line\": \"allowed\" in the policy",
                  builder->metres_for);
    }
    bool costs = policy->wish_cost != NULL && instance->wish_start != NULL;
    uint32_t wanted = costs ? objective_n_wish_costs(instance) : 0;
    if (policy->n_wish_costs < wanted) {
        struct json_node node, member;
        json_member(&builder->root, "policy", &node);
        json_member(&node, "wish_cost", &member);
        const char *more = wanted == instance_longest_list(instance) ? ""
                           : policy->fallback == FALLBACK_IN_ROUND   ? " and one for a fallback"
                                                                     : " and one for who stays";
        json_fault(&member, "%u costs, where %u are needed (the longest list%s); add some",
                   policy->n_wish_costs, wanted, more);
    }
}

/* What was collected in lists becomes columns of the instance. */
static enum err settle(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    instance->n_groups = builder->groups.n;
    instance->n_sides = builder->sides.n;
    enum err err =
        strings_copy(&instance->group_name, builder->groups.n, builder->groups.text, arena, error);
    if (err == OK) {
        err =
            strings_copy(&instance->side_name, builder->sides.n, builder->sides.text, arena, error);
    }
    return err;
}

/* Criteria are known when schools and offers are. */
static enum err make_criteria(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    instance->n_criteria = builder->n_criteria;
    instance->n_criterions = builder->n_criterions;
    instance->criteria = ARENA_NEW(arena, builder->n_criteria, struct criteria);
    instance->criterion = ARENA_NEW(arena, builder->n_criterions, struct criterion);
    if (instance->criteria == NULL || instance->criterion == NULL) {
        return error_no_memory(error);
    }
    memcpy(instance->criteria, builder->criteria, builder->n_criteria * sizeof(struct criteria));
    memcpy(instance->criterion, builder->criterion,
           builder->n_criterions * sizeof(struct criterion));
    return OK;
}

static enum err make_columns(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    instance->n_columns = builder->n_column_uses;
    instance->column = ARENA_ZERO(&instance->arena, instance->n_columns, struct column);
    if (instance->column == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < instance->n_columns; i++) {
        instance->column[i].name = keep(&instance->arena, builder->column_use[i].name);
        if (instance->column[i].name == NULL) {
            return error_no_memory(error);
        }
    }
    return OK;
}

/* Could the table be read at all? An inlined one may be empty. */
static bool is_usable(bool there, const struct table *table) {
    return there && (table->csv.n_columns > 0 || table->inlined != NULL);
}

/* The tables, each as far as those it refers to could be read. */
static enum err build_tables(struct builder *builder, struct error *error) {
    if (!is_usable(builder->has_applicants, &builder->applicants)) {
        return OK; /* a fault already */
    }
    enum err err = build_applicants(builder, error);
    bool known = builder->instance->n_applicants == builder->applicants.csv.n_rows;
    if (!known) {
        return err; /* without ids nothing can refer to them: one fault says it all */
    }
    if (err == OK) {
        err = build_families(builder, error);
    }
    if (err == OK) {
        err = build_crossing(builder, error);
    }
    if (err == OK) {
        err = build_placed(builder, error);
    }
    if (err == OK) {
        err = build_near(builder, error);
    }
    if (err == OK && is_usable(builder->has_distances, &builder->distances)) {
        err = build_distances(builder, error);
    }
    if (err != OK || !is_usable(builder->has_wishes, &builder->wishes)) {
        return err;
    }
    err = build_wishes(builder, error);
    if (err == OK) {
        check_columns(builder);
        check_one_order(builder);
        check_sums(builder);
    }
    return err;
}

static enum err build(struct builder *builder, struct error *error) {
    builder->root = json_root(&builder->doc);
    enum err err = read_head(builder, error);
    if (err == OK) {
        err = build_policy(builder, error);
    }
    if (err == OK) {
        err = build_schools(builder, error);
    }
    if (err == OK) {
        err = build_pools(builder, error);
    }
    if (err == OK) {
        err = make_criteria(builder, error);
    }
    if (err == OK) {
        err = make_columns(builder, error);
    }
    if (err == OK) {
        err = open_tables(builder, error);
    }
    if (err == OK) {
        err = build_tables(builder, error);
    }
    return err == OK ? settle(builder, error) : err;
}

/* The policy as it stands, for run.json. */
static enum err keep_policy(struct builder *builder, struct error *error) {
    struct json_node policy;
    json_member(&builder->root, "policy", &policy);
    char *text = json_text(policy.value, JSON_COMPACT);
    if (text == NULL) {
        return error_no_memory(error);
    }
    builder->loaded->policy_json = keep(&builder->loaded->arena, text);
    free(text);
    return builder->loaded->policy_json == NULL ? error_no_memory(error) : OK;
}

static enum err load_document(struct builder *builder, const char *name, const char *bytes,
                              size_t length, struct error *error) {
    struct faults *faults = builder->faults;
    enum err err = json_doc_open(&builder->doc, name, bytes, length, faults, error);
    if (err == OK && builder->doc.root != NULL) {
        struct json_node root = json_root(&builder->doc);
        if (json_want_object(&root)) {
            err = build(builder, error);
        }
    }
    if (err == OK && faults->no_memory) {
        err = error_no_memory(error);
    }
    if (err == OK && faults_any(faults)) {
        err = error_set(error, ERR_INPUT, name, "%llu fault%s found; nothing was written",
                        (unsigned long long)faults->n_found, faults->n_found == 1 ? "" : "s");
    }
    if (err == OK) {
        err = instance_check(builder->instance, error);
    }
    return err == OK ? keep_policy(builder, error) : err;
}

static enum err load_from(struct loaded *loaded, const char *name, const char *folder,
                          const char *bytes, size_t length, struct error *error) {
    struct builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return error_no_memory(error);
    }
    builder->loaded = loaded;
    builder->instance = &loaded->instance;
    builder->faults = &loaded->faults;
    builder->folder = folder;
    builder->first_from = NONE;
    enum err err = load_document(builder, name, bytes, length, error);
    json_doc_close(&builder->doc);
    arena_free(&builder->scratch);
    free(builder);
    return err;
}

enum err load_bytes(const char *name, const char *bytes, size_t length, struct loaded *loaded,
                    struct error *error) {
    *loaded = (struct loaded){0};
    return load_from(loaded, name, NULL, bytes, length, error);
}

enum err load(const char *path, struct loaded *loaded, struct error *error) {
    *loaded = (struct loaded){0};
    struct stat status;
    char folder[PATH_MAX], document[PATH_MAX + 20];
    bool stream = strcmp(path, "-") == 0;
    bool is_folder = !stream && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    if (strlen(path) >= sizeof folder) {
        return error_set(error, ERR_USAGE, NULL, "the path is too long");
    }
    strcpy(folder, path);
    snprintf(document, sizeof document, is_folder ? "%s/instance.json" : "%s", path);
    char *slash = strrchr(folder, '/');
    if (!is_folder && slash == NULL) {
        strcpy(folder, ".");
    } else if (!is_folder) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    const char *name = strrchr(document, '/') == NULL ? document : strrchr(document, '/') + 1;
    struct file *file;
    enum err err = open_input(loaded, document, stream ? "standard input" : name, &file, error);
    if (err != OK) {
        return err;
    }
    err = load_from(loaded, loaded->input[0].name, stream ? NULL : folder, file->bytes,
                    file->length, error);
    err = err == OK ? take_digests(loaded, error) : err;
    close_inputs(loaded);
    return err;
}

void loaded_release(struct loaded *loaded) {
    instance_release(&loaded->instance);
    faults_release(&loaded->faults);
    close_inputs(loaded);
    arena_free(&loaded->arena);
    *loaded = (struct loaded){0};
}
