// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/session.h"

#include <string.h>
#include <time.h>

void sessions_init(struct sessions *sessions) {
    memset(sessions->session, 0, sizeof sessions->session);
    memset(sessions->guess, 0, sizeof sessions->guess);
    pthread_mutex_init(&sessions->lock, NULL);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_BOOTTIME, &time);
    return time.tv_sec;
}

bool token_is(const char *one, const char *other) {
    size_t length = strlen(one);
    unsigned differ = strlen(other) == length ? 0 : 1;
    for (size_t i = 0; i < length && differ != 1; i++) {
        differ |= (unsigned)(one[i] ^ other[i]) << 1;
    }
    return length > 0 && differ == 0;
}

static bool is_over(const struct session *session, int64_t time) {
    return time - session->seen > SESSION_IDLE_S || time - session->begun > SESSION_WHOLE_S;
}

/* Where a new one goes. */
static struct session *make_room(struct sessions *sessions, int64_t time) {
    struct session *room = &sessions->session[0];
    for (int i = 0; i < SESSIONS_MOST; i++) {
        struct session *session = &sessions->session[i];
        if (session->cookie[0] == '\0' || is_over(session, time)) {
            return session;
        }
        room = session->seen < room->seen ? session : room;
    }
    return room;
}

enum err session_begin(struct sessions *sessions, const char *user, struct session *session,
                       struct error *error) {
    *session = (struct session){.begun = now()};
    session->seen = session->begun;
    snprintf(session->user, sizeof session->user, "%s", user);
    enum err err = token_draw(session->cookie, error);
    err = err == OK ? token_draw(session->token, error) : err;
    if (err == OK) {
        pthread_mutex_lock(&sessions->lock);
        *make_room(sessions, session->begun) = *session;
        pthread_mutex_unlock(&sessions->lock);
    }
    return err;
}

/* All are looked at, so that time does not tell which one it was. */
static struct session *find(struct sessions *sessions, const char *cookie) {
    struct session *found = NULL;
    for (int i = 0; i < SESSIONS_MOST; i++) {
        found = token_is(sessions->session[i].cookie, cookie) ? &sessions->session[i] : found;
    }
    return found;
}

bool session_find(struct sessions *sessions, const char *cookie, struct session *session) {
    int64_t time = now();
    pthread_mutex_lock(&sessions->lock);
    struct session *found = find(sessions, cookie);
    bool good = found != NULL && !is_over(found, time);
    if (good) {
        found->seen = time;
        *session = *found;
    }
    pthread_mutex_unlock(&sessions->lock);
    return good;
}

void session_end(struct sessions *sessions, const char *cookie) {
    pthread_mutex_lock(&sessions->lock);
    struct session *found = find(sessions, cookie);
    if (found != NULL) {
        *found = (struct session){0};
    }
    pthread_mutex_unlock(&sessions->lock);
}

void session_end_all(struct sessions *sessions, const char *user) {
    pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < SESSIONS_MOST; i++) {
        if (strcmp(sessions->session[i].user, user) == 0) {
            sessions->session[i] = (struct session){0};
        }
    }
    pthread_mutex_unlock(&sessions->lock);
}

/* FNV-1a of a kind and a text (G. Fowler, L. C. Noll, K.-P. Vo). */
static uint64_t hash_of(char kind, const char *text) {
    uint64_t hash = (UINT64_C(14695981039346656037) ^ (uint8_t)kind) * UINT64_C(1099511628211);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211);
    }
    return hash == 0 ? 1 : hash;
}

/* The entry of somebody; one is made where there is none, in the place of the one that has waited
 * longest. */
static struct guess *guess_of(struct sessions *sessions, uint64_t who) {
    struct guess *room = &sessions->guess[0];
    for (int i = 0; i < GUESSES_MOST; i++) {
        struct guess *guess = &sessions->guess[i];
        if (guess->who == who) {
            return guess;
        }
        room = guess->wait_until < room->wait_until ? guess : room;
    }
    *room = (struct guess){.who = who};
    return room;
}

int64_t guess_wait(struct sessions *sessions, const char *name, const char *address) {
    int64_t time = now(), wait = 0;
    const uint64_t who[2] = {hash_of('n', name), hash_of('a', address)};
    pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < GUESSES_MOST; i++) {
        const struct guess *guess = &sessions->guess[i];
        if (guess->who == who[0] || guess->who == who[1]) {
            wait = guess->wait_until - time > wait ? guess->wait_until - time : wait;
        }
    }
    pthread_mutex_unlock(&sessions->lock);
    return wait;
}

static void count(struct guess *guess, uint32_t n_free, int64_t time) {
    guess->n_failed++;
    uint32_t beyond = guess->n_failed > n_free ? guess->n_failed - n_free : 0;
    int64_t wait = beyond == 0 ? 0 : beyond > 9 ? GUESS_WAIT_MOST_S : INT64_C(1) << (beyond - 1);
    guess->wait_until = time + (wait < GUESS_WAIT_MOST_S ? wait : GUESS_WAIT_MOST_S);
}

void guess_failed(struct sessions *sessions, const char *name, const char *address) {
    int64_t time = now();
    pthread_mutex_lock(&sessions->lock);
    count(guess_of(sessions, hash_of('n', name)), GUESSES_FREE, time);
    /* an office shares an address: ten times as many */
    count(guess_of(sessions, hash_of('a', address)), 10 * GUESSES_FREE, time);
    pthread_mutex_unlock(&sessions->lock);
}

void guess_right(struct sessions *sessions, const char *name, const char *address) {
    const uint64_t who[2] = {hash_of('n', name), hash_of('a', address)};
    pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < GUESSES_MOST; i++) {
        struct guess *guess = &sessions->guess[i];
        if (guess->who == who[0] || guess->who == who[1]) {
            *guess = (struct guess){0};
        }
    }
    pthread_mutex_unlock(&sessions->lock);
}
