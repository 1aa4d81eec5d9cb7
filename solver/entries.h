// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries: options with a word of their criteria, to be sorted by it. Private to solver/ranking.c.
 */
#ifndef PLACERA_ENTRIES_H
#define PLACERA_ENTRIES_H

#include "solver/keys.h"

enum {
    ENTRY_WORDS_MAX = CRITERIA_MAX + 2
}; /* each a word of its own, who stays before and the lottery after them */

/* Where each criterion of a list stands in the words. */
struct entry_plan {
    uint32_t n;
    uint32_t n_words;
    struct criterion criterion[ENTRY_WORDS_MAX];
    uint32_t end_bit[ENTRY_WORDS_MAX]; /* in the row, where its lowest bit has passed */
    uint8_t first[ENTRY_WORDS_MAX];    /* [n_words] the first criterion that a word has bits of */
    uint8_t end[ENTRY_WORDS_MAX];      /* [n_words] one past the last */
};

/* An option to sort, with the word that it is sorted by. */
struct entry {
    uint64_t word;
    uint32_t option;
};

/* Packs a list; the lottery goes last where the list does not name it. */
void entry_plan_make(struct entry_plan *plan, const struct instance *instance,
                     const struct criteria *list);

/* The w-th word of an option, smaller is better. */
uint64_t entry_word(const struct keys *keys, const struct entry_plan *plan, uint32_t w,
                    uint32_t option);

/* Sorts n entries that hold their first words: by the list's criteria, the lottery, the applicant's
 * id, the option's index. spare [n] is scratch. O(n) as a rule, O(n log n) where all criteria and
 * lottery numbers are equal. */
void entries_sort(const struct keys *keys, const struct entry_plan *plan, struct entry *entry,
                  struct entry *spare, uint32_t n);

#endif
