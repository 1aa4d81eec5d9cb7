// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who works at the desk. Passwords are kept as Argon2id (A. Biryukov, D. Dinu and D. Khovratovich,
 * RFC 9106) by libsodium.
 */
#ifndef PLACERA_REVIEW_USER_H
#define PLACERA_REVIEW_USER_H

#include "review/store.h"

enum role { ROLE_READER, ROLE_CASEWORKER, ROLE_APPROVER, N_ROLES };
extern const char *const role_name[N_ROLES];

enum { USER_NAME_SIZE = 64, PASSWORD_LEAST = 12, PASSWORD_MOST = 256, PASSWORD_DRAWN_SIZE = 32 };

struct user {
    char name[USER_NAME_SIZE];
    enum role role;
    bool sees_protected; /* names and addresses of children with a protected identity */
    bool open;           /* may come in */
};

/* The role of that name; false: there is none. */
bool role_find(const char *name, enum role *role);

/* A password of 118 random bits, as groups of letters and digits. Errors: ERR_SOLVER where
 * libsodium does not start. */
enum err password_draw(char password[PASSWORD_DRAWN_SIZE], struct error *error);

/* 32 random bytes in hex digits: text [65]. Errors: as password_draw. */
enum err token_draw(char *text, struct error *error);

/* Adds one. by: who does it, for the log. Errors: ERR_USAGE where the name is taken or no name, or
 * the password too short or too long; as sql_run. */
enum err user_add(struct store *store, const struct user *user, const char *password,
                  const char *by, struct error *error);

/* The user of that name; ERR_NO where there is none. */
enum err user_find(struct store *store, const char *name, struct user *user, struct error *error);

/* Sets another password, role, or whether one may come in, with its entry in the log. Errors: as
 * user_add; ERR_NO where there is no such user. */
enum err user_set_password(struct store *store, const char *name, const char *password,
                           const char *by, struct error *error);
enum err user_change(struct store *store, const struct user *user, const char *by,
                     struct error *error);

/* Is it the password of one who may come in? Takes as long where there is no such user. Errors:
 * ERR_NO where not; as sql_run. */
enum err user_check(struct store *store, const char *name, const char *password, struct user *user,
                    struct error *error);

/* All of them, by name. */
typedef enum err user_fn(void *context, const struct user *user, struct error *error);
enum err user_each(struct store *store, user_fn *call, void *context, struct error *error);

#endif
