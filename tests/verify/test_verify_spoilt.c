// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any single field that is not as it should be is refused, with its place: every field of every row
 * of every table, and every value of the JSON files, is spoilt in turn. Once as a slip would do it
 * (the digests then tell, too), once with the digests made right again, so that the meaning alone
 * must give it away.
 */
#include "tests/verify/made.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <string.h>

struct round_case {
    char name[40];
    uint32_t seed;
    char policy[400];
};

static const struct round_case cases[] = {
    {"deferred acceptance, near guarantee", 3,
     "{\"mechanism\":\"deferred-acceptance\",\"criteria\":[\"current_place\",{\"flag\":\"sibling\"}"
     ","
     "\"relative_nearness\",\"lottery\"],\"near\":{\"metres\":{\"F\":700},\"guarantee\":true},"
     "\"fallback\":{\"when\":\"in-round\",\"reach\":4}}"},
    {"deferred acceptance, after", 4,
     "{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"flag\":\"sibling\"},"
     "\"absolute_nearness\"],\"fallback\":{\"when\":\"after\"}}"},
    {"minimum cost, after", 5,
     "{\"mechanism\":\"minimum-cost\",\"criteria\":[{\"flag\":\"sibling\"},\"absolute_nearness\"],"
     "\"near\":{\"metres\":{\"F\":700}},\"fallback\":{\"when\":\"after\"},"
     "\"objective\":[\"placed\",\"wishes\",\"distance\"]}"},
    {"minimum cost, in round", 6,
     "{\"mechanism\":\"minimum-cost\",\"criteria\":[{\"flag\":\"sibling\"}],"
     "\"near\":{\"metres\":{\"F\":700}},\"fallback\":{\"when\":\"in-round\",\"reach\":3},"
     "\"objective\":[\"near\",\"rank-maximal\",\"criteria\",\"distance\"]}"},
    {"top trading cycles", 7,
     "{\"mechanism\":\"top-trading-cycles\",\"criteria\":[\"current_place\",\"absolute_nearness\"]"
     "}"},
    {"immediate acceptance, after", 8,
     "{\"mechanism\":\"immediate-acceptance\",\"criteria\":[{\"flag\":\"sibling\"},\"lottery\"],"
     "\"fallback\":{\"when\":\"after\",\"reach\":5}}"},
    {"serial dictatorship, in round", 9,
     "{\"mechanism\":\"serial-dictatorship\",\"criteria\":[{\"descending\":\"merit\"}],"
     "\"fallback\":{\"when\":\"in-round\",\"reach\":2}}"},
    {"deferred acceptance, months", 10,
     "{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"flag\":\"sibling\"}],"
     "\"fallback\":{\"when\":\"in-round\",\"reach\":2},\"late\":{\"months\":3}}"},
    {"deferred acceptance, months, after", 12,
     "{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"flag\":\"sibling\"}],"
     "\"fallback\":{\"when\":\"after\"},\"late\":{\"months\":3}}"},
    {"deferred acceptance, families", 13,
     "{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"flag\":\"sibling\"},"
     "\"absolute_nearness\"],\"families\":{\"together\":\"required\",\"same\":\"school\"},"
     "\"fallback\":{\"when\":\"in-round\",\"reach\":4}}"},
    {"minimum cost, months", 11,
     "{\"mechanism\":\"minimum-cost\",\"late\":{\"months\":2},"
     "\"fallback\":{\"when\":\"after\"},"
     "\"objective\":[\"placed\",\"late\",\"wishes\"]}"},
};

static struct criterion_test_params all_cases(void) {
    return cr_make_param_array(const struct round_case, (void *)(uintptr_t)cases,
                               sizeof cases / sizeof cases[0]);
}

ParameterizedTestParameters(verify_spoilt, as_written) {
    return all_cases();
}

ParameterizedTest(const struct round_case *param, verify_spoilt, as_written) {
    struct made made;
    struct said said;
    char text[4000];
    for (uint32_t k = 0; k < 20; k++) {
        made_solve(&made, param->seed * 100 + k, param->policy);
        made_verify(&made, &said);
        cr_expect(!said.refused, "%s, seed %u:\n%s", param->name, param->seed * 100 + k,
                  said_text(&said, text, sizeof text));
        made_release(&made);
    }
}

/* Tables. */

/* The field of a row (data rows from 0) in a text of simple CSV; its length. */
static const char *field_find(const char *text, uint32_t row, uint32_t column, size_t *length) {
    const char *at = text;
    for (uint32_t i = 0; i <= row; i++) {
        at = strchr(at, '\n') + 1;
    }
    for (uint32_t i = 0; i < column; i++) {
        at = strchr(at, ',') + 1;
    }
    *length = strcspn(at, ",\n");
    return at;
}

static uint32_t count_of(const char *text, char byte, const char *end) {
    uint32_t n = 0;
    for (const char *at = text; at < end; at++) {
        n += *at == byte;
    }
    return n;
}

/* The k-th wrong value for a field; false when there are no more. */
static bool wrong_value(const char *field, size_t length, uint32_t k, char value[32]) {
    static const char *const ids[] = {"F1",      "F6",      "a01",      "a16",    "S1",
                                      "S2",      "wish",    "fallback", "locked", "none",
                                      "current", "2026-12", "2028-12",  ""};
    bool number = length > 0 && strspn(field, "0123456789") >= length;
    if (number || length == 0) {
        static const int steps[] = {1, -1, 7};
        long old = length == 0 ? 0 : strtol(field, NULL, 10);
        if (k < 3) {
            snprintf(value, 32, "%ld", old + steps[k]);
        }
        value[k == 3 ? 0 : 31] = '\0';
        return k < 3 || (k == 3 && length > 0);
    }
    if (k < sizeof ids / sizeof ids[0]) {
        snprintf(value, 32, "%s", ids[k]);
    }
    return k < sizeof ids / sizeof ids[0];
}

static void spoil_field(const struct made *made, enum results_file file, uint32_t row,
                        uint32_t column) {
    const char *text = made->text[file];
    size_t length;
    const char *field = field_find(text, row, column, &length);
    char value[32];
    for (uint32_t k = 0; wrong_value(field, length, k, value); k++) {
        static char spoilt[MADE_FILE_BYTES];
        if (strlen(value) == length && strncmp(value, field, length) == 0) {
            continue;
        }
        snprintf(spoilt, sizeof spoilt, "%.*s%s%s", (int)(field - text), text, value,
                 field + length);
        for (int repair = k == 0 ? 0 : 1; repair < 2; repair++) {
            struct said said;
            char begins[64], all[4000];
            made_spoil(made, file, spoilt, repair != 0);
            made_verify(made, &said);
            snprintf(begins, sizeof begins, "%s:%u:", results_file_name[file], row + 2);
            cr_expect(said.refused, "%s column %u, '%.*s' as '%s' is let through", begins, column,
                      (int)length, field, value);
            cr_expect(said_place(&said, begins), "%s column %u, '%.*s' as '%s':\n%s", begins,
                      column, (int)length, field, value, said_text(&said, all, sizeof all));
        }
    }
}

ParameterizedTestParameters(verify_spoilt, every_field) {
    return all_cases();
}

ParameterizedTest(const struct round_case *param, verify_spoilt, every_field) {
    struct made made;
    made_solve(&made, param->seed, param->policy);
    for (int file = 0; file < RESULTS_CERTIFICATE; file++) {
        const char *text = made.text[file];
        if (text == NULL) {
            continue;
        }
        uint32_t n_rows = count_of(text, '\n', text + strlen(text)) - 1;
        uint32_t n_columns = count_of(text, ',', strchr(text, '\n')) + 1;
        for (uint32_t row = 0; row < n_rows; row++) {
            for (uint32_t column = 0; column < n_columns; column++) {
                spoil_field(&made, (enum results_file)file, row, column);
            }
        }
        made_restore(&made);
    }
    made_release(&made);
}

/* A row gone, doubled or moved. */
static void spoil_row(const struct made *made, enum results_file file, uint32_t row, int how) {
    static char spoilt[MADE_FILE_BYTES];
    const char *text = made->text[file];
    size_t unused;
    const char *line = field_find(text, row, 0, &unused), *next = strchr(line, '\n') + 1;
    int n_before = (int)(line - text), n_line = (int)(next - line);
    if (how == 0) {
        snprintf(spoilt, sizeof spoilt, "%.*s%s", n_before, text, next);
    } else if (how == 1) {
        snprintf(spoilt, sizeof spoilt, "%.*s%.*s%s", n_before, text, n_line, line, line);
    } else {
        snprintf(spoilt, sizeof spoilt, "%.*s%s%.*s", n_before, text, next, n_line, line);
    }
    if (strcmp(spoilt, text) != 0) {
        struct said said;
        made_spoil(made, file, spoilt, true);
        made_verify(made, &said);
        cr_expect(said.refused, "%s row %u, way %d is let through", results_file_name[file], row,
                  how);
        cr_expect(said_place(&said, results_file_name[file]));
    }
}

ParameterizedTestParameters(verify_spoilt, rows) {
    return all_cases();
}

ParameterizedTest(const struct round_case *param, verify_spoilt, rows) {
    struct made made;
    made_solve(&made, param->seed, param->policy);
    for (int file = 0; file < RESULTS_CERTIFICATE; file++) {
        const char *text = made.text[file];
        uint32_t n_rows = text == NULL ? 0 : count_of(text, '\n', text + strlen(text)) - 1;
        for (uint32_t row = 0; row < n_rows; row++) {
            for (int how = 0; how < 3; how++) {
                spoil_row(&made, (enum results_file)file, row, how);
            }
        }
        made_restore(&made);
    }
    made_release(&made);
}

Test(verify_spoilt, a_near_row_where_the_policy_has_no_near) {
    struct made made;
    struct said said;
    made_solve(&made, 7, "{\"mechanism\":\"top-trading-cycles\",\"criteria\":[\"lottery\"]}");
    made_spoil(&made, RESULTS_NEAR, "applicant,offer,metres,claim\na01,,,\n", true);
    made_verify(&made, &said);
    cr_expect(said.refused);
    cr_expect(said_place(&said, "near.csv:2:1"));
    made_release(&made);
}

/* JSON. */

struct spoiling {
    const struct made *made;
    enum results_file file;
    json_t *root;
    const char *inside; /* the key under which the walk is */
    uint32_t n_prices, n_prices_refused;
};

/* Another value of the same kind; NULL for what has no value of its own. */
static json_t *other_value(const json_t *value, int way) {
    char text[600];
    switch (json_typeof(value)) {
    case JSON_STRING:
        snprintf(text, sizeof text, way == 0 ? "%sx" : "%.0sF2", json_string_value(value));
        return json_string(text);
    case JSON_INTEGER:
        return json_integer(json_integer_value(value) + (way == 0 ? 1 : -1));
    case JSON_REAL:
        return json_real(json_real_value(value) + 1);
    case JSON_TRUE:
        return json_false();
    case JSON_FALSE:
        return json_true();
    case JSON_NULL:
        return json_integer(1);
    case JSON_OBJECT:
    case JSON_ARRAY:
        break;
    }
    return NULL;
}

/* Values that nothing but the digest can tell: how long it took, what the solver said of itself,
 * which version wrote it; digests of files, which a repair makes right. */
static bool only_digest_tells(const struct spoiling *spoiling) {
    static const char *const keys[] = {"seconds", "solver", "program"};
    bool any = spoiling->file == RESULTS_RUN && strcmp(spoiling->inside, "sha256") == 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        any = any || strcmp(spoiling->inside, keys[i]) == 0;
    }
    return any;
}

static void try_spoilt(struct spoiling *spoiling, const char *key, const char *shown) {
    char *text = json_dumps(spoiling->root, JSON_COMPACT | JSON_REAL_PRECISION(6));
    struct said said;
    made_spoil(spoiling->made, spoiling->file, text, false);
    made_verify(spoiling->made, &said);
    cr_expect(said.refused, "%s: %s as %s is let through", results_file_name[spoiling->file], key,
              shown);
    made_spoil(spoiling->made, spoiling->file, text, true);
    made_verify(spoiling->made, &said);
    if (spoiling->file == RESULTS_CERTIFICATE && strcmp(key, "price") == 0) {
        spoiling->n_prices++;
        spoiling->n_prices_refused += said.refused;
    } else if (!only_digest_tells(spoiling)) {
        cr_expect(said.refused, "%s: %s as %s, digests repaired, is let through",
                  results_file_name[spoiling->file], key, shown);
        cr_expect(said_place(&said, results_file_name[spoiling->file]) ||
                  said_place(&said, "certificate.json"));
    }
    free(text);
}

static void spoil_values(struct spoiling *spoiling, json_t *value) {
    void *at = json_object_iter(value);
    size_t n = json_is_array(value) ? json_array_size(value) : json_object_size(value);
    for (size_t i = 0; i < n; i++) {
        const char *key = json_is_array(value) ? "[]" : json_object_iter_key(at);
        json_t *child =
            json_is_array(value) ? json_array_get(value, i) : json_object_iter_value(at);
        if (spoiling->root == value) {
            spoiling->inside = key;
        }
        json_incref(child);
        for (int way = 0; way < 2; way++) {
            json_t *other = other_value(child, way);
            char *shown = other == NULL ? NULL : json_dumps(other, JSON_ENCODE_ANY);
            if (other != NULL && !json_equal(other, child)) {
                if (json_is_array(value)) {
                    json_array_set(value, i, other);
                } else {
                    json_object_set(value, key, other);
                }
                try_spoilt(spoiling, key, shown);
            }
            free(shown);
            json_decref(other);
        }
        if (json_is_array(value)) {
            json_array_set(value, i, child);
        } else {
            json_object_set(value, key, child);
            at = json_object_iter_next(value, at);
        }
        spoil_values(spoiling, child);
        json_decref(child);
    }
}

ParameterizedTestParameters(verify_spoilt, every_value) {
    return all_cases();
}

ParameterizedTest(const struct round_case *param, verify_spoilt, every_value) {
    struct made made;
    made_solve(&made, param->seed, param->policy);
    for (int file = RESULTS_CERTIFICATE; file <= RESULTS_RUN; file++) {
        struct spoiling spoiling = {
            &made, (enum results_file)file, json_loads(made.text[file], 0, NULL), "", 0, 0};
        cr_assert_not_null(spoiling.root);
        spoil_values(&spoiling, spoiling.root);
        cr_expect(spoiling.n_prices == 0 || spoiling.n_prices_refused > 0);
        json_decref(spoiling.root);
        made_restore(&made);
    }
    made_release(&made);
}
