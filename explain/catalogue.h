// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue: every sentence that explanations are made of, one file a language (sv.c, en.c).
 * A third language is one more such file and its name in catalogue.c's table; the tests find a
 * phrase that is missing or whose arguments differ from the other languages'.
 *
 * A phrase is a template. {name} is replaced by the argument of that name. {name|one|other} chooses
 * by the number `name`, in the order in which the language's plural() counts the forms; the forms
 * may hold further {names}. So a translator is free to move words about, and a wrong argument
 * cannot read memory as a wrong printf format would.
 */
#ifndef PLACERA_CATALOGUE_H
#define PLACERA_CATALOGUE_H

#include <stdint.h>

#define PHRASES(X)                                                                                 \
    /* the head of the page */                                                                     \
    X(TITLE)                                                                                       \
    X(ROUND)                                                                                       \
    X(DATE)                                                                                        \
    X(CHILD)                                                                                       \
    X(RESULT_WISH)                                                                                 \
    X(RESULT_FALLBACK)                                                                             \
    X(RESULT_LOCKED)                                                                               \
    X(RESULT_NONE)                                                                                 \
    X(RESULT_STAYS)                                                                                \
    X(RESULT_FOLLOWS)                                                                              \
    X(START_AS_WISHED)                                                                             \
    X(START_LATER)                                                                                 \
    X(TRANSFER)                                                                                    \
    X(TRANSFER_NOW)                                                                                \
    X(TRANSFER_SEAT)                                                                               \
    X(MOVES_ON)                                                                                    \
    X(MOVES_AT_ONCE)                                                                               \
    X(PROTECTED)                                                                                   \
    X(PLACE)                                                                                       \
    X(PLACE_AT)                                                                                    \
    X(WALKING)                                                                                     \
    X(STRAIGHT_LINE)                                                                               \
    X(NO_DISTANCE)                                                                                 \
    /* how seats are shared out */                                                                 \
    X(METHOD_DEFERRED)                                                                             \
    X(METHOD_MINIMUM_COST)                                                                         \
    X(METHOD_TRADING)                                                                              \
    X(METHOD_IMMEDIATE)                                                                            \
    X(METHOD_SERIAL)                                                                               \
    X(METHOD_OTHER)                                                                                \
    X(OBJECTIVE_PLACED)                                                                            \
    X(OBJECTIVE_NEAR)                                                                              \
    X(OBJECTIVE_WISHES)                                                                            \
    X(OBJECTIVE_RANK_MAXIMAL)                                                                      \
    X(OBJECTIVE_CRITERIA)                                                                          \
    X(OBJECTIVE_DISTANCE)                                                                          \
    X(OBJECTIVE_COLUMN)                                                                            \
    X(OBJECTIVE_CURRENT)                                                                           \
    X(OBJECTIVE_GUARANTEE)                                                                         \
    X(OBJECTIVE_TOGETHER)                                                                          \
    X(OBJECTIVE_LATE)                                                                              \
    X(OBJECTIVE_FOLLOWS)                                                                           \
    X(METHOD_UNPROVED)                                                                             \
    X(LIST_NEXT)                                                                                   \
    /* a wish or another school, and its outcome */                                                \
    X(WISH_ADMITTED)                                                                               \
    X(WISH_REFUSED)                                                                                \
    X(WISH_NOT_NEEDED)                                                                             \
    X(WISH_NOT_TRIED)                                                                              \
    X(WISH_STAYS)                                                                                  \
    X(OTHER_STAYS)                                                                                 \
    X(OTHER_ADMITTED)                                                                              \
    X(OTHER_REFUSED)                                                                               \
    X(NO_WISHES)                                                                                   \
    X(LOCKED_BEFORE)                                                                               \
    X(NOBODY_REFUSED)                                                                              \
    X(ADMITTED_RANK)                                                                               \
    X(ADMITTED_STEP)                                                                               \
    X(ADMITTED_CLAIM)                                                                              \
    X(HIGHER_GIVEN)                                                                                \
    X(BELOW_PRESENT)                                                                               \
    X(STAYS_FULL)                                                                                  \
    X(STAYS_SAFE)                                                                                  \
    X(NOT_BEFORE)                                                                                  \
    X(BEGINS)                                                                                      \
    X(BEGINS_FIRST)                                                                                \
    X(BEGINS_FULL)                                                                                 \
    X(BEGINS_BEST)                                                                                 \
    X(RESERVE)                                                                                     \
    /* which seats are full */                                                                     \
    X(NO_SEATS)                                                                                    \
    X(FULL_OFFER)                                                                                  \
    X(FULL_SCHOOL)                                                                                 \
    X(FULL_POOL)                                                                                   \
    X(FULL_OFFER_IN)                                                                               \
    X(FULL_SCHOOL_IN)                                                                              \
    X(FULL_POOL_IN)                                                                                \
    X(NO_SEATS_IN)                                                                                 \
    X(TAKEN_PLACED)                                                                                \
    X(TAKEN_KEPT)                                                                                  \
    X(TAKEN_LEAVING)                                                                               \
    X(TAKEN_LOCKED)                                                                                \
    X(TAKEN_BY)                                                                                    \
    X(WOULD_NEED)                                                                                  \
    X(WOULD_BEGIN)                                                                                 \
    X(LOCKED_SOME)                                                                                 \
    X(LOCKED_ALL)                                                                                  \
    /* why others went before */                                                                   \
    X(SERIAL_TURN)                                                                                 \
    X(STEP_SAME)                                                                                   \
    X(STEP_EARLIER)                                                                                \
    X(EQUAL_BEFORE)                                                                                \
    X(DECIDED)                                                                                     \
    X(DECIDED_LOTTERY)                                                                             \
    X(DECIDED_ID)                                                                                  \
    X(CLAIM)                                                                                       \
    X(TRADED)                                                                                      \
    X(OBJECTIVE_FULL)                                                                              \
    X(OBJECTIVE_FREE)                                                                              \
    X(OBJECTIVE_FREE_FROM)                                                                         \
    X(KEPT)                                                                                        \
    X(NOT_OPENED)                                                                                  \
    X(NOT_ELIGIBLE)                                                                                \
    X(OUT)                                                                                         \
    X(NO_MONTH)                                                                                    \
    X(NOT_ALONG)                                                                                   \
    X(LEFT_OVER)                                                                                   \
    X(BY_FAMILY)                                                                                   \
    X(PRICE)                                                                                       \
    X(PRICE_NOTHING)                                                                               \
    X(TAKEN)                                                                                       \
    X(SHARED_OUT)                                                                                  \
    X(VALUE_OWN)                                                                                   \
    X(VALUE_LAST)                                                                                  \
    X(LAST_OFFER)                                                                                  \
    X(LAST_SCHOOL)                                                                                 \
    X(LAST_POOL)                                                                                   \
    X(MISSED_METRES)                                                                               \
    X(MISSED_DAYS)                                                                                 \
    X(MISSED_NUMBER)                                                                               \
    X(MISSED_PLACES)                                                                               \
    X(MISSED_WISHES)                                                                               \
    X(LOTTERY_WITHHELD)                                                                            \
    X(LOTTERY_COMMAND)                                                                             \
    X(LOTTERY_CARRIED)                                                                             \
    /* criteria: name and rule */                                                                  \
    X(CURRENT_PLACE)                                                                               \
    X(CURRENT_PLACE_RULE)                                                                          \
    X(WISH_RANK)                                                                                   \
    X(WISH_RANK_RULE)                                                                              \
    X(RELATIVE)                                                                                    \
    X(RELATIVE_RULE)                                                                               \
    X(ABSOLUTE)                                                                                    \
    X(ABSOLUTE_RULE)                                                                               \
    X(FLAG_RULE)                                                                                   \
    X(ASCENDING_RULE)                                                                              \
    X(ASCENDING_DATE_RULE)                                                                         \
    X(DESCENDING_RULE)                                                                             \
    X(DESCENDING_DATE_RULE)                                                                        \
    X(LOTTERY)                                                                                     \
    X(LOTTERY_RULE)                                                                                \
    X(COLUMN)                                                                                      \
    X(COLUMN_SIBLING)                                                                              \
    X(COLUMN_PRIORITY)                                                                             \
    X(COLUMN_QUEUE_DATE)                                                                           \
    X(COLUMN_BIRTH_DATE)                                                                           \
    X(COLUMN_MERIT)                                                                                \
    /* values */                                                                                   \
    X(YES)                                                                                         \
    X(NO)                                                                                          \
    X(MISSING)                                                                                     \
    X(VALUE_WISH)                                                                                  \
    X(VALUE_NO_WISH)                                                                               \
    X(VALUE_RELATIVE)                                                                              \
    X(VALUE_ONLY_SCHOOL)                                                                           \
    X(VALUE_WALKING)                                                                               \
    X(VALUE_STRAIGHT)                                                                              \
    X(VALUE_WITHHELD)                                                                              \
    X(VALUE_STARTS)                                                                                \
    /* beyond the wishes */                                                                        \
    X(NO_WISH_GAVE)                                                                                \
    X(FALLBACK_IN_ROUND)                                                                           \
    X(FALLBACK_AFTER)                                                                              \
    X(REACH)                                                                                       \
    X(WITHIN)                                                                                      \
    X(NEAREST)                                                                                     \
    X(NEAREST_FREE)                                                                                \
    X(BEST_FOR_ALL)                                                                                \
    X(UNPLACED_NO_FALLBACK)                                                                        \
    X(UNPLACED_NO_SCHOOL)                                                                          \
    X(UNPLACED_ALL_FULL)                                                                           \
    X(UNPLACED_NEXT)                                                                               \
    X(UNPLACED_FOLLOWER)                                                                           \
    X(UNPLACED_RESERVE)                                                                            \
    /* what is owed, siblings, what it goes with */                                                \
    X(GUARANTEE_HELD)                                                                              \
    X(GUARANTEE_LATER)                                                                             \
    X(GUARANTEE_BROKEN)                                                                            \
    X(GUARANTEE_WISHED)                                                                            \
    X(GUARANTEE_MOST)                                                                              \
    X(SIBLINGS_TOGETHER)                                                                           \
    X(SIBLINGS_APART)                                                                              \
    X(SIBLINGS_TOLD)                                                                               \
    X(SIBLING_AT)                                                                                  \
    X(SIBLING_NONE)                                                                                \
    X(SIBLINGS_HIDDEN)                                                                             \
    X(KIND_SCHOOL)                                                                                 \
    X(KIND_OFFER)                                                                                  \
    X(KINDS_SCHOOL)                                                                                \
    X(KINDS_OFFER)                                                                                 \
    X(APART_NOTHING_SHARED)                                                                        \
    X(APART_FULL)                                                                                  \
    X(APART_BEST)                                                                                  \
    X(FAMILY_AIM)                                                                                  \
    X(FAMILY_TRIED)                                                                                \
    X(FAMILY_REQUIRED)                                                                             \
    X(FAMILY_BLOCKS)                                                                               \
    X(FOLLOWS_AT)                                                                                  \
    X(FOLLOWS_NONE)                                                                                \
    X(FOLLOWS_HIDDEN)                                                                              \
    X(FOLLOWS_NO_OFFER)                                                                            \
    X(FOLLOWS_TRIED)                                                                               \
    /* schools near home */                                                                        \
    X(CLAIM_OWN)                                                                                   \
    X(CLAIM_IN_VAIN)                                                                               \
    X(LACKS_NEAR)                                                                                  \
    /* a child that comes after the round */                                                       \
    X(RUNNING_TITLE)                                                                               \
    X(RUNNING_START)                                                                               \
    X(RUNNING_ANSWER)                                                                              \
    X(RUNNING_ANSWER_FROM)                                                                         \
    X(RUNNING_ANSWER_NONE)                                                                         \
    X(RUNNING_WISHES)                                                                              \
    X(RUNNING_WISHES_NONE)                                                                         \
    X(RUNNING_NEAR)                                                                                \
    X(RUNNING_NEAREST)                                                                             \
    X(RUNNING_NEAR_NONE)                                                                           \
    X(RUNNING_FULL)                                                                                \
    X(RUNNING_FULL_NONE)                                                                           \
    X(RUNNING_WISH)                                                                                \
    X(RUNNING_OTHER)                                                                               \
    X(RUNNING_FREE)                                                                                \
    X(RUNNING_FREE_WISHED)                                                                         \
    X(RUNNING_FREE_FROM)                                                                           \
    X(RUNNING_TOO_LATE)                                                                            \
    X(RUNNING_NEVER_LATE)                                                                          \
    X(RUNNING_RESERVE)                                                                             \
    X(RUNNING_RESERVE_AFTER)                                                                       \
    X(RUNNING_FULL_FOR_GOOD)                                                                       \
    X(RUNNING_FULL_UNTIL)                                                                          \
    X(RUNNING_LIMIT)                                                                               \
    X(RUNNING_LIMIT_IN)                                                                            \
    X(RUNNING_NO_SEATS)                                                                            \
    X(RUNNING_OF_OFFER)                                                                            \
    X(RUNNING_OF_SCHOOL)                                                                           \
    X(RUNNING_OF_POOL)                                                                             \
    X(RUNNING_BEYOND)                                                                              \
    X(RUNNING_LAST_BEFORE)                                                                         \
    X(RUNNING_LAST_AFTER)                                                                          \
    X(RUNNING_REFUSED)                                                                             \
    X(RUNNING_GROUP)                                                                               \
    X(RUNNING_DECISION)                                                                            \
    X(RUNNING_UNOPENED)                                                                            \
    X(RUNNING_FOLLOWS)                                                                             \
    X(RUNNING_FOOT)                                                                                \
    /* the foot of the page */                                                                     \
    X(FOOT)                                                                                        \
    X(FOOT_PROPOSAL)                                                                               \
    X(FOOT_WALKING)                                                                                \
    X(FOOT_WALKING_OR_STRAIGHT)                                                                    \
    X(FOOT_STRAIGHT)                                                                               \
    X(FOOT_LOTTERY)                                                                                \
    X(FOOT_LOTTERY_CARRIED)                                                                        \
    X(FOOT_LOTTERY_EACH)                                                                           \
    X(FOOT_VERIFY)                                                                                 \
    /* why a required guarantee cannot be held */                                                  \
    X(CONFLICT_TITLE)                                                                              \
    X(CONFLICT_NO_UNIT)                                                                            \
    X(CONFLICT_SEATS)                                                                              \
    X(CONFLICT_NO_SEATS)                                                                           \
    X(CONFLICT_RULES)                                                                              \
    X(CONFLICT_LIMITS)                                                                             \
    X(CONFLICT_SMALLEST)                                                                           \
    X(CONFLICT_IRREDUCIBLE)                                                                        \
    X(CONFLICT_SOME)                                                                               \
    X(CONFLICT_PROTECTED)                                                                          \
    X(CONFLICT_CHILDREN)                                                                           \
    X(CONFLICT_CHILD_DUE)                                                                          \
    X(CONFLICT_CHILD_KEEPS)                                                                        \
    X(CONFLICT_NOWHERE)                                                                            \
    X(CONFLICT_PLACE)                                                                              \
    X(CONFLICT_PLACE_MONTHS)                                                                       \
    X(CONFLICT_PLACE_STAYS)                                                                        \
    X(CONFLICT_UNITS)                                                                              \
    X(CONFLICT_UNITS_AND_RULES)                                                                    \
    X(CONFLICT_OFFER)                                                                              \
    X(CONFLICT_SCHOOL)                                                                             \
    X(CONFLICT_POOL)                                                                               \
    X(CONFLICT_UNIT)                                                                               \
    X(CONFLICT_LOCKED)                                                                             \
    X(CONFLICT_BEFORE)                                                                             \
    X(CONFLICT_FROM)                                                                               \
    X(CONFLICT_SPAN)                                                                               \
    X(CONFLICT_IN)                                                                                 \
    X(CONFLICT_OPENS)                                                                              \
    X(CONFLICT_TOGETHER_SCHOOL)                                                                    \
    X(CONFLICT_TOGETHER_OFFER)                                                                     \
    X(CONFLICT_ALSO)                                                                               \
    X(CONFLICT_ALSO_NO_UNIT)                                                                       \
    X(CONFLICT_HELP)                                                                               \
    X(CONFLICT_HELP_SEAT)                                                                          \
    X(CONFLICT_HELP_RULE)                                                                          \
    X(CONFLICT_HELP_ROOM)                                                                          \
    X(CONFLICT_HELP_WISH)

enum phrase {
#define X(name) PHRASE_##name,
    PHRASES(X)
#undef X
        N_PHRASES
};

struct language {
    const char *code;            /* as --lang names it */
    const char *name;            /* in itself */
    const char *group_separator; /* between thousands */
    const char *decimal_point;
    unsigned (*plural)(uint64_t n); /* which form of {name|...} a number takes, from 0 */
    const char *month[12];          /* January first */
    const char *phrase[N_PHRASES];
};

/* The first is the default. */
extern const struct language *const languages[];
extern const unsigned n_languages;

/* "TITLE" and so on, for messages about the catalogue. */
extern const char *const phrase_name[N_PHRASES];

/* The language of a code; NULL if there is none. A NULL code: the default. */
const struct language *language_find(const char *code);

/* 0 for one, 1 for all else: Swedish, English and many more. */
unsigned plural_one_other(uint64_t n);

#endif
