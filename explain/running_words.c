// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page of a child that comes after the round, from top to bottom:
 *
 *     title, round, child, the first choice in one line    head()
 *     1. wishes with a free seat                           free_ones()
 *     2. near schools with a free seat                     free_ones()
 *     3. each wish that is full: which seats, how many     full_ones()
 *     wishes that are not possible                         refused_ones()
 */
#include "explain/running.h"
#include "explain/speaker.h"

struct page {
    struct speaker speaker;
    const struct running *running;
    struct text paragraph, list;
};

static bool has_months(const struct page *page) {
    return instance_has_months(page->running->instance);
}

static void head(struct page *page) {
    struct speaker *speaker = &page->speaker;
    const struct running *running = page->running;
    const struct running_option *first = running_first(running);
    speaker_line(speaker, PHRASE_RUNNING_TITLE, NULL);
    speaker_line(speaker, PHRASE_ROUND,
                 (struct slot[]){slot_text("round", running->instance->name), slot_end()});
    speaker_line(
        speaker, PHRASE_CHILD,
        (struct slot[]){slot_text("child", strings_get(&running->newcomer->applicant_id, 0)),
                        slot_end()});
    if (has_months(page)) {
        speaker_line(speaker, PHRASE_RUNNING_START,
                     (struct slot[]){slot_month("month", running->month), slot_end()});
    }
    if (first == NULL) {
        speaker_line(speaker, PHRASE_RUNNING_ANSWER_NONE, NULL);
    } else {
        struct place_words place;
        speaker_place(&place, speaker, first->offer, first->metres, first->measure);
        speaker_line(speaker, has_months(page) ? PHRASE_RUNNING_ANSWER_FROM : PHRASE_RUNNING_ANSWER,
                     (struct slot[]){place.slot_place, slot_month("month", first->vacancy.month),
                                     slot_end()});
    }
    speaker_gap(speaker);
}

/* The line that names an option. */
static void name_option(struct page *page, const struct running_option *option) {
    struct place_words place;
    speaker_place(&place, &page->speaker, option->offer, option->metres, option->measure);
    speaker_line(&page->speaker, option->wish > 0 ? PHRASE_RUNNING_WISH : PHRASE_RUNNING_OTHER,
                 (struct slot[]){place.slot_at, slot_count("wish", option->wish), slot_end()});
}

/* Who waits here. */
static void reserve(struct page *page, const struct running_option *option) {
    if (option->n_reserve > 0) {
        speaker_add(&page->speaker,
                    option->n_before > 0 ? PHRASE_RUNNING_RESERVE : PHRASE_RUNNING_RESERVE_AFTER,
                    (struct slot[]){slot_count("waiting", option->n_reserve),
                                    slot_count("before", option->n_before), slot_end()});
    }
}

static void free_one(struct page *page, const struct running_option *option) {
    struct speaker *speaker = &page->speaker;
    struct slot slots[] = {slot_month("month", option->vacancy.month),
                           slot_count("months", option->late),
                           slot_count("late", page->running->late_months), slot_end()};
    name_option(page, option);
    speaker_add(speaker,
                !has_months(page)   ? PHRASE_RUNNING_FREE
                : option->late == 0 ? PHRASE_RUNNING_FREE_WISHED
                                    : PHRASE_RUNNING_FREE_FROM,
                slots);
    if (option->late > page->running->late_months) {
        speaker_add(speaker,
                    page->running->late_months == 0 ? PHRASE_RUNNING_NEVER_LATE
                                                    : PHRASE_RUNNING_TOO_LATE,
                    slots);
    }
    reserve(page, option);
    speaker_flush(speaker);
}

/* Those of some options that are free; what to say where none is. */
static void free_ones(struct page *page, const struct running_option *option, uint32_t n,
                      enum phrase none) {
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        if (running_is_free(&option[i])) {
            free_one(page, &option[i]);
            any = true;
        }
    }
    if (!any) {
        speaker_add(&page->speaker, none, NULL);
        speaker_flush(&page->speaker);
    }
    speaker_gap(&page->speaker);
}

/* The seats of the offer, its school or a pool around it, and its name. */
static enum phrase limit_phrase(const struct calendar *calendar, uint32_t limit,
                                const char **name) {
    *name = calendar_name(calendar, limit);
    if (calendar->limit[limit].offer != NONE) {
        return PHRASE_RUNNING_OF_OFFER;
    }
    const char *school = speaker_school(calendar->instance, *name);
    *name = school != NULL ? school : *name;
    return school != NULL ? PHRASE_RUNNING_OF_SCHOOL : PHRASE_RUNNING_OF_POOL;
}

static void obstacle_say(struct page *page, const struct obstacle *obstacle) {
    const struct calendar *calendar = &page->running->vacancies.calendar;
    const char *limit;
    enum phrase what = limit_phrase(calendar, obstacle->limit, &limit);
    struct slot name[] = {slot_text("name", limit), slot_end()};
    struct slot slots[] = {slot_phrase("what", what, name),
                           slot_count("seats", obstacle->seats),
                           slot_count("children", obstacle->children),
                           slot_month("month", obstacle->month),
                           slot_count("number", (uint64_t)obstacle->children + 1),
                           slot_count("beyond", obstacle->children + 1 - obstacle->seats),
                           slot_end()};
    speaker_add(&page->speaker, has_months(page) ? PHRASE_RUNNING_LIMIT_IN : PHRASE_RUNNING_LIMIT,
                slots);
    speaker_add(&page->speaker, PHRASE_RUNNING_BEYOND, slots);
    speaker_flush(&page->speaker);
}

static void full_one(struct page *page, const struct running_option *option) {
    struct speaker *speaker = &page->speaker;
    const struct vacancy *vacancy = &option->vacancy;
    name_option(page, option);
    if (vacancy->month == NONE) {
        speaker_add(speaker, PHRASE_RUNNING_FULL_FOR_GOOD, NULL);
    } else if (vacancy->month != vacancy->no_seats) {
        speaker_add(speaker, PHRASE_RUNNING_FULL_UNTIL,
                    (struct slot[]){slot_month("month", vacancy->month), slot_end()});
    }
    if (vacancy->no_seats > 0) {
        speaker_add(speaker, PHRASE_RUNNING_NO_SEATS,
                    (struct slot[]){slot_month("month", vacancy->no_seats), slot_end()});
    }
    speaker_flush(speaker);
    for (uint32_t i = 0; i < vacancy->n_obstacles; i++) {
        obstacle_say(page, &vacancy->obstacle[i]);
    }
    if (option->last_rank > 0) {
        speaker_add(speaker,
                    option->before_last ? PHRASE_RUNNING_LAST_BEFORE : PHRASE_RUNNING_LAST_AFTER,
                    (struct slot[]){slot_count("rank", option->last_rank), slot_end()});
    }
    reserve(page, option);
    speaker_flush(speaker);
}

static void full_ones(struct page *page) {
    const struct running *running = page->running;
    bool any = false;
    speaker_line(&page->speaker, PHRASE_RUNNING_FULL, NULL);
    for (uint32_t i = 0; i < running->n_wishes; i++) {
        if (running_is_full(running, &running->wish[i])) {
            full_one(page, &running->wish[i]);
            any = true;
        }
    }
    if (!any) {
        speaker_add(&page->speaker, PHRASE_RUNNING_FULL_NONE, NULL);
        speaker_flush(&page->speaker);
    }
    speaker_gap(&page->speaker);
}

/* The school or offer that an offer goes with, "" where it goes with none. */
static const char *followed_id(const struct page *page, uint32_t offer) {
    const struct instance *instance = page->running->instance;
    if (instance->offer_follows_offer != NULL && instance->offer_follows_offer[offer] != NONE) {
        return strings_get(&instance->offer_id, instance->offer_follows_offer[offer]);
    }
    if (instance->offer_follows_school != NULL && instance->offer_follows_school[offer] != NONE) {
        return strings_get(&instance->school_id, instance->offer_follows_school[offer]);
    }
    return "";
}

static void refused_ones(struct page *page) {
    static const enum phrase phrase_of[] = {
        [RUNNING_GROUP] = PHRASE_RUNNING_GROUP,
        [RUNNING_DECISION] = PHRASE_RUNNING_DECISION,
        [RUNNING_UNOPENED] = PHRASE_RUNNING_UNOPENED,
        [RUNNING_FOLLOWS] = PHRASE_RUNNING_FOLLOWS,
    };
    bool begun = false;
    for (uint32_t i = 0; i < page->running->n_wishes; i++) {
        const struct running_option *option = &page->running->wish[i];
        if (option->refusal == RUNNING_ALLOWED) {
            continue;
        }
        if (!begun) {
            speaker_line(&page->speaker, PHRASE_RUNNING_REFUSED, NULL);
            begun = true;
        }
        name_option(page, option);
        speaker_add(&page->speaker, phrase_of[option->refusal],
                    (struct slot[]){slot_count("missing", option->n_missing),
                                    slot_text("with", followed_id(page, option->offer)),
                                    slot_end()});
        speaker_flush(&page->speaker);
    }
    speaker_gap(&page->speaker);
}

void running_words(struct text *out, const struct running *running,
                   const struct language *language) {
    struct page page = {.running = running};
    page.speaker = (struct speaker){.instance = running->newcomer,
                                    .language = language,
                                    .out = out,
                                    .paragraph = &page.paragraph,
                                    .list = &page.list};
    head(&page);
    speaker_line(&page.speaker, PHRASE_RUNNING_WISHES, NULL);
    free_ones(&page, running->wish, running->n_wishes, PHRASE_RUNNING_WISHES_NONE);
    speaker_line(&page.speaker,
                 running->has_near_limit ? PHRASE_RUNNING_NEAR : PHRASE_RUNNING_NEAREST,
                 (struct slot[]){slot_metres("metres", running->near_limit_m), slot_end()});
    free_ones(&page, running->near, running->n_near, PHRASE_RUNNING_NEAR_NONE);
    full_ones(&page);
    refused_ones(&page);
    speaker_line(&page.speaker, PHRASE_RUNNING_FOOT, NULL);
    out->no_memory |= page.paragraph.no_memory || page.list.no_memory;
    text_release(&page.paragraph);
    text_release(&page.list);
}
