// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A decision as a letter: one HTML page for one child, which needs nothing but itself, to be read
 * on a screen or printed on A4 for a window envelope. It tells what the law wants told: the
 * decision and the provisions (sections 31 and 32 of förvaltningslagen, the Administrative
 * Procedure Act), its grounds wish by wish, how to appeal (section 33); and how to recompute the
 * child's number in the lottery. Nothing of another child is in it but what explain tells.
 *
 * Of a child with a protected identity it holds neither name, address nor metres.
 */
#ifndef PLACERA_REVIEW_LETTER_H
#define PLACERA_REVIEW_LETTER_H

#include "explain/words.h"
#include "review/letter_words.h"
#include "review/setting.h"

/* Somebody did something: who, when (as the log has it), why. by is NULL: nobody did. */
struct deed {
    const char *entry; /* its number, in digits */
    const char *by, *at, *reason, *hash;
    bool withheld; /* the reason is not for a letter */
};

/* A place; offer NULL: none. */
struct letter_place {
    const char *school, *offer, *group; /* group, start: NULL where there is none */
    const char *start;                  /* 2027-08 */
};

/* What the store knows of a child that is decided. Texts live as long as the letter is written. */
struct letter_case {
    uint32_t child; /* its number in the instance */
    const char *id;
    bool is_protected;
    const char *name, *guardian, *address; /* NULL: not told, or protected */
    struct letter_place decided, proposed;
    int64_t wish, n_wishes; /* 0: at no wish */
    const char *handled_by; /* NULL: nobody is noted */
    struct deed decide;     /* the decision */
    struct deed give;       /* where the decision is not as proposed: who gave it */
    struct deed reopen;     /* the decision before it was taken back */
    struct deed answer;     /* by is NULL: none yet */
    bool accepted;          /* the answer */
    bool from_reserve;      /* the place came free and was offered along the reserve list */
};

/* Writes letters, one after the other, into out. */
struct letter {
    const struct language *language;
    const struct letter_language *words;
    const struct settings *settings;
    const char *round; /* its name */
    bool months;       /* placements have a start: preschool */
    const struct explainer *explainer;

    struct text out;
    struct text phrase; /* rendered, to be escaped */
    struct words grounds;
};

/* The letter for one child, in letter->out from its beginning. Errors: as explain, ERR_NO_MEMORY.
 */
enum err letter_write(struct letter *letter, const struct letter_case *about, struct error *error);
void letter_release(struct letter *letter);

#endif
