// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who is logged in, and how fast one may guess. In memory alone: when the service starts again,
 * people log in again.
 */
#ifndef PLACERA_REVIEW_SESSION_H
#define PLACERA_REVIEW_SESSION_H

#include "review/user.h"

#include <pthread.h>

enum {
    SESSION_TOKEN_SIZE = 65, /* 32 random bytes in hex digits, and a NUL */
    SESSIONS_MOST = 1000,
    SESSION_IDLE_S = 3600,
    SESSION_WHOLE_S = 12 * 3600,
};

struct session {
    char cookie[SESSION_TOKEN_SIZE]; /* "": free */
    char token[SESSION_TOKEN_SIZE];  /* that comes with every change */
    char user[USER_NAME_SIZE];
    int64_t begun, seen; /* seconds of a clock that does not jump */
};

/* Failures to log in, by name and by address. */
enum { GUESSES_MOST = 4096, GUESSES_FREE = 4, GUESS_WAIT_MOST_S = 300 };
struct guess {
    uint64_t who; /* a hash; 0: free */
    uint32_t n_failed;
    int64_t wait_until;
};

struct sessions {
    pthread_mutex_t lock;
    struct session session[SESSIONS_MOST];
    struct guess guess[GUESSES_MOST];
};

void sessions_init(struct sessions *sessions);

/* Begins one; the oldest makes room where there are too many. Errors: ERR_SOLVER (no random
 * numbers). */
enum err session_begin(struct sessions *sessions, const char *user, struct session *session,
                       struct error *error);

/* The session of a cookie; false: there is none, or it was idle for too long. */
bool session_find(struct sessions *sessions, const char *cookie, struct session *session);

/* Ends the session of a cookie; or all of a user. */
void session_end(struct sessions *sessions, const char *cookie);
void session_end_all(struct sessions *sessions, const char *user);

/* How many seconds one must wait before a name is tried from an address again; 0: none. */
int64_t guess_wait(struct sessions *sessions, const char *name, const char *address);

/* It was wrong: after GUESSES_FREE failures each one doubles the wait. Or right. */
void guess_failed(struct sessions *sessions, const char *name, const char *address);
void guess_right(struct sessions *sessions, const char *name, const char *address);

/* As long for equal texts as for different ones. */
bool token_is(const char *one, const char *other);

#endif
