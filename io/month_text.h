// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A month as text: 2027-03.
 */
#ifndef PLACERA_MONTH_TEXT_H
#define PLACERA_MONTH_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MONTH_TEXT_SIZE = 24 };

/* Fills text [MONTH_TEXT_SIZE]. month: year * 12 + month - 1. */
static inline void month_text(uint32_t month, char *text) {
    snprintf(text, MONTH_TEXT_SIZE, "%04u-%02u", month / 12, month % 12 + 1);
}

/* A month, YYYY-MM, as year * 12 + month - 1. */
bool month_parse(const char *text, size_t length, uint32_t *month);

#endif
