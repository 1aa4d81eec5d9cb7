// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include <string.h>

bool csv_unsigned(const struct csv_field *field, uint64_t max, uint64_t *value) {
    uint64_t sum = 0;
    if (field->length == 0 || field->length > 20) {
        return false;
    }
    for (uint32_t i = 0; i < field->length; i++) {
        unsigned digit = (unsigned)(field->text[i] - '0');
        if (digit > 9 || sum > (max - digit) / 10 || digit > max) {
            return false;
        }
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool csv_integer(const struct csv_field *field, int64_t min, int64_t max, int64_t *value) {
    bool negative = field->length > 0 && field->text[0] == '-';
    struct csv_field digits = {field->text + negative, field->length - negative, 0, 0};
    uint64_t size;
    if (!csv_unsigned(&digits, (uint64_t)INT64_MAX, &size)) {
        return false;
    }
    int64_t number = negative ? -(int64_t)size : (int64_t)size;
    *value = number;
    return number >= min && number <= max;
}

bool csv_equals(const struct csv_field *field, const char *text) {
    return strlen(text) == field->length && memcmp(field->text, text, field->length) == 0;
}
