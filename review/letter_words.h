// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of letters and of round.xlsx, one file a language (letter_sv.c, letter_en.c), templates
 * as in explain/catalogue.h. Why a child was placed as it was is told in explain's words.
 */
#ifndef PLACERA_REVIEW_LETTER_WORDS_H
#define PLACERA_REVIEW_LETTER_WORDS_H

#include "explain/catalogue.h"

#define LETTER_PHRASES(X)                                                                          \
    X(TITLE)                                                                                       \
    X(ROUND)                                                                                       \
    X(DATE)                                                                                        \
    X(MUNICIPALITY)                                                                                \
    X(GUARDIAN_OF)                                                                                 \
    X(NUMBER)                                                                                      \
    /* the decision */                                                                             \
    X(GETS)                                                                                        \
    X(GETS_NONE)                                                                                   \
    X(THE_CHILD)                                                                                   \
    X(PROTECTED)                                                                                   \
    X(PROTECTED_NOTE)                                                                              \
    X(FIELD_CHILD)                                                                                 \
    X(FIELD_ID)                                                                                    \
    X(FIELD_SCHOOL)                                                                                \
    X(FIELD_OFFER)                                                                                 \
    X(FIELD_GROUP)                                                                                 \
    X(FIELD_START)                                                                                 \
    X(FIELD_WISH)                                                                                  \
    X(WISH)                                                                                        \
    X(WISH_NONE)                                                                                   \
    X(FIELD_ANSWER)                                                                                \
    X(ACCEPTED)                                                                                    \
    X(DECLINED)                                                                                    \
    X(FIELD_DECIDED_BY)                                                                            \
    X(FIELD_DECIDED_ON)                                                                            \
    X(FIELD_HANDLED_BY)                                                                            \
    X(FIELD_NUMBER)                                                                                \
    X(FIELD_LAW)                                                                                   \
    X(LAW_SCHOOL)                                                                                  \
    X(LAW_PRESCHOOL)                                                                               \
    X(REPLACES)                                                                                    \
    /* its grounds */                                                                              \
    X(GROUNDS)                                                                                     \
    X(HOW_DECIDED)                                                                                 \
    X(HOW_DECIDED_ALONE)                                                                           \
    X(FOLLOWS_PROPOSAL)                                                                            \
    X(OTHER)                                                                                       \
    X(OTHER_WAS)                                                                                   \
    X(OTHER_WAS_NONE)                                                                              \
    X(OTHER_REASON)                                                                                \
    X(OTHER_RESERVE)                                                                               \
    X(REASON_WITHHELD)                                                                             \
    X(OTHER_HOW)                                                                                   \
    X(PLACE)                                                                                       \
    X(PLACE_FROM)                                                                                  \
    /* appeals */                                                                                  \
    X(APPEAL)                                                                                      \
    X(APPEAL_BOTH)                                                                                 \
    X(APPEAL_BOARD)                                                                                \
    X(APPEAL_BOARD_WHEN)                                                                           \
    X(APPEAL_BOARD_WHERE)                                                                          \
    X(APPEAL_COURT)                                                                                \
    X(APPEAL_COURT_WHEN)                                                                           \
    X(APPEAL_COURT_NEAR)                                                                           \
    X(APPEAL_COURT_WHERE)                                                                          \
    X(APPEAL_COURT_UNNAMED)                                                                        \
    X(APPEAL_OFFICE_UNNAMED)                                                                       \
    X(APPEAL_WRITE)                                                                                \
    X(APPEAL_WRITE_WHICH)                                                                          \
    X(APPEAL_WRITE_HOW)                                                                            \
    X(APPEAL_WRITE_WHO)                                                                            \
    X(APPEAL_CHANGE)                                                                               \
    X(CONTACT)                                                                                     \
    /* the lottery */                                                                              \
    X(LOTTERY)                                                                                     \
    X(LOTTERY_ONE)                                                                                 \
    X(LOTTERY_EACH)                                                                                \
    X(FIELD_SEED)                                                                                  \
    X(FIELD_LOTTERY)                                                                               \
    X(LOTTERY_COMMAND)                                                                             \
    X(LOTTERY_COMMANDS)                                                                            \
    X(LOG)                                                                                         \
    /* round.xlsx */                                                                               \
    X(SHEET_DECISIONS)                                                                             \
    X(SHEET_SCHOOLS)                                                                               \
    X(SHEET_LOG)                                                                                   \
    X(COLUMN_NAME)                                                                                 \
    X(COLUMN_METRES)                                                                               \
    X(COLUMN_STATE)                                                                                \
    X(COLUMN_SEATS)                                                                                \
    X(COLUMN_DECIDED)                                                                              \
    X(COLUMN_CONFIRMED)                                                                            \
    X(COLUMN_PROPOSED)                                                                             \
    X(COLUMN_RESERVE)                                                                              \
    X(COLUMN_ENTRY)                                                                                \
    X(COLUMN_AT)                                                                                   \
    X(COLUMN_USER)                                                                                 \
    X(COLUMN_ACTION)                                                                               \
    X(COLUMN_BEFORE)                                                                               \
    X(COLUMN_AFTER)                                                                                \
    X(COLUMN_REASON)                                                                               \
    X(COLUMN_HASH)                                                                                 \
    X(STATE_DECIDED)                                                                               \
    X(STATE_ACCEPTED)                                                                              \
    X(STATE_DECLINED)                                                                              \
    X(WITHHELD)

enum letter_phrase {
#define X(name) LETTER_##name,
    LETTER_PHRASES(X)
#undef X
        N_LETTER_PHRASES
};

struct letter_language {
    const char *code; /* of the language in explain/catalogue.h, which has months and numbers */
    const char *phrase[N_LETTER_PHRASES];
};

extern const struct letter_language letter_sv, letter_en;
extern const struct letter_language *const letter_languages[];
extern const unsigned n_letter_languages;

/* "TITLE" and so on, for messages about the catalogue. */
extern const char *const letter_phrase_name[N_LETTER_PHRASES];

/* The words in a language of explain's; NULL where there are none. */
const struct letter_language *letter_language_find(const struct language *language);

#endif
