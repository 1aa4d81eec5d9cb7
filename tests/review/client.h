// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A service of a test's own, and those who ask it.
 */
#ifndef PLACERA_TESTS_CLIENT_H
#define PLACERA_TESTS_CLIENT_H

#include "review/service.h"
#include "tests/review/desk.h"

#include <jansson.h>

struct client {
    unsigned port;
    char cookie[80];                  /* "": none */
    char token[80];                   /* "": none */
    const char *host, *origin, *type; /* headers instead of the right ones; NULL: the right ones */
};

struct reply {
    long status;
    json_t *json; /* NULL: the body is none */
    char text[200000];
    char set_cookie[300], wait[40]; /* headers */
};

/* Serves the desk's store; any error ends the test. */
struct service *client_serve(struct desk *desk);

/* Adds a user to the store, before it is served, with this password. */
#define CLIENT_PASSWORD "a password of some length"
void client_user(struct desk *desk, const char *name, enum role role, bool sees_protected);

/* Asks; body NULL: GET. Ends the test where nothing answers. reply_release in every case. */
void client_ask(const struct client *client, const char *method, const char *path, const char *body,
                struct reply *reply);
void reply_release(struct reply *reply);

/* Logs in as a user of client_user; ends the test where that fails. */
void client_login(struct client *client, const struct service *service, const char *name);

/* The status of a POST whose body is printf'd. */
long client_post(const struct client *client, struct reply *reply, const char *path,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* "code" of a refusal, "" where there is none. */
const char *reply_code(const struct reply *reply);

#endif
