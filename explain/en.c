// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * English. Plain words, the child in the third person, nothing that points at anybody else.
 */
#include "explain/catalogue.h"

extern const struct language language_en;

#define P(name) [PHRASE_##name]

// clang-format off
const struct language language_en = {
    .code = "en",
    .name = "English",
    .group_separator = ",",
    .decimal_point = ".",
    .plural = plural_one_other,
    .phrase = {
    P(TITLE) = "Proposed placement",
    P(ROUND) = "Round: {round}",
    P(DATE) = "Date: {date}",
    P(CHILD) = "Child: {child}",
    P(RESULT_WISH) = "Proposal: {place}, the child's wish {wish} of {wishes}.",
    P(RESULT_FALLBACK) = "Proposal: {at}, a school beyond the wishes.",
    P(RESULT_LOCKED) = "Proposal: {place}, decided before the round.",
    P(RESULT_NONE) = "Proposal: no place yet.",
    P(PROTECTED) =
        "The child has a protected identity. Give this text only to those who are entitled to it.",
    P(PLACE) = "{school} ({offer})",
    P(PLACE_AT) = "{place}, {distance}",
    P(WALKING) = "{metres} on foot",
    P(STRAIGHT_LINE) = "{metres} in a straight line",
    P(NO_DISTANCE) = "the distance is not known",

    P(METHOD_DEFERRED) =
        "How seats are shared out: wishes are tried in their order. Each school admits the "
        "children who come first in its order, as far as its seats go.",
    P(METHOD_MINIMUM_COST) =
        "How seats are shared out: all placements are weighed together so that the round as a "
        "whole becomes as good as possible. The aims are, in order: {objectives}. A later aim "
        "may never worsen an earlier one. So no cutoff at a single school decides.",
    P(METHOD_TRADING) =
        "How seats are shared out: the child who comes first in a school's order gets the seat "
        "there, or trades it for one that the child would rather have, in chains where all get "
        "what they most want of what is left. So no cutoff at a single school decides.",
    P(METHOD_IMMEDIATE) =
        "How seats are shared out: schools are filled for good, step by step. First everybody's "
        "first wish is tried, then the second of those without a place, and so on. Within a step "
        "the school's order decides.",
    P(METHOD_SERIAL) =
        "How seats are shared out: children choose one after the other, and the same order holds "
        "for all schools. Each gets the highest wish that has a free seat when the child's turn "
        "comes.",
    P(METHOD_OTHER) = "How seats are shared out: by the rule {method}.",
    P(OBJECTIVE_PLACED) = "that as many children as possible get a place",
    P(OBJECTIVE_NEAR) = "that as many children as possible get a wish or a school near home",
    P(OBJECTIVE_WISHES) = "that wishes are met as well as possible",
    P(OBJECTIVE_RANK_MAXIMAL) =
        "that as many children as possible get their first wish, then their second, and so on",
    P(OBJECTIVE_CRITERIA) = "that the schools' orders are followed as well as possible",
    P(OBJECTIVE_DISTANCE) = "that the children's way is as short as possible in all",
    P(OBJECTIVE_COLUMN) = "that the sum of “{column}” is as small as possible",
    P(LIST_NEXT) = "; ",

    P(WISH_ADMITTED) = "Wish {wish}: {at}. The child gets a place.",
    P(WISH_REFUSED) = "Wish {wish}: {at}. No place.",
    P(WISH_NOT_NEEDED) = "Wish {wish}: {at}. Not needed.",
    P(WISH_NOT_TRIED) = "Wish {wish}: {at}. Not tried.",
    P(OTHER_ADMITTED) = "{at}. The child gets a place.",
    P(OTHER_REFUSED) = "{at}. No place.",
    P(NO_WISHES) = "No wishes were made for the child.",
    P(LOCKED_BEFORE) = "The child's place was decided before the round.",
    P(NOBODY_REFUSED) = "Nobody who wanted a place here was refused.",
    P(ADMITTED_RANK) =
        "The child is number {rank} in the order here, and the seats went as far as number "
        "{last}.",
    P(ADMITTED_STEP) = "The child was admitted in step {step}.",
    P(ADMITTED_CLAIM) =
        "The child goes first here, since it would otherwise have lost every school near home.",
    P(HIGHER_GIVEN) = "The child gets a wish that is higher on the list.",
    P(RESERVE) = "The child is number {position} of {length} on the reserve list.",

    P(NO_SEATS) = "There are no seats to share out here.",
    P(FULL_OFFER) = "{seats|The only seat is taken|The {seats} seats are taken}.",
    P(FULL_SCHOOL) =
        "The school as a whole is full: {seats|its only seat is taken|its {seats} seats are "
        "taken}, counted over all groups.",
    P(FULL_POOL) =
        "The {seats|only seat|{seats} seats} shared within “{pool}” {seats|is|are} taken.",
    P(LOCKED_SOME) = "Of these, {locked} {locked|was|were} decided before the round.",
    P(LOCKED_ALL) = "This was decided before the round.",

    P(SERIAL_TURN) = "When the child's turn came, no seat was left.",
    P(STEP_SAME) = "The seats ran out in step {step}, the same step in which the child was tried.",
    P(STEP_EARLIER) =
        "The seats ran out in step {full}, to children who had this school higher on their list. "
        "The child was tried here only in step {step}.",
    P(EQUAL_BEFORE) = "In what counts before that they are equal: {criteria}.",
    P(DECIDED) = "What decides is {criterion}: {rule}.",
    P(DECIDED_LOTTERY) =
        "The child and the last admitted are equal in all criteria. Then the lottery decides: "
        "the lowest number goes first.",
    P(DECIDED_ID) =
        "The child and the last admitted are equal in everything, even in their lottery numbers. "
        "Then the order of the children's ids decides.",
    P(CLAIM) =
        "What decides is the near guarantee: the children admitted would otherwise have lost "
        "every school near home and so go first. A wish may give way to another child's "
        "legitimate claim to a school near home (Education Act, skollagen, 9:15 and 10:30).",
    P(TRADED) =
        "Those who get a place here came first in the order or traded for it. The child is "
        "number {rank} in the order, and no chain of trades led here.",
    P(OBJECTIVE_FULL) =
        "Other children get a place here, since the round as a whole is best that way.",
    P(OBJECTIVE_FREE) =
        "Seats are left here, but the round as a whole is best without this placement.",
    P(PRICE) = "One more seat here would make the first aim that it affects better by {price}.",
    P(PRICE_NOTHING) = "One more seat here would improve none of the aims.",
    P(TAKEN) = "That was so already when the wishes had been tried.",
    P(SHARED_OUT) =
        "What was left after the wishes went to other children without a place, so that as many "
        "as possible get one and their way is as short as possible in all.",
    P(VALUE_OWN) = "The child: {own}.",
    P(VALUE_LAST) = "{who}: {last}.",
    P(LAST_OFFER) = "The last admitted",
    P(LAST_SCHOOL) = "The last admitted to the school's seats",
    P(LAST_POOL) = "The last admitted to the seats within “{pool}”",
    P(MISSED_METRES) = "The difference is {metres}.",
    P(MISSED_DAYS) = "The difference is {days} {days|day|days}.",
    P(MISSED_NUMBER) = "The difference is {number}.",
    P(MISSED_PLACES) =
        "In the order the child is number {own} and the last admitted number {last}. The "
        "difference is {places} {places|place|places}.",
    P(MISSED_WISHES) = "The difference is {wishes} {wishes|step|steps} on the list.",
    P(LOTTERY_WITHHELD) =
        "Of the last admitted's number only the first digits are shown, as many as settle it; "
        "the whole number could give away who it is.",
    P(LOTTERY_COMMAND) =
        "The child's lottery number is computed so (the first 16 characters of the answer):",
    P(LOTTERY_CARRIED) = "The child's lottery number is in the input, in the column lottery.",

    P(CURRENT_PLACE) = "current place",
    P(CURRENT_PLACE_RULE) = "who already has a place here goes first",
    P(WISH_RANK) = "the wish's number",
    P(WISH_RANK_RULE) = "who ranked the school higher goes first",
    P(RELATIVE) = "relative nearness",
    P(RELATIVE_RULE) =
        "the largest difference between the way to the nearest other school and the way to this "
        "one goes first",
    P(ABSOLUTE) = "the distance to the school",
    P(ABSOLUTE_RULE) = "the shortest way goes first",
    P(FLAG_RULE) = "who has it goes first",
    P(ASCENDING_RULE) = "the lowest value goes first",
    P(ASCENDING_DATE_RULE) = "the earliest date goes first",
    P(DESCENDING_RULE) = "the highest value goes first",
    P(DESCENDING_DATE_RULE) = "the latest date goes first",
    P(LOTTERY) = "the lottery",
    P(LOTTERY_RULE) = "the lowest lottery number goes first",
    P(COLUMN) = "“{column}”",
    P(COLUMN_SIBLING) = "sibling precedence",
    P(COLUMN_PRIORITY) = "priority",
    P(COLUMN_QUEUE_DATE) = "queue date",
    P(COLUMN_BIRTH_DATE) = "date of birth",
    P(COLUMN_MERIT) = "merit value",

    P(YES) = "yes",
    P(NO) = "no",
    P(MISSING) = "not known",
    P(VALUE_WISH) = "wish {wish}",
    P(VALUE_NO_WISH) = "no wish",
    P(VALUE_RELATIVE) = "{metres} ({other} to the nearest other school less {here} to this one)",
    P(VALUE_ONLY_SCHOOL) = "no other school to compare with",
    P(VALUE_WALKING) = "{value}, on foot",
    P(VALUE_STRAIGHT) = "{value}, in a straight line",
    P(VALUE_STARTS) = "a lower number, which begins with {digits}",

    P(NO_WISH_GAVE) = "No wish gave a place.",
    P(FALLBACK_IN_ROUND) =
        "Then schools beyond the wishes are tried, the nearest first, by the same rules.",
    P(FALLBACK_AFTER) =
        "The seats that were left when the wishes had been tried are shared out so that as many "
        "children as possible get a place and their way is as short as possible in all.",
    P(REACH) = "{reach|Only the nearest school counts|The {reach} nearest schools count}.",
    P(WITHIN) = "Only schools with the child's own value of “{column}” count.",
    P(NEAREST) = "It is the nearest of these schools.",
    P(NEAREST_FREE) =
        "It is the nearest of these schools with a seat for the child; the nearer ones are full.",
    P(BEST_FOR_ALL) = "The round as a whole is best with this placement.",
    P(UNPLACED_NO_FALLBACK) = "The rules of the round give no place beyond the wishes.",
    P(UNPLACED_NO_SCHOOL) = "There is no other school to try for the child.",
    P(UNPLACED_ALL_FULL) = "None of the schools tried has a seat for the child.",
    P(UNPLACED_NEXT) = "A caseworker now needs to decide about the child's place.",
    P(UNPLACED_RESERVE) =
        "The child stays on the reserve lists above and may get a seat that falls free.",

    P(CLAIM_OWN) =
        "The child would otherwise have had neither a wish nor a school near home. So it goes "
        "first at the schools within {metres}.",
    P(CLAIM_IN_VAIN) = "Even so the child gets neither a wish nor a school near home.",
    P(LACKS_NEAR) = "The child gets neither a wish nor a school near home (within {metres}).",

    P(FOOT) = "About this proposal",
    P(FOOT_PROPOSAL) =
        "This is a proposal. It takes effect only when the municipality has decided.",
    P(FOOT_WALKING) =
        "Distances are walking metres, from the table of distances in the round's input.",
    P(FOOT_WALKING_OR_STRAIGHT) =
        "Distances are walking metres, from the table of distances in the round's input. Where "
        "walking metres are missing, the straight line between the coordinates counts.",
    P(FOOT_STRAIGHT) =
        "Distances are metres in a straight line between the coordinates in the round's input.",
    P(FOOT_LOTTERY) =
        "The child's lottery number is {lottery}. Anybody can compute it from the round's seed "
        "and the child's id (the first 16 characters of the answer):",
    P(FOOT_LOTTERY_CARRIED) =
        "The child's lottery number is {lottery}. It is in the input, in the column lottery.",
    P(FOOT_LOTTERY_EACH) =
        "The child has a lottery number for each place applied for. Anybody can compute it from "
        "the round's seed, the child's id and the place's id (OFFER; the first 16 characters of "
        "the answer):",
    P(FOOT_VERIFY) =
        "Who has the round's input (INSTANCE) and result (DIR) can check the whole round:",

    P(CONFLICT_TITLE) = "Why the guarantee cannot be held",
    P(CONFLICT_NO_UNIT) = "There is no unit in which the child could begin in time.",
    P(CONFLICT_SEATS) =
        "{children|One child needs|{children} children need} a place in time, and the units "
        "where they could get one have {room|one seat|{room} seats} for them.",
    P(CONFLICT_NO_SEATS) =
        "{children|One child needs|{children} children need} a place in time, and the units "
        "where they could get one have no seat for them.",
    P(CONFLICT_RULES) =
        "{children|One child cannot get a place|{children} children cannot all get a place} "
        "in time under all of the rules below.",
    P(CONFLICT_SMALLEST) = "No smaller group of children is too many for their units.",
    P(CONFLICT_IRREDUCIBLE) =
        "With any one of these children less, or with more room, the others could be placed "
        "in time.",
    P(CONFLICT_SOME) =
        "The search was stopped before the group was made as small as it can be.",
    P(CONFLICT_PROTECTED) =
        "{protected|One of the children has|{protected} of the children have} a protected "
        "identity. Give this text only to those who are entitled to it.",
    P(CONFLICT_CHILDREN) =
        "{children|The child, and where it could be in time|The children, and where each "
        "could be in time}:",
    P(CONFLICT_CHILD_DUE) = "{child}, by {month}: {places}",
    P(CONFLICT_CHILD_KEEPS) = "{child}, who has a place and must not lose it: {places}",
    P(CONFLICT_NOWHERE) = "nowhere",
    P(CONFLICT_PLACE) = "{offer}",
    P(CONFLICT_PLACE_MONTHS) = "{offer} ({months})",
    P(CONFLICT_PLACE_STAYS) = "{offer} (stays)",
    P(CONFLICT_UNITS) = "Their units:",
    P(CONFLICT_UNITS_AND_RULES) = "Their units and rules:",
    P(CONFLICT_OFFER) = "{offer} ({school})",
    P(CONFLICT_SCHOOL) = "{school} ({name}), all groups together",
    P(CONFLICT_POOL) = "{pool}, several units together",
    P(CONFLICT_UNIT) = "{unit}: {seats|one seat|{seats} seats}",
    P(CONFLICT_LOCKED) = "{locked} of them taken before the round",
    P(CONFLICT_BEFORE) = "for those who begin before {before}",
    P(CONFLICT_FROM) = "from {from}",
    P(CONFLICT_SPAN) = "from {from}, for those who begin before {before}",
    P(CONFLICT_IN) = "counted in {in} with those who leave later",
    P(CONFLICT_OPENS) =
        "{unit}: opens with at least {seats} children of this round, or with none",
    P(CONFLICT_TOGETHER_SCHOOL) =
        "family {family} ({members}): at one school, or nobody is newly placed",
    P(CONFLICT_TOGETHER_OFFER) =
        "family {family} ({members}): in one group, or nobody is newly placed",
    P(CONFLICT_ALSO) =
        "{also|One more child has|{also} more children have} no other units in time than "
        "these: {list}.",
    P(CONFLICT_ALSO_NO_UNIT) =
        "The same is true of {also|one more child|{also} more children}: {list}.",
    P(CONFLICT_HELP) = "What would help, each by itself:",
    P(CONFLICT_HELP_SEAT) = "one seat more: {list}",
    P(CONFLICT_HELP_RULE) = "that one of these rules gives way",
    P(CONFLICT_HELP_WISH) =
        "{children|another wish of the child, for a unit with a seat in time|another wish of "
        "one of them, for a unit with a seat in time}",
    },
};
// clang-format on
