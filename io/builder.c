// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/builder.h"

#include "solver/parallel.h"

#include <string.h>

uint32_t text_list_find(const struct text_list *list, const char *text, size_t length) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (strncmp(list->text[i], text, length) == 0 && list->text[i][length] == '\0') {
            return i;
        }
    }
    return NONE;
}

uint32_t text_list_add(struct text_list *list, const char *text, size_t length,
                       struct arena *arena) {
    uint32_t found = text_list_find(list, text, length);
    if (found != NONE) {
        return found;
    }
    if (list->n == list->capacity) {
        uint32_t capacity = list->capacity * 2 + 8;
        const char **larger = ARENA_NEW(arena, capacity, const char *);
        if (larger == NULL) {
            return NONE;
        }
        if (list->n > 0) {
            memcpy(larger, list->text, list->n * sizeof *larger);
        }
        list->text = larger;
        list->capacity = capacity;
    }
    char *copy = ARENA_NEW(arena, length + 1, char);
    if (copy == NULL) {
        return NONE;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    list->text[list->n] = copy;
    return list->n++;
}

struct place row_place(const struct builder *builder, const struct table *table, uint32_t row,
                       uint32_t column) {
    return faults_full(builder->faults) ? (struct place){table->csv.name, 0, 0}
                                        : table_place(table, row, column);
}

enum err strings_make(struct strings *strings, uint32_t n, const uint32_t *length,
                      struct arena *arena, struct error *error) {
    strings->n = n;
    strings->start = ARENA_NEW(arena, n, size_t);
    if (strings->start == NULL) {
        return error_no_memory(error);
    }
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        strings->start[i] = used;
        used += (size_t)length[i] + 1;
    }
    strings->bytes = ARENA_NEW(arena, used, char);
    if (strings->bytes == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(strings, length, n)                                  \
    schedule(static) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t i = 0; i < n; i++) {
        strings->bytes[strings->start[i] + length[i]] = '\0';
    }
    return OK;
}

enum err strings_copy(struct strings *strings, uint32_t n, const char *const *text,
                      struct arena *arena, struct error *error) {
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        used += strlen(text[i]) + 1;
    }
    *strings = (struct strings){n, ARENA_NEW(arena, n, size_t), ARENA_NEW(arena, used, char)};
    if (strings->start == NULL || strings->bytes == NULL) {
        return error_no_memory(error);
    }
    used = 0;
    for (uint32_t i = 0; i < n; i++) {
        strings->start[i] = used;
        strcpy(strings->bytes + used, text[i]);
        used += strlen(text[i]) + 1;
    }
    return OK;
}

/* Days since 1970-01-01 in the proleptic Gregorian calendar (years counted from March). */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2 ? 1 : 0;
    int64_t era = year / 400, of_era = year % 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool parse_digits(const char *text, int n, int64_t *value) {
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

static bool parse_date(const struct csv_field *field, double *value) {
    static const int64_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const char *text = field->text;
    int64_t year, month, day;
    if (field->length != 10 || text[4] != '-' || text[7] != '-' || !parse_digits(text, 4, &year) ||
        !parse_digits(text + 5, 2, &month) || !parse_digits(text + 8, 2, &day)) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1] ||
        (month == 2 && day == 29 && !leap)) {
        return false;
    }
    *value = (double)days_from_date(year, month, day);
    return true;
}

/* A decimal number of at most 15 digits: digits and power of ten are exact in a double, and so is
 * their quotient to the last bit, whatever the locale says about points. */
static bool parse_number(const struct csv_field *field, double *value) {
    int64_t digits = 0;
    int n_digits = 0, n_points = 0, n_decimals = 0;
    double power = 1;
    bool negative = field->length > 0 && field->text[0] == '-';
    for (uint32_t i = negative ? 1 : 0; i < field->length; i++) {
        char c = field->text[i];
        if (c == '.') {
            n_points++;
        } else if (c >= '0' && c <= '9' && n_digits < 15) {
            digits = digits * 10 + (c - '0');
            n_digits++;
            n_decimals += n_points;
        } else {
            return false;
        }
    }
    for (int i = 0; i < n_decimals; i++) {
        power *= 10;
    }
    *value = (negative ? -(double)digits : (double)digits) / power;
    return n_digits > 0 && n_points <= 1;
}

bool month_parse(const char *text, size_t length, uint32_t *month) {
    int64_t year, number;
    if (length != 7 || text[4] != '-' || !parse_digits(text, 4, &year) ||
        !parse_digits(text + 5, 2, &number) || year < 1 || number < 1 || number > 12) {
        return false;
    }
    *month = (uint32_t)(year * 12 + number - 1);
    return true;
}

bool value_parse(const struct csv_field *field, double *value, bool *is_date) {
    uint32_t month;
    *is_date = parse_date(field, value);
    if (!*is_date && month_parse(field->text, field->length, &month)) {
        *value = (double)days_from_date(month / 12, month % 12 + 1, 1);
        *is_date = true;
    }
    return *is_date || parse_number(field, value);
}
