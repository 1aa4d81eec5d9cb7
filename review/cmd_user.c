// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/user.h"

#include <string.h>

/* Who changes users from the command line, in the log. */
static const char console[] = "console";

static enum err print_user(void *context, const struct user *user, struct error *error) {
    (void)context, (void)error;
    printf("%-24s %-11s %s%s\n", user->name, role_name[user->role],
           user->sees_protected ? "sees protected identities" : "",
           user->open ? "" : (user->sees_protected ? ", closed" : "closed"));
    return OK;
}

/* A drawn password, told once. */
static void tell_password(const char *name, const char *password) {
    printf(
        "%s may log in with the password\n    %s\nIt is not kept in words and not shown again.\n",
        name, password);
}

static enum err set_role(const struct cli *cli, struct user *user, struct error *error) {
    const char *role = cli_value(cli, "role");
    return role == NULL || role_find(role, &user->role)
               ? OK
               : error_set(error, ERR_USAGE, NULL,
                           "--role is reader, caseworker or approver, not '%.40s'", role);
}

static enum err add(const struct cli *cli, struct store *store, struct user *user,
                    struct error *error) {
    char password[PASSWORD_DRAWN_SIZE];
    if (!cli_has(cli, "role")) {
        return error_set(error, ERR_USAGE, NULL,
                         "--role is needed: reader, caseworker or approver");
    }
    user->sees_protected = cli_has(cli, "sees-protected");
    enum err err = set_role(cli, user, error);
    err = err == OK ? password_draw(password, error) : err;
    err = err == OK ? user_add(store, user, password, console, error) : err;
    if (err == OK) {
        tell_password(user->name, password);
    }
    return err;
}

/* Another role, the right to see protected identities, open or closed. */
static enum err change(const struct cli *cli, struct store *store, struct user *user, bool open,
                       struct error *error) {
    struct user now;
    enum err err = user_find(store, user->name, &now, error);
    err = err == OK ? set_role(cli, &now, error) : err;
    now.open = open;
    now.sees_protected = cli_has(cli, "sees-protected") ||
                         (now.sees_protected && !cli_has(cli, "sees-not-protected"));
    err = err == OK ? user_change(store, &now, console, error) : err;
    return err == OK && !cli_has(cli, "quiet") ? print_user(NULL, &now, error) : err;
}

static enum err password(struct store *store, const struct user *user, struct error *error) {
    char drawn[PASSWORD_DRAWN_SIZE];
    enum err err = password_draw(drawn, error);
    err = err == OK ? user_set_password(store, user->name, drawn, console, error) : err;
    if (err == OK) {
        tell_password(user->name, drawn);
    }
    return err;
}

static enum err act(const struct cli *cli, struct store *store, struct error *error) {
    const char *what = cli->argument[1], *name = cli->argument[2];
    struct user user = {.open = true};
    if (strcmp(what, "list") == 0 && name == NULL) {
        return user_each(store, print_user, NULL, error);
    }
    if (name == NULL || strlen(name) >= sizeof user.name) {
        return error_set(error, ERR_USAGE, NULL, "the user's name is %s",
                         name == NULL ? "missing" : "too long");
    }
    snprintf(user.name, sizeof user.name, "%s", name);
    if (strcmp(what, "add") == 0) {
        return add(cli, store, &user, error);
    }
    if (strcmp(what, "password") == 0) {
        return password(store, &user, error);
    }
    if (strcmp(what, "change") == 0 || strcmp(what, "close") == 0) {
        return change(cli, store, &user, what[1] == 'h', error);
    }
    return error_set(error, ERR_USAGE, NULL,
                     "add, change, close, password or list is expected, not '%.40s'", what);
}

static int run(const struct cli *cli) {
    return with_store(cli, SQL_WRITE, act);
}

static const struct cli_option options[] = {
    {"role", "ROLE", "reader, caseworker or approver"},
    {"sees-protected", NULL, "sees names and addresses of children with a protected identity"},
    {"sees-not-protected", NULL, "change: does so no more"},
    {NULL, NULL, NULL},
};

const struct command cmd_user = {
    .name = "user",
    .arguments = "STORE add|change|close|password|list [NAME]",
    .n_min = 2,
    .n_max = 3,
    .summary = "who works at the desk",
    .description =
        "add makes a user with a drawn password, which is told once; password draws another one; "
        "change gives another role or right, and opens a user that was closed; close shuts one "
        "out; list tells all. Readers look, caseworkers also propose, confirm and override, "
        "approvers also decide. Each change is an entry in the log.",
    .options = options,
    .run = run,
};
