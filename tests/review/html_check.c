// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/review/html_check.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MOST = 20, TAG_SIZE = 16 };

static const struct {
    const char *entity;
    char byte;
} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
enum { N_ENTITIES = sizeof entities / sizeof entities[0] };

static int find_entity(const char *at) {
    int i = 0;
    while (i < N_ENTITIES && strncmp(at, entities[i].entity, strlen(entities[i].entity)) != 0) {
        i++;
    }
    return i;
}

static const char *check_attributes(const char *at) {
    while (*at != '>') {
        cr_assert_eq(*at, ' ', "within a tag: %.40s", at);
        at++;
        cr_assert(islower((unsigned char)*at), "an attribute: %.40s", at);
        at += strspn(at, "abcdefghijklmnopqrstuvwxyz-");
        cr_assert_eq(strncmp(at, "=\"", 2), 0, "an attribute without quotes: %.40s", at);
        at += 2 + strcspn(at + 2, "\"<>");
        cr_assert_eq(*at, '"', "in an attribute: %.40s", at);
        at++;
    }
    return at + 1;
}

struct nesting {
    unsigned depth;
    char tag[DEPTH_MOST][TAG_SIZE];
};

static const char *check_tag(struct nesting *nesting, const char *at) {
    char tag[TAG_SIZE] = "";
    bool closes = at[1] == '/';
    const char *name = at + 1 + closes;
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz123");
    cr_assert(length > 0 && length < TAG_SIZE, "no tag: %.40s", at);
    memcpy(tag, name, length);
    at = check_attributes(name + length);
    if (closes) {
        cr_assert_gt(nesting->depth, 0, "closed too often: %s", tag);
        cr_assert_str_eq(nesting->tag[--nesting->depth], tag);
    } else if (strcmp(tag, "meta") != 0 && strcmp(tag, "br") != 0) {
        cr_assert_lt(nesting->depth, DEPTH_MOST);
        memcpy(nesting->tag[nesting->depth++], tag, TAG_SIZE);
    }
    return strcmp(tag, "style") == 0 && !closes ? strstr(at, "</style>") : at;
}

void html_check(const char *html) {
    static const char doctype[] = "<!DOCTYPE html>\n";
    struct nesting nesting = {0};
    cr_assert_eq(strncmp(html, doctype, sizeof doctype - 1), 0);
    for (const char *at = html + sizeof doctype - 1; *at != '\0';) {
        if (*at == '<') {
            at = check_tag(&nesting, at);
            continue;
        }
        cr_assert(*at != '>' && *at != '"' && *at != '\'', "not escaped: %.40s", at);
        cr_assert(*at != '&' || find_entity(at) < N_ENTITIES, "no entity: %.40s", at);
        cr_assert((unsigned char)*at >= 0x20 || *at == '\n', "a control character: %.40s", at);
        at++;
    }
    cr_expect_eq(nesting.depth, 0);
}

const char *html_element(const char *html, const char *tag, unsigned n, char *text, size_t size) {
    char begin[TAG_SIZE + 2], end[TAG_SIZE + 3];
    size_t length = 0;
    snprintf(begin, sizeof begin, "<%s>", tag);
    snprintf(end, sizeof end, "</%s>", tag);
    const char *at = strstr(html, begin);
    for (unsigned i = 0; i < n && at != NULL; i++) {
        at = strstr(at + 1, begin);
    }
    if (at == NULL) {
        return NULL;
    }
    for (at += strlen(begin); strncmp(at, end, strlen(end)) != 0; length++) {
        int entity = find_entity(at);
        cr_assert_lt(length + 1, size);
        text[length] = entity < N_ENTITIES ? entities[entity].byte : *at;
        at += entity < N_ENTITIES ? strlen(entities[entity].entity) : 1;
    }
    text[length] = '\0';
    return text;
}
