// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One request of the API on its way: who asks, what for, and the answer. Inside review/ alone.
 */
#ifndef PLACERA_REVIEW_VISIT_H
#define PLACERA_REVIEW_VISIT_H

#include "io/json.h"
#include "review/grounds.h"
#include "review/http.h"
#include "review/pool.h"
#include "review/round_load.h"
#include "review/session.h"

/* An answer that stands until something happens: the log's last entry, when it was made. */
struct kept_answer {
    pthread_mutex_t lock;
    int64_t entry; /* -1: none yet */
    char *text;
};

struct service {
    struct http *http;
    struct kept_answer round, schools;
    struct pool pool;
    struct sessions sessions;
    pthread_mutex_t hashing; /* one password at a time: each takes 64 MiB */
    struct round_held first; /* the first run: its instance has the rules of the seats */
    struct grounds grounds;
    char host[3][80]; /* what the header Host may be; "": none */
    bool secure;      /* TLS */
};

struct visit {
    struct service *service;
    struct http_call *call;
    struct session session;
    struct user user;
    struct store *store; /* the visit's own connection */
    int64_t number;      /* that stands in the path */
    json_t *body;        /* of a POST: an object */
    json_t *answer;      /* to be filled: an object */
    char *text;          /* instead of answer: JSON that is ready; freed when it is sent */
    bool failed;         /* no memory for it */
    struct error error;
};

/* What a route does; the status of the answer. */
typedef unsigned api_fn(struct visit *visit);

enum access { ACCESS_ANYBODY, ACCESS_USER };
enum store_use { STORE_NONE, STORE_READS, STORE_WRITES };

struct route {
    const char *method;
    const char *path; /* a # stands for a number */
    enum access access;
    enum store_use store;
    api_fn *run;
};

/* The answer is a refusal: {"error": {"code", "text"}}. Returns status. */
unsigned visit_refuse(struct visit *visit, unsigned status, const char *code, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));

/* The answer that is kept, or a new one by make where something has happened since. */
unsigned visit_kept(struct visit *visit, struct kept_answer *kept, api_fn *make);

/* The error as a refusal: 503 for a busy or full machine, 404 or 409 for a no, ... */
unsigned visit_fail(struct visit *visit, enum err err);

/* Members of the body; false: absent, or of another type. */
bool visit_text(const struct visit *visit, const char *key, const char **text);
bool visit_whole(const json_t *object, const char *key, int64_t min, int64_t max, int64_t *number);

/* A whole number of the query; false, with the refusal made, where it is none. */
bool visit_query_whole(struct visit *visit, const char *name, int64_t min, int64_t max,
                       int64_t otherwise, int64_t *number, unsigned *status);

/* Into an object: a text or null; a whole number, or null where the row has NULL. */
void visit_put_text(struct visit *visit, json_t *object, const char *key, const char *text);
void visit_put_row_text(struct visit *visit, json_t *object, const char *key,
                        const struct sql_row *row, int column);
void visit_put_row_whole(struct visit *visit, json_t *object, const char *key,
                         const struct sql_row *row, int column);

/* Columns 0 .. n - 1 of a row under their keys. */
enum row_kind { ROW_TEXT, ROW_WHOLE, ROW_REAL, ROW_FLAG };
struct row_key {
    const char *key;
    enum row_kind kind;
};
void visit_put_row(struct visit *visit, json_t *object, const struct sql_row *row,
                   const struct row_key *keys, int n);
#define VISIT_PUT_ROW(visit, object, row, keys)                                                    \
    visit_put_row(visit, object, row, keys, (int)(sizeof(keys) / sizeof(keys)[0]))

/* The routes of api_*.c. */
api_fn api_login, api_logout, api_me, api_password, api_users; /* api_users.c */
api_fn api_round, api_schools, api_school;                     /* api_round.c */
api_fn api_children, api_child;                                /* api_children.c */
api_fn api_changes, api_preview;                               /* api_changes.c */
api_fn api_log;                                                /* api_log.c */

#endif
