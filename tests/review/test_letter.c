// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Letters: what they say, that all of it is escaped, and that nothing of a protected child is in
 * them but its id.
 */
#include "explain/text.h"
#include "review/letters.h"
#include "solver/lottery.h"
#include "tests/review/desk.h"
#include "tests/review/html_check.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 4000 };

static void write_sql(struct desk *desk, const char *statement) {
    struct error error = {0};
    cr_assert_eq(sql_script(desk->store.sql, statement, &error), OK, "%s", error.text);
}

/* One child's letter, kept. */
static enum err keep(void *context, const struct letter_case *about, const struct text *html,
                     struct error *error) {
    (void)about, (void)error;
    text_puts(context, html->bytes);
    return OK;
}

static void letter_of(struct desk *desk, uint32_t child, const char *code, struct text *html) {
    struct error error = {0};
    const struct letters letters = {&desk->store, language_find(code), child};
    text_clear(html);
    cr_assert_eq(letters_each(&letters, keep, html, &error), OK, "%s: %s", error.place, error.text);
    cr_assert(!html->no_memory);
    if (html->length > 0) {
        html_check(html->bytes);
    }
}

static bool says(const struct text *html, const char *words) {
    return html->bytes != NULL && strstr(html->bytes, words) != NULL;
}

static int64_t version_of(struct desk *desk, uint32_t child) {
    char query[100];
    snprintf(query, sizeof query, "SELECT version FROM child WHERE child = %u", child);
    return desk_number(desk, query);
}

/* As whoever may do it. */
static void act(struct desk *desk, enum action action, struct change change, const char *reason) {
    struct user user = desk_user(action == ACTION_DECIDE || action == ACTION_REOPEN ? "bo" : "anna",
                                 ROLE_APPROVER);
    change.version = version_of(desk, change.child);
    cr_assert_eq(desk_change(desk, &user, action, change, reason).refused, REFUSED_NOT, "%s of %u",
                 action_name[action], change.child);
}

static void decide(struct desk *desk, uint32_t child) {
    act(desk, ACTION_CONFIRM, (struct change){.child = child}, NULL);
    act(desk, ACTION_DECIDE, (struct change){.child = child}, NULL);
}

static uint32_t number_of(const struct desk *desk, const char *id) {
    const struct strings *ids = &desk->loaded.instance.applicant_id;
    uint32_t a = 0;
    while (a < desk->loaded.instance.n_applicants && strcmp(strings_get(ids, a), id) != 0) {
        a++;
    }
    cr_assert_lt(a, desk->loaded.instance.n_applicants);
    return a;
}

Test(letter, says_what_was_decided_and_why) {
    struct desk desk;
    struct text html = {0};
    desk_make(&desk, "preschool", false);
    uint32_t siri = number_of(&desk, "siri");
    letter_of(&desk, siri, "en", &html);
    cr_expect_eq(html.length, 0, "nothing is decided yet");
    write_sql(&desk, "UPDATE child SET name = 'Siri Ek', guardian = 'Ingrid Ek', address ="
                     " 'Gatan 1' || char(10) || '411 01 Staden' WHERE id = 'siri'");
    decide(&desk, siri);
    letter_of(&desk, siri, "en", &html);
    static const char *const said[] = {
        "<html lang=\"en\">",
        "<address class=\"window\">Ingrid Ek<br>\nGatan 1<br>\n411 01 Staden</address>",
        "<p>Siri Ek gets a place at Björken</p>",
        "<dd>June\u00a02027</dd>",
        "<dd>number 1 of 2</dd>",
        "<dd>bo</dd>",
        "<dd>anna</dd>",
        "anna went through the proposal for the child, and bo decided.",
        "The decision is as proposed.",
        "<h3>Wish 1: Björken (bjorken-new), 400\u00a0m on foot. The child gets a place.</h3>",
        "chapter 8, sections 14 and 15",
        "To the administrative court",
        "<h2>How to check the lottery</h2>",
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        cr_expect(says(&html, said[i]), "%s", said[i]);
    }
    cr_expect_not(says(&html, "Board of Appeal"));
    cr_expect_not(says(&html, "Another place"));
    letter_of(&desk, siri, NULL, &html);
    cr_expect(says(&html, "<html lang=\"sv\">") && says(&html, "Siri Ek får plats på Björken"));
    cr_expect(says(&html, "<dd>juni\u00a02027</dd>") && says(&html, "Till förvaltningsrätten"));
    act(&desk, ACTION_ACCEPT, (struct change){.child = siri}, NULL);
    letter_of(&desk, siri, NULL, &html);
    cr_expect(says(&html, "familjen har tackat ja den "));
    text_release(&html);
    desk_remove(&desk);
}

Test(letter, tells_that_a_person_gave_another_place) {
    struct desk desk;
    struct text html = {0};
    desk_make(&desk, "guarantee", false);
    write_sql(&desk, "UPDATE child SET protected = 0");
    const char *proposed =
        strings_get(&desk.loaded.instance.offer_id, desk.read.proposals.offer[0]);
    uint32_t other = desk.read.proposals.offer[0] == 0 ? 1 : 0;
    act(&desk, ACTION_OVERRIDE, (struct change){.child = 0, .offer = other, .exceeds = true},
        "The lift & the <stairs>");
    act(&desk, ACTION_DECIDE, (struct change){.child = 0}, NULL);
    letter_of(&desk, 0, "en", &html);
    cr_expect(says(&html, "<h3>Another place than the one proposed</h3>"));
    cr_expect(says(&html, "<blockquote>The lift &amp; the &lt;stairs&gt;</blockquote>"));
    cr_expect(says(&html, proposed) && says(&html, "from which the decision differs"));
    cr_expect(says(&html, strings_get(&desk.loaded.instance.offer_id, other)));
    cr_expect_not(says(&html, "replaces an earlier one"));

    act(&desk, ACTION_REOPEN, (struct change){.child = 0}, "The address was wrong");
    letter_of(&desk, 0, "en", &html);
    cr_expect_eq(html.length, 0, "not decided any more");
    act(&desk, ACTION_OVERRIDE, (struct change){.child = 0, .offer = UINT32_MAX}, "They moved");
    act(&desk, ACTION_DECIDE, (struct change){.child = 0}, NULL);
    letter_of(&desk, 0, "en", &html);
    cr_expect(says(&html, "<p>The child gets no place in this round</p>"));
    cr_expect(says(&html, "<blockquote>They moved</blockquote>"));
    cr_expect(says(&html, "replaces an earlier one"));
    cr_expect(says(&html, "<blockquote>The address was wrong</blockquote>"));
    text_release(&html);
    desk_remove(&desk);
}

/* What a browser must never take for more than text. */
#define EVIL "<script>alert(\"1\")</script>&'{child}\x01"

Test(letter, escapes_every_text) {
    static const char *const keys[] = {"municipality", "office", "address",
                                       "contact",      "law",    "court"};
    struct desk desk;
    struct text html = {0};
    struct error error = {0};
    desk_make(&desk, "guarantee", false);
    write_sql(&desk,
              "UPDATE child SET protected = 0, name = '<script>alert(\"1\")</script>&''{child}'"
              " || char(1)");
    write_sql(&desk, "UPDATE child SET guardian = name, address = name || char(10) || name");
    write_sql(&desk, "UPDATE school SET name = (SELECT name FROM child)");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        cr_assert_eq(setting_set(&desk.store, keys[i], EVIL, "anna", &error), OK, "%s", error.text);
    }
    act(&desk, ACTION_OVERRIDE, (struct change){.child = 0, .offer = UINT32_MAX}, EVIL);
    act(&desk, ACTION_DECIDE, (struct change){.child = 0}, NULL);
    decide(&desk, 1);
    for (uint32_t child = 0; child < 2; child++) {
        letter_of(&desk, child, "en", &html);
        cr_expect_not(says(&html, "<script"));
        cr_expect_not(says(&html, "\x01"));
        cr_expect(
            says(&html, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;{child}"));
    }
    cr_assert_eq(setting_set(&desk.store, "appeal_text", "Ours: " EVIL, "anna", &error), OK);
    letter_of(&desk, 0, "en", &html);
    cr_expect(says(&html, "Ours: &lt;script&gt;") && !says(&html, "Write in the appeal"));
    text_release(&html);
    desk_remove(&desk);
}

Test(letter, hides_who_is_protected) {
    struct desk desk;
    struct text html = {0};
    desk_make(&desk, "preschool", false);
    uint32_t siri = number_of(&desk, "siri");
    write_sql(&desk, "UPDATE child SET protected = 1, name = 'Hemlig Ek', guardian = 'Dold Ek',"
                     " address = 'Okända vägen 3' WHERE id = 'siri'");
    act(&desk, ACTION_OVERRIDE, (struct change){.child = siri, .offer = UINT32_MAX},
        "Fly för Hemlig");
    act(&desk, ACTION_DECIDE, (struct change){.child = siri}, NULL);
    act(&desk, ACTION_OVERRIDE, (struct change){.child = siri == 0, .offer = UINT32_MAX},
        "Granne till HEMLIG EK");
    act(&desk, ACTION_DECIDE, (struct change){.child = siri == 0}, NULL);
    for (unsigned l = 0; l < n_languages; l++) {
        letter_of(&desk, siri, languages[l]->code, &html);
        static const char *const hidden[] = {"Hemlig", "Dold", "Okända", "\u00a0m "};
        for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
            cr_expect_not(says(&html, hidden[i]), "%s", hidden[i]);
        }
        cr_expect(says(&html, "class=\"note\"") && says(&html, "siri"));
        letter_of(&desk, siri == 0, languages[l]->code, &html);
        cr_expect_not(says(&html, "HEMLIG"), "nor in another child's reason");
    }
    text_release(&html);
    desk_remove(&desk);
}

/* The first line that a command prints. */
static const char *run_line(const char *command, char line[100]) {
    FILE *output = popen(command, "r");
    cr_assert_not_null(output);
    cr_assert_not_null(fgets(line, 100, output), "%s", command);
    line[strcspn(line, "\n")] = '\0';
    cr_assert_eq(pclose(output), 0, "%s", command);
    return line;
}

/* Each command that a letter prints, run by a shell, gives what lottery.c draws. */
static uint32_t run_commands(const struct desk *desk, uint32_t child, const char *html) {
    const struct instance *instance = &desk->loaded.instance;
    struct lottery *lottery = lottery_new(instance->policy.lottery_seed);
    bool each = instance->policy.lottery_per_offer;
    const char *section = strstr(html, "<h2>How to check the lottery</h2>");
    cr_assert_not_null(section);
    uint32_t n = 0;
    char command[TEXT_SIZE], line[100], expected[20], offer[TEXT_SIZE];
    for (; html_element(section, "pre", n, command, sizeof command) != NULL; n++) {
        uint64_t number;
        if (each) { /* after seed and id */
            html_element(section, "dt", n + 2, offer, sizeof offer);
        }
        cr_assert_eq(lottery_number(lottery, strings_get(&instance->applicant_id, child),
                                    each ? offer : NULL, &number, NULL),
                     OK);
        snprintf(expected, sizeof expected, "%016llx", (unsigned long long)number);
        cr_expect_str_eq(run_line(command, line), expected, "%s", command);
        cr_expect_not_null(strstr(section, expected), "and the letter tells it");
    }
    lottery_free(lottery);
    return n;
}

Test(letter, its_commands_recompute_the_lottery) {
    static const char *const names[] = {"preschool", "../tests/explain/cases/draws.json"};
    for (int i = 0; i < 2; i++) {
        struct desk desk;
        struct text html = {0};
        uint32_t n = 0;
        desk_make(&desk, names[i], false);
        for (uint32_t a = 0; a < 3; a++) {
            decide(&desk, a);
            letter_of(&desk, a, "en", &html);
            n += run_commands(&desk, a, html.bytes);
        }
        cr_expect_geq(n, i == 0 ? 3 : 4);
        text_release(&html);
        desk_remove(&desk);
    }
}

/* A run after the decision keeps it as locked; the letter still tells how it came about. */
Test(letter, is_of_the_run_that_proposed) {
    struct desk desk;
    struct text html = {0};
    desk_make(&desk, "preschool", false);
    uint32_t siri = number_of(&desk, "siri");
    decide(&desk, siri);
    write_sql(&desk, "INSERT INTO run SELECT 2, at, by, seed, n_placed FROM run;"
                     "INSERT INTO file SELECT 2, name, sha256 FROM file;"
                     "INSERT INTO proposal SELECT 2, child, offer, start, 'locked', NULL, metres,"
                     " NULL FROM proposal;"
                     "UPDATE round SET run = 2;"
                     "DELETE FROM file WHERE run = 2 AND name = 'results/proposals.csv'");
    letter_of(&desk, siri, "en", &html);
    cr_expect(says(&html, "The child gets a place.</h3>"), "of run 1, as run 2 cannot be loaded");
    write_sql(&desk, "INSERT INTO file SELECT 2, name, sha256 FROM file"
                     " WHERE name = 'results/proposals.csv';"
                     "UPDATE proposal SET basis = 'wish' WHERE run = 2;"
                     "DELETE FROM file WHERE run = 1");
    letter_of(&desk, siri, "en", &html);
    cr_expect(says(&html, "The child gets a place.</h3>"), "of run 2, as run 1 cannot be loaded");
    text_release(&html);
    desk_remove(&desk);
}

/* The names between braces, in their order; "" where there are none. */
static void arguments(const char *phrase, char found[200]) {
    size_t length = 0;
    for (const char *at = strchr(phrase, '{'); at != NULL; at = strchr(at + 1, '{')) {
        size_t n = strcspn(at, "|}") + 1;
        cr_assert_lt(length + n + 1, 200);
        memcpy(found + length, at, n);
        length += n;
    }
    found[length] = '\0';
}

static int compare_bytes(const void *a, const void *b) {
    return *(const char *)a - *(const char *)b;
}

Test(letter, every_phrase_in_every_language) {
    cr_assert_eq(n_letter_languages, n_languages);
    for (unsigned l = 0; l < n_languages; l++) {
        const struct letter_language *words = letter_language_find(languages[l]);
        cr_assert_not_null(words, "%s", languages[l]->code);
        for (int p = 0; p < N_LETTER_PHRASES; p++) {
            const char *phrase = words->phrase[p];
            cr_assert(phrase != NULL && phrase[0] != '\0', "%s lacks %s", words->code,
                      letter_phrase_name[p]);
            char own[200], first[200];
            arguments(phrase, own);
            arguments(letter_languages[0]->phrase[p], first);
            qsort(own, strlen(own), 1, compare_bytes); /* the order is the language's */
            qsort(first, strlen(first), 1, compare_bytes);
            cr_expect_str_eq(own, first, "%s in %s", letter_phrase_name[p], words->code);
            cr_expect(l == 0 || phrase[0] == '{' ||
                          strcmp(phrase, letter_languages[0]->phrase[p]) != 0,
                      "%s is not translated", letter_phrase_name[p]);
        }
    }
}
