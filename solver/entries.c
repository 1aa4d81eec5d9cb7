// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every criterion gives an option a number of so many bits, smaller is better. A list of criteria
 * gives a row of such numbers, one bit after the other, cut into 64-bit words, so that two options
 * compare by their first words nearly always:
 *
 *     word 0: [current_place 1 bit | sibling 1 | relative_nearness 32 | lottery, its upper 30]
 *     word 1: [lottery, its lower 34 | 0 ...]
 *
 * Entries are sorted by the first word, byte by byte from the last (a radix sort: D. E. Knuth, The
 * Art of Computer Programming 3, 5.2.5). Those that are equal get their next word and are sorted by
 * that, and so on. After the words come the applicant's id and the option's index, so that the
 * order is total.
 */
#include "solver/entries.h"

#include <string.h>

enum { INSERTION_MAX = 64 }; /* so few are sorted by insertion */

/* Packs a list; the lottery goes last where the list does not name it. */
void entry_plan_make(struct entry_plan *plan, const struct instance *instance,
                     const struct criteria *list) {
    bool lottery = false;
    plan->n = 0;
    if (instance->offer_counts_current != NULL) {
        plan->criterion[plan->n++] = (struct criterion){CRITERION_STAYS, NONE};
    }
    for (uint32_t i = 0; i < list->n; i++) {
        plan->criterion[plan->n] = instance->criterion[list->start + i];
        lottery |= plan->criterion[plan->n++].kind == CRITERION_LOTTERY;
    }
    if (!lottery) {
        plan->criterion[plan->n++] = (struct criterion){CRITERION_LOTTERY, NONE};
    }
    uint32_t used = 0;
    for (uint32_t i = 0; i < plan->n; i++) {
        uint32_t bits = key_bits(plan->criterion[i].kind);
        for (uint32_t w = used / 64; w <= (used + bits - 1) / 64; w++) {
            plan->first[w] = (uint8_t)(w * 64 >= used ? i : plan->first[w]);
            plan->end[w] = (uint8_t)(i + 1);
        }
        plan->end_bit[i] = used += bits;
    }
    plan->n_words = (used + 63) / 64;
}

/* The w-th word of an option; of a number that is cut, the bits that belong here. */
uint64_t entry_word(const struct keys *keys, const struct entry_plan *plan, uint32_t w,
                    uint32_t option) {
    uint64_t word = 0;
    for (uint32_t c = plan->first[w]; c < plan->end[w]; c++) {
        uint64_t key = key_of(keys, &plan->criterion[c], option);
        uint32_t end = plan->end_bit[c], word_end = 64 * (w + 1);
        word |= end > word_end ? key >> (end - word_end) : key << (word_end - end);
    }
    return word;
}

/* All words equal: the id, then the option's index decide. */
static bool tied_before(const struct keys *keys, uint32_t left, uint32_t right) {
    const struct strings *ids = &keys->instance->applicant_id;
    const uint32_t *applicant = keys->ranking->applicant;
    int order = strcmp(strings_get(ids, applicant[left]), strings_get(ids, applicant[right]));
    return order != 0 ? order < 0 : left < right;
}

/* Bottom-up merge sort of entries whose words are all equal. */
static void sort_tied(const struct keys *keys, struct entry *entry, struct entry *spare,
                      uint32_t n) {
    struct entry *from = entry, *to = spare;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t begin = 0; begin < n; begin += 2 * width) {
            size_t middle = begin + width < n ? begin + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t left = begin, right = middle;
            for (size_t k = begin; k < end; k++) {
                bool take_left =
                    left < middle &&
                    (right == end || !tied_before(keys, from[right].option, from[left].option));
                to[k] = from[take_left ? left++ : right++];
            }
        }
        struct entry *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != entry) {
        memcpy(entry, from, n * sizeof *entry);
    }
}

static void sort_few(struct entry *entry, uint32_t n) {
    for (uint32_t i = 1; i < n; i++) {
        struct entry moved = entry[i];
        uint32_t at = i;
        for (; at > 0 && entry[at - 1].word > moved.word; at--) {
            entry[at] = entry[at - 1];
        }
        entry[at] = moved;
    }
}

/* One pass of the radix sort: stable, by the byte at shift. */
static void sort_byte(const struct entry *from, struct entry *to, uint32_t n, unsigned shift) {
    uint32_t place[256] = {0}, sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        place[from[i].word >> shift & 0xFF]++;
    }
    for (int byte = 0; byte < 256; byte++) {
        uint32_t count = place[byte];
        place[byte] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < n; i++) {
        to[place[from[i].word >> shift & 0xFF]++] = from[i];
    }
}

/* By the words; bytes in which none differs are passed over. */
static void sort_words(struct entry *entry, struct entry *spare, uint32_t n) {
    struct entry *from = entry, *to = spare;
    uint64_t differing = 0;
    if (n <= INSERTION_MAX) {
        sort_few(entry, n);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        differing |= entry[i].word ^ entry[0].word;
    }
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((differing >> shift & 0xFF) != 0) {
            sort_byte(from, to, n, shift);
            struct entry *swapped = from;
            from = to;
            to = swapped;
        }
    }
    if (from != entry) {
        memcpy(entry, from, n * sizeof *entry);
    }
}

/* Sorts n entries that hold their w-th words and are equal in those before; calls itself for those
 * that are equal in this one too, as often as there are words. */
static void sort_entries(const struct keys *keys, const struct entry_plan *plan,
                         struct entry *entry, struct entry *spare, uint32_t n, uint32_t w) {
    sort_words(entry, spare, n);
    for (uint32_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && entry[end].word == entry[begin].word; end++) {
        }
        if (end - begin == 1) {
            continue;
        }
        if (w + 1 == plan->n_words) {
            sort_tied(keys, entry + begin, spare + begin, end - begin);
            continue;
        }
        uint64_t word = entry[begin].word;
        for (uint32_t i = begin; i < end; i++) {
            entry[i].word = entry_word(keys, plan, w + 1, entry[i].option);
        }
        sort_entries(keys, plan, entry + begin, spare + begin, end - begin, w + 1);
        entry[end - 1].word = word; /* the next entry is compared with it no more */
    }
}

void entries_sort(const struct keys *keys, const struct entry_plan *plan, struct entry *entry,
                  struct entry *spare, uint32_t n) {
    sort_entries(keys, plan, entry, spare, n, 0);
}
