// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/json.h"

#include <criterion/criterion.h>
#include <string.h>

struct fixture {
    struct json_doc doc;
    struct faults faults;
};

static void open_text(struct fixture *fixture, const char *text) {
    *fixture = (struct fixture){0};
    cr_assert_eq(json_doc_open(&fixture->doc, "t.json", text, strlen(text), &fixture->faults, NULL),
                 OK);
}

/* Ends it, and its faults must be these, as printed. */
static void closes_with(struct fixture *fixture, const char *expected) {
    char text[4000] = "";
    FILE *stream = fmemopen(text, sizeof text, "w");
    faults_print(&fixture->faults, stream);
    fclose(stream);
    cr_expect_str_eq(text, expected);
    faults_release(&fixture->faults);
    json_doc_close(&fixture->doc);
}

static void is_refused(const char *text, const char *expected) {
    struct fixture fixture;
    open_text(&fixture, text);
    cr_expect_null(fixture.doc.root);
    closes_with(&fixture, expected);
}

Test(json, syntax) {
    is_refused("{\n  \"a\": 1,\n  b: 2\n}",
               "t.json:3:3: not valid JSON: string or '}' expected near 'b'; mend it there\n");
    is_refused("", "t.json:1:1: not valid JSON: '[' or '{' expected near end of file; mend it "
                   "there\n");
    is_refused("{\"a\": 1, \"a\": 2}",
               "t.json:1:12: not valid JSON: duplicate object key near '\"a\"'; mend it there\n");
    is_refused("{\n \"a\": \"\xE5\"}",
               "t.json:2:8: byte 0xE5 is not UTF-8 text; save the file as UTF-8\n");
}

Test(json, a_byte_order_mark_is_passed_over) {
    struct fixture fixture;
    open_text(&fixture, "\xEF\xBB\xBF{\"a\": true}");
    struct json_node root = json_root(&fixture.doc);
    struct json_node a;
    bool value = false;
    cr_assert(json_member(&root, "a", &a));
    cr_expect(json_want_bool(&a, &value) && value);
    closes_with(&fixture, "");
}

/* Each value's place: nested, after escapes, after blanks of every kind. */
Test(json, places) {
    static const char text[] = "{ \"x\\\"\\\\\": [1, {\"k\":\t\"}]\"}, [] ],\r\n"
                               "  \"\\u00e5\" :\n   { \"deep\": [ [], [ 7, 8 ] ] },\n"
                               "  \"last\":null}";
    struct fixture fixture;
    open_text(&fixture, text);
    struct json_node root = json_root(&fixture.doc);
    struct json_node first, ring, deep, last, k;
    cr_assert(json_member(&root, "x\"\\", &first));
    cr_assert(json_member(&root, "\xC3\xA5", &ring));
    cr_assert(json_member(&ring, "deep", &deep));
    cr_assert(json_member(&root, "last", &last));
    struct json_node object = json_element(&first, 1);
    cr_assert(json_member(&object, "k", &k));
    struct json_node inner = json_element(&deep, 1);
    struct json_node eight = json_element(&inner, 1);
    json_fault(&root, "root");
    json_fault(&first, "first");
    json_fault(&k, "k");
    json_fault(&ring, "ring");
    json_fault(&deep, "deep");
    json_fault(&eight, "eight");
    json_fault(&last, "last");
    cr_expect_not(json_member(&root, "absent", &last));
    closes_with(&fixture, "t.json:1:1: root\nt.json:1:12: first\nt.json:1:22: k\n"
                          "t.json:3:4: ring\nt.json:3:14: deep\nt.json:3:25: eight\n"
                          "t.json:4:10: last\n");
}

Test(json, unknown_keys) {
    static const char *const keys[] = {"a", "b", NULL};
    struct fixture fixture;
    open_text(&fixture, "{\"a\": 1,\n \"c\": 2}");
    struct json_node root = json_root(&fixture.doc);
    json_only(&root, keys);
    closes_with(&fixture, "t.json:2:7: unknown key 'c'; correct it or take it out (known: a, b)\n");
}

Test(json, wrong_types) {
    struct fixture fixture;
    open_text(&fixture, "[1.5, \"x\"]");
    struct json_node root = json_root(&fixture.doc);
    struct json_node real = json_element(&root, 0);
    struct json_node text = json_element(&root, 1);
    const char *string;
    bool boolean;
    int64_t whole;
    double number;
    cr_expect_not(json_want_object(&root));
    cr_expect_not(json_want_array(&real));
    cr_expect_not(json_want_text(&real, &string));
    cr_expect_not(json_want_bool(&real, &boolean));
    cr_expect_not(json_want_whole(&real, 0, 9, &whole));
    cr_expect_not(json_want_real(&text, &number));
    cr_expect(json_want_real(&real, &number) && number == 1.5);
    cr_expect(json_want_text(&text, &string) && strcmp(string, "x") == 0);
    closes_with(&fixture, "t.json:1:1: an object { ... } is expected here; change it\n"
                          "t.json:1:2: an array [ ... ] is expected here; change it\n"
                          "t.json:1:2: a text \"...\" is expected here; change it\n"
                          "t.json:1:2: true or false is expected here; change it\n"
                          "t.json:1:2: a whole number from 0 to 9 is expected here; change it\n"
                          "t.json:1:7: a number is expected here; change it\n");
}

Test(json, whole_numbers_in_range) {
    struct fixture fixture;
    open_text(&fixture, "[0, 9, 10, -1]");
    struct json_node root = json_root(&fixture.doc);
    int64_t whole;
    for (size_t i = 0; i < 4; i++) {
        struct json_node element = json_element(&root, i);
        cr_expect_eq(json_want_whole(&element, 0, 9, &whole), i < 2);
    }
    closes_with(&fixture, "t.json:1:8: a whole number from 0 to 9 is expected here; change it\n"
                          "t.json:1:12: a whole number from 0 to 9 is expected here; change it\n");
}
