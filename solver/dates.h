// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Days since 1970-01-01 and months (year * 12 + month - 1), in the manner of Howard Hinnant's
 * "chrono-compatible low-level date algorithms": years begin in March, so that the leap day comes
 * last. For days from 1970 on.
 */
#ifndef PLACERA_DATES_H
#define PLACERA_DATES_H

#include <stdint.h>

struct date {
    uint32_t year;
    uint32_t month; /* 1 .. 12 */
    uint32_t day;   /* 1 .. 31 */
};

static inline struct date calendar_date(int32_t days) {
    uint32_t shifted = (uint32_t)days + 719468;
    uint32_t era = shifted / 146097;
    uint32_t day_of_era = shifted % 146097;
    uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint32_t march_month = (5 * day_of_year + 2) / 153;
    uint32_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct date){era * 400 + year_of_era + (month <= 2), month,
                         day_of_year - (153 * march_month + 2) / 5 + 1};
}

/* The first day of a month. */
static inline int32_t calendar_first_day(uint32_t month) {
    uint32_t march_month = (month + 10) % 12;
    uint32_t year = (month + 10) / 12 - 1; /* that begins in March */
    uint32_t era = year / 400;
    uint32_t year_of_era = year % 400;
    uint32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * march_month + 2) / 5;
    return (int32_t)(era * 146097 + day_of_era) - 719468;
}

static inline uint32_t calendar_month(int32_t days) {
    struct date date = calendar_date(days);
    return date.year * 12 + date.month - 1;
}

#endif
