// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/user.h"

#include "review/log.h"

#include <sodium.h>
#include <string.h>

const char *const role_name[N_ROLES] = {"reader", "caseworker", "approver"};

bool role_find(const char *name, enum role *role) {
    for (int i = 0; i < N_ROLES; i++) {
        if (strcmp(role_name[i], name) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

static enum err start(struct error *error) {
    return sodium_init() < 0 ? error_set(error, ERR_SOLVER, NULL, "libsodium does not start") : OK;
}

enum err password_draw(char password[PASSWORD_DRAWN_SIZE], struct error *error) {
    /* 31 signs that are not mistaken for each other: 4.95 bits each. */
    static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
    enum { SIGNS = 24, GROUP = 6 };
    enum err err = start(error);
    size_t n = 0;
    for (int i = 0; i < SIGNS && err == OK; i++) {
        if (i > 0 && i % GROUP == 0) {
            password[n++] = '-';
        }
        password[n++] = signs[randombytes_uniform(sizeof signs - 1)];
    }
    password[n] = '\0';
    return err;
}

enum err token_draw(char *text, struct error *error) {
    uint8_t bytes[32];
    enum err err = start(error);
    if (err == OK) {
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(text, 2 * sizeof bytes + 1, bytes, sizeof bytes);
    }
    return err;
}

/* A name is shown on a line and typed into a field. */
static bool is_name(const char *name) {
    size_t length = strlen(name);
    bool good = length > 0 && length < USER_NAME_SIZE && name[0] != ' ' && name[length - 1] != ' ';
    for (size_t i = 0; i < length; i++) {
        good = good && (unsigned char)name[i] >= ' ' && name[i] != 127;
    }
    return good && strcmp(name, "console") != 0;
}

static enum err hash_password(const char *password, char hash[crypto_pwhash_STRBYTES],
                              struct error *error) {
    size_t length = strlen(password);
    enum err err = start(error);
    if (err != OK) {
        return err;
    }
    if (length < PASSWORD_LEAST || length > PASSWORD_MOST) {
        return error_set(error, ERR_USAGE, NULL, "a password has from %d to %d bytes",
                         PASSWORD_LEAST, PASSWORD_MOST);
    }
    return crypto_pwhash_str(hash, password, length, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0
               ? OK
               : error_no_memory(error);
}

/* What the log says of a user. */
static void describe(char text[128], const struct user *user) {
    snprintf(text, 128, "{\"role\":\"%s\",\"sees_protected\":%s,\"open\":%s}",
             role_name[user->role], user->sees_protected ? "true" : "false",
             user->open ? "true" : "false");
}

static enum err log_user(struct store *store, const char *action, const char *name,
                         const char *before, const char *after, const char *by,
                         struct error *error) {
    const struct log_entry entry = {.user = by,
                                    .action = action,
                                    .child = NULL,
                                    .before = before,
                                    .after = after,
                                    .reason = name};
    return log_add(store, &entry, error);
}

enum err user_add(struct store *store, const struct user *user, const char *password,
                  const char *by, struct error *error) {
    char hash[crypto_pwhash_STRBYTES], after[128];
    struct user there;
    if (!is_name(user->name)) {
        return error_set(error, ERR_USAGE, NULL,
                         "'%.80s' is no name for a user: up to %d bytes of text, and not 'console'",
                         user->name, USER_NAME_SIZE - 1);
    }
    enum err err = hash_password(password, hash, error);
    err = err == OK ? sql_begin(store->sql, error) : err;
    if (err != OK) {
        return err;
    }
    err = user_find(store, user->name, &there, NULL);
    if (err == OK) {
        err = error_set(error, ERR_USAGE, NULL, "there is a user '%s' already", user->name);
    } else if (err == ERR_NO) {
        err = sql_run(store->sql,
                      "INSERT INTO user (name, role, sees_protected, open, password)"
                      " VALUES (?1, ?2, ?3, 1, ?4)",
                      SQL(sql_text(user->name), sql_text(role_name[user->role]),
                          sql_whole(user->sees_protected ? 1 : 0), sql_text(hash)),
                      error);
    }
    describe(after, &(struct user){
                        .role = user->role, .sees_protected = user->sees_protected, .open = true});
    err = err == OK ? log_user(store, "user added", user->name, NULL, after, by, error) : err;
    return sql_end(store->sql, err, error);
}

struct found {
    struct user *user;
    bool any;
    char password[crypto_pwhash_STRBYTES];
};

static void read_user(const struct sql_row *row, struct user *user) {
    snprintf(user->name, sizeof user->name, "%s", sql_row_text(row, 0));
    bool known = role_find(sql_row_text(row, 1), &user->role);
    INVARIANT(known); /* the schema's CHECK */
    user->sees_protected = sql_row_whole(row, 2) != 0;
    user->open = sql_row_whole(row, 3) != 0;
}

static enum err take_found(void *context, const struct sql_row *row, struct error *error) {
    struct found *found = context;
    (void)error;
    read_user(row, found->user);
    snprintf(found->password, sizeof found->password, "%s", sql_row_text(row, 4));
    found->any = true;
    return OK;
}

static enum err find(struct store *store, const char *name, struct found *found,
                     struct error *error) {
    return sql_each(store->sql,
                    "SELECT name, role, sees_protected, open, password FROM user WHERE name = ?1",
                    SQL(sql_text(name)), take_found, found, error);
}

enum err user_find(struct store *store, const char *name, struct user *user, struct error *error) {
    struct found found = {.user = user};
    enum err err = find(store, name, &found, error);
    return err == OK && !found.any
               ? error_set(error, ERR_NO, NULL, "there is no user '%.80s'", name)
               : err;
}

enum err user_set_password(struct store *store, const char *name, const char *password,
                           const char *by, struct error *error) {
    char hash[crypto_pwhash_STRBYTES];
    struct user user;
    enum err err = hash_password(password, hash, error);
    err = err == OK ? sql_begin(store->sql, error) : err;
    if (err != OK) {
        return err;
    }
    err = user_find(store, name, &user, error);
    if (err == OK) {
        err = sql_run(store->sql, "UPDATE user SET password = ?2 WHERE name = ?1",
                      SQL(sql_text(name), sql_text(hash)), error);
    }
    err = err == OK ? log_user(store, "password set", name, NULL, NULL, by, error) : err;
    return sql_end(store->sql, err, error);
}

enum err user_change(struct store *store, const struct user *user, const char *by,
                     struct error *error) {
    char before[128], after[128];
    struct user was;
    enum err err = sql_begin(store->sql, error);
    if (err != OK) {
        return err;
    }
    err = user_find(store, user->name, &was, error);
    if (err == OK) {
        err = sql_run(store->sql,
                      "UPDATE user SET role = ?2, sees_protected = ?3, open = ?4 WHERE name = ?1",
                      SQL(sql_text(user->name), sql_text(role_name[user->role]),
                          sql_whole(user->sees_protected ? 1 : 0), sql_whole(user->open ? 1 : 0)),
                      error);
    }
    if (err == OK) {
        describe(before, &was);
        describe(after, user);
        err = log_user(store, "user changed", user->name, before, after, by, error);
    }
    return sql_end(store->sql, err, error);
}

enum err user_check(struct store *store, const char *name, const char *password, struct user *user,
                    struct error *error) {
    struct found found = {.user = user};
    enum err err = start(error);
    err = err == OK ? find(store, name, &found, error) : err;
    if (err != OK) {
        return err;
    }
    if (!found.any) { /* as much work as for a name that is there, so that time tells nothing */
        char nobody[crypto_pwhash_STRBYTES];
        err = crypto_pwhash_str(nobody, "nobody", 6, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0
                  ? OK
                  : error_no_memory(error);
    }
    bool right = found.any && strlen(password) <= PASSWORD_MOST &&
                 crypto_pwhash_str_verify(found.password, password, strlen(password)) == 0;
    return err != OK             ? err
           : right && user->open ? OK
                                 : error_set(error, ERR_NO, NULL, "wrong name or password");
}

struct walk {
    user_fn *call;
    void *context;
};

static enum err hand_out(void *context, const struct sql_row *row, struct error *error) {
    struct walk *walk = context;
    struct user user;
    read_user(row, &user);
    return walk->call(walk->context, &user, error);
}

enum err user_each(struct store *store, user_fn *call, void *context, struct error *error) {
    struct walk walk = {call, context};
    return sql_each(store->sql, "SELECT name, role, sees_protected, open FROM user ORDER BY name",
                    SQL_NONE, hand_out, &walk, error);
}
