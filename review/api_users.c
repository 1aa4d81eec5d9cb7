// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who works here: to log in and out, another password, the list of users.
 */
#include "review/visit.h"

#include <inttypes.h>

static void put_user(struct visit *visit, json_t *object, const struct user *user) {
    visit_put_text(visit, object, "name", user->name);
    visit_put_text(visit, object, "role", role_name[user->role]);
    json_put(object, "sees_protected", json_boolean(user->sees_protected), &visit->failed);
    json_put(object, "open", json_boolean(user->open), &visit->failed);
}

/* The cookie; an empty one goes at once. */
static void set_cookie(struct visit *visit, const char *value) {
    char text[200];
    snprintf(text, sizeof text, "placera=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
             value, value[0] == '\0' ? 0 : SESSION_WHOLE_S,
             visit->service->secure ? "; Secure" : "");
    http_set_header(visit->call, "Set-Cookie", text);
}

static unsigned answer_me(struct visit *visit) {
    json_t *user = json_object();
    put_user(visit, user, &visit->user);
    json_put(visit->answer, "user", user, &visit->failed);
    visit_put_text(visit, visit->answer, "token", visit->session.token);
    return 200;
}

/* One at a time, and with a connection only while it is that one's turn. */
static enum err check_password(struct visit *visit, const char *name, const char *password,
                               struct user *user) {
    pthread_mutex_lock(&visit->service->hashing);
    struct store *store = pool_take(&visit->service->pool, false);
    enum err err = user_check(store, name, password, user, &visit->error);
    pool_give(&visit->service->pool, store);
    pthread_mutex_unlock(&visit->service->hashing);
    return err;
}

unsigned api_login(struct visit *visit) {
    struct sessions *sessions = &visit->service->sessions;
    const char *name, *password;
    char address[64], wait[24];
    if (!visit_text(visit, "name", &name) || !visit_text(visit, "password", &password)) {
        return visit_refuse(visit, 400, "input", "name and password are needed");
    }
    http_client(visit->call, address, sizeof address);
    int64_t seconds = guess_wait(sessions, name, address);
    if (seconds > 0) {
        snprintf(wait, sizeof wait, "%" PRId64, seconds);
        http_set_header(visit->call, "Retry-After", wait);
        return visit_refuse(visit, 429, "wait", "too many wrong tries; wait %s s", wait);
    }
    enum err err = check_password(visit, name, password, &visit->user);
    if (err == ERR_NO) {
        guess_failed(sessions, name, address);
        return visit_refuse(visit, 401, "login", "wrong name or password");
    }
    if (err == OK) {
        guess_right(sessions, name, address);
        err = session_begin(sessions, visit->user.name, &visit->session, &visit->error);
    }
    if (err != OK) {
        return visit_fail(visit, err);
    }
    set_cookie(visit, visit->session.cookie);
    return answer_me(visit);
}

unsigned api_logout(struct visit *visit) {
    session_end(&visit->service->sessions, visit->session.cookie);
    set_cookie(visit, "");
    return 200;
}

unsigned api_me(struct visit *visit) {
    return answer_me(visit);
}

unsigned api_password(struct visit *visit) {
    struct sessions *sessions = &visit->service->sessions;
    const char *old, *new;
    struct user user;
    char address[64];
    if (!visit_text(visit, "old", &old) || !visit_text(visit, "new", &new)) {
        return visit_refuse(visit, 400, "input", "old and new are needed");
    }
    http_client(visit->call, address, sizeof address);
    if (guess_wait(sessions, visit->user.name, address) > 0) {
        return visit_refuse(visit, 429, "wait", "too many wrong tries; wait");
    }
    enum err err = check_password(visit, visit->user.name, old, &user);
    if (err == OK) {
        struct store *store = pool_take(&visit->service->pool, true);
        err = user_set_password(store, visit->user.name, new, visit->user.name, &visit->error);
        pool_give(&visit->service->pool, store);
    } else if (err == ERR_NO) {
        guess_failed(sessions, visit->user.name, address);
    }
    if (err != OK) {
        return err == ERR_NO ? visit_refuse(visit, 403, "password", "the old password is wrong")
                             : visit_fail(visit, err);
    }
    session_end_all(sessions, visit->user.name); /* whoever else knew the old one is out */
    set_cookie(visit, "");
    return 200;
}

struct listing {
    struct visit *visit;
    json_t *users;
};

static enum err list_user(void *context, const struct user *user, struct error *error) {
    struct listing *listing = context;
    json_t *object = json_object();
    (void)error;
    put_user(listing->visit, object, user);
    json_push(listing->users, object, &listing->visit->failed);
    return OK;
}

unsigned api_users(struct visit *visit) {
    struct listing listing = {visit, json_array()};
    enum err err = user_each(visit->store, list_user, &listing, &visit->error);
    json_put(visit->answer, "users", listing.users, &visit->failed);
    return err == OK ? 200 : visit_fail(visit, err);
}
