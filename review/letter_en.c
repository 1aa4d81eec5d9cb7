// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * English. Plain words; Swedish authorities under the names that they have in English themselves,
 * with the Swedish name, which is what the envelope needs.
 */
#include "review/letter_words.h"

#define P(name) [LETTER_##name]

// clang-format off
const struct letter_language letter_en = {
    .code = "en",
    .phrase = {
    P(TITLE) = "Decision on a placement",
    P(ROUND) = "Round: {round}",
    P(DATE) = "{day} {month}",
    P(MUNICIPALITY) = "The municipality",
    P(GUARDIAN_OF) = "The guardian of {child}",
    P(NUMBER) = "Decision {entry}",

    P(GETS) = "{child} gets a place at {school}",
    P(GETS_NONE) = "{child} gets no place in this round",
    P(THE_CHILD) = "The child",
    P(PROTECTED) = "Protected identity",
    P(PROTECTED_NOTE) =
        "The child's identity is protected. So neither name, address nor the child's distances to "
        "the schools are written here. The letter is handed over as the municipality does with "
        "protected identities.",
    P(FIELD_CHILD) = "Child",
    P(FIELD_ID) = "The child's id",
    P(FIELD_SCHOOL) = "Place at",
    P(FIELD_OFFER) = "Reference",
    P(FIELD_GROUP) = "Group",
    P(FIELD_START) = "Begins",
    P(FIELD_WISH) = "Wish",
    P(WISH) = "number {wish} of {wishes}",
    P(WISH_NONE) = "none of the child's wishes",
    P(FIELD_ANSWER) = "Answer",
    P(ACCEPTED) = "the family accepted on {date}",
    P(DECLINED) = "the family declined on {date}",
    P(FIELD_DECIDED_BY) = "Decided by",
    P(FIELD_DECIDED_ON) = "Decided on",
    P(FIELD_HANDLED_BY) = "Handled by",
    P(FIELD_NUMBER) = "Decision number",
    P(FIELD_LAW) = "Provisions",
    P(LAW_SCHOOL) =
        "Education Act (skollagen 2010:800), chapter 9, section 15 (preschool class) and chapter "
        "10, section 30 (compulsory school), and the rules of the round",
    P(LAW_PRESCHOOL) =
        "Education Act (skollagen 2010:800), chapter 8, sections 14 and 15, and the rules of the "
        "round",
    P(REPLACES) =
        "The decision replaces an earlier one, which was opened again on {date}. The reason:",

    P(GROUNDS) = "Grounds for the decision",
    P(HOW_DECIDED) =
        "A computer program worked out the round's proposal by the rules of the round. {handler} "
        "went through the proposal for the child, and {decider} decided.",
    P(HOW_DECIDED_ALONE) =
        "A computer program worked out the round's proposal by the rules of the round. {decider} "
        "went through the proposal for the child and decided.",
    P(FOLLOWS_PROPOSAL) = "The decision is as proposed. This is how the proposal came about:",
    P(OTHER) = "Another place than the one proposed",
    P(OTHER_WAS) = "The round's proposal was {place}. The decision is another.",
    P(OTHER_WAS_NONE) =
        "The round's proposal was that the child gets no place. The decision is another.",
    P(OTHER_REASON) = "The reason, as {by} wrote it on {date}:",
    P(OTHER_RESERVE) =
        "A place came free after the round and was offered to the child, which wished for it more "
        "than for the place that it had.",
    P(REASON_WITHHELD) =
        "The reason is not written here, to protect personal data (Administrative Procedure Act, "
        "section 32). The municipality gives it on request.",
    P(OTHER_HOW) = "This is how the proposal came about, from which the decision differs:",
    P(PLACE) = "{school} ({offer})",
    P(PLACE_FROM) = "{school} ({offer}) from {month}",

    P(APPEAL) = "How to appeal",
    P(APPEAL_BOTH) =
        "As a guardian you can appeal against the decision. Who tries it depends on why the child "
        "did not get the school that you wished for.",
    P(APPEAL_BOARD) = "To the Board of Appeal for Education (Skolväsendets överklagandenämnd)",
    P(APPEAL_BOARD_WHEN) =
        "Appeal there if the wish had to give way because it would have caused the municipality "
        "considerable organisational or economic difficulties, for instance because there were not "
        "seats enough (Education Act, chapter 9, section 15, second paragraph; chapter 10, section "
        "30, second paragraph; chapter 28, section 12). The board can change the decision.",
    P(APPEAL_BOARD_WHERE) =
        "Write to the board, but send the appeal to {office}. It must arrive there within three "
        "weeks of the day on which you received the decision.",
    P(APPEAL_COURT) = "To the administrative court (förvaltningsrätten)",
    P(APPEAL_COURT_WHEN) =
        "A member of the municipality can have it tried whether the decision is lawful (Local "
        "Government Act, chapter 13). The court can set an unlawful decision aside, but not decide "
        "on another place.",
    P(APPEAL_COURT_NEAR) =
        "Appeal there, among other cases, if the wish had to give way to another child's right to "
        "a school near home (Education Act, chapter 9, section 15 and chapter 10, section 30, "
        "first paragraph).",
    P(APPEAL_COURT_WHERE) =
        "Send the appeal to {court}. It must arrive there within three weeks of the day on which "
        "the decision was announced on the municipality's notice board. Best send it within three "
        "weeks of the day on which you received the decision, and ask us if you are not sure of "
        "the day.",
    P(APPEAL_COURT_UNNAMED) =
        "the administrative court (förvaltningsrätten); its address is at www.domstol.se",
    P(APPEAL_OFFICE_UNNAMED) = "the municipality",
    P(APPEAL_WRITE) = "Write in the appeal",
    P(APPEAL_WRITE_WHICH) =
        "which decision it is about: decision {entry} of {date} on the child with the id {id}",
    P(APPEAL_WRITE_HOW) = "how you want the decision to be changed, and why",
    P(APPEAL_WRITE_WHO) =
        "the child's name and personal identity number, and your name, address, telephone number "
        "and e-mail address. If the child has two guardians, it must be clear that both stand "
        "behind it.",
    P(APPEAL_CHANGE) =
        "The municipality can itself change a decision that is wrong (Administrative Procedure "
        "Act, sections 37 and 38). So tell us if anything in this letter is not right.",
    P(CONTACT) = "Questions about the decision",

    P(LOTTERY) = "How to check the lottery",
    P(LOTTERY_ONE) =
        "When children are equal in all that counts, the lottery decides, and the lowest number "
        "goes first. The number is the first 16 characters of SHA-256 of the round's seed, a line "
        "break and the child's id. So anybody can work it out.",
    P(LOTTERY_EACH) =
        "When children are equal in all that counts, the lottery decides, and the lowest number "
        "goes first. The child has a number for each place that was applied for: the first 16 "
        "characters of SHA-256 of the round's seed, a line break, the child's id, a line break and "
        "the place's name. So anybody can work it out.",
    P(FIELD_SEED) = "Seed",
    P(FIELD_LOTTERY) = "The child's number",
    P(LOTTERY_COMMAND) =
        "This line shows the number in the terminal of a computer that has the program sha256sum:",
    P(LOTTERY_COMMANDS) =
        "These lines show the numbers in the terminal of a computer that has the program "
        "sha256sum:",
    P(LOG) = "The decision is entry {entry} of the round's log, with the checksum {hash}.",

    P(SHEET_DECISIONS) = "Decisions",
    P(SHEET_SCHOOLS) = "Schools",
    P(SHEET_LOG) = "Log",
    P(COLUMN_NAME) = "Name",
    P(COLUMN_METRES) = "Metres",
    P(COLUMN_STATE) = "State",
    P(COLUMN_SEATS) = "Seats",
    P(COLUMN_DECIDED) = "Decided",
    P(COLUMN_CONFIRMED) = "Confirmed",
    P(COLUMN_PROPOSED) = "Proposed",
    P(COLUMN_RESERVE) = "On the reserve list",
    P(COLUMN_ENTRY) = "Entry",
    P(COLUMN_AT) = "Time (UTC)",
    P(COLUMN_USER) = "Who",
    P(COLUMN_ACTION) = "What",
    P(COLUMN_BEFORE) = "Before",
    P(COLUMN_AFTER) = "After",
    P(COLUMN_REASON) = "Reason",
    P(COLUMN_HASH) = "Checksum",
    P(STATE_DECIDED) = "decided",
    P(STATE_ACCEPTED) = "accepted",
    P(STATE_DECLINED) = "declined",
    P(WITHHELD) = "(not written here: protected identity)",
    },
};
// clang-format on
