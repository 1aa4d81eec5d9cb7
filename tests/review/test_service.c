// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who may ask what: every route by nobody and by each role, with and without the session's token,
 * under other names and from other pages.
 */
#include "review/rerun.h"
#include "tests/review/client.h"

#include <criterion/criterion.h>
#include <string.h>

static struct reply reply;

static const char *const gets[] = {"/api/1/me",         "/api/1/users",     "/api/1/round",
                                   "/api/1/schools",    "/api/1/schools/0", "/api/1/children",
                                   "/api/1/children/0", "/api/1/log",       "/api/1/log?limit=1"};
static const char *const posts[] = {"/api/1/changes", "/api/1/password", "/api/1/logout"};

struct party {
    struct desk desk;
    struct service *service;
    struct client nobody, reader, caseworker, approver;
};

static void party_begin(struct party *party, const char *name, bool four_eyes) {
    desk_make(&party->desk, name, four_eyes);
    client_user(&party->desk, "rita", ROLE_READER, false);
    client_user(&party->desk, "carl", ROLE_CASEWORKER, false);
    client_user(&party->desk, "anna", ROLE_APPROVER, true);
    party->service = client_serve(&party->desk);
    party->nobody = (struct client){.port = service_port(party->service)};
    client_login(&party->reader, party->service, "rita");
    client_login(&party->caseworker, party->service, "carl");
    client_login(&party->approver, party->service, "anna");
}

static void party_end(struct party *party) {
    service_stop(party->service);
    desk_audit(&party->desk);
    desk_remove(&party->desk);
}

static long get(const struct client *client, const char *path) {
    reply_release(&reply);
    client_ask(client, "GET", path, NULL, &reply);
    return reply.status;
}

static long post(const struct client *client, const char *path, const char *body) {
    reply_release(&reply);
    client_ask(client, "POST", path, body, &reply);
    return reply.status;
}

Test(service, nobody_gets_nothing) {
    struct party party;
    party_begin(&party, "guarantee", false);
    struct client stranger = party.nobody;
    memset(stranger.cookie, 'a', 64);
    stranger.cookie[64] = '\0';
    for (size_t i = 0; i < sizeof gets / sizeof gets[0]; i++) {
        cr_expect_eq(get(&party.nobody, gets[i]), 401, "%s", gets[i]);
        cr_expect_str_eq(reply_code(&reply), "login");
        cr_expect_eq(get(&stranger, gets[i]), 401, "%s", gets[i]);
        cr_expect_eq(get(&party.reader, gets[i]), 200, "%s: %s", gets[i], reply.text);
    }
    for (size_t i = 0; i < sizeof posts / sizeof posts[0]; i++) {
        cr_expect_eq(post(&party.nobody, posts[i], "{}"), 401, "%s", posts[i]);
    }
    party_end(&party);
}

Test(service, a_change_needs_the_token) {
    struct party party;
    party_begin(&party, "guarantee", false);
    struct client client = party.approver;
    for (int kind = 0; kind < 3; kind++) {
        snprintf(client.token, sizeof client.token, "%s",
                 kind == 0   ? ""
                 : kind == 1 ? party.reader.token
                             : "x");
        for (size_t i = 0; i < sizeof posts / sizeof posts[0]; i++) {
            cr_expect_eq(post(&client, posts[i], "{}"), 403, "%s", posts[i]);
            cr_expect_str_eq(reply_code(&reply), "token");
        }
    }
    party_end(&party);
}

Test(service, other_pages_and_names_get_nothing) {
    struct party party;
    char origin[80];
    party_begin(&party, "guarantee", false);
    struct client client = party.approver;
    static const char *const hosts[] = {"evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:80",
                                        "placera.example:8470"};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        client.host = hosts[i];
        cr_expect_eq(get(&client, "/api/1/round"), 421, "%s", hosts[i]);
    }
    client.host = NULL;
    static const char *const origins[] = {"http://evil.example", "null", "https://127.0.0.1"};
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
        client.origin = origins[i];
        cr_expect_eq(get(&client, "/api/1/round"), 403, "%s", origins[i]);
    }
    snprintf(origin, sizeof origin, "http://127.0.0.1:%u", client.port);
    client.origin = origin;
    cr_expect_eq(get(&client, "/api/1/round"), 200);
    party_end(&party);
}

Test(service, what_is_not_there_is_said) {
    struct party party;
    party_begin(&party, "guarantee", false);
    static const char *const absent[] = {"/api",
                                         "/api/1",
                                         "/api/1/",
                                         "/api/1/rounds",
                                         "/api/1/children/",
                                         "/api/1/children/x",
                                         "/api/1/children/1x",
                                         "/api/1/children/-1",
                                         "/api/1/children/99999999999999999999",
                                         "/api/1/../1/round/",
                                         "/api/2/round"};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        cr_expect_eq(get(&party.approver, absent[i]), 404, "%s: %ld", absent[i], reply.status);
    }
    cr_expect_eq(get(&party.approver, "/api/1/children/99999"), 404);
    cr_expect_eq(get(&party.approver, "/api/1/schools/99999"), 404);
    cr_expect_eq(post(&party.approver, "/api/1/round", "{}"), 405);
    cr_expect_eq(get(&party.approver, "/api/1/changes"), 405);
    party_end(&party);
}

Test(service, bad_bodies_and_queries_are_refused) {
    static const char *const bodies[] = {
        "",
        "{",
        "[]",
        "{\"a\": 1, \"a\": 2}",
        "{\"action\": \"confirm\"}",
        "{\"action\": \"fly\", \"children\": [{\"child\": 0, \"version\": 0}]}",
        "{\"action\": 1, \"children\": [{\"child\": 0, \"version\": 0}]}",
        "{\"action\": \"confirm\", \"children\": []}",
        "{\"action\": \"confirm\", \"children\": {}}",
        "{\"action\": \"confirm\", \"children\": [{\"child\": 0}]}",
        "{\"action\": \"confirm\", \"children\": [{\"child\": -1, \"version\": 0}]}",
        "{\"action\": \"confirm\", \"children\": [{\"child\": 0.5, \"version\": 0}]}",
        "{\"action\": \"confirm\", \"children\": [{\"child\": \"0\", \"version\": 0}]}",
        "{\"action\": \"confirm\", \"children\": [{\"child\": 4294967295, \"version\": 0}]}",
        "{\"action\": \"override\", \"reason\": \"x\", \"children\": [{\"child\": 0, \"version\": "
        "0}]}",
        "{\"action\": \"override\", \"reason\": \"x\", \"children\": [{\"child\": 0, \"version\": "
        "0,"
        " \"offer\": 0, \"start\": \"2027-13\"}]}",
    };
    static const char *const queries[] = {
        "/api/1/children?limit=0",    "/api/1/children?limit=501", "/api/1/children?limit=x",
        "/api/1/children?offset=-1",  "/api/1/children?sort=age",  "/api/1/children?order=up",
        "/api/1/children?school=1.5", "/api/1/log?limit=1001",     "/api/1/log?before=0"};
    struct party party;
    party_begin(&party, "guarantee", false);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        cr_expect_eq(post(&party.approver, "/api/1/changes", bodies[i]), 400, "%s: %s", bodies[i],
                     reply.text);
    }
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        cr_expect_eq(get(&party.approver, queries[i]), 400, "%s: %s", queries[i], reply.text);
    }
    struct client client = party.approver;
    client.type = "text/plain";
    cr_expect_eq(post(&client, "/api/1/changes", "{}"), 415);
    char *large = malloc((1 << 20) + 100);
    memset(large, ' ', (1 << 20) + 99);
    large[(1 << 20) + 99] = '\0';
    cr_expect_eq(post(&party.approver, "/api/1/changes", large), 413);
    free(large);
    party_end(&party);
}

Test(service, roles_may_what_they_may) {
    static const char *const actions[] = {"confirm", "override", "return",  "withdraw",
                                          "decide",  "accept",   "decline", "reopen"};
    struct party party;
    char body[300];
    party_begin(&party, "guarantee", false);
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        snprintf(body, sizeof body,
                 "{\"action\": \"%s\", \"reason\": \"x\", \"children\": [{\"child\": 0, "
                 "\"version\": 0, \"offer\": null}]}",
                 actions[i]);
        cr_expect_eq(post(&party.reader, "/api/1/changes", body), 403, "%s", actions[i]);
        bool approves = strcmp(actions[i], "decide") == 0 || strcmp(actions[i], "reopen") == 0;
        if (approves) {
            cr_expect_eq(post(&party.caseworker, "/api/1/changes", body), 403, "%s", actions[i]);
        }
    }
    cr_expect_eq(desk_number(&party.desk, "SELECT count(*) FROM child WHERE version > 0"), 0);
    party_end(&party);
}

Test(service, a_user_that_is_closed_is_out_at_once) {
    struct party party;
    struct error error = {0};
    struct user carl = desk_user("carl", ROLE_CASEWORKER);
    party_begin(&party, "guarantee", false);
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 200);
    carl.open = false;
    cr_assert_eq(user_change(&party.desk.store, &carl, "test", &error), OK);
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 401);
    carl.open = true;
    cr_assert_eq(user_change(&party.desk.store, &carl, "test", &error), OK);
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 401, "the session is gone");
    client_login(&party.caseworker, party.service, "carl");
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 200);
    cr_expect_eq(post(&party.caseworker, "/api/1/logout", "{}"), 200);
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 401);
    party_end(&party);
}

Test(service, guessing_is_slowed_down) {
    struct party party;
    party_begin(&party, "guarantee", false);
    const char *wrong = "{\"name\": \"carl\", \"password\": \"not the password\"}";
    const char *right = "{\"name\": \"carl\", \"password\": \"" CLIENT_PASSWORD "\"}";
    int n_wrong = 0;
    while (post(&party.nobody, "/api/1/login", wrong) == 401 && n_wrong < 20) {
        n_wrong++;
    }
    cr_expect_eq(reply.status, 429);
    cr_expect_eq(n_wrong, 5, "%d guesses", n_wrong);
    cr_expect_gt(atoi(reply.wait), 0, "Retry-After: '%s'", reply.wait);
    cr_expect_eq(post(&party.nobody, "/api/1/login", right), 429, "the right one waits, too");
    client_login(&party.approver, party.service, "anna"); /* others do not */
    cr_expect_eq(get(&party.caseworker, "/api/1/round"), 200, "who is in stays in");
    const char *absent = "{\"name\": \"nobody\", \"password\": \"not the password\"}";
    cr_expect_eq(post(&party.nobody, "/api/1/login", absent), 401);
    cr_expect_str_eq(reply_code(&reply), "login");
    party_end(&party);
}

Test(service, another_password_ends_all_sessions) {
    struct party party;
    struct client other;
    party_begin(&party, "guarantee", false);
    client_login(&other, party.service, "carl");
    cr_expect_eq(post(&party.caseworker, "/api/1/password",
                      "{\"old\": \"wrong wrong wrong\", \"new\": \"another password\"}"),
                 403);
    cr_expect_eq(post(&party.caseworker, "/api/1/password",
                      "{\"old\": \"" CLIENT_PASSWORD "\", \"new\": \"short\"}"),
                 400);
    cr_expect_eq(get(&other, "/api/1/me"), 200);
    cr_expect_eq(post(&party.caseworker, "/api/1/password",
                      "{\"old\": \"" CLIENT_PASSWORD "\", \"new\": \"another password\"}"),
                 200);
    cr_expect_eq(get(&other, "/api/1/me"), 401);
    cr_expect_eq(post(&party.nobody, "/api/1/login",
                      "{\"name\": \"carl\", \"password\": \"another password\"}"),
                 200);
    party_end(&party);
}

Test(service, the_second_of_two_is_told) {
    struct party party;
    party_begin(&party, "house", true);
    const char *confirm =
        "{\"action\": \"confirm\", \"children\": [{\"child\": 1, \"version\": 0}]}";
    const char *give = "{\"action\": \"override\", \"reason\": \"moves\", \"children\":"
                       " [{\"child\": 1, \"version\": 0, \"offer\": null}]}";
    cr_expect_eq(post(&party.caseworker, "/api/1/changes", confirm), 200, "%s", reply.text);
    cr_expect_eq(json_integer_value(json_object_get(reply.json, "done")), 1);
    cr_expect_eq(post(&party.approver, "/api/1/changes", give), 409);
    const json_t *child = json_array_get(json_object_get(reply.json, "children"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(child, "refused")), "conflict");
    cr_expect_str_eq(json_string_value(json_object_get(child, "state")), "confirmed");
    cr_expect_eq(json_integer_value(json_object_get(child, "version")), 1);
    cr_expect_eq(get(&party.reader, "/api/1/children/1"), 200);
    cr_expect_str_eq(json_string_value(json_object_get(reply.json, "confirmed_by")), "carl");
    cr_expect_eq(get(&party.reader, "/api/1/log?limit=1"), 200);
    const json_t *entry = json_array_get(json_object_get(reply.json, "entries"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(entry, "action")), "confirm");
    const char *decide = "{\"action\": \"decide\", \"children\": [{\"child\": 1, \"version\": 1}]}";
    cr_expect_eq(post(&party.approver, "/api/1/changes", decide), 200, "%s", reply.text);
    party_end(&party);
}

/* A re-run from the command line while the desk is open. */
Test(service, a_rerun_is_seen_at_once) {
    struct party party;
    struct error error = {0};
    char path[40];
    party_begin(&party, "district", false);
    const char *confirm =
        "{\"action\": \"confirm\", \"children\": [{\"child\": 1, \"version\": 0}]}";
    cr_expect_eq(post(&party.caseworker, "/api/1/changes", confirm), 200);
    cr_expect_eq(get(&party.reader, "/api/1/round"), 200);
    const struct rerun asked = {.by = "console", .options = &(struct solve_options){0}};
    cr_assert_eq(rerun(&party.desk.store, &asked, NULL, NULL, &error), OK, "%s", error.text);
    cr_expect_eq(get(&party.reader, "/api/1/round"), 200);
    cr_expect_eq(json_integer_value(json_object_get(reply.json, "run")), 2);
    for (int child = 1; child < 3;
         child++) { /* confirmed: the grounds are those of the first run */
        snprintf(path, sizeof path, "/api/1/children/%d?lang=en", child);
        cr_assert_eq(get(&party.reader, path), 200, "%s", reply.text);
        const char *words = json_string_value(json_object_get(reply.json, "words"));
        cr_assert_not_null(words);
        cr_expect(strstr(words, "Wish 1") != NULL, "%s", words);
    }
    party_end(&party);
}
