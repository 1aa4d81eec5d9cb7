// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/setting.h"

#include "io/json.h"
#include "io/utf8.h"
#include "review/log.h"

#include <stdlib.h>
#include <string.h>

const char *const setting_key[N_SETTINGS] = {
#define X(name, key, what) [SETTING_##name] = key,
    SETTINGS(X)
#undef X
};
const char *const setting_what[N_SETTINGS] = {
#define X(name, key, what) [SETTING_##name] = what,
    SETTINGS(X)
#undef X
};

static enum setting find(const char *key) {
    int i = 0;
    while (i < N_SETTINGS && strcmp(key, setting_key[i]) != 0) {
        i++;
    }
    return (enum setting)i;
}

static enum err take(void *context, const struct sql_row *row, struct error *error) {
    struct settings *settings = context;
    enum setting setting = find(sql_row_text(row, 0));
    (void)error;
    if (setting < N_SETTINGS) {
        snprintf(settings->value[setting], SETTING_SIZE, "%s", sql_row_text(row, 1));
    }
    return OK;
}

enum err settings_read(struct store *store, struct settings *settings, struct error *error) {
    memset(settings, 0, sizeof *settings);
    return sql_each(store->sql, "SELECT key, value FROM setting", SQL_NONE, take, settings, error);
}

static enum err check(enum setting setting, const char *key, const char *value,
                      struct error *error) {
    size_t length = strlen(value);
    if (setting == N_SETTINGS) {
        return error_set(error, ERR_USAGE, NULL,
                         "'%.40s' cannot be set; 'placera review set STORE' tells what can", key);
    }
    if (length >= SETTING_SIZE) {
        return error_set(error, ERR_USAGE, NULL, "the value of %s has %zu bytes; shorten it to %d",
                         key, length, SETTING_SIZE - 1);
    }
    if (utf8_find_bad(value, value + length) != NULL) {
        return error_set(error, ERR_USAGE, NULL, "the value of %s is not UTF-8", key);
    }
    if (setting == SETTING_APPEAL && length > 0 && strcmp(value, "board") != 0 &&
        strcmp(value, "court") != 0 && strcmp(value, "both") != 0) {
        return error_set(error, ERR_USAGE, NULL, "appeal is board, court or both, not '%.40s'",
                         value);
    }
    return OK;
}

/* {"setting":KEY,"value":VALUE}, value null where nothing is set; malloced, NULL: no memory. */
static char *entry_text(const char *key, const char *value) {
    bool failed = false;
    json_t *object = json_object();
    json_put(object, "setting", json_string(key), &failed);
    json_put(object, "value", value[0] == '\0' ? json_null() : json_string(value), &failed);
    char *text = object == NULL || failed ? NULL : json_text(object, JSON_COMPACT);
    json_decref(object);
    return text;
}

static enum err write_one(struct store *store, const char *key, const char *value,
                          struct error *error) {
    return value[0] == '\0' ? sql_run(store->sql, "DELETE FROM setting WHERE key = ?1",
                                      SQL(sql_text(key)), error)
                            : sql_run(store->sql,
                                      "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                      SQL(sql_text(key), sql_text(value)), error);
}

static enum err change(struct store *store, const char *key, const char *was, const char *value,
                       const char *by, struct error *error) {
    char *before = entry_text(key, was), *after = entry_text(key, value);
    const struct log_entry entry = {
        .user = by, .action = "set", .child = NULL, .before = before, .after = after};
    enum err err = before == NULL || after == NULL ? error_no_memory(error) : OK;
    err = err == OK ? write_one(store, key, value, error) : err;
    err = err == OK ? log_add(store, &entry, error) : err;
    free(before);
    free(after);
    return err;
}

enum err setting_set(struct store *store, const char *key, const char *value, const char *by,
                     struct error *error) {
    enum setting setting = find(key);
    enum err err = check(setting, key, value, error);
    if (err != OK) {
        return err;
    }
    struct settings *settings = malloc(sizeof *settings);
    if (settings == NULL) {
        return error_no_memory(error);
    }
    err = sql_begin(store->sql, error);
    if (err == OK) {
        err = settings_read(store, settings, error);
        if (err == OK && strcmp(settings->value[setting], value) != 0) {
            err = change(store, key, settings->value[setting], value, by, error);
        }
        err = sql_end(store->sql, err, error);
    }
    free(settings);
    return err;
}
