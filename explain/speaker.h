// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside explain/: who writes a child's page. Sentences are added to a paragraph, which
 * speaker_flush() wraps onto the page; words.c decides on the page's parts, reason.c says why a
 * wish failed, around.c what stands around the placement.
 */
#ifndef PLACERA_SPEAKER_H
#define PLACERA_SPEAKER_H

#include "explain/facts.h"
#include "explain/render.h"

struct speaker {
    const struct explainer *explainer;
    const struct instance *instance; /* the explainer's */
    const struct explanation *explanation;
    const struct language *language;
    struct text *out;
    struct text *paragraph;
    struct text *list;
    unsigned width;    /* of a line; 0: 80, UINT_MAX: paragraphs are not wrapped */
    bool hides_metres; /* the child's own are not told */
};

/* A school as slot `place`, and with its distance (where the instance has any) as slot `at`; must
 * stay where it was made. */
struct place_words {
    struct slot place[3];
    struct slot metres[2];
    struct slot both[3];
    struct slot slot_place;
    struct slot slot_at;
};

/* Adds a sentence to the paragraph. */
void speaker_add(struct speaker *speaker, enum phrase phrase, const struct slot *slots);

/* Ends the paragraph: indented, or from the line's beginning. Nothing if it is empty. */
void speaker_flush(struct speaker *speaker);
void speaker_flush_line(struct speaker *speaker);

/* A sentence as a paragraph of its own, from the line's beginning. */
void speaker_line(struct speaker *speaker, enum phrase phrase, const struct slot *slots);

/* An empty line, never two. */
void speaker_gap(struct speaker *speaker);

/* The command for a lottery number on a line of its own, never wrapped. */
void speaker_command(struct speaker *speaker, const char *seed, const char *applicant,
                     const char *offer);

/* An enumeration: begin, add each, end gives its text (valid until the next begin). */
void speaker_list_begin(struct speaker *speaker);
void speaker_list_add(struct speaker *speaker, enum phrase phrase, const struct slot *slots);
const char *speaker_list_end(struct speaker *speaker);

/* The name of the school with this id, NULL where there is none. O(schools). */
const char *speaker_school(const struct instance *instance, const char *id);

void speaker_place(struct place_words *words, const struct speaker *speaker, uint32_t offer,
                   uint32_t metres, enum measure measure);

/* Why the choice was refused; of an admitted one, why it does not begin earlier. */
void speaker_refusal(struct speaker *speaker, const struct choice *choice);

/* decided.c: what put the last admitted before the child. */
void speaker_decided(struct speaker *speaker, const struct choice *choice,
                     const struct refusal *refusal);

/* around.c: under the proposal, when it begins, what it moves from and on to. */
void speaker_months(struct speaker *speaker);

/* around.c: what is owed, siblings. */
void speaker_around(struct speaker *speaker);

/* around.c: what an application goes with that goes with another one. */
void speaker_follows(struct speaker *speaker);

#endif
