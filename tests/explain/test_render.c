// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/render.h"
#include "explain/values.h"
#include "explain/words.h"

#include <criterion/criterion.h>
#include <string.h>

/* A language that says of phrase 0 what the test wants said. */
static const char *say(struct text *text, const char *code, const char *template,
                       const struct slot *slots) {
    struct language language = *language_find(code);
    language.phrase[0] = template;
    text_clear(text);
    render(text, &language, (enum phrase)0, slots);
    return text->bytes;
}

Test(render, numbers_in_both_languages) {
    static const struct {
        int64_t whole;
        const char *sv, *en;
    } cases[] = {
        {0, "0\u00a0m", "0\u00a0m"},
        {999, "999\u00a0m", "999\u00a0m"},
        {1200, "1\u00a0200\u00a0m", "1,200\u00a0m"},
        {-1200, "\u22121\u00a0200\u00a0m", "\u22121,200\u00a0m"},
        {1234567, "1\u00a0234\u00a0567\u00a0m", "1,234,567\u00a0m"},
        {INT64_MIN, "\u22129\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808\u00a0m",
         "\u22129,223,372,036,854,775,808\u00a0m"},
    };
    struct text text = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct slot slots[] = {slot_metres("x", cases[i].whole), slot_end()};
        cr_expect_str_eq(say(&text, "sv", "{x}", slots), cases[i].sv);
        cr_expect_str_eq(say(&text, "en", "{x}", slots), cases[i].en);
    }
    struct slot decimal[] = {slot_decimal("x", -12345.75), slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{x}", decimal), "\u221212\u00a0345,75");
    cr_expect_str_eq(say(&text, "en", "{x}", decimal), "\u221212,345.75");
    struct slot huge[] = {slot_decimal("x", 1e22), slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{x}", huge), "1e+22");
    text_release(&text);
}

Test(render, plurals_and_nested_forms) {
    const char *phrase = "{n|en plats|alla {n} platser, {who}}!";
    struct text text = {0};
    struct slot one[] = {slot_count("n", 1), slot_text("who", "X"), slot_end()};
    struct slot none[] = {slot_count("n", 0), slot_text("who", "X"), slot_end()};
    struct slot many[] = {slot_count("n", 1500), slot_text("who", "X"), slot_end()};
    cr_expect_str_eq(say(&text, "sv", phrase, one), "en plats!");
    cr_expect_str_eq(say(&text, "sv", phrase, none), "alla 0 platser, X!");
    cr_expect_str_eq(say(&text, "en", phrase, many), "alla 1,500 platser, X!");
    text_release(&text);
}

Test(render, dates_lottery_and_odd_texts) {
    struct text text = {0};
    struct slot epoch[] = {slot_date("d", 0), slot_date("e", 11016), slot_date("f", -1),
                           slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{d} {e} {f}", epoch), "1970-01-01 2000-02-29 1969-12-31");
    struct slot month[] = {slot_month("m", 2027 * 12 + 9), slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{m}", month), "oktober\u00a02027");
    cr_expect_str_eq(say(&text, "en", "{m}", month), "October\u00a02027");
    struct slot hex[] = {slot_hex("a", 0x00ab000000000001, 16), slot_hex("b", 0x00ab, 3),
                         slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{a} {b}", hex), "00ab000000000001 000");
    struct slot odd[] = {slot_text("t", "a\x1b[31m\n{b}\x7f"), slot_end()};
    cr_expect_str_eq(say(&text, "sv", "{t}", odd), "a\uFFFD[31m\uFFFD{b}\uFFFD");
    text_release(&text);
}

Test(text, wraps_by_characters_not_bytes) {
    struct text text = {0};
    text_wrap(&text, "åäö åäö åäö", 0, 7);
    cr_expect_str_eq(text.bytes, "åäö åäö\nåäö\n");
    text_clear(&text);
    text_wrap(&text, "a longwordhere b 1\u00a0200 m", 2, 8);
    cr_expect_str_eq(text.bytes, "  a\n  longwordhere\n  b\n  1\u00a0200\n  m\n");
    text_release(&text);
}

Test(text, json_strings) {
    struct text text = {0};
    text_put_json(&text, "å\"\\\n\x01");
    cr_expect_str_eq(text.bytes, "\"å\\\"\\\\\\u000a\\u0001\"");
    text_release(&text);
}

/* What the page prints must give the number back when pasted into a shell. */
static void recompute(const char *seed, const char *applicant, const char *offer) {
    struct text command = {0};
    char digits[17] = "";
    uint64_t number = 0;
    struct error error = {0};
    lottery_command(&command, seed, applicant, offer);
    FILE *shell = popen(command.bytes, "r");
    cr_assert_not_null(shell);
    cr_expect_eq(fread(digits, 1, 16, shell), 16, "%s", command.bytes);
    pclose(shell);
    struct lottery *lottery = lottery_new(seed);
    cr_assert_not_null(lottery);
    cr_expect_eq(lottery_number(lottery, applicant, offer, &number, &error), OK);
    cr_expect_eq(strtoull(digits, NULL, 16), number, "%s gives %s", command.bytes, digits);
    lottery_free(lottery);
    text_release(&command);
}

Test(lottery_command, recomputes_whatever_the_ids) {
    recompute("alvstaden-2027", "A00017", NULL);
    recompute("alvstaden-2027", "A00017", "S001-F");
    recompute("it's 100 % \\n fair", "b'3 %s", "\\101");
    recompute("--", "-n", NULL);
    recompute("\u00e5\tx", "a\nb", "$(exit) `x` \"y\" !");
    recompute("", "", NULL);
}
