// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/visit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* Words that may quote what came in: where they are no UTF-8, bytes beyond ASCII become "?". */
static json_t *words_of(char *text) {
    json_t *words = json_string(text);
    for (char *at = text; words == NULL && *at != '\0'; at++) {
        *at = (*at & 0x80) != 0 ? '?' : *at;
    }
    return words == NULL ? json_string(text) : words;
}

unsigned visit_refuse(struct visit *visit, unsigned status, const char *code, const char *format,
                      ...) {
    char text[1200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    json_object_clear(visit->answer);
    json_t *error = json_object();
    json_put(error, "code", json_string(code), &visit->failed);
    json_put(error, "text", words_of(text), &visit->failed);
    json_put(visit->answer, "error", error, &visit->failed);
    return status;
}

unsigned visit_fail(struct visit *visit, enum err err) {
    const char *text = visit->error.text[0] == '\0' ? err_text(err) : visit->error.text;
    switch (err) {
    case ERR_NO:
        return visit_refuse(visit, 404, "none", "%s", text);
    case ERR_INPUT:
    case ERR_USAGE:
        return visit_refuse(visit, 400, "input", "%s", text);
    case ERR_NO_MEMORY:
    case ERR_IO:
        return visit_refuse(visit, 503, "machine", "%s", text);
    case ERR_SOLVER:
    case OK:
    default:
        return visit_refuse(visit, 500, "fault", "%s", text);
    }
}

bool visit_text(const struct visit *visit, const char *key, const char **text) {
    *text = json_string_value(json_object_get(visit->body, key));
    return *text != NULL;
}

bool visit_whole(const json_t *object, const char *key, int64_t min, int64_t max, int64_t *number) {
    const json_t *value = json_object_get(object, key);
    *number = json_integer_value(value);
    return json_is_integer(value) && *number >= min && *number <= max;
}

bool visit_query_whole(struct visit *visit, const char *name, int64_t min, int64_t max,
                       int64_t otherwise, int64_t *number, unsigned *status) {
    const char *text = http_query(visit->call, name);
    *number = otherwise;
    if (text == NULL) {
        return true;
    }
    size_t digits = strspn(text, "0123456789");
    *number = strtoll(text, NULL, 10);
    if (digits > 0 && digits <= 18 && text[digits] == '\0' && *number >= min && *number <= max) {
        return true;
    }
    *status = visit_refuse(visit, 400, "query", "%s is a whole number from %" PRId64 " to %" PRId64,
                           name, min, max);
    return false;
}

void visit_put_text(struct visit *visit, json_t *object, const char *key, const char *text) {
    json_put(object, key, text == NULL ? json_null() : json_string(text), &visit->failed);
}

void visit_put_row_text(struct visit *visit, json_t *object, const char *key,
                        const struct sql_row *row, int column) {
    visit_put_text(visit, object, key, sql_row_text(row, column));
}

void visit_put_row_whole(struct visit *visit, json_t *object, const char *key,
                         const struct sql_row *row, int column) {
    json_put(object, key,
             sql_row_is_null(row, column) ? json_null() : json_integer(sql_row_whole(row, column)),
             &visit->failed);
}

void visit_put_row(struct visit *visit, json_t *object, const struct sql_row *row,
                   const struct row_key *keys, int n) {
    for (int i = 0; i < n; i++) {
        bool none = sql_row_is_null(row, i);
        switch (keys[i].kind) {
        case ROW_WHOLE:
            visit_put_row_whole(visit, object, keys[i].key, row, i);
            break;
        case ROW_REAL:
            json_put(object, keys[i].key, none ? json_null() : json_real(sql_row_real(row, i)),
                     &visit->failed);
            break;
        case ROW_FLAG:
            json_put(object, keys[i].key, json_boolean(sql_row_whole(row, i) != 0), &visit->failed);
            break;
        case ROW_TEXT:
        default:
            visit_put_row_text(visit, object, keys[i].key, row, i);
        }
    }
}

unsigned visit_kept(struct visit *visit, struct kept_answer *kept, api_fn *make) {
    int64_t entry;
    unsigned status = 200;
    enum err err = sql_number(visit->store->sql, "SELECT max(entry) FROM log", SQL_NONE, 0, &entry,
                              &visit->error);
    if (err != OK) {
        return visit_fail(visit, err);
    }
    pthread_mutex_lock(&kept->lock); /* one makes it, and others wait for that */
    if (kept->text == NULL || kept->entry != entry) {
        status = make(visit);
        char *text =
            status == 200 && !visit->failed ? json_text(visit->answer, JSON_COMPACT) : NULL;
        free(kept->text);
        kept->text = text;
        kept->entry = entry;
    }
    visit->text = kept->text == NULL ? NULL : strdup(kept->text);
    visit->failed |= status == 200 && visit->text == NULL;
    pthread_mutex_unlock(&kept->lock);
    return status;
}
