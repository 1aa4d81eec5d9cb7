// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A month as text: 2027-03; a day: 2027-03-01.
 */
#ifndef PLACERA_MONTH_TEXT_H
#define PLACERA_MONTH_TEXT_H

#include "solver/dates.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MONTH_TEXT_SIZE = 24, DATE_TEXT_SIZE = 40 };

/* Fills text [MONTH_TEXT_SIZE]. month: year * 12 + month - 1. */
static inline void month_text(uint32_t month, char *text) {
    snprintf(text, MONTH_TEXT_SIZE, "%04u-%02u", month / 12, month % 12 + 1);
}

/* Fills text [DATE_TEXT_SIZE]. days: since 1970-01-01, from then on. */
static inline void date_text(double days, char *text) {
    struct date date = calendar_date((int32_t)days);
    snprintf(text, DATE_TEXT_SIZE, "%04u-%02u-%02u", date.year, date.month, date.day);
}

/* A month, YYYY-MM, as year * 12 + month - 1. */
bool month_parse(const char *text, size_t length, uint32_t *month);

#endif
