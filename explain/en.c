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
    .month = {"January", "February", "March", "April", "May", "June",
              "July", "August", "September", "October", "November", "December"},
    .phrase = {
    P(TITLE) = "Proposed placement",
    P(ROUND) = "Round: {round}",
    P(DATE) = "Date: {date}",
    P(CHILD) = "Child: {child}",
    P(RESULT_WISH) = "Proposal: {place}, the child's wish {wish} of {wishes}.",
    P(RESULT_FALLBACK) = "Proposal: {at}, a school beyond the wishes.",
    P(RESULT_LOCKED) = "Proposal: {place}, decided before the round.",
    P(RESULT_NONE) = "Proposal: no place yet.",
    P(RESULT_STAYS) = "Proposal: the child keeps its place at {place}.",
    P(RESULT_FOLLOWS) = "Proposal: {place}, which goes with the place that the child gets.",
    P(START_AS_WISHED) = "Start: {start}, as wished.",
    P(START_LATER) = "Start: {start}. Wished: {wished}.",
    P(TRANSFER) = "The child moves from {from} in {month}.",
    P(TRANSFER_NOW) = "The child moves from {from}.",
    P(TRANSFER_SEAT) = "It keeps its seat there until then.",
    P(MOVES_ON) = "In {month} the child moves on to the older group {to}.",
    P(MOVES_AT_ONCE) = "By its age the child takes a seat in the older group {to} from the start.",
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
    P(OBJECTIVE_CURRENT) =
        "that no child who has a place ends without one or with one that it wants less",
    P(OBJECTIVE_GUARANTEE) =
        "that as many as possible of the children to whom a place is owed in this round get it in"
        " time",
    P(OBJECTIVE_TOGETHER) = "that as many families as possible come together",
    P(OBJECTIVE_LATE) = "that children begin as little later than wished as possible",
    P(OBJECTIVE_FOLLOWS) =
        "that as many applications that go with another one as possible get a place",
    P(METHOD_UNPROVED) =
        "The computation was ended before it was proved that no better round exists; run.json "
        "says how far it came.",
    P(LIST_NEXT) = "; ",

    P(WISH_ADMITTED) = "Wish {wish}: {at}. The child gets a place.",
    P(WISH_REFUSED) = "Wish {wish}: {at}. No place.",
    P(WISH_NOT_NEEDED) = "Wish {wish}: {at}. Not needed.",
    P(WISH_NOT_TRIED) = "Wish {wish}: {at}. Not tried.",
    P(WISH_STAYS) = "Wish {wish}: {at}. The child keeps its place.",
    P(OTHER_STAYS) = "{at}. The child keeps its place.",
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
    P(BELOW_PRESENT) = "The child would rather keep the place that it has.",
    P(STAYS_FULL) =
        "None of the wishes above has a seat for the child, so the child keeps the place "
        "that it has.",
    P(STAYS_SAFE) = "Nobody else can take that place.",
    P(NOT_BEFORE) = "Here there are no seats before {month}.",
    P(BEGINS) = "The child starts in {month}.",
    P(BEGINS_FIRST) =
        "The child starts in {month} because there are no seats here before that.",
    P(BEGINS_FULL) =
        "The child starts in {month} because no seat here is free for the child before that.",
    P(BEGINS_BEST) =
        "The child starts in {month} because the round as a whole is best that way.",
    P(RESERVE) = "The child is number {position} of {length} on the reserve list.",

    P(NO_SEATS) = "There are no seats to share out here.",
    P(FULL_OFFER) = "{seats|The only seat is taken|The {seats} seats are taken}.",
    P(FULL_SCHOOL) =
        "{school} as a whole is full: {seats|its only seat is taken|its {seats} seats are "
        "taken}, counted over all groups.",
    P(FULL_POOL) =
        "The {seats|only seat|{seats} seats} shared within “{pool}” {seats|is|are} taken.",
    P(FULL_OFFER_IN) = "In {month} {seats|the only seat here is|the {seats} seats here are} taken.",
    P(FULL_SCHOOL_IN) =
        "In {month} {school} as a whole is full: {seats|its only seat is|its {seats} seats are}"
        " taken, counted over all groups.",
    P(FULL_POOL_IN) =
        "In {month} {seats|the only seat|the {seats} seats} shared within “{pool}” {seats|is|are}"
        " taken.",
    P(NO_SEATS_IN) = "In {month} there are no seats to share out here.",
    P(TAKEN_PLACED) = "{children} {children|child|children} placed in the round",
    P(TAKEN_KEPT) =
        "{children} {children|child who keeps its place|children who keep their places}",
    P(TAKEN_LEAVING) =
        "{children} {children|child who moves|children who move} elsewhere only later",
    P(TAKEN_LOCKED) = "{children} decided before the round",
    P(TAKEN_BY) = "Who has them: {by}.",
    P(WOULD_NEED) = "A start in {month} needs a seat in the months after it too.",
    P(WOULD_BEGIN) = "Start in {month}:",
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
    P(OBJECTIVE_FREE_FROM) =
        "There is a seat from {month} on, but the round as a whole is best without this "
        "placement.",
    P(KEPT) = "Nobody can take a place from a child who has it.",
    P(NOT_OPENED) =
        "The group opens only with {least} children or more who are placed in the round. It does "
        "not open this time, since the round as a whole is best that way. {wished|One child "
        "has|{wished} children have} wished for it.",
    P(NOT_ELIGIBLE) =
        "This place needs a decision that the child is entitled to it, and there is none.",
    P(OUT) = "The child takes no part in this round.",
    P(NO_MONTH) = "There are no seats here in any month in which the child might begin.",
    P(NOT_ALONG) = "It does not go with the place that the child gets.",
    P(LEFT_OVER) =
        "Applications that go with another one get the seats that are left when all others have "
        "been tried.",
    P(BY_FAMILY) =
        "What decides here is that siblings are tried together, not the child's own place in the "
        "order.",
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
    P(VALUE_WITHHELD) = "not written here, as the child's identity is protected",
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
    P(UNPLACED_FOLLOWER) = "A caseworker now needs to decide about this application.",
    P(UNPLACED_RESERVE) =
        "The child stays on the reserve lists above and may get a seat that falls free.",
    P(GUARANTEE_HELD) = "A place is owed to the child by {owed}. That is held.",
    P(GUARANTEE_LATER) =
        "A place is owed to the child by {owed}. That is later than this round, which offers "
        "places until {last}.",
    P(GUARANTEE_BROKEN) = "A place is owed to the child by {owed}. This round does not hold that.",
    P(GUARANTEE_WISHED) =
        "A start later than that was wished, so {wished} is the month that counts.",
    P(GUARANTEE_MOST) =
        "It is an aim of the round that as many children as possible get in time what is owed to "
        "them; not all do.",
    P(SIBLINGS_TOGETHER) = "Siblings together: {siblings}.",
    P(SIBLINGS_APART) = "Siblings in the round are not together: {siblings}.",
    P(SIBLINGS_TOLD) = "Siblings in the round: {siblings}.",
    P(SIBLING_AT) = "{sibling} at {place}",
    P(SIBLING_NONE) = "{sibling} without a place",
    P(SIBLINGS_HIDDEN) =
        "{siblings|One sibling|{siblings} siblings} in the round {siblings|has|have} a protected "
        "identity; nothing is told here of where {siblings|it is|they are} placed.",
    P(KIND_SCHOOL) = "school",
    P(KIND_OFFER) = "group",
    P(KINDS_SCHOOL) = "{shared|school|schools}",
    P(KINDS_OFFER) = "{shared|group|groups}",
    P(APART_NOTHING_SHARED) = "There is no {kind} that all of them might get.",
    P(APART_FULL) =
        "{shared|The only {kinds} that all of them might get has no seats|None of the {shared} "
        "{kinds} that all of them might get has seats} for all of them besides the other "
        "children.",
    P(APART_BEST) = "The round as a whole is best this way.",
    P(FAMILY_AIM) = "That siblings come to the same {kind} is an aim of the round.",
    P(FAMILY_TRIED) =
        "By the rules of the round siblings are tried together at one {kind} before each is tried"
        " alone.",
    P(FAMILY_REQUIRED) =
        "By the rules of the round siblings come to the same {kind}, or none of them gets a new "
        "place.",
    P(FAMILY_BLOCKS) =
        "There is a way to be together that the siblings rank before what they get, and every "
        "{kind} concerned would by its order take them. No placement was found that leaves no "
        "family like that; this one leaves the fewest that were found, and the result names them.",
    P(FOLLOWS_AT) = "This application goes with {application}, which is placed at {place}.",
    P(FOLLOWS_NONE) =
        "This application goes with {application}, which has no place yet. So there is nothing to"
        " go with.",
    P(FOLLOWS_HIDDEN) =
        "This application goes with another one, which is not told of here since its identity is "
        "protected.",
    P(FOLLOWS_NO_OFFER) = "No place goes with that one.",
    P(FOLLOWS_TRIED) = "Places that go with it:",

    P(CLAIM_OWN) =
        "The child would otherwise have had neither a wish nor a school near home. So it goes "
        "first at the schools within {metres}.",
    P(CLAIM_IN_VAIN) = "Even so the child gets neither a wish nor a school near home.",
    P(LACKS_NEAR) = "The child gets neither a wish nor a school near home (within {metres}).",

    P(RUNNING_TITLE) = "Placement after the round",
    P(RUNNING_START) = "Wished start: {month}",
    P(RUNNING_ANSWER) = "First choice: {place}.",
    P(RUNNING_ANSWER_FROM) = "First choice: {place}, from {month}.",
    P(RUNNING_ANSWER_NONE) = "No seat is free, neither at a wish nor nearby.",
    P(RUNNING_WISHES) = "1. Wishes with a free seat",
    P(RUNNING_WISHES_NONE) = "No wish has a free seat.",
    P(RUNNING_NEAR) = "2. Schools near home with a free seat (within {metres})",
    P(RUNNING_NEAREST) = "2. Other schools with a free seat, nearest first",
    P(RUNNING_NEAR_NONE) = "None of them has a free seat.",
    P(RUNNING_FULL) = "3. What one child beyond the seats would mean",
    P(RUNNING_FULL_NONE) = "Every possible wish has a seat from the start.",
    P(RUNNING_WISH) = "Wish {wish}: {at}.",
    P(RUNNING_OTHER) = "{at}.",
    P(RUNNING_FREE) = "A seat is free here.",
    P(RUNNING_FREE_WISHED) = "A seat is free from {month} on, as wished.",
    P(RUNNING_FREE_FROM) =
        "A seat is free from {month} on, {months|a month|{months} months} later than wished.",
    P(RUNNING_TOO_LATE) =
        "The round's rules let a child begin at most {late|a month|{late} months} later.",
    P(RUNNING_NEVER_LATE) = "The round's rules let no child begin later than wished.",
    P(RUNNING_RESERVE) =
        "{waiting|One child waits|{waiting} children wait} on the reserve list here; by the "
        "criteria {before|one goes|{before} go} before this child.",
    P(RUNNING_RESERVE_AFTER) =
        "{waiting|One child waits|{waiting} children wait} on the reserve list here; by the "
        "criteria none goes before this child.",
    P(RUNNING_FULL_FOR_GOOD) = "No seat becomes free here.",
    P(RUNNING_FULL_UNTIL) = "A seat becomes free here only in {month}.",
    P(RUNNING_LIMIT) =
        "{what}: {seats} {seats|seat|seats}, {children} "
        "{children|child|children}.",
    P(RUNNING_LIMIT_IN) =
        "{what}: {seats} {seats|seat|seats}, {children} {children|child|children} in {month}.",
    P(RUNNING_NO_SEATS) = "There are no seats here before {month}.",
    P(RUNNING_OF_OFFER) = "The group {name}",
    P(RUNNING_OF_SCHOOL) = "{name} as a whole",
    P(RUNNING_OF_POOL) = "The seats shared within “{name}”",
    P(RUNNING_BEYOND) = "One more would be number {number}, {beyond} beyond the seats.",
    P(RUNNING_LAST_BEFORE) =
        "The last one admitted is number {rank} in the order. By the criteria the child goes "
        "before it.",
    P(RUNNING_LAST_AFTER) =
        "The last one admitted is number {rank} in the order. By the criteria it goes before "
        "the child.",
    P(RUNNING_REFUSED) = "Wishes that are not possible",
    P(RUNNING_GROUP) = "The group is another than the child's.",
    P(RUNNING_DECISION) = "The place needs a decision that the child does not have.",
    P(RUNNING_UNOPENED) =
        "The group is not open: it takes {missing|one child|{missing} children} more besides this "
        "one.",
    P(RUNNING_FOLLOWS) = "The place goes with one at {with}, which the child does not have.",
    P(RUNNING_FOOT) =
        "Nothing is changed: what was decided in the round stands. A caseworker decides.",

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
    P(CONFLICT_LIMITS) =
        "{children|One child cannot get a place|{children} children cannot all get a place} "
        "in time within the seats below.",
    P(CONFLICT_SMALLEST) = "No smaller group of children is too many for their units.",
    P(CONFLICT_IRREDUCIBLE) =
        "Leave out any one of these children, or make more room, and the others can be placed "
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
    P(CONFLICT_HELP_ROOM) = "more room in {units|this unit|one of these units}",
    P(CONFLICT_HELP_WISH) =
        "{children|another wish of the child, for a unit with a seat in time|another wish of "
        "one of them, for a unit with a seat in time}",
    },
};
// clang-format on
